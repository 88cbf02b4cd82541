"""A manager invites, suspends, restores; the newcomer chooses her password and accepts the charter; what is taken away is gone at once."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from droits_ouverts.comptes import rules
from droits_ouverts.comptes.models import Compte
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures import services_invitations
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.models import Invitation, Membre
from tests.factories.structures import CompteFactory, MembreFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOUVELLE = {"email": "Nora@exemple.test", "nom": "Nora", "role": Role.MEDIATEUR, "profession": Profession.MEDIATEUR_SOCIAL}
BIEN = {"password1": "quatre mots sans aucun rapport", "password2": "quatre mots sans aucun rapport", "charte": "on"}
LIEN = re.compile(r"http://[\w.:]+(/structures/invitation/[\w-]+/)")


@pytest.fixture
def odile() -> Membre:
    return MembreFactory.create(responsable=True, compte__nom="Odile", structure__nom="Passerelle")


@pytest.fixture
def hers(odile: Membre) -> Client:
    client = Client()
    client.force_login(odile.compte, backend=BACKEND)
    return client


def invited(hers: Client, odile: Membre, **changes: str) -> str:
    """The address of the link that the manager is shown."""
    page = hers.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE | changes).content.decode()
    found = LIEN.search(page)
    assert found, page
    return found.group(1)


class TestTheNewcomer:
    def test_opens_her_account_by_the_link_and_is_a_member(self, hers: Client, odile: Membre) -> None:
        nora = Client()
        assert nora.get(invited(hers, odile), follow=True).redirect_chain == [("/structures/invitation/", 302)]
        answer = nora.post("/structures/invitation/", BIEN)

        compte = Compte.objects.get(email="nora@exemple.test")
        membre = Membre.objects.get(compte=compte)
        assert answer.headers["Location"] == "/"
        assert nora.get("/").status_code == 200
        assert (compte.nom, compte.charte_version, compte.check_password(BIEN["password1"])) == ("Nora", rules.CHARTE_VERSION, True)
        assert (membre.structure_id, membre.role, membre.profession) == (odile.structure_id, Role.MEDIATEUR, Profession.MEDIATEUR_SOCIAL)
        assert {"inviter_membre", "creer_compte", "ajouter_membre", "accepter_charte"} <= set(Ligne.objects.values_list("verb", flat=True))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"password1": "court", "password2": "court"}, "12"),
            ({"password1": "motdepasse2026", "password2": "motdepasse2026"}, "devine"),
            ({"password2": "autre chose entièrement"}, "pas le même"),
            ({"charte": ""}, "Cochez la case"),
            ({"password1": "", "password2": ""}, "Choisissez un mot de passe"),
        ],
    )
    def test_a_mistake_is_told_and_the_link_still_serves(self, hers: Client, odile: Membre, changes: dict[str, str], sentence: str) -> None:
        nora = Client()
        nora.get(invited(hers, odile))
        answer = nora.post("/structures/invitation/", BIEN | changes)

        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
        assert not Compte.objects.filter(email="nora@exemple.test").exists()
        assert nora.post("/structures/invitation/", BIEN).status_code == 302

    def test_the_link_serves_once(self, hers: Client, odile: Membre) -> None:
        link, nora, other = invited(hers, odile), Client(), Client()
        for one in (nora, other):
            one.get(link)
        assert nora.post("/structures/invitation/", BIEN).status_code == 302
        assert other.post("/structures/invitation/", BIEN).status_code == 410
        assert Client().get(link).status_code == 410
        assert Membre.objects.filter(structure=odile.structure).count() == 2

    def test_for_seven_days(self, hers: Client, odile: Membre) -> None:
        link = invited(hers, odile)
        with time_machine.travel(datetime.now(UTC) + timedelta(days=6, hours=23)):
            assert Client().get(link).status_code == 302
        with time_machine.travel(datetime.now(UTC) + timedelta(days=7, hours=1)):
            assert Client().get(link).status_code == 410

    def test_a_new_one_replaces_it(self, hers: Client, odile: Membre) -> None:
        old, new = invited(hers, odile), invited(hers, odile, role=Role.AMBASSADEUR)
        assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 302)

    def test_it_falls_with_the_right_of_who_gave_it(self, hers: Client, odile: Membre) -> None:
        link, nora = invited(hers, odile), Client()
        nora.get(link)
        Membre.objects.filter(pk=odile.pk).update(role=Role.AMBASSADEUR)
        assert nora.post("/structures/invitation/", BIEN).status_code == 410
        assert not Compte.objects.filter(email="nora@exemple.test").exists()
        assert Invitation.objects.get().servie_at is None

    def test_and_where_the_address_has_an_account_since(self, hers: Client, odile: Membre) -> None:
        link, nora = invited(hers, odile), Client()
        nora.get(link)
        CompteFactory.create(email="nora@exemple.test")
        assert nora.post("/structures/invitation/", BIEN).status_code == 410
        assert Membre.objects.filter(structure=odile.structure).count() == 1

    @pytest.mark.parametrize("jeton", ["x", "0" * 43, "é", "%00", "a" * 2000])
    def test_any_other_link_gets_a_page(self, jeton: str) -> None:
        assert Client().get(f"/structures/invitation/{jeton}/").status_code == 410
        assert Client().get("/structures/invitation/").status_code == 410

    def test_only_its_digest_is_kept(self, hers: Client, odile: Membre) -> None:
        link = invited(hers, odile)
        held = Invitation.objects.get()
        assert link.split("/")[-2] not in str(vars(held))
        assert held.empreinte == services_invitations.digest_of(link.split("/")[-2])


class TestTheMail:
    def test_it_leaves_for_a_real_server_and_says_neither_role_nor_names_of_others(
        self, hers: Client, odile: Membre, settings: Settings, courrier: Boite
    ) -> None:
        settings.COURRIEL_ACTIF, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", courrier.port, "droits@exemple.test"
        page = hers.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE).content.decode()

        assert len(courrier.recus) == 1
        a, texte = courrier.recus[0]
        assert a == ["nora@exemple.test"]
        link = LIEN.search(texte)
        assert link
        assert "Un courriel vient de partir" in page
        assert not LIEN.search(page)
        assert "Odile" not in texte
        assert "diat" not in texte
        assert Client().get(link.group(1)).status_code == 302

    def test_where_the_server_is_down_the_link_is_shown(self, hers: Client, odile: Membre, settings: Settings, socket_enabled: None) -> None:
        settings.COURRIEL_ACTIF, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", 9, "droits@exemple.test"
        assert invited(hers, odile)


class TestSuspension:
    def test_takes_all_at_once_and_gives_it_back(self, hers: Client, odile: Membre) -> None:
        karim = MembreFactory.create(structure=odile.structure, compte__nom="Karim", role=Role.MEDIATEUR)
        his = Client()
        his.force_login(karim.compte, backend=BACKEND)
        assert his.get("/bilan/").status_code == 200
        address = reverse("structures:membre_suspendre", args=[odile.structure_id, karim.pk])
        assert "Suspendre Karim" in hers.get(address).content.decode()
        hers.post(address)

        assert his.get("/").status_code == 302
        again = Client()
        again.force_login(karim.compte, backend=BACKEND)
        assert again.get("/bilan/").status_code == 403
        assert "Suspendu depuis" in hers.get(reverse("structures:detail", args=[odile.structure_id])).content.decode()
        hers.post(address)
        assert again.get("/bilan/").status_code == 200
        assert {"suspendre_membre", "retablir_membre"} <= set(Ligne.objects.values_list("verb", flat=True))

    def test_the_last_one_in_charge_stays(self, hers: Client, odile: Membre) -> None:
        answer = hers.post(reverse("structures:membre_suspendre", args=[odile.structure_id, odile.pk]))
        assert answer.status_code == 409
        odile.refresh_from_db()
        assert odile.suspendu_le is None

    def test_a_member_of_another_structure_does_not_exist(self, hers: Client, odile: Membre) -> None:
        autre = MembreFactory.create()
        assert hers.post(reverse("structures:membre_suspendre", args=[odile.structure_id, autre.pk])).status_code == 404

    def test_a_change_of_role_ends_the_sessions(self, hers: Client, odile: Membre) -> None:
        karim = MembreFactory.create(structure=odile.structure, role=Role.MEDIATEUR)
        his = Client()
        his.force_login(karim.compte, backend=BACKEND)
        hers.post(reverse("structures:membre_modifier", args=[odile.structure_id, karim.pk]), {"role": Role.COORDINATEUR, "profession": karim.profession})
        assert his.get("/").status_code == 302

    @pytest.mark.parametrize("name", ["membre_modifier", "membre_depart", "membre_suspendre", "membre_appareil_perdu"])
    def test_each_asks_a_fresh_proof(self, hers: Client, odile: Membre, name: str) -> None:
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
            answer = hers.get(reverse(f"structures:{name}", args=[odile.structure_id, odile.pk]))
            assert answer.headers["Location"].startswith("/compte/confirmer/")
            assert hers.get(reverse("structures:membre_ajouter", args=[odile.structure_id])).status_code == 302


class TestLostDevice:
    def test_the_second_step_goes_with_its_codes_and_the_sessions_end(self, hers: Client, odile: Membre) -> None:
        karim = MembreFactory.create(structure=odile.structure, compte__nom="Karim")
        for genre in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=karim.compte, type=genre, data={})
        his = Client()
        his.force_login(karim.compte, backend=BACKEND)
        address = reverse("structures:membre_appareil_perdu", args=[odile.structure_id, karim.pk])

        assert "Karim" in hers.get(address).content.decode()
        assert hers.post(address).status_code == 302

        assert not Authenticator.objects.filter(user=karim.compte).exists()
        assert his.get("/").status_code == 302
        assert {"liberer_seconde_etape", "retirer_seconds_facteurs"} <= set(Ligne.objects.values_list("verb", flat=True))

    def test_nobody_does_it_for_herself(self, hers: Client, odile: Membre) -> None:
        Authenticator.objects.create(user=odile.compte, type=Authenticator.Type.TOTP, data={})

        assert hers.post(reverse("structures:membre_appareil_perdu", args=[odile.structure_id, odile.pk])).status_code == 403
        assert Authenticator.objects.filter(user=odile.compte).count() == 1

    def test_nor_for_a_member_of_another_structure(self, hers: Client, odile: Membre) -> None:
        autre = MembreFactory.create()
        assert hers.post(reverse("structures:membre_appareil_perdu", args=[odile.structure_id, autre.pk])).status_code == 404


class TestTheCharter:
    def test_comes_before_anything_else_then_leads_back(self, odile: Membre) -> None:
        Compte.objects.update(charte_version="2020-01")
        client = Client()
        client.force_login(Compte.objects.get(pk=odile.compte_id), backend=BACKEND)
        assert client.get("/structures/").headers["Location"] == "/compte/charte/?next=%2Fstructures%2F"
        assert client.get("/droits/").status_code == 200
        assert client.post("/compte/charte/", {"next": "/structures/"}).status_code == 422
        assert client.post("/compte/charte/", {"next": "/structures/", "accepte": "1"}).headers["Location"] == "/structures/"
        assert client.get("/structures/").status_code == 200
        compte = Compte.objects.get(pk=odile.compte_id)
        assert (compte.charte_version, compte.charte_le is not None) == (rules.CHARTE_VERSION, True)

    def test_is_asked_again_when_it_changes(self, hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        assert hers.get("/").status_code == 200
        monkeypatch.setattr(rules, "CHARTE_VERSION", "2027-01")
        assert hers.get("/").headers["Location"].startswith("/compte/charte/")

    def test_leads_nowhere_else(self, hers: Client) -> None:
        assert hers.post("/compte/charte/", {"next": "https://ailleurs.exemple/", "accepte": "1"}).headers["Location"] == "/"


class Boite:
    """What a real mail server received."""

    def __init__(self) -> None:
        self.recus: list[tuple[list[str], str]] = []
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  the name that the server calls
        from email import message_from_bytes, policy

        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        body = message.get_body()
        assert body is not None
        self.recus.append((envelope.rcpt_tos, body.get_content()))
        return "250 OK"


@pytest.fixture
def courrier(socket_enabled: None) -> Iterator[Boite]:
    boite = Boite()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        boite.port = probe.getsockname()[1]
    controller = Controller(boite, hostname="127.0.0.1", port=boite.port)
    controller.start()
    try:
        yield boite
    finally:
        controller.stop()
