"""Headers on every answer: each route, each role, each method; refusals, failures, redirections, files, PDF, JSON. And each rule bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from droits_ouverts.config.urls import handler400, handler403, handler404, handler500
from droits_ouverts.config.urls import urlpatterns as ours
from droits_ouverts.foundation.errors import ForbiddenError, UnavailableError
from droits_ouverts.structures.enums import Role
from tests.bilan.faux import FauxMoteur
from tests.factories.structures import MembreFactory
from tests.foundation.entetes import FILES, NAMES, Saboteur, addresses, faults, lacks, walk
from tests.house.monde import Monde, peupler
from tests.house.test_routes import Route, routes

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["handler400", "handler403", "handler404", "handler500"]

RAISED: dict[str, Exception] = {
    "refus": ForbiddenError(),
    "indisponible": UnavailableError(),
    "permission": PermissionDenied(),
    "demande": BadRequest(),
    "suspect": SuspiciousOperation(),
    "panne": RuntimeError(),
}


@login_not_required
def door(request: HttpRequest, which: str) -> HttpResponse:
    raise RAISED[which]


urlpatterns = [path("essai/<str:which>/", door), path("api/essai/<str:which>/", door), *ours]
pytestmark = pytest.mark.django_db
ROUTES = [route for route in routes(get_resolver("droits_ouverts.config.urls").url_patterns) if "essai" not in route.address]
WHO = ["anonyme", *Role]


@pytest.fixture
def monde(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Monde:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return peupler("Awä")


def caller(monde: Monde, who: str) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    if who != "anonyme":
        membre = monde.membre if who == Role.RESPONSABLE else MembreFactory.create(structure=monde.membre.structure, role=who)
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class TestEveryRoute:
    @pytest.mark.parametrize("who", WHO)
    def test_carries_every_header(self, monde: Monde, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
        # Drawn once, in its own test: it takes a second.
        monkeypatch.setattr("droits_ouverts.bilan.web.views_fiche.pdf", lambda *args, **kwargs: b"%PDF-")
        wrong, statuses = walk(caller(monde, who), addresses(ROUTES, monde), ("GET", "POST", "DELETE"), who)

        assert wrong == []
        assert sum(statuses.values()) == 3 * len(ROUTES)
        # Refusals were met: without a token, and by the method.
        assert {200, 302, 403, 405} <= set(statuses)

    def test_a_pdf_too(self, monde: Monde) -> None:
        fiche = reverse("bilan:fiche_pdf", args=[monde.bilans[0].pk])

        answer = caller(monde, Role.RESPONSABLE).get(fiche)

        assert answer["Content-Type"] == "application/pdf"
        assert lacks(fiche, answer) == []

    def test_while_the_screen_is_turned(self, monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        client = caller(monde, Role.RESPONSABLE)
        session = client.session
        session["tourne"] = "illisible"
        session.save()

        assert [faults(address, client.get(address)) for address in ("/", "/nulle-part/")] == [[], []]


@pytest.mark.urls(__name__)
class TestFailures:
    @pytest.mark.parametrize("which", sorted(RAISED))
    @pytest.mark.parametrize("prefix", ["", "/api"])
    def test_carry_every_header(self, prefix: str, which: str) -> None:
        address = f"{prefix}/essai/{which}/"

        answer = Client(raise_request_exception=False).get(address)

        assert answer.status_code >= 400
        assert lacks(address, answer) == []

    def test_before_any_view(self, settings: SettingsWrapper) -> None:
        client = Client(raise_request_exception=False)
        met = {
            404: client.get("/nulle-part/"),
            400: client.get("/", headers={"host": "pas_un_nom"}),
            301: client.get("/droits"),
            413: client.post("/api/calculate", data=b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type="application/json"),
        }

        assert {status: answer.status_code for status, answer in met.items()} == {status: status for status in met}
        assert {status: lacks("/api/calculate" if status == 413 else "/x", answer) for status, answer in met.items()} == {status: [] for status in met}


class TestFiles:
    @pytest.mark.parametrize("address", FILES)
    def test_carry_every_header(self, address: str) -> None:
        client = Client()
        answer = client.get(address)
        again = client.get(address, headers={"if-modified-since": answer.headers["Last-Modified"]})

        assert (answer.status_code, again.status_code) == (200, 304)
        assert lacks(address, answer) == lacks(address, again) == []
        answer.close()
        again.close()

    def test_one_that_does_not_exist(self) -> None:
        assert lacks("/statique/rien.js", Client().get("/statique/rien.js")) == []


class TestHttps:
    def test_browsers_are_told_to_stay_on_it(self, settings: SettingsWrapper) -> None:
        settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
        settings.SECURE_SSL_REDIRECT = True
        client = Client()

        redirected = client.get("/compte/connexion/")
        answers = [client.get(address, secure=True) for address in ("/compte/connexion/", "/nulle-part/", FILES[0], "/api/entities")]

        assert redirected.status_code == 301
        assert lacks("/compte/connexion/", redirected) == []
        assert {answer.headers["Strict-Transport-Security"] for answer in answers} == {"max-age=31536000"}
        answers[2].close()

    def test_it_bites(self, settings: SettingsWrapper) -> None:
        settings.SECURE_HSTS_SECONDS = 0

        assert "Strict-Transport-Security" not in Client().get("/compte/connexion/", secure=True).headers


class TestTheRulesBite:
    @pytest.mark.parametrize("name", NAMES)
    def test_on_a_header_taken_off(self, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setattr(Saboteur, "NAME", name)
        settings.MIDDLEWARE = ["tests.foundation.entetes.Saboteur", *settings.MIDDLEWARE]

        assert lacks("/compte/connexion/", Client().get("/compte/connexion/")) == [name]

    @pytest.mark.parametrize("values", [{"script-src": ["'self'", "'unsafe-inline'"]}, {"trusted-types": None}, {"style-src": ["*"]}])
    def test_on_a_policy_that_opens(self, settings: SettingsWrapper, values: dict[str, object]) -> None:
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | values
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}

        assert lacks("/compte/connexion/", Client().get("/compte/connexion/")) == ["Content-Security-Policy"]

    def test_on_headers_added_too_late(self, settings: SettingsWrapper) -> None:
        names = [name for name in settings.MIDDLEWARE if name != "csp.middleware.CSPMiddleware"]
        settings.MIDDLEWARE = [*names, "csp.middleware.CSPMiddleware"]
        answer = Client().get(FILES[0])

        assert lacks(FILES[0], answer) == ["Content-Security-Policy"]
        answer.close()

    def test_on_a_page_that_caches_may_keep(self) -> None:
        assert lacks("/droits/", HttpResponse(headers={"Cache-Control": "public, max-age=60"}))[-1] == "Cache-Control"


class TestSecurityTxt:
    def test_it_is_not_there_without_a_contact(self) -> None:
        assert Client().get("/.well-known/security.txt").status_code == 404

    def test_it_says_where_to_report(self, settings: SettingsWrapper) -> None:
        settings.SECURITE_CONTACT = ["mailto:securite@exemple.test", "https://exemple.test/faille"]
        settings.SECURITE_POLITIQUE = "https://exemple.test/politique"
        settings.SITE_URL = "https://droits.exemple.test"

        answer = Client().get("/.well-known/security.txt")

        fields = [line.partition(": ") for line in answer.content.decode().splitlines()]
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert [name for name, _, _ in fields] == ["Contact", "Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"]
        assert fields[4][2] == "https://droits.exemple.test/.well-known/security.txt"

    def test_its_end_is_within_a_year(self) -> None:
        from datetime import UTC, datetime, timedelta

        from droits_ouverts.foundation.web.securite import expires

        now = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
        assert timedelta(days=150) < expires(now) - now < timedelta(days=365)


def test_there_are_routes_to_look_at() -> None:
    assert len(ROUTES) > 60
    assert all(isinstance(route, Route) for route in ROUTES)
