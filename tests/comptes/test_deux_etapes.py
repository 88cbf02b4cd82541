"""Two steps asked of every account, what signing in leaves in the journal and in the browser, what is refused in clear or too often."""

from __future__ import annotations

import logging

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from droits_ouverts.comptes.middleware import SeanceMiddleware
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import create_compte
from droits_ouverts.comptes.sessions import DEUX_ETAPES
from droits_ouverts.foundation import fichiers, limites
from droits_ouverts.journal.models import Ligne
from tests.comptes.test_facteurs import PASSWORD
from tests.factories.structures import CompteFactory

pytestmark = pytest.mark.django_db
ETAPE = "/compte/deux-etapes/"


@pytest.fixture
def ines() -> Compte:
    return CompteFactory.create()


@pytest.fixture
def hers(ines: Compte) -> Client:
    client = Client()
    client.force_login(ines)
    return client


@pytest.fixture
def _asked(settings: Settings) -> None:
    settings.DEUX_ETAPES_EXIGEES = True


@pytest.mark.usefixtures("_asked")
class TestAsked:
    def test_before_any_page_an_account_without_one_is_led_to_it(self, hers: Client) -> None:
        for page in ("/", "/bilan/", "/compte/", "/structures/"):
            assert hers.get(page).headers["Location"] == ETAPE
        assert "Avant d’ouvrir une page" in hers.get(ETAPE).content.decode()

    def test_what_sets_it_up_and_the_way_out_stay_open(self, hers: Client) -> None:
        assert hers.get(ETAPE).status_code == 200
        assert hers.get("/compte/deconnexion/").status_code == 200
        assert hers.get("/compte/deux-etapes/application/").headers.get("Location", "") != ETAPE

    def test_public_pages_stay_open(self, hers: Client) -> None:
        assert hers.get("/droits/").status_code == 200

    def test_once_it_is_there_pages_open_and_it_is_looked_for_once(self, hers: Client, ines: Compte) -> None:
        Authenticator.objects.create(user=ines, type=Authenticator.Type.WEBAUTHN, data={})

        assert hers.get("/").status_code == 200
        assert hers.session[DEUX_ETAPES] is True

    def test_recovery_codes_alone_are_no_second_step(self, hers: Client, ines: Compte) -> None:
        Authenticator.objects.create(user=ines, type=Authenticator.Type.RECOVERY_CODES, data={})

        assert hers.get("/").headers["Location"] == ETAPE

    def test_two_factors_that_the_provider_saw_are_enough(self, hers: Client) -> None:
        session = hers.session
        session[DEUX_ETAPES] = True
        session.save()

        assert hers.get("/").status_code == 200

    def test_sabotage_without_the_look_pages_open(self, hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(SeanceMiddleware, "process_view", lambda *_args: None)

        assert hers.get("/").status_code == 200


class TestLeaving:
    def test_the_browser_is_told_to_forget_the_pages(self, hers: Client) -> None:
        assert "Clear-Site-Data" not in hers.get("/compte/").headers
        assert hers.post("/compte/deconnexion/").headers["Clear-Site-Data"] == '"cache"'


class TestJournal:
    def test_coming_in_and_wrong_guesses_are_told(self) -> None:
        compte = create_compte(email="ines@exemple.test", nom="Inès", password=PASSWORD, actor=None)

        for login, mot in (("ines@exemple.test", "faux mais bien long"), ("personne@exemple.test", PASSWORD), ("ines@exemple.test", PASSWORD)):
            Client().post("/compte/connexion/", {"login": login, "password": mot})

        lignes = Ligne.objects.filter(verb="se_connecter").order_by("pk")
        assert list(lignes.values_list("actor_id", "thing_id", "issue", "motif")) == [
            (None, str(compte.pk), "refuse", "mot_de_passe"),
            (None, "0", "refuse", "mot_de_passe"),
            (compte.pk, str(compte.pk), "fait", ""),
        ]


class TestInClear:
    @pytest.fixture(autouse=True)
    def _https(self, settings: Settings) -> None:
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_REDIRECT_EXEMPT = [r"^api/"]

    def test_a_program_is_refused_and_a_page_is_led_to_https(self) -> None:
        refus = Client().post("/api/calculate", "{}", content_type="application/json")

        assert refus.status_code == 403
        assert refus.json()["erreur"]["code"] == "en_clair"
        assert Client().get("/droits/").headers["Location"] == "https://testserver/droits/"
        assert Client().get("/api/docs/", secure=True).status_code == 200


class TestLog:
    def test_a_limit_passed_is_logged_once_a_window_and_names_nobody(self, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        settings.REQUETES_PAR_HEURE = 2
        with caplog.at_level(logging.WARNING, logger=limites.__name__):
            for _ in range(5):
                Client().get("/droits/", REMOTE_ADDR="192.0.2.77")

        assert [record.getMessage() for record in caplog.records] == ["limite dépassée : plus de 2 demandes en 3600 s par adresse"]

    def test_a_refused_file_is_logged_by_its_reason_only(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING, logger=fichiers.__name__), pytest.raises(fichiers.FichierRefuseError):
            fichiers.received(b"", accepte={fichiers.Genre.CSV})

        assert [record.getMessage() for record in caplog.records] == ["fichier refusé : vide"]
