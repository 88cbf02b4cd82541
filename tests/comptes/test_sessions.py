"""Sessions: seen and ended by their holder, over after thirty minutes or twelve hours, and a fresh proof for what is serious."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client

from droits_ouverts.comptes import access, middleware, rules
from droits_ouverts.comptes.models import Compte, Seance
from droits_ouverts.comptes.services import end_sessions, replace_password
from droits_ouverts.comptes.sessions import device_of
from droits_ouverts.journal.models import Ligne
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def ines() -> Compte:
    return CompteFactory.create(email="ines@exemple.test")


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    assert client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": PASSWORD}).status_code == 302
    return client


def is_open(client: Client) -> bool:
    return client.get("/").status_code == 200


class TestTheirEnd:
    def test_thirty_minutes_without_a_request(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        client = signed_in()
        horloge.shift(timedelta(minutes=29))
        assert is_open(client)
        horloge.shift(timedelta(minutes=29))
        assert is_open(client)
        horloge.shift(timedelta(minutes=31))
        assert not is_open(client)
        assert "Votre session s’est fermée seule" in client.get("/compte/connexion/").content.decode()

    def test_twelve_hours_whatever_is_done(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        client = signed_in()
        for _ in range(36):
            horloge.shift(timedelta(minutes=19, seconds=55))
            assert is_open(client)
        horloge.shift(timedelta(minutes=5))
        assert not is_open(client)

    def test_the_sabotage_is_seen(self, ines: Compte, horloge: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(middleware.rules, "is_over", lambda **_: False)
        client = signed_in()
        horloge.shift(timedelta(hours=2))
        assert is_open(client)

    def test_a_new_password_ends_the_others_and_not_this_one(self, ines: Compte) -> None:
        here, there = signed_in(), signed_in()
        here.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "porte bleue et thé vert", "password2": "porte bleue et thé vert"})

        assert (is_open(here), is_open(there)) == (True, False)
        assert Seance.objects.filter(compte=ines).count() == 1
        assert Ligne.objects.filter(verb="changer_mot_de_passe", actor_id=ines.pk).count() == 1

    def test_one_given_by_a_manager_ends_them_all(self, ines: Compte) -> None:
        here = signed_in()
        replace_password(compte_id=ines.pk, password="une autre phrase assez longue", actor=None)
        assert not is_open(here)
        assert not Seance.objects.filter(compte=ines).exists()

    def test_ending_them_leaves_those_of_others(self, ines: Compte) -> None:
        here, other = signed_in(), Client()
        other.force_login(CompteFactory.create(), backend="allauth.account.auth_backends.AuthenticationBackend")

        assert end_sessions(ines) == 1
        assert (is_open(here), is_open(other)) == (False, True)


class TestTheirList:
    def test_shows_ones_own_and_never_the_key(self, ines: Compte) -> None:
        here = signed_in()
        signed_in("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36")
        other = CompteFactory.create()
        Client().force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = here.get("/compte/sessions/").content.decode()

        assert page.count('<span class="puce">cette session</span>') == 1
        assert page.count("Fermer cette session") == 1
        assert "Firefox, Linux" in page
        assert "Chrome, Android" in page
        assert not any(key in page for key in Seance.objects.values_list("session_key", flat=True))

    def test_one_is_ended_by_its_number(self, ines: Compte) -> None:
        here, there = signed_in(), signed_in()
        numero = next(seance.numero for seance in here.get("/compte/sessions/").context["seances"] if not seance.est_celle_ci)
        here.post("/compte/sessions/", {"numero": numero})

        assert (is_open(here), is_open(there)) == (True, False)
        assert Ligne.objects.filter(verb="fermer_session").count() == 1

    def test_all_the_others_are_ended_at_once(self, ines: Compte) -> None:
        here, there, elsewhere = signed_in(), signed_in(), signed_in()
        here.post("/compte/sessions/", {"toutes": "1"})

        assert [is_open(client) for client in (here, there, elsewhere)] == [True, False, False]

    @pytest.mark.parametrize("numero", ["", "x", "é" * 3000, "0" * 24])
    def test_one_of_somebody_else_is_not(self, ines: Compte, numero: str) -> None:
        other = Client()
        other.force_login(CompteFactory.create(), backend="allauth.account.auth_backends.AuthenticationBackend")
        theirs = other.get("/compte/sessions/").context["seances"][0].numero
        here = signed_in()

        assert here.post("/compte/sessions/", {"numero": numero or theirs}).status_code == 302
        assert is_open(other)

    @pytest.mark.parametrize(("agent", "words"), [("", ""), ("curl/8", ""), (FIREFOX, "Firefox, Linux"), ("x" * 5000, "")])
    def test_a_device_is_said_in_two_words(self, agent: str, words: str) -> None:
        assert device_of(agent) == words


@access.fresh_proof_required
def serious(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fait")


class TestAFreshProof:
    def test_is_signing_in_for_five_minutes_then_the_password_again(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        client = signed_in()
        assert ask(client, ines) is None
        horloge.shift(timedelta(minutes=5, seconds=1))
        assert ask(client, ines) == "/compte/confirmer/?next=%2Fgrave%2F"
        assert client.post("/compte/confirmer/?next=/compte/", {"password": "faux"}).status_code == 200
        assert ask(client, ines) is not None
        assert client.post("/compte/confirmer/?next=/compte/", {"password": PASSWORD}).headers["Location"] == "/compte/"
        assert ask(client, ines) is None

    def test_is_not_kept_by_another_account(self, ines: Compte) -> None:
        client = signed_in()
        assert ask(client, CompteFactory.create()) is not None

    def test_pages_lead_nowhere_else_after(self, ines: Compte) -> None:
        client = signed_in()
        answer = client.post("/compte/confirmer/?next=https://ailleurs.exemple/", {"password": PASSWORD})
        assert answer.headers["Location"] == "/"

    @pytest.mark.parametrize(("proved", "recent"), [(0, True), (-300, True), (-301, False), (1, False)])
    def test_lasts_five_minutes_and_does_not_come_from_the_future(self, proved: float, recent: bool) -> None:
        assert rules.is_recent(proved=1000 + proved, now=1000) is recent


def ask(client: Client, compte: Compte) -> str | None:
    """Where a serious page leads, None where it opens."""
    request = HttpRequest()
    request.method, request.path, request.session, request.user = "GET", "/grave/", client.session, compte
    answer = serious(request)
    return answer.headers.get("Location")
