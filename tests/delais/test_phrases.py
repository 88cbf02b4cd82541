"""The reasoning in words."""

from __future__ import annotations

from datetime import date

import pytest

from droits_ouverts.delais.calcul import before_end, birth, declaration_day, last_day
from droits_ouverts.delais.departs import electronic, implied_decision, registered_letter
from droits_ouverts.delais.enums import Decompte, Doute, Eloignement, GenreEtape
from droits_ouverts.delais.phrases import day_in_words, reasoning
from droits_ouverts.delais.types import DernierJour
from droits_ouverts.foundation.durees import Duree
from droits_ouverts.foundation.langue import speaking

DEUX_MOIS = Duree(mois=2)


def test_a_day_is_written_in_full() -> None:
    with speaking("fr"):
        assert day_in_words(date(2026, 11, 1)) == "dimanche 1er novembre 2026"
        assert day_in_words(date(2026, 11, 16)) == "lundi 16 novembre 2026"


def test_the_reasoning_of_an_appeal_can_be_followed() -> None:
    with speaking("fr"):
        dites = reasoning(last_day(date(2026, 10, 31), DEUX_MOIS, Decompte.FRANC))

    assert dites == (
        "Le délai part du samedi 31 octobre 2026\u00a0; ce jour ne compte pas.",
        "2\u00a0mois après le samedi 31 octobre 2026\u00a0: le jeudi 31 décembre 2026.",
        "Le dernier jour d’un délai franc ne compte pas non plus\u00a0: un jour de plus, le vendredi 1er janvier 2027.",
        "Le vendredi 1er janvier 2027 n’est pas un jour ouvrable (jour de l’An)\u00a0: le délai va jusqu’au premier jour ouvrable, le lundi 4 janvier 2027.",
    )


def every_kind() -> list[DernierJour]:
    """Computations in which every kind of step is taken."""
    papiers = implied_decision(apres=DEUX_MOIS, accord=False, recue_le=date(2026, 10, 5), pieces_demandees_le=date(2026, 10, 19), complet_le=date(2026, 11, 2))
    assert papiers is not None
    return [
        papiers,
        birth(date(2026, 10, 5), DEUX_MOIS),
        last_day(registered_letter(presentee_le=date(2026, 9, 1)), DEUX_MOIS, Decompte.FRANC, eloignement=Eloignement.OUTRE_MER),
        last_day(registered_letter(presentee_le=date(2026, 9, 1), retiree_le=date(2026, 9, 10)), DEUX_MOIS, Decompte.FRANC),
        last_day(electronic(disponible_le=date(2026, 10, 5)), DEUX_MOIS, Decompte.FRANC),
        last_day(electronic(disponible_le=date(2026, 10, 5), lu_le=date(2026, 10, 12)), DEUX_MOIS, Decompte.FRANC),
        last_day(date(2026, 12, 31), DEUX_MOIS, Decompte.FRANC),
        last_day(date(2026, 7, 15), Duree(mois=4), Decompte.CIVIL, doutes=frozenset({Doute.REPORT})),
        last_day(date(2026, 9, 10), DEUX_MOIS, Decompte.CIVIL, doutes=frozenset({Doute.JOUR_DE_PLUS})),
        last_day(date(2026, 8, 15), Duree(mois=3), Decompte.BRUT),
        before_end(date(2027, 4, 30), avant=DEUX_MOIS),
        before_end(date(2027, 4, 30), viser=DEUX_MOIS),
        declaration_day(date(2026, 10, 5), Duree(mois=3)),
    ]


@pytest.mark.parametrize("langue", ["fr", "en", "ar"])
def test_every_kind_of_step_has_its_sentence_in_each_language(langue: str) -> None:
    with speaking("fr"):
        francaises = {phrase for calcul in every_kind() for phrase in reasoning(calcul)}
    with speaking(langue):
        dites = [phrase for calcul in every_kind() for phrase in reasoning(calcul)]

    assert {etape.genre for calcul in every_kind() for etape in calcul.etapes} == set(GenreEtape)
    assert all("{" not in phrase and phrase.endswith((".", "۔")) for phrase in dites)
    assert langue == "fr" or francaises.isdisjoint(dites)
