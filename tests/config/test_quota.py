"""Mass reading stops: distinct persons are counted by account and by day, whatever the page, the pace or the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from droits_ouverts.config.web import quota
from droits_ouverts.personnes import rules_lecture
from droits_ouverts.personnes.errors import TooManyPersonsError
from droits_ouverts.personnes.models import LectureDuJour
from droits_ouverts.personnes.services_lecture import count_opening, long_days
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


def session_of(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def petit(monkeypatch: pytest.MonkeyPatch) -> int:
    """A day that holds five persons, so that the pages themselves are asked."""
    for module in ("droits_ouverts.personnes.rules_lecture", "droits_ouverts.personnes.services_lecture"):
        monkeypatch.setattr(f"{module}.ARRET", 5)
    monkeypatch.setattr("droits_ouverts.personnes.services_lecture.ALERTE", 2)
    return 5


class TestPages:
    def test_one_too_many_is_refused_with_a_sentence_and_the_others_stay_open(self, membre: Membre, petit: int) -> None:
        personnes = [person_of(membre, f"Safi{rang}", now=timezone.now()).pk for rang in range(petit + 1)]
        client = session_of(membre)

        statuts = [client.get(f"/personnes/{numero}/").status_code for numero in personnes]

        assert statuts == [200] * petit + [429]
        assert client.get(f"/personnes/{personnes[0]}/").status_code == 200
        assert session_of(membre).get(f"/personnes/{personnes[0]}/").status_code == 200
        refus = session_of(membre).get(f"/personnes/{personnes[-1]}/")
        assert refus.status_code == 429
        assert "Continuez demain" in refus.content.decode()

    def test_what_does_not_exist_counts_as_what_does(self, membre: Membre, petit: int) -> None:
        client = session_of(membre)

        statuts = [client.get(f"/personnes/{10**6 + rang}/").status_code for rang in range(petit + 1)]

        assert statuts == [404] * petit + [429]

    def test_one_person_by_her_page_her_check_up_and_her_agreement_is_one(self, membre: Membre, petit: int) -> None:
        personne = person_of(membre, now=timezone.now())
        client = session_of(membre)

        for page in ("", "partager/", ""):
            assert client.get(f"/personnes/{personne.pk}/{page}").status_code == 200

        assert LectureDuJour.objects.filter(compte=membre.compte).count() == 1

    def test_the_next_day_opens_again(self, membre: Membre, petit: int) -> None:
        client = session_of(membre)
        for rang in range(petit + 1):
            client.get(f"/personnes/{10**6 + rang}/")
        personne = person_of(membre, now=timezone.now())
        assert client.get(f"/personnes/{personne.pk}/").status_code == 429

        with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
            assert session_of(membre).get(f"/personnes/{personne.pk}/").status_code == 200

    def test_searches_wait_after_twenty_in_a_minute(self, membre: Membre, settings: SettingsWrapper) -> None:
        client = session_of(membre)

        with time_machine.travel(timezone.now().replace(second=1), tick=False):
            statuts = [client.post("/bilan/reprendre/", {"code": "x"}).status_code for _ in range(rules_lecture.RECHERCHES + 1)]

        assert statuts[-1] == 429
        assert 429 not in statuts[:10]


class TestManager:
    def test_is_told_of_a_long_day_in_her_structure_only(self, membre: Membre, petit: int) -> None:
        responsable = MembreFactory.create(structure=membre.structure, role=Role.RESPONSABLE)
        autre = MembreFactory.create(role=Role.RESPONSABLE)
        for rang in range(3):
            count_opening(membre.compte_id, f"p{rang}", on=timezone.localdate())

        assert [(une.nom, une.combien) for une in long_days([membre.structure_id], on=timezone.localdate())] == [(membre.compte.nom, 3)]
        assert "Beaucoup de dossiers" in session_of(responsable).get("/").content.decode()
        assert "Beaucoup de dossiers" not in session_of(autre).get("/").content.decode()
        assert "Beaucoup de dossiers" not in session_of(membre).get("/").content.decode()


def sweep() -> Iterator[tuple[int, str]]:
    """One after the other, all at once."""
    yield from ((0, f"p{rang}") for rang in range(1000))


def slow_drip() -> Iterator[tuple[int, str]]:
    """Ten a day for a month: each day holds."""
    yield from ((jour, f"p{jour * 10 + rang}") for jour in range(30) for rang in range(10))


def again_and_again() -> Iterator[tuple[int, str]]:
    """The same forty all day long."""
    yield from ((0, f"p{rang % 40}") for rang in range(500))


def backwards() -> Iterator[tuple[int, str]]:
    """From the last number down, each twice."""
    yield from ((0, f"p{rang // 2}") for rang in range(999, -1, -1))


def midnight() -> Iterator[tuple[int, str]]:
    """As many as a day holds, two days in a row."""
    yield from ((jour, f"p{jour * 1000 + rang}") for jour in range(2) for rang in range(400))


def by_check_ups() -> Iterator[tuple[int, str]]:
    """Anonymous check-ups instead of persons."""
    yield from ((0, f"b{rang}") for rang in range(400))


def guessing() -> Iterator[tuple[int, str]]:
    """Numbers that are nobody's, and some that are."""
    yield from ((0, f"p{rang * 7919 % 100003}") for rang in range(600))


STYLES = [sweep, slow_drip, again_and_again, backwards, midnight, by_check_ups, guessing]


class TestInsiders:
    @pytest.mark.parametrize("style", STYLES)
    def test_reads_no_more_than_a_day_holds(self, membre: Membre, style: Callable[[], Iterator[tuple[int, str]]]) -> None:
        lues: dict[int, set[str]] = {}
        arrets = 0
        for jour, chose in style():
            try:
                count_opening(membre.compte_id, chose, on=timezone.localdate() + timedelta(days=jour))
            except TooManyPersonsError:
                arrets += 1
            else:
                lues.setdefault(jour, set()).add(chose)

        assert max(len(choses) for choses in lues.values()) <= rules_lecture.ARRET
        assert bool(arrets) == (style not in {slow_drip, again_and_again})

    def test_without_the_count_everybody_is_read(self, membre: Membre, petit: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(quota, "count_opening", lambda *args, **kwargs: None)
        personnes = [person_of(membre, f"Safi{rang}", now=timezone.now()).pk for rang in range(petit + 1)]
        client = session_of(membre)

        assert [client.get(f"/personnes/{numero}/").status_code for numero in personnes] == [200] * (petit + 1)

    def test_what_is_a_week_old_is_forgotten(self, membre: Membre) -> None:
        on = timezone.localdate()
        count_opening(membre.compte_id, "p1", on=on - timedelta(days=9))
        count_opening(membre.compte_id, "p2", on=on)

        assert list(LectureDuJour.objects.filter(compte=membre.compte).values_list("chose", flat=True)) == ["p2"]
