"""The watch over links: bounded, resumable, and never wrong because the network is down here."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from droits_ouverts.droits import liens, selectors, tasks
from droits_ouverts.droits.liens import Visite
from droits_ouverts.droits.models import LienSurveille
from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.urgences import load_urgences
from droits_ouverts.journal.models import Ligne

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
CITED = {*liens.addresses(all_droits()), *liens.urgent_addresses(load_urgences())}
GONE = min(liens.addresses(all_droits()))
URGENT = liens.urgent_addresses(load_urgences())[0]


class Site:
    """Stands for the web: every address answers `statut`, but those that `sauf` names."""

    def __init__(self, statut: int | None = 200, **sauf: int | None) -> None:
        self.statut = statut
        self.sauf: dict[str, int | None] = dict(sauf)
        self.seen: Counter[str] = Counter()

    def __call__(self, url: str) -> Visite:
        self.seen[url] += 1
        return Visite(url=url, statut=self.sauf.get(url, self.statut), cause="pas de réponse")


def round_(site: Callable[[str], Visite], *, day: int = 0, limit: int | None = None, seconds: float | None = None, again: bool = False) -> tasks.Tournee:
    return tasks.check_links(visit=site, now=lambda: NOW + timedelta(days=day), limit=limit, seconds=seconds, again=again, pause=0)


class TestRound:
    def test_visits_every_address_of_the_catalogue_once(self) -> None:
        site = Site()

        found = round_(site)

        assert set(site.seen) == set(CITED)
        assert set(site.seen.values()) == {1}
        assert (found.vus, found.bons, found.reste) == (len(CITED), len(CITED), 0)
        assert LienSurveille.objects.filter(ok_le="2026-11-25").count() == len(CITED)

    def test_is_bounded_and_taken_up_where_it_stopped(self) -> None:
        site = Site()

        first = round_(site, limit=100)
        second = round_(site)
        third = round_(site)

        assert (first.vus, first.reste) == (100, len(CITED) - 100)
        assert second.vus == len(CITED) - 100
        assert third.vus == 0
        assert set(site.seen.values()) == {1}
        assert round_(site, limit=3, again=True).vus == 3

    def test_ends_when_its_time_is_over(self) -> None:
        assert round_(Site(), seconds=0).vus == 0

    def test_a_page_gone_two_days_is_dead_then_comes_back(self) -> None:
        for day in (0, 1):
            round_(Site(**{GONE: 404}), day=day)

        assert set(selectors.dead_links()) == {GONE}
        assert selectors.rights_citing(frozenset({GONE}))[GONE]
        round_(Site(), day=2)
        assert selectors.dead_links() == {}
        assert list(Ligne.objects.values_list("verb", flat=True)) == ["constater_lien_mort", "constater_lien_vivant"]

    def test_the_sources_of_urgent_numbers_are_watched_too(self) -> None:
        for day in (0, 1):
            round_(Site(**{URGENT: 410}), day=day)

        assert URGENT in selectors.dead_links()

    def test_a_site_down_for_three_days_is_dead(self) -> None:
        for day in (0, 1):
            assert round_(Site(**{GONE: None}), day=day).morts == 0

        assert round_(Site(**{GONE: 503}), day=2).morts == 1

    def test_a_site_that_shuts_machines_out_is_never_dead(self) -> None:
        for day in range(5):
            found = round_(Site(**{GONE: 403}), day=day)

        assert (found.muets, found.morts) == (1, 0)

    def test_without_network_nothing_is_held_dead(self) -> None:
        for day in range(5):
            found = round_(Site(None), day=day)

            assert found.sans_reseau
            assert found.vus < 60
        assert not LienSurveille.objects.exists()

    def test_a_failure_before_the_first_answer_is_kept_after_it(self) -> None:
        site = Site(**{GONE: None})
        round_(site)

        assert LienSurveille.objects.get(url=GONE).jours_en_echec == 1

    def test_an_address_no_longer_cited_is_forgotten(self) -> None:
        LienSurveille.objects.create(url="https://ancien.exemple.fr/", constat="ok", verifie_at=NOW)

        round_(Site(), limit=1)

        assert not LienSurveille.objects.filter(url="https://ancien.exemple.fr/").exists()

    def test_one_site_is_never_asked_twice_at_once(self) -> None:
        inside: Counter[str] = Counter()
        together: list[int] = []
        at_once: list[int] = []

        def visit(url: str) -> Visite:
            host = url.split("/")[2]
            inside[host] += 1
            together.append(inside[host])
            at_once.append(inside.total())
            time.sleep(0.001)
            inside[host] -= 1
            return Visite(url=url, statut=200)

        round_(visit)

        assert max(together) == 1
        assert 1 < max(at_once) <= tasks.A_LA_FOIS


class TestCommand:
    def test_says_how_it_goes_and_what_it_found(self, settings: object, capsys: pytest.CaptureFixture[str]) -> None:
        settings.VISITEUR = "tests.droits.test_tasks.Site"  # type: ignore[attr-defined]  # pytest-django's wrapper

        call_command("verifier_liens", "--limite", "3")

        said = capsys.readouterr().out
        assert "3/3 200 https://" in said
        assert "3 adresses visitées : 3 répondent" in said

    def test_says_that_the_network_is_down(self, settings: object) -> None:
        settings.VISITEUR = "tests.droits.test_tasks.nothing"  # type: ignore[attr-defined]  # pytest-django's wrapper

        with pytest.raises(CommandError, match="Rien n’a été noté"):
            call_command("verifier_liens", "--limite", "3", verbosity=0)

    @pytest.mark.parametrize("bound", ["0", "-1", "x"])
    def test_refuses_a_bound_that_is_none(self, bound: str) -> None:
        with pytest.raises(CommandError):
            call_command("verifier_liens", f"--limite={bound}")


def nothing() -> Site:
    """A web that is down."""
    return Site(None)
