"""From our pages to a provider and back: with the stub that signs userinfo, and with a real provider in a process of its own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from droits_ouverts.comptes.models import Compte, IdentiteLiee
from droits_ouverts.journal.models import Ligne
from tests.connectors.oidc.faux import Faux, ouvert
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RETOUR = "/compte/fournisseur/pro/retour/"


@pytest.fixture
def ines() -> Compte:
    return CompteFactory.create(email="ines@exemple.test")


@pytest.fixture
def faux(settings: Settings) -> Iterator[Faux]:
    with ouvert() as provider:
        entry = {"code": "pro", "nom": "ProConnect", "emetteur": provider.emetteur, "client": provider.client, "secret": provider.secret}
        settings.OIDC_FOURNISSEURS = [entry | {"profil": "proconnect"}, entry | {"code": "autre", "nom": "Autre"}]
        yield provider


def linked(ines: Compte, faux: Faux) -> IdentiteLiee:
    return IdentiteLiee.objects.create(compte=ines, emetteur=faux.emetteur, sujet=faux.sujet, liee_at="2026-01-05T10:00Z")


def begun(client: Client, what: str = "", **fields: str) -> str:
    answer = client.post(f"/compte/fournisseur/pro/{what}", fields)
    assert answer.status_code == 302
    return answer.headers["Location"]


def through(client: Client, faux: Faux, what: str = "", **fields: str) -> tuple[int, str]:
    """Go to the provider and back: status, and where it leads or what it says."""
    code, state = faux.accorder(begun(client, what, **fields))
    return back(client, code=code, state=state)


def back(client: Client, **query: str) -> tuple[int, str]:
    answer = client.get(RETOUR, query)
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def is_open(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


class TestLinking:
    def test_the_person_signed_in_links_her_identity_which_then_opens(self, ines: Compte, faux: Faux) -> None:
        hers = Client()
        hers.force_login(ines, backend=BACKEND)
        assert through(hers, faux, "lier/") == (302, "/compte/")
        assert "Retirer ce lien" in hers.get("/compte/").content.decode()

        newly = Client()
        assert through(newly, faux, next="/structures/") == (302, "/structures/")
        assert is_open(newly)
        assert Ligne.objects.filter(verb="lier_identite").count() == 1

    def test_it_asks_a_fresh_proof(self, ines: Compte, faux: Faux) -> None:
        client = Client()
        client.force_login(ines, backend=BACKEND)
        with time_machine.travel(time.time() + 400):
            assert begun(client, "lier/").startswith("/compte/confirmer/")

    def test_nobody_signed_in_links_nothing(self, ines: Compte, faux: Faux) -> None:
        assert begun(Client(), "lier/").startswith("/compte/connexion/")

    def test_one_identity_opens_one_account(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        other = Client()
        other.force_login(CompteFactory.create(), backend=BACKEND)
        status, page = through(other, faux, "lier/")
        assert (status, "déjà liée" in page) == (409, True)

    def test_a_passage_begun_by_another_account_links_nothing(self, ines: Compte, faux: Faux) -> None:
        client = Client()
        client.force_login(ines, backend=BACKEND)
        code, state = faux.accorder(begun(client, "lier/"))
        session = client.session
        passages = session["do_passages"]
        client.force_login(CompteFactory.create(), backend=BACKEND)
        session = client.session
        session["do_passages"] = passages
        session.save()
        assert back(client, code=code, state=state)[0] == 400
        assert not IdentiteLiee.objects.exists()

    def test_the_link_is_taken_back(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        hers, elsewhere = Client(), Client()
        for one in (hers, elsewhere):
            one.force_login(ines, backend=BACKEND)
        hers.post("/compte/fournisseur/pro/delier/")
        assert not IdentiteLiee.objects.exists()
        assert [is_open(hers), is_open(elsewhere)] == [True, False]


class TestSigningIn:
    def test_an_unknown_identity_opens_nothing_even_with_the_address_of_an_account(self, ines: Compte, faux: Faux) -> None:
        faux.dit = lambda claims: claims | {"email": "ines@exemple.test", "email_verified": True}
        client = Client()
        status, page = through(client, faux)
        assert (status, "liée à aucun compte" in page, is_open(client)) == (403, True, False)
        assert Compte.objects.count() == 1

    def test_the_same_subject_of_another_issuer_is_somebody_else(self, ines: Compte, faux: Faux) -> None:
        IdentiteLiee.objects.create(compte=ines, emetteur="https://autre.exemple", sujet=faux.sujet, liee_at="2026-01-05T10:00Z")
        assert through(Client(), faux)[0] == 403

    def test_a_closed_account_stays_closed(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        Compte.objects.update(is_active=False)
        client = Client()
        assert through(client, faux) == (302, "/compte/inactif/")
        assert not is_open(client)

    def test_an_answer_played_again_opens_nothing(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        client = Client()
        code, state = faux.accorder(begun(client))
        assert back(client, code=code, state=state)[0] == 302
        client.post("/compte/deconnexion/")
        assert back(client, code=code, state=state)[0] == 400
        assert not is_open(client)

    def test_an_answer_for_another_browser_opens_nothing(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        code, state = faux.accorder(begun(Client()))
        victim = Client()
        assert back(victim, code=code, state=state)[0] == 400
        assert not is_open(victim)

    def test_an_answer_at_the_address_of_another_provider_opens_nothing(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        client = Client()
        code, state = faux.accorder(begun(client))
        assert client.get("/compte/fournisseur/autre/retour/", {"code": code, "state": state}).status_code == 400

    def test_an_answer_that_names_another_issuer_opens_nothing(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        client = Client()
        code, state = faux.accorder(begun(client))
        assert back(client, code=code, state=state, iss="https://autre.exemple")[0] == 400

    def test_an_answer_after_ten_minutes_opens_nothing(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        client = Client()
        code, state = faux.accorder(begun(client))
        with time_machine.travel(time.time() + timedelta(minutes=11).total_seconds()):
            assert back(client, code=code, state=state)[0] == 400

    @pytest.mark.parametrize("query", [{}, {"state": "x"}, {"state": "é" * 999, "code": "x"}, {"error": "access_denied"}])
    def test_any_answer_gets_a_page(self, faux: Faux, query: dict[str, str]) -> None:
        assert back(Client(), **query)[0] == 400

    def test_she_renounces_and_is_told(self, faux: Faux) -> None:
        client = Client()
        _, state = faux.accorder(begun(client))
        assert "renoncé" in back(client, state=state, error="access_denied")[1]

    def test_a_weak_proof_is_told(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        faux.dit = lambda claims: claims | {"amr": ["pwd"]}
        status, page = through(Client(), faux)
        assert (status, "Une seconde preuve est nécessaire" in page) == (403, True)

    def test_it_leads_nowhere_else(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        assert through(Client(), faux, next="https://ailleurs.exemple/") == (302, "/")

    def test_a_second_factor_of_ours_still_comes(self, ines: Compte, faux: Faux) -> None:
        from allauth.mfa.models import Authenticator

        from droits_ouverts.comptes.facteurs import FacteursAdapter

        linked(ines, faux)
        Authenticator.objects.create(user=ines, type="totp", data={"secret": FacteursAdapter().encrypt("JBSWY3DPEHPK3PXP")})
        client = Client()
        assert through(client, faux) == (302, "/compte/connexion/code/")
        assert not is_open(client)

    def test_an_unknown_provider_is_not_found_and_a_link_begins_nothing(self, faux: Faux) -> None:
        assert Client().post("/compte/fournisseur/inconnu/").status_code == 404
        assert Client().get("/compte/fournisseur/pro/").status_code == 405

    def test_the_page_offers_each(self, faux: Faux) -> None:
        page = Client().get("/compte/connexion/").content.decode()
        assert "Entrer avec ProConnect" in page
        assert "Entrer avec Autre" in page


class TestConfirming:
    def test_a_proof_of_now_by_the_same_person_is_fresh(self, ines: Compte, faux: Faux) -> None:
        linked(ines, faux)
        client = Client()
        client.force_login(ines, backend=BACKEND)
        with time_machine.travel(time.time() + 400):
            assert begun(client, "delier/").startswith("/compte/confirmer/")
            assert "Passer par ProConnect" in client.get("/compte/confirmer/").content.decode()
            address = client.get("/compte/fournisseur/pro/confirmer/?next=/compte/").headers["Location"]
            code, state = faux.accorder(address)
            assert back(client, code=code, state=state) == (302, "/compte/")
            assert begun(client, "delier/") == "/compte/"

    @pytest.mark.parametrize("lie", [{"auth_time": 1}, {"auth_time": None}, {"sub": "sub-autre"}])
    def test_an_old_one_or_another_person_is_not(self, ines: Compte, faux: Faux, lie: dict[str, object]) -> None:
        linked(ines, faux)
        client = Client()
        client.force_login(ines, backend=BACKEND)
        faux.dit = lambda claims: claims | lie
        code, state = faux.accorder(client.get("/compte/fournisseur/pro/confirmer/").headers["Location"])
        assert back(client, code=code, state=state)[0] == 400


@pytest.fixture(scope="module")
def processus() -> Iterator[str]:
    """A provider that we did not write, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Say where it leads, without going."""


def allowed(address: str, sujet: str) -> dict[str, str]:
    """What the browser of somebody who agrees brings back."""
    body = urllib.parse.urlencode({"sub": sujet}).encode()
    try:
        urllib.request.build_opener(_Stay).open(urllib.request.Request(address, data=body), timeout=20)  # noqa: S310  our own machine
    except urllib.error.HTTPError as answer:
        location = answer.headers["Location"]
        answer.close()
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
    raise AssertionError(address)


@pytest.mark.enable_socket
class TestARealProvider:
    def test_links_then_opens_and_a_replayed_answer_does_not(self, ines: Compte, processus: str, settings: Settings) -> None:
        settings.OIDC_FOURNISSEURS = [{"code": "pro", "nom": "Réel", "emetteur": processus, "client": "c", "secret": "s"}]
        hers = Client()
        hers.post("/compte/connexion/", {"login": "ines@exemple.test", "password": PASSWORD})
        assert back(hers, **allowed(begun(hers, "lier/"), "ines-chez-lui")) == (302, "/compte/")

        newly = Client()
        answer = allowed(begun(newly), "ines-chez-lui")
        assert back(newly, **answer) == (302, "/")
        assert is_open(newly)
        newly.post("/compte/deconnexion/")
        assert back(newly, **answer)[0] == 400
        stranger = Client()
        assert back(stranger, **allowed(begun(stranger), "quelqu-un"))[0] == 403
        assert re.fullmatch(r"[\w.-]+", IdentiteLiee.objects.get().sujet)

    def test_the_profile_of_proconnect_refuses_it_since_it_signs_no_userinfo(self, ines: Compte, processus: str, settings: Settings) -> None:
        entry = {"code": "pro", "nom": "Réel", "emetteur": processus, "client": "c", "secret": "s", "profil": "proconnect"}
        settings.OIDC_FOURNISSEURS = [entry]
        client = Client()
        assert back(client, **allowed(begun(client), "ines-chez-lui"))[0] == 403
