"""The five questions: who she is, who lives with her, housing, work, money last month. Nothing is asked here that the whole check-up does not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from droits_ouverts.bilan.rules import REFUS, Reponse
from droits_ouverts.bilan.web.etapes import Etape
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Sujet

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Reponses

TITRES = {
    "personne": _("La personne"),
    "foyer": _("Votre foyer"),
    "logement": _("Le logement"),
    "travail": _("Le travail"),
    "argent": _("L’argent du mois dernier"),
}
ORDRE = tuple(TITRES)
SUJETS = {"logement": Sujet.LOGEMENT, "travail": Sujet.ACTIVITE, "argent": Sujet.RESSOURCES}
REVENU = {"chomeur": "chomage_net", "retraite": "retraite_nette"}
"""What brings in money, by what she does; a salary for anybody else."""


def etape(partie: str) -> Etape:
    """Return one of the five screens, as the bar of progress shows it."""
    return Etape(sujet=SUJETS.get(partie), titre=str(TITRES[partie]), rang=ORDRE.index(partie) + 1, total=len(ORDRE), courante=True)


def address_after(bilan_id: uuid.UUID, partie: str) -> str:
    """Return the address of the screen after this one: the next question, or the results."""
    rang = ORDRE.index(partie) + 1
    return reverse("bilan:court", args=[bilan_id, ORDRE[rang]]) if rang < len(ORDRE) else reverse("bilan:resultats", args=[bilan_id])


def address_before(bilan_id: uuid.UUID, partie: str) -> str:
    """Return the address of the screen before this one."""
    avant = ORDRE[ORDRE.index(partie) - 1]
    return reverse("bilan:court", args=[bilan_id, avant]) if avant in SUJETS else reverse("bilan:foyer", args=[bilan_id])


def questions(reponses: Reponses, partie: str) -> list[tuple[Fait, str]]:
    """Return the one question of a screen, with whom it is about."""
    demandeur = reponses.demandeur
    if demandeur is None:
        return []
    if partie == "logement":
        return [(FAITS["statut_occupation_logement"], Entite.MENAGE.value)]
    activite = demandeur.faits.get("activite")
    nom = "activite" if partie == "travail" else REVENU.get(activite if isinstance(activite, str) else "", "salaire_net")
    return [(FAITS[nom], demandeur.id)]


def implied(reponses: list[Reponse]) -> list[Reponse]:
    """Return what these answers say besides: an allowance or a pension received is money beside a salary."""
    return [
        Reponse(fait="autres_ressources", entite=reponse.entite, valeur=True)
        for reponse in reponses
        if reponse.fait in REVENU.values() and reponse.valeur not in (None, 0, REFUS)
    ]
