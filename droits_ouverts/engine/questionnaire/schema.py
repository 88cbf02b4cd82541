"""The whole schema, gathered from `faits/` in the order of the subjects."""

from __future__ import annotations

import importlib
import pkgutil

from droits_ouverts.engine.questionnaire import faits
from droits_ouverts.engine.questionnaire.types import Fait, Sujet

SUJETS: tuple[Sujet, ...] = tuple(Sujet)

LIBELLES_SUJETS: dict[Sujet, str] = {
    Sujet.FOYER: "Votre foyer",
    Sujet.LOGEMENT: "Votre logement",
    Sujet.ACTIVITE: "Votre activité",
    Sujet.RESSOURCES: "Vos ressources",
    Sujet.IMPOTS: "Vos impôts",
    Sujet.SEJOUR: "Votre séjour en France",
    Sujet.ETUDES: "L'école et les études",
    Sujet.SANTE: "Santé et handicap",
    Sujet.EPARGNE: "Votre épargne",
    Sujet.SITUATION: "Votre situation",
    Sujet.DROITS_RECUS: "Les droits que vous recevez déjà",
}


def _load() -> dict[str, Fait]:
    found: dict[str, Fait] = {}
    for info in pkgutil.iter_modules(faits.__path__):
        for fait in importlib.import_module(f"{faits.__name__}.{info.name}").FAITS:
            if fait.nom in found:
                message = f"engine/questionnaire/faits/{info.name}.py: the fact {fait.nom} is defined twice."
                raise ValueError(message)
            found[fait.nom] = fait
    ordered = sorted(found.values(), key=lambda fait: (SUJETS.index(fait.sujet), _depth(fait, found)))
    return {fait.nom: fait for fait in ordered}


def _depth(fait: Fait, found: dict[str, Fait]) -> int:
    """Return how many gates stand before a fact of its own subject, so that a gate is always asked first."""
    from droits_ouverts.engine.questionnaire.predicates import facts_read  # noqa: PLC0415 - predicates read the types only

    parents = [found[nom] for nom in facts_read(fait.quand) if nom in found and nom != fait.nom]
    return 1 + max((_depth(parent, found) for parent in parents if parent.sujet is fait.sujet), default=-1)


FAITS: dict[str, Fait] = _load()
"""Every fact by its name, in the order in which it is asked."""


def faits_du_sujet(sujet: Sujet) -> list[Fait]:
    """Return the facts of one subject, gates first."""
    return [fait for fait in FAITS.values() if fait.sujet is sujet]
