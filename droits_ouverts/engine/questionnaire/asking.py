"""Which questions are left for this household, one subject after the other; free of OpenFisca."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.engine.questionnaire.schema import SUJETS, faits_du_sujet

if TYPE_CHECKING:
    from droits_ouverts.engine.questionnaire.types import Fait, Sujet
    from droits_ouverts.engine.situation import Situation


def questions_to_ask(situation: Situation, sujet: Sujet) -> list[tuple[Fait, str]]:
    """Return the facts of a subject that matter for this household given the answers so far, with the person or group each is about.

    A fact whose gate is not answered yet is left out: the gate comes first.
    """
    return [(fait, ident) for fait in faits_du_sujet(sujet) for ident in situation.porteurs(fait) if situation.pertinence(fait, ident) is True]


def subjects_to_ask(situation: Situation) -> list[Sujet]:
    """Return the subjects that have at least one question for this household, in order (the household itself always first)."""
    from droits_ouverts.engine.questionnaire.types import Sujet as _Sujet  # noqa: PLC0415

    always = {_Sujet.FOYER, _Sujet.DROITS_RECUS}
    return [sujet for sujet in SUJETS if sujet in always or questions_to_ask(situation, sujet)]
