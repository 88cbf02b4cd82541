"""The real client and its stand-in, held by the same tests: the first speaks to a server of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from droits_ouverts.annuaire.enums import StatutImport
from droits_ouverts.annuaire.models import Import, Lieu, Service
from droits_ouverts.annuaire.ports import PagesAnnuaire, PannePagesError, rows_of
from droits_ouverts.annuaire.services_import import run_import, start_import
from droits_ouverts.connectors.data_inclusion.client import Client, read_page
from droits_ouverts.connectors.data_inclusion.faux import FauxPages
from tests.factories.annuaire import NOW, service, structure

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]
TOUT = {"structures": [structure(rang) for rang in range(5)], "services": [service(rang, rang) for rang in range(3)]}
Fabrique = Callable[..., PagesAnnuaire]


class Serveur(ThreadingHTTPServer):
    daemon_threads = True
    faux: FauxPages
    demandes: list[tuple[str, str]]


class Reponses(BaseHTTPRequestHandler):
    server: Serveur

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.demandes.append((self.path, self.headers.get("Authorization", "")))
        try:
            page = self.server.faux(parts.path.rpartition("/")[2], int(parse_qs(parts.query)["page"][0]))
        except PannePagesError:
            self.send_error(503)
            return
        corps = json.dumps({"items": page.enregistrements, "total": 9, "page": 1, "size": 2, "pages": page.pages}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    un = Serveur(("127.0.0.1", 0), Reponses)
    un.demandes = []
    fil = threading.Thread(target=un.serve_forever, kwargs={"poll_interval": 0.01})
    fil.start()
    yield un
    un.shutdown()
    fil.join()
    un.server_close()


@pytest.fixture(params=["vrai", "faux"])
def fabrique(request: pytest.FixtureRequest, serveur: Serveur) -> Fabrique:
    def faux(**options: Any) -> PagesAnnuaire:
        return FauxPages(TOUT, **options)

    def vrai(**options: Any) -> PagesAnnuaire:
        serveur.faux = FauxPages(TOUT, **options)
        return Client(jeton="x", base=f"http://127.0.0.1:{serveur.server_port}/api/v1")

    return vrai if request.param == "vrai" else faux


def opened() -> Import:
    return start_import(source="di", nom_source="", fichier="api", empreinte="api", octets=0, actor=None, now=NOW)


class TestBoth:
    def test_give_every_page_of_places_then_of_services(self, fabrique: Fabrique) -> None:
        lignes = list(rows_of(fabrique()))

        assert [ligne.brut for ligne in lignes] == [*TOUT["structures"], *TOUT["services"]]
        assert [ligne.rang for ligne in lignes] == list(range(1, 9))

    def test_are_imported(self, fabrique: Fabrique) -> None:
        passage = run_import(opened(), rows_of(fabrique()), clock=lambda: NOW)

        assert (passage.statut, Lieu.objects.count(), Service.objects.count()) == (StatutImport.TERMINE, 5, 3)

    def test_a_page_that_does_not_come_interrupts_and_the_next_run_goes_on(self, fabrique: Fabrique) -> None:
        passage = run_import(opened(), rows_of(fabrique(panne=("structures", 3))), clock=lambda: NOW)
        assert (passage.statut, passage.raison, Lieu.objects.count()) == (StatutImport.INTERROMPU, "panne", 4)

        repris = run_import(opened(), rows_of(fabrique()), clock=lambda: NOW)
        assert (repris.pk, repris.statut, repris.comptes["nouveaux"]) == (passage.pk, StatutImport.TERMINE, 8)


class TestClient:
    def test_says_its_token_and_its_departments(self, serveur: Serveur) -> None:
        serveur.faux = FauxPages(TOUT)
        Client(jeton="secret", base=f"http://127.0.0.1:{serveur.server_port}", taille=2, codes=("69",))("services", 1)

        assert serveur.demandes == [("/services?page=1&size=2&code_departement=69", "Bearer secret")]

    def test_asks_in_https_or_this_machine_only(self) -> None:
        with pytest.raises(ValueError, match="HTTPS"):
            Client(jeton="x", base="http://exemple.test/api")

    @pytest.mark.parametrize("corps", [b"<html>", b"[]", b'{"items": []}', b'{"items": [1], "pages": 1}', b'{"items": [], "pages": true}', b"[" * 100_000])
    def test_refuses_another_shape(self, corps: bytes) -> None:
        with pytest.raises(PannePagesError):
            read_page(corps)

    def test_a_server_that_is_gone_is_a_fault(self) -> None:
        with pytest.raises(PannePagesError):
            Client(jeton="x", base="http://127.0.0.1:1", timeout=2)("services", 1)
