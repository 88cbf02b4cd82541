"""Papers that answer: what one of the person's papers says, beside what was answered, and the one tap that makes it an answer. Pure, but for the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from droits_ouverts.bilan.rules import RECUS, REFUS, Reponse, Reponses, check
from droits_ouverts.documents.reponses import Proposition, propose
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Role

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Membre


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposee:
    """A proposition for one person or group of a check-up: `actuelle` is what is answered now, `dite` whether anything is, `deja` whether it says the same."""

    proposition: Proposition
    entite: str
    actuelle: object
    dite: bool
    deja: bool


def proposed(pages: Sequence[str], reponses: Reponses) -> list[Proposee]:
    """Return what the text of a paper proposes to this check-up: about a fact that it asks, for a month that it asks, of a value that it takes.

    A wage is proposed for each adult: a paper of hers may be her partner's.
    """
    return [une for proposition in propose(pages) for entite in _whom(proposition, reponses) if (une := _beside(proposition, entite, reponses)) is not None]


def _whom(proposition: Proposition, reponses: Reponses) -> Iterable[str]:
    if proposition.fait == RECUS:
        return (Entite.FAMILLE.value,)
    entite = FAITS[proposition.fait].entite
    return [membre.id for membre in reponses.membres if _is_adult(membre)] if entite is Entite.INDIVIDU else (entite.value,)


def _is_adult(membre: Membre) -> bool:
    return membre.role in {Role.DEMANDEUR, Role.CONJOINT}


def _beside(proposition: Proposition, entite: str, reponses: Reponses) -> Proposee | None:
    faits = reponses.faits(entite)
    dite, actuelle = proposition.fait in faits, faits.get(proposition.fait)
    reponse = answer_of(proposition, entite, reponses)
    if check(reponse, reponses.mois) is not None:
        return None
    if proposition.mois:
        actuelle = actuelle.get(proposition.mois) if isinstance(actuelle, dict) else actuelle
    deja = proposition.valeur in actuelle if isinstance(actuelle, list) else actuelle == proposition.valeur and not isinstance(actuelle, bool)
    return Proposee(proposition=proposition, entite=entite, actuelle=actuelle, dite=dite, deja=deja)


def answer_of(proposition: Proposition, entite: str, reponses: Reponses) -> Reponse:
    """Return the answer that a proposition becomes: its month among the others, its right among those received; what else was answered stays."""
    actuelle = reponses.faits(entite).get(proposition.fait)
    valeur: object = proposition.valeur
    if proposition.fait == RECUS:
        deja = [str(code) for code in actuelle] if isinstance(actuelle, list) else []
        valeur = [*deja, proposition.valeur] if proposition.valeur not in deja else deja
    elif proposition.mois:
        par_mois = actuelle if isinstance(actuelle, dict) and actuelle != REFUS else {}
        if isinstance(actuelle, int | float) and not isinstance(actuelle, bool):
            # One amount was said for every month: the others keep it.
            par_mois = dict.fromkeys(months.window(reponses.mois), actuelle)
        valeur = {**par_mois, proposition.mois: proposition.valeur}
    return Reponse(fait=proposition.fait, entite=entite, valeur=valeur)
