"""Which questions are left for this household, one subject after the other; free of OpenFisca."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.engine.questionnaire.schema import SUJETS, faits_du_sujet
from droits_ouverts.engine.questionnaire.types import Sujet

if TYPE_CHECKING:
    from droits_ouverts.engine.questionnaire.types import Fait
    from droits_ouverts.engine.situation import Situation

TOUJOURS = frozenset({Sujet.FOYER, Sujet.DROITS_RECUS})
"""Subjects that are shown even where the schema has no question for them: who lives there, what is already received."""


def questions_to_ask(situation: Situation, sujet: Sujet) -> list[tuple[Fait, str]]:
    """Return the facts of a subject that matter for this household given the answers so far, with the person or group each is about.

    A fact whose gate is not answered yet is left out: the gate comes first.
    """
    return [(fait, ident) for fait in faits_du_sujet(sujet) for ident in situation.porteurs(fait) if situation.pertinence(fait, ident) is True]


def subjects_to_ask(situation: Situation) -> list[Sujet]:
    """Return the subjects that have at least one question for this household, in order (the household itself always first)."""
    return [sujet for sujet in SUJETS if sujet in TOUJOURS or questions_to_ask(situation, sujet)]
