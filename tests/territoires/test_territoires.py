"""The programme and its sites."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from droits_ouverts.journal.models import Ligne
from droits_ouverts.territoires.selectors import running_programme, sites_of
from droits_ouverts.territoires.services import add_site, open_programme
from tests.factories.structures import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db


class TestProgramme:
    @pytest.mark.parametrize(("on", "running"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)])
    def test_it_runs_from_its_first_day_to_its_last(self, on: date, running: bool) -> None:
        programme = ProgrammeFactory.create()

        assert (running_programme(on=on) == programme) is running

    def test_it_does_not_end_before_it_starts(self) -> None:
        with pytest.raises(IntegrityError, match="programme_finit_apres_avoir_commence"), transaction.atomic():
            open_programme(code="p", nom="P", debut_le=date(2026, 1, 1), fin_le=date(2025, 1, 1), actor=None)

        assert not Ligne.objects.exists()


class TestSite:
    @pytest.mark.parametrize("code", ["69259", "69387", "2A004", "97411"])
    def test_it_has_the_code_of_a_commune_or_an_arrondissement(self, code: str) -> None:
        programme = ProgrammeFactory.create()

        site = add_site(programme_id=programme.pk, code="s", nom="S", commune_nom="C", commune_insee=code, actor=None)

        assert sites_of(programme) == [site]
        assert [line.verb for line in Ligne.objects.all()] == ["ajouter_site"]

    @pytest.mark.parametrize("code", ["", "6925", "69x59", "2C004"])
    def test_another_code_is_refused_by_the_database(self, code: str) -> None:
        with pytest.raises(IntegrityError, match="site_a_un_code_insee_de_commune"), transaction.atomic():
            SiteFactory.create(commune_insee=code)

    def test_two_sites_of_a_programme_have_two_names(self) -> None:
        site = SiteFactory.create(nom="Moulin à Vent")

        with pytest.raises(IntegrityError), transaction.atomic():
            SiteFactory.create(programme=site.programme, nom="Moulin à Vent")
        assert str(site) == "Moulin à Vent"
        assert str(site.programme) == "Territoire Zéro Non-Recours"
