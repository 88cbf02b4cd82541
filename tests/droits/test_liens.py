"""When a link of the catalogue is dead: day after day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from droits_ouverts.droits import liens
from droits_ouverts.droits.enums import ConstatLien
from droits_ouverts.droits.liens import Suivi, Visite
from droits_ouverts.droits.services import all_droits

LUNDI = date(2026, 11, 23)
OK, ABSENT, MUET, PANNE, RIEN = ConstatLien.OK, ConstatLien.ABSENT, ConstatLien.MUET, ConstatLien.EN_PANNE, ConstatLien.INJOIGNABLE


def lived(*constats: ConstatLien) -> Suivi:
    """One visit a day from Monday on."""
    suivi = Suivi()
    for number, constat in enumerate(constats):
        suivi = liens.after(suivi, constat, LUNDI + timedelta(days=number))
    return suivi


def dead(suivi: Suivi) -> bool:
    return liens.is_dead(jours_en_echec=suivi.jours_en_echec, absences=suivi.absences)


class TestDeath:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            ((), False),
            ((OK,), False),
            ((ABSENT,), False),
            ((ABSENT, ABSENT), True),
            ((ABSENT, PANNE), False),
            ((ABSENT, PANNE, ABSENT), True),
            ((RIEN, RIEN), False),
            ((RIEN, PANNE, RIEN), True),
            ((RIEN, RIEN, OK), False),
            ((RIEN, RIEN, MUET, RIEN), False),
            ((ABSENT, ABSENT, ABSENT, OK), False),
            ((ABSENT, ABSENT, MUET), False),
        ],
    )
    def test_comes_after_days_of_failure_in_a_row(self, days: tuple[ConstatLien, ...], expected: bool) -> None:
        assert dead(lived(*days)) is expected

    def test_several_visits_of_one_day_count_once(self) -> None:
        suivi = Suivi()
        for _time in range(5):
            suivi = liens.after(suivi, ABSENT, LUNDI)

        assert suivi.jours_en_echec == 1
        assert not dead(suivi)

    def test_the_last_good_day_and_the_first_bad_one_are_remembered(self) -> None:
        suivi = lived(OK, RIEN, RIEN)

        assert (suivi.ok_le, suivi.echec_depuis_le) == (LUNDI, LUNDI + timedelta(days=1))


class TestVisit:
    @pytest.mark.parametrize(
        ("statut", "constat"),
        [(200, OK), (204, OK), (404, ABSENT), (410, ABSENT), (403, MUET), (429, MUET), (500, PANNE), (503, PANNE), (400, PANNE), (None, RIEN)],
    )
    def test_says_what_is_to_be_thought(self, statut: int | None, constat: ConstatLien) -> None:
        assert Visite(url="https://exemple.fr", statut=statut).constat is constat


class TestAddresses:
    def test_are_all_those_that_the_pages_lead_to_once_each(self) -> None:
        found = liens.addresses(all_droits())

        assert len(found) > 400
        assert all(url.startswith("https://") and len(url) <= 500 for url in found)
        assert "rsa" in found["https://wwwd.caf.fr/redirect/s/Redirect?page=demandeRsa"]
        assert list(found) == sorted(found)
