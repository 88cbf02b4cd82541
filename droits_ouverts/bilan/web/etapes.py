"""The way through the check-up: the household first, then one subject a screen, only those that matter for this household."""

from __future__ import annotations

from dataclasses import dataclass

from droits_ouverts.bilan.phrases import asked
from droits_ouverts.bilan.rules import Reponses
from droits_ouverts.engine.parsing import parse
from droits_ouverts.engine.questionnaire.asking import questions_to_ask, subjects_to_ask
from droits_ouverts.engine.questionnaire.schema import LIBELLES_SUJETS
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Sujet
from droits_ouverts.engine.situation import Situation
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop

LIBELLE_FOYER = gettext_noop("Votre foyer")
LIBELLE_FAMILLE = gettext_noop("Votre famille")


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """One screen: its subject (None for the household), its title, its rank from 1 and the number of screens."""

    sujet: Sujet | None
    titre: str
    rang: int
    total: int
    vue: bool = False
    courante: bool = False

    @property
    def progression(self) -> str:
        """Progress in words."""
        return _("{titre} : étape {rang} sur {total}").format(titre=self.titre, rang=self.rang, total=self.total)


def situation_of(reponses: Reponses) -> Situation | None:
    """Return the household as the engine reads it; None while nobody is described."""
    return parse(reponses.questionnaire(), reponses.mois) if reponses.demandeur else None


def questions_of(situation: Situation, sujet: Sujet) -> list[tuple[Fait, str]]:
    """Return the questions of a subject's screen; birth dates are asked by the household's own screen."""
    return [(fait, ident) for fait, ident in questions_to_ask(situation, sujet) if fait.genre is not Genre.DATE]


def etapes(reponses: Reponses, situation: Situation | None, courant: Sujet | None = None) -> list[Etape]:
    """Return every screen for this household, in order; `courant` is the subject now on screen."""
    sujets = [] if situation is None else [s for s in subjects_to_ask(situation) if s is Sujet.DROITS_RECUS or questions_of(situation, s)]
    total = len(sujets) + 1
    foyer = Etape(sujet=None, titre=_(LIBELLE_FOYER), rang=1, total=total, vue=situation is not None, courante=courant is None)
    return [
        foyer,
        *(
            Etape(sujet=sujet, titre=title_of(sujet), rang=rang, total=total, vue=sujet.value in reponses.vus, courante=sujet is courant)
            for rang, sujet in enumerate(sujets, start=2)
        ),
    ]


def title_of(sujet: Sujet) -> str:
    """Title of a subject's screen."""
    return _(LIBELLE_FAMILLE) if sujet is Sujet.FOYER else asked(LIBELLES_SUJETS[sujet])
