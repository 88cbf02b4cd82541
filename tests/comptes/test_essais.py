"""Guessing: ten an hour for an account from where nobody knows, without shutting its holder out, and without telling who has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client, RequestFactory

from droits_ouverts.comptes import appareils, essais
from droits_ouverts.comptes.models import Compte, Essai
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = pytest.mark.django_db
CONNEXION = "/compte/connexion/"
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.fixture
def ines() -> Compte:
    return CompteFactory.create(email="ines@exemple.test")


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def tries(client: Client, password: str, times: int = 1, login: str = "ines@exemple.test", address: str = "203.0.113.7") -> list[str]:
    """What the page says, each time; "dedans" where it opens."""
    said = []
    for _ in range(times):
        answer = client.post(CONNEXION, {"login": login, "password": password}, REMOTE_ADDR=address)
        said.append("dedans" if answer.status_code == 302 else str(answer.context["form"].non_field_errors()[0]))
    return said


def is_stopped(said: str) -> bool:
    return said.startswith("Trop d’essais")


class TestAnUnknownDevice:
    def test_guesses_ten_times_an_hour_and_the_right_word_does_not_help_after(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        said = tries(Client(), "faux", 12)

        assert [is_stopped(one) for one in said] == [False] * 10 + [True] * 2
        assert is_stopped(tries(Client(), PASSWORD)[0])
        horloge.shift(timedelta(hours=1, seconds=1))
        assert tries(Client(), PASSWORD) == ["dedans"]

    def test_addresses_and_browsers_are_counted_together(self, ines: Compte) -> None:
        for rank in range(10):
            tries(Client(), "faux", address=f"198.51.100.{rank}")

        assert is_stopped(tries(Client(), PASSWORD, address="192.0.2.1")[0])

    def test_what_is_refused_does_not_make_the_wait_longer(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        tries(Client(), "faux", 10)
        horloge.shift(timedelta(minutes=50))
        tries(Client(), "faux", 30)
        horloge.shift(timedelta(minutes=11))

        assert tries(Client(), PASSWORD) == ["dedans"]

    def test_one_address_guesses_a_hundred_times_whatever_the_accounts(self, horloge: time_machine.Traveller) -> None:
        said = [tries(Client(), "faux", login=f"quelqu-un{rank}@exemple.test")[0] for rank in range(essais.PER_ADDRESS + 2)]

        assert [is_stopped(one) for one in said] == [False] * 100 + [True] * 2

    def test_a_right_word_is_no_guess(self, ines: Compte) -> None:
        for _ in range(15):
            assert tries(Client(), PASSWORD) == ["dedans"]
        assert not Essai.objects.exists()


class TestTheHolder:
    def test_comes_in_from_her_device_while_somebody_guesses(self, ines: Compte) -> None:
        hers = Client()
        tries(hers, PASSWORD)
        hers.post("/compte/deconnexion/")
        tries(Client(), "faux", 40)

        assert tries(hers, PASSWORD) == ["dedans"]

    def test_and_her_device_has_ten_guesses_too(self, ines: Compte) -> None:
        hers = Client()
        tries(hers, PASSWORD)
        hers.post("/compte/deconnexion/")

        assert [is_stopped(one) for one in tries(hers, "faux", 11)] == [False] * 10 + [True]
        assert tries(Client(), PASSWORD) == ["dedans"]

    def test_a_device_of_somebody_else_is_unknown_to_her_account(self, ines: Compte) -> None:
        CompteFactory.create(email="autre@exemple.test")
        theirs = Client()
        tries(theirs, PASSWORD, login="autre@exemple.test")
        theirs.post("/compte/deconnexion/")
        tries(Client(), "faux", 10)

        assert is_stopped(tries(theirs, PASSWORD)[0])

    def test_a_forged_cookie_is_nothing(self, ines: Compte, rf: RequestFactory) -> None:
        request = rf.get("/")
        request.COOKIES["do_appareil"] = "eyJudW1lcm8iOiJ4In0:1x:faux"
        assert appareils.number_if_known(request, ines.email) is None

    def test_the_cookie_says_no_address_and_scripts_do_not_read_it(self, ines: Compte) -> None:
        hers = Client()
        tries(hers, PASSWORD)
        cookie = hers.cookies["do_appareil"]

        assert "ines" not in cookie.value
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


class TestNobodyLearnsWhoHasAnAccount:
    @pytest.mark.parametrize("guesses", [1, 11])
    def test_page_status_and_headers_are_the_same(self, ines: Compte, guesses: int) -> None:
        answers = []
        for login in ("ines@exemple.test", "zoee@exemple.test"):
            client = Client()
            for _ in range(guesses):
                answer = client.post(CONNEXION, {"login": login, "password": "faux"})
            body = answer.content.decode().replace(login, "ADRESSE")
            answers.append((answer.status_code, sorted(name for name, _ in answer.items()), _without_token(body), sorted(answer.cookies)))
        assert answers[0] == answers[1]

    def test_the_costly_function_runs_once_for_both(self, ines: Compte, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.contrib.auth.hashers import MD5PasswordHasher

        runs: list[str] = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, password, salt: (runs.append(password), encode(self, password, salt))[1])
        counts = []
        for login in ("ines@exemple.test", "zoe@exemple.test"):
            runs.clear()
            tries(Client(), "faux", login=login)
            counts.append(len(runs))
        assert counts == [1, 1]

    def test_neither_address_nor_account_is_kept(self, ines: Compte) -> None:
        tries(Client(), "faux", 3)
        assert {(len(essai.cle), essai.cle.isalnum()) for essai in Essai.objects.all()} == {(64, True)}


class TestInsideASession:
    def test_guessing_the_present_password_is_counted(self, ines: Compte) -> None:
        client = Client()
        client.force_login(ines, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = None
        for _ in range(11):
            page = client.post("/compte/mot-de-passe/", {"oldpassword": "faux", "password1": "porte bleue et thé vert", "password2": "porte bleue et thé vert"})
        assert page is not None
        assert "Trop d’essais" in page.content.decode()

    def test_and_so_is_confirming_it(self, ines: Compte) -> None:
        client = Client()
        client.force_login(ines, backend="allauth.account.auth_backends.AuthenticationBackend")
        for _ in range(10):
            client.post("/compte/confirmer/", {"password": "faux"})
        assert "Trop d’essais" in client.post("/compte/confirmer/", {"password": PASSWORD}).content.decode()


class TestTheCount:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.skipif(connections["default"].vendor != "postgresql", reason="a database in memory is not shared by threads")
    def test_two_workers_at_the_same_instant_let_no_more_through(self) -> None:
        def one(_: int) -> bool:
            try:
                return essais.count([(essais.key_of("x", "y"), 10)], now=datetime.now(UTC)) is not None
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(one, range(60))) <= 10

    def test_old_guesses_are_forgotten(self) -> None:
        essais.count([("a" * 64, 10)], now=NOW - timedelta(hours=2))
        essais.count([("a" * 64, 10)], now=NOW)

        assert essais.forget_old(now=NOW) == 1
        assert Essai.objects.count() == 1

    def test_an_ipv6_network_is_one_address(self, rf: RequestFactory) -> None:
        networks = {essais.network_of(rf.get("/", REMOTE_ADDR=address)) for address in ("2001:db8::1", "2001:db8::ffff:1")}
        assert networks == {"2001:db8::/64"}

    def test_the_sabotage_is_seen(self, ines: Compte, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(essais, "count", lambda limits, now: [])
        assert not any(is_stopped(one) for one in tries(Client(), "faux", 15))


def _without_token(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
