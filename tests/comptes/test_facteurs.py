"""Two steps: an application, passkeys, ten codes; sealed, used once, guessed slowly; and no message is a factor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.test import Client

from droits_ouverts.comptes import facteurs
from droits_ouverts.comptes.models import Compte, Essai, Seance
from droits_ouverts.journal.models import Ligne
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 27, 8, 0, 5, tzinfo=UTC)


@pytest.fixture
def ines() -> Compte:
    return CompteFactory.create(email="ines@exemple.test")


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def application(ines: Compte, horloge: time_machine.Traveller) -> str:
    """The secret of an application set for the account."""
    secret = generate_totp_secret()
    Authenticator.objects.create(user=ines, type=Authenticator.Type.TOTP, data={"secret": facteurs.FacteursAdapter().encrypt(secret)})
    RecoveryCodes.activate(ines)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def first_step() -> Client:
    client = Client()
    answer = client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/compte/connexion/code/"
    return client


def second_step(client: Client, code: str) -> bool:
    client.post("/compte/connexion/code/", {"code": code})
    return client.get("/").status_code == 200


class TestTheApplication:
    def test_is_added_with_its_first_code_and_ten_codes_follow(self, ines: Compte, horloge: time_machine.Traveller) -> None:
        client, elsewhere = Client(), Client()
        for one in (client, elsewhere):
            one.force_login(ines, backend=BACKEND)
        page = client.get("/compte/deux-etapes/application/")
        secret = page.context["form"].secret
        assert "<svg" in page.content.decode()
        assert client.post("/compte/deux-etapes/application/", {"code": "000000"}).status_code == 200
        assert client.post("/compte/deux-etapes/application/", {"code": code_of(secret)}).headers["Location"] == "/compte/deux-etapes/codes/"
        codes = client.get("/compte/deux-etapes/codes/").context["unused_codes"]

        assert len(codes) == len(set(codes)) == 10
        assert all(len(code) == 10 for code in codes)
        assert "***" in "".join(client.get("/compte/deux-etapes/codes/").context["unused_codes"])
        assert sorted(Ligne.objects.values_list("verb", flat=True)).count("ajouter_second_facteur") == 2

    def test_adding_one_ends_the_other_sessions(self, ines: Compte, horloge: time_machine.Traveller, django_capture_on_commit_callbacks: object) -> None:
        client, elsewhere = Client(), Client()
        for one in (client, elsewhere):
            one.force_login(ines, backend=BACKEND)
        secret = client.get("/compte/deux-etapes/application/").context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's own fixture
            client.post("/compte/deux-etapes/application/", {"code": code_of(secret)})

        assert [one.get("/compte/").status_code for one in (client, elsewhere)] == [200, 302]
        assert Seance.objects.filter(compte=ines).count() == 1

    def test_the_password_alone_opens_nothing(self, application: str) -> None:
        client = first_step()
        assert client.get("/").status_code == 302
        assert client.get("/compte/").status_code == 302
        assert second_step(client, code_of(application))

    def test_a_code_serves_once_whatever_the_worker(self, application: str, horloge: time_machine.Traveller) -> None:
        assert second_step(first_step(), code_of(application))
        from django.core.cache import cache

        cache.clear()
        assert not second_step(first_step(), code_of(application))
        horloge.shift(timedelta(seconds=30))
        assert second_step(first_step(), code_of(application))

    def test_the_sabotage_is_seen(self, application: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.core.cache import cache

        monkeypatch.setattr("droits_ouverts.comptes.web.forms_facteurs.use_step", lambda *_: True)
        assert second_step(first_step(), code_of(application))
        cache.clear()
        assert second_step(first_step(), code_of(application))

    def test_a_code_of_yesterday_opens_nothing(self, application: str, horloge: time_machine.Traveller) -> None:
        code = code_of(application)
        horloge.shift(timedelta(minutes=2))
        assert not second_step(first_step(), code)

    def test_codes_are_guessed_ten_times_an_hour(self, application: str) -> None:
        client = first_step()
        for rank in range(10):
            client.post("/compte/connexion/code/", {"code": f"{rank:06}"})
        assert not second_step(client, code_of(application))
        assert "Trop d’essais" in client.post("/compte/connexion/code/", {"code": code_of(application)}).content.decode()
        assert Essai.objects.count() >= 10

    @pytest.mark.parametrize("code", ["", "é", "0" * 5000, "\x00", "'; --"])
    def test_any_code_gets_a_page(self, application: str, code: str) -> None:
        assert first_step().post("/compte/connexion/code/", {"code": code}).status_code == 200

    def test_it_is_removed_after_a_fresh_proof(self, application: str, horloge: time_machine.Traveller) -> None:
        client = first_step()
        assert second_step(client, code_of(application))
        horloge.shift(timedelta(minutes=6))
        asked = client.post("/compte/deux-etapes/application/retirer/")
        assert asked.headers["Location"].startswith("/compte/confirmer/code/")
        client.post("/compte/confirmer/code/?next=/compte/deux-etapes/", {"code": code_of(application)})
        client.post("/compte/deux-etapes/application/retirer/")
        assert not Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()

    def test_the_password_is_no_fresh_proof_where_there_is_a_second_factor(self, application: str, horloge: time_machine.Traveller) -> None:
        client = first_step()
        assert second_step(client, code_of(application))
        assert client.get("/compte/confirmer/").headers["Location"].startswith("/compte/confirmer/code/")


class TestCodesOnPaper:
    def test_one_opens_once(self, ines: Compte, application: str) -> None:
        code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[3]

        assert second_step(first_step(), code)
        assert not second_step(first_step(), code)

    def test_new_ones_replace_the_old(self, ines: Compte, application: str) -> None:
        client = Client()
        client.force_login(ines, backend=BACKEND)
        old = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
        assert client.post("/compte/deux-etapes/codes/nouveaux/").status_code == 302
        assert not second_step(first_step(), old)


class TestAtRest:
    def test_secrets_and_seeds_are_sealed(self, ines: Compte, application: str) -> None:
        held = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))

        assert application not in held
        assert held.count("do1.") + held.count("do2.") == 2

    def test_the_sabotage_is_found(self, ines: Compte, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facteurs.FacteursAdapter, "encrypt", lambda self, text: text)
        assert "do" not in facteurs.FacteursAdapter().encrypt("ABCD")


class TestNoMessageIsAFactor:
    def test_neither_mail_nor_text_is_among_them(self) -> None:
        assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}


class TestPages:
    @pytest.mark.parametrize(
        "page", ["", "deux-etapes/", "deux-etapes/application/", "deux-etapes/cles/", "deux-etapes/cles/ajouter/", "sessions/", "connexion/cle/"]
    )
    def test_each_opens(self, ines: Compte, page: str) -> None:
        client = Client()
        client.force_login(ines, backend=BACKEND)
        assert client.get(f"/compte/{page}").status_code in {200, 302}

    @pytest.mark.parametrize("page", ["deux-etapes/", "deux-etapes/application/", "deux-etapes/codes/nouveaux/", "deux-etapes/application/retirer/"])
    def test_with_an_application_too(self, ines: Compte, application: str, page: str) -> None:
        client = Client()
        client.force_login(ines, backend=BACKEND)
        assert client.get(f"/compte/{page}").status_code in {200, 302}

    @pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 1}', "{", '{"response": {"userHandle": "é"}}'])
    def test_a_forged_passkey_is_refused_without_a_failure(self, credential: str) -> None:
        assert Client().post("/compte/connexion/cle/", {"credential": credential}).status_code in {200, 302}
        client = Client()
        client.force_login(CompteFactory.create(), backend=BACKEND)
        assert client.post("/compte/deux-etapes/cles/ajouter/", {"credential": credential}).status_code == 200
        assert not Authenticator.objects.exists()
