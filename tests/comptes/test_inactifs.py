"""Accounts that nobody uses: warned, then closed a month later, never earlier; used again, nothing happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from droits_ouverts.comptes import rules
from droits_ouverts.comptes.facteurs import FacteursAdapter
from droits_ouverts.comptes.models import Compte
from droits_ouverts.journal.models import Ligne
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("used", "warned", "owed"),
    [(179, None, "rien"), (180, None, "avertir"), (220, 0, "rien"), (220, 29, "rien"), (220, 30, "fermer"), (220, 400, "avertir"), (10, 30, "rien")],
)
def test_what_the_night_owes(used: int, warned: int | None, owed: str) -> None:
    on = date(2026, 11, 27)
    when = None if warned is None else on - timedelta(days=warned)
    assert rules.inactivity(used=on - timedelta(days=used), warned=when, on=on, days=180) == owed


def test_year_long_night_by_night(settings: Settings) -> None:
    settings.COURRIEL_ACTIF = True
    with time_machine.travel(NOW, tick=False):
        idle, used = CompteFactory.create(email="idle@exemple.test"), CompteFactory.create(email="used@exemple.test")
    closed = warned = None
    for night in range(230):
        with time_machine.travel(NOW + timedelta(days=night), tick=False):
            if night % 100 == 50:
                Compte.objects.filter(pk=used.pk).update(last_login=NOW + timedelta(days=night))
            call_command("comptes_inactifs", verbosity=0)
            idle.refresh_from_db()
            warned = night if warned is None and idle.averti_le else warned
            closed = night if closed is None and not idle.is_active else closed
    used.refresh_from_db()
    assert (warned, closed, used.is_active, used.averti_le) == (180, 210, True, None)
    assert [message.to for message in mail.outbox] == [["idle@exemple.test"]]
    assert [ligne.verb for ligne in Ligne.objects.filter(thing_kind="compte")] == ["avertir_compte_inactif", "fermer_compte"]


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    compte = CompteFactory.create()
    Compte.objects.update(last_login=datetime.now(UTC) - timedelta(days=400))
    call_command("comptes_inactifs", "--a-blanc")
    compte.refresh_from_db()
    assert (compte.averti_le, Ligne.objects.count()) == (None, 0)
    assert "1 compte(s) à avertir, 0 à fermer : rien n’est fait (à blanc)." in capsys.readouterr().out


def test_a_closed_account_is_opened_again_by_command() -> None:
    compte = CompteFactory.create(email="ines@exemple.test", is_active=False)
    call_command("comptes_inactifs", "--rouvrir", "Ines@exemple.test", verbosity=0)
    client = Client()
    client.post("/compte/connexion/", {"login": compte.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("comptes_inactifs", "--rouvrir", "personne@exemple.test")


class TestGivingAnAccountBack:
    def test_factors_and_password_are_replaced_and_sessions_end(self, capsys: pytest.CaptureFixture[str]) -> None:
        compte = CompteFactory.create(email="ines@exemple.test")
        Authenticator.objects.create(user=compte, type="totp", data={"secret": FacteursAdapter().encrypt("JBSWY3DPEHPK3PXP")})
        client = Client()
        client.force_login(compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        call_command("compte_reprendre", "Ines@exemple.test", "--facteurs", "--mot-de-passe")

        mot = capsys.readouterr().out.strip().rsplit(" ", 1)[-1]
        assert client.get("/").status_code == 302
        answer = Client().post("/compte/connexion/", {"login": compte.email, "password": mot})
        assert answer.headers["Location"] == "/"
        assert {"retirer_seconds_facteurs", "changer_mot_de_passe", "retirer_second_facteur"} <= set(Ligne.objects.values_list("verb", flat=True))

    @pytest.mark.parametrize("arguments", [["personne@exemple.test", "--facteurs"], ["ines@exemple.test"]])
    def test_an_unknown_address_or_nothing_asked_is_told(self, arguments: list[str]) -> None:
        CompteFactory.create(email="ines@exemple.test")
        with pytest.raises(CommandError):
            call_command("compte_reprendre", *arguments)
