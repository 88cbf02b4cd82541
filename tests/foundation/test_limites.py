"""Limits of requests: who is counted, windows, one count for every process, in a file and in the database; the page of a refusal. Each rule bites."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client, RequestFactory

from droits_ouverts.foundation import limites
from droits_ouverts.foundation.limites import CompteursIndisponiblesError, address_of, counted, counts, is_over, seconds_to_wait
from droits_ouverts.foundation.models import Compteur
from tests.factories.structures import CompteFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

PROCESSUS, ACTES = 3, 150
CHILD = """
import json, pathlib, sys
from django.conf import settings
settings.configure(SECRET_KEY="k", LIMITES_EN_BASE=False, LIMITES_FICHIER=pathlib.Path(sys.argv[1]), DATABASES={})
from droits_ouverts.foundation.limites import counted
sys.stdin.readline()
print(json.dumps([counted(scope="essai", who="quelqu'un", seconds=3600, at=1_000_000.0) for _ in range(int(sys.argv[2]))]))
"""


def seen_by_processes(files: list[Path]) -> list[int]:
    """Every count that processes were given, one process for each file, all at once."""
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(file), str(ACTES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for file in files
    ]
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    return [count for child in children for count in json.loads(child.communicate(timeout=60)[0])]


class TestEveryProcess:
    def test_counts_with_the_others(self, tmp_path: Path) -> None:
        seen = seen_by_processes([tmp_path / "limites.sqlite3"] * PROCESSUS)

        assert sorted(seen) == list(range(1, PROCESSUS * ACTES + 1))

    def test_it_bites_on_counts_of_their_own(self, tmp_path: Path) -> None:
        seen = seen_by_processes([tmp_path / f"limites{rang}.sqlite3" for rang in range(PROCESSUS)])

        assert max(seen) == ACTES


class TestWho:
    def test_without_a_proxy_the_header_is_ignored(self) -> None:
        assert address_of(RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="198.51.100.1")) == "198.51.100.1"

    def test_behind_a_proxy_the_last_address_counts(self, settings: SettingsWrapper) -> None:
        settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE = True

        request = RequestFactory().get("/", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")

        assert address_of(request) == "203.0.113.9"

    def test_behind_a_proxy_that_says_nothing_its_own_counts(self, settings: SettingsWrapper) -> None:
        settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE = True

        assert address_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"

    def test_nobody_is_written(self, settings: SettingsWrapper) -> None:
        counted(scope="essai", who="203.0.113.9", seconds=60, at=0.0)

        around = settings.LIMITES_FICHIER.parent.glob("limites.sqlite3*")
        assert not any(b"203.0.113.9" in path.read_bytes() for path in around)

    def test_another_address_is_not_stopped(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_MINUTE = 1
        first, second = (RequestFactory().get("/", REMOTE_ADDR=address) for address in ("192.0.2.1", "192.0.2.2"))

        assert [seconds_to_wait(request, now=30.0) for request in (first, first, second)] == [0, 30, 0]

    @pytest.mark.django_db
    def test_an_account_is_counted_wherever_it_comes_from(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_MINUTE = 1
        requests = [RequestFactory().get("/", REMOTE_ADDR=f"192.0.2.{rang}") for rang in range(2)]
        compte = CompteFactory.create()
        for request in requests:
            request.user = compte

        assert [seconds_to_wait(request, now=30.0) for request in requests] == [0, 30]


class TestWindows:
    def test_the_next_one_begins_again(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_MINUTE = 1
        request = RequestFactory().get("/")

        assert [seconds_to_wait(request, now=now) for now in (10.0, 59.5, 60.0)] == [0, 1, 0]

    def test_the_longest_that_is_over_says_when_to_come_back(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_SECONDE, settings.REQUETES_PAR_MINUTE, settings.REQUETES_PAR_HEURE = 1, 2, 3
        request = RequestFactory().get("/")

        assert [seconds_to_wait(request, now=now) for now in (0.0, 0.5, 1.0, 2.0)] == [0, 1, 59, 3598]

    def test_an_act_is_over_after_its_limit(self) -> None:
        request = RequestFactory().get("/")
        now = datetime(2026, 11, 27, 9, tzinfo=UTC)

        assert [is_over(request, scope="essai", limit=2, seconds=600, now=now) for _ in range(3)] == [False, False, True]

    def test_what_is_over_is_forgotten(self) -> None:
        counted(scope="essai", who="a", seconds=60, at=0.0)
        counted(scope="essai", who="b", seconds=60, at=3600.0)

        with limites._cursor() as (execute, _marque):
            assert execute("SELECT count(*) FROM foundation_compteur", ()) == [(1,)]


@pytest.mark.django_db
class TestInTheDatabase:
    def test_counts_are_the_same(self, settings: SettingsWrapper) -> None:
        settings.LIMITES_EN_BASE = True

        seen = [counts(scope="essai", who="a", windows=[1, 60], at=at) for at in (0.5, 0.6, 1.5, 61.5)]

        assert seen == [[1, 1], [2, 2], [1, 3], [1, 1]]
        assert sorted(Compteur.objects.values_list("fin", "nombre")) == [(62, 1), (120, 1)]

    def test_what_is_over_is_forgotten(self, settings: SettingsWrapper) -> None:
        settings.LIMITES_EN_BASE = True
        counted(scope="essai", who="a", seconds=60, at=0.0)
        counted(scope="essai", who="b", seconds=60, at=3600.0)

        assert Compteur.objects.count() == 1


class TestOutOfReach:
    @pytest.fixture(autouse=True)
    def nowhere(self, settings: SettingsWrapper, tmp_path: Path) -> None:
        (tmp_path / "fichier").write_text("")
        settings.LIMITES_FICHIER = tmp_path / "fichier" / "limites.sqlite3"
        settings.REQUETES_PAR_MINUTE = 1

    def test_what_is_limited_is_not_done(self) -> None:
        with pytest.raises(CompteursIndisponiblesError):
            counted(scope="essai", who="a", seconds=60, at=0.0)

    @pytest.mark.django_db
    def test_pages_are_given(self) -> None:
        assert [Client().get(address).status_code for address in ("/compte/connexion/", "/compte/connexion/", "/api/docs/")] == [200, 200, 200]


@pytest.mark.django_db
class TestPage:
    def test_it_says_what_to_do_and_when(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_HEURE = 2

        answers = [Client().get("/compte/connexion/") for _ in range(6)]

        # An hour may end among the six.
        refused = next(answer for answer in answers if answer.status_code == 429)
        text = refused.content.decode()
        assert 1 <= int(refused["Retry-After"]) <= 3600
        assert all(words in text for words in ("Trop de demandes en peu de temps", "Attendez un peu, puis réessayez.", "<h1>", 'lang="fr"'))

    @pytest.mark.parametrize("address", ["/nulle-part/", "/droits", "/bilan/", "/"])
    def test_addresses_that_no_view_answers_are_counted_too(self, settings: SettingsWrapper, address: str) -> None:
        settings.REQUETES_PAR_HEURE = 2

        assert 429 in [Client().get(address).status_code for _ in range(6)]

    def test_a_machine_is_told_in_json(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_HEURE = 2

        answers = [Client().get("/compte/connexion/", headers={"accept": "application/json"}) for _ in range(6)]

        assert next(answer for answer in answers if answer.status_code == 429).json()["erreur"]["code"] == "trop_de_demandes"

    def test_static_files_are_not_counted(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_HEURE = 1

        answers = [Client().get("/statique/ui/interface.js") for _ in range(4)]

        assert {answer.status_code for answer in answers} == {200}
        for answer in answers:
            answer.close()

    def test_it_bites_without_its_middleware(self, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_HEURE = 2
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("LimitesMiddleware")]

        assert {Client().get("/compte/connexion/").status_code for _ in range(6)} == {200}
