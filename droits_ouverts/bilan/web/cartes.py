"""The cards of the results as screens show them: the estimate, the choices and the opinions put together."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from droits_ouverts.bilan import presentation, presentation_choix, rules, selectors, services

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.presentation import Carte
    from droits_ouverts.bilan.presentation_choix import AvisDit, ChoixDit
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.engine import results


def first_name(reponses: Reponses) -> str:
    """Return the first name of the person whom the check-up is about, empty where she gave none."""
    return reponses.demandeur.prenom if reponses.demandeur else ""


def dressed(bilan: Bilan, reponses: Reponses, resultat: results.Estimation, *, now: datetime) -> tuple[list[Carte], list[str]]:
    """Return the cards in their order, and the notes that are told once for all. Two queries."""
    cartes, generales = presentation.without_general(presentation.cards(resultat, reponses.prenoms()))
    choix = choices_said(bilan, reponses, now=now)
    return presentation_choix.with_choices(cartes, choix, opinions_said(bilan), rules.received(reponses)), generales


def choices_said(bilan: Bilan, reponses: Reponses, *, now: datetime) -> dict[str, ChoixDit]:
    """Return the choices in force, in words, by code. One query."""
    return {
        code: presentation_choix.choice_said(
            ident=choix.pk,
            decision=choix.decision,
            motif=choix.motif,
            mots=selectors.words_of(choix, bilan),
            prenom=first_name(reponses),
            annulable=now - choix.fait_at <= services.UNDO,
        )
        for code, choix in selectors.choices_of(bilan).items()
    }


def opinions_said(bilan: Bilan) -> dict[str, AvisDit]:
    """Return the opinions in force, in words, by code. One query."""
    return {
        code: presentation_choix.opinion_said(statut=avis.statut, auteur=avis.auteur.nom, raison=selectors.reason_of(avis, bilan))
        for code, avis in selectors.opinions_of(bilan).items()
    }
