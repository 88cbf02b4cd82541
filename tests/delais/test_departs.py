"""From when a limit runs: letters, screens, papers, offices."""

from __future__ import annotations

from datetime import date

import pytest

from droits_ouverts.delais.calcul import last_day
from droits_ouverts.delais.departs import electronic, implied_decision, is_posted_in_time, registered_letter
from droits_ouverts.delais.enums import Decompte, GenreEtape
from droits_ouverts.delais.errors import DatesInDisorderError
from droits_ouverts.foundation.durees import Duree

DEUX_MOIS = Duree(mois=2)
PRESENTEE = date(2026, 9, 1)


class TestRegisteredLetter:
    @pytest.mark.parametrize(
        ("retiree", "depart"),
        [
            (None, PRESENTEE),
            (PRESENTEE, PRESENTEE),
            (date(2026, 9, 16), date(2026, 9, 16)),
            (date(2026, 9, 17), PRESENTEE),
        ],
    )
    def test_fifteen_days_to_collect_it(self, retiree: date | None, depart: date) -> None:
        assert registered_letter(presentee_le=PRESENTEE, retiree_le=retiree).le == depart

    def test_is_not_collected_before_it_comes(self) -> None:
        with pytest.raises(DatesInDisorderError):
            registered_letter(presentee_le=PRESENTEE, retiree_le=date(2026, 8, 31))

    def test_its_reason_comes_first_in_the_computation(self) -> None:
        dit = last_day(registered_letter(presentee_le=PRESENTEE), DEUX_MOIS, Decompte.FRANC)

        assert dit.etapes[0].genre is GenreEtape.RECOMMANDE_NON_RETIRE
        assert dit.articles[0] == "CPC, art. 668 à 670 ; CE, 24/04/2012, n° 341146"


class TestElectronic:
    @pytest.mark.parametrize(
        ("lu", "depart"),
        [(None, date(2026, 10, 5)), (date(2026, 10, 20), date(2026, 10, 20)), (date(2026, 10, 21), date(2026, 10, 5))],
    )
    def test_fifteen_days_to_read_it(self, lu: date | None, depart: date) -> None:
        assert electronic(disponible_le=date(2026, 10, 5), lu_le=lu).le == depart

    def test_is_not_read_before_it_is_there(self) -> None:
        with pytest.raises(DatesInDisorderError):
            electronic(disponible_le=date(2026, 10, 5), lu_le=date(2026, 10, 4))


class TestPosting:
    def test_the_postmark_of_the_last_day_is_in_time(self) -> None:
        dernier = last_day(date(2026, 9, 21), DEUX_MOIS, Decompte.FRANC)

        assert is_posted_in_time(poste_le=date(2026, 11, 23), dernier_jour=dernier)
        assert not is_posted_in_time(poste_le=date(2026, 11, 24), dernier_jour=dernier)


class TestImpliedDecision:
    def test_papers_that_were_asked_stop_it_whatever_it_means(self) -> None:
        for accord in (True, False):
            assert implied_decision(apres=DEUX_MOIS, accord=accord, recue_le=date(2026, 10, 5), pieces_demandees_le=date(2026, 10, 19)) is None

    def test_papers_given_the_same_day_cost_nothing(self) -> None:
        dit = implied_decision(apres=DEUX_MOIS, accord=False, recue_le=date(2026, 10, 5), pieces_demandees_le=date(2026, 10, 19), complet_le=date(2026, 10, 19))

        assert dit is not None
        assert dit.le == date(2026, 12, 5)

    def test_a_complete_file_without_papers_asked_does_not_push_a_refusal_back(self) -> None:
        dit = implied_decision(apres=DEUX_MOIS, accord=False, recue_le=date(2026, 10, 5), complet_le=date(2026, 11, 2))

        assert dit is not None
        assert dit.le == date(2026, 12, 5)

    def test_a_grant_waits_for_the_right_office_and_for_the_whole_file(self) -> None:
        dit = implied_decision(apres=DEUX_MOIS, accord=True, recue_le=date(2026, 10, 1), transmise_le=date(2026, 10, 15), complet_le=date(2026, 10, 20))

        assert dit is not None
        assert dit.le == date(2026, 12, 20)

    @pytest.mark.parametrize(
        "faits",
        [
            {"transmise_le": date(2026, 9, 30)},
            {"pieces_demandees_le": date(2026, 9, 30)},
            {"pieces_demandees_le": date(2026, 10, 19), "complet_le": date(2026, 10, 18)},
            {"complet_le": date(2026, 9, 30)},
        ],
    )
    def test_dates_that_do_not_follow_are_refused(self, faits: dict[str, date]) -> None:
        with pytest.raises(DatesInDisorderError):
            implied_decision(apres=DEUX_MOIS, accord=False, recue_le=date(2026, 10, 1), **faits)
