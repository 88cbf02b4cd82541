"""Routes: named, French and ASCII, closed unless listed here; views are functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.views import View

# Everyone may open these, signed in or not. Each with its reason.
OPEN: dict[str, str] = {
    "sante": "a monitor asks whether the service answers",
    "securite": "whoever finds a flaw reads where to report it (RFC 9116)",
    "pret": "same, before it sends requests here; the details are for the holder of a token",
    "mesures": "not found without the token of the settings",
    "ui:icone": "browsers ask for it before anybody signs in; it is the sign of the service",
    "ui:langue": "a person reads the sign-in page in her language",
    "ui:theme": "and in the contrast that suits her",
    "ui:source": "AGPL-3.0, section 13: the running source is offered to everyone",
    "ui:charte": "the components, on a developer's machine; not found elsewhere",
    "account_login": "signing in",
    "account_logout": "signing out",
    "mfa_authenticate": "the second step of signing in, for whom has done the first",
    "compte_fournisseur": "begins to sign in by an identity provider; by a form of ours only",
    "compte_fournisseur_retour": "comes back from it; only what this session began, once",
    "structures:invitation": "a newcomer chooses her password; only with the link that this session opened",
    "structures:invitation_ouvrir": "the link of an invitation, which serves once",
    "agenda_flux": "an agenda reads it, not somebody signed in; the private address is the only key, and hours are all it shows",
    "confie:ouvrir": "somebody without an account is handed a paper; the link and a code said apart are the only keys",
    "page:code": "a person opens her own page without an account; the code that she received is the only key",
    "page:ouverte": "her page, only in the session that her code opened, for ten minutes; nothing of health, violence or residence",
    "page:vue": "same: who opened her file",
    "page:fermer": "closes it on this device",
    "mfa_login_webauthn": "signing in by a passkey alone",
    "account_signup": "answers that signing up is closed",
    "account_inactive": "tells a closed account why it can't sign in",
    "api:docs": "the machine doors are open, and so is what tells how to use them",
    "api:openapi": "same, for machines",
    "droits:urgences": "somebody in need must not have to sign in to read whom to call",
    "droits:liste": "the catalogue is for everyone",
    "droits:declarer": "whoever fears a debt reads what to declare and what to do, without an account; it speaks of nobody",
    "droits:droit": "same: the printed QR code leads there",
    "droits:signaler": "a reader without an account says that a fact is no longer true; limited, nothing tells who",
    "droits:signale": "what she just reported; the signed address is the only key",
    "droits:annuler": "takes it back within a minute; same key",
    "annuaire:chercher": "the directory is for everyone, as the catalogue is; it speaks of nobody",
    "annuaire:tournee": "same, on paper",
    "annuaire:tableau": "same, for a spreadsheet",
    "annuaire:donnees": "same, for a phone without a network",
    "annuaire:lieu": "same: one place",
    "annuaire:signaler": "a reader without an account says that a sheet is no longer true; limited, nothing tells who",
    "annuaire:merci": "what she just said; the signed address is the only key",
    "annuaire:annuler": "takes it back within a minute; same key",
    "annuaire:mot": "whoever holds the card of a place of life leaves three lines that name nobody; limited",
    "annuaire:mot_merci": "thanks, with numbers that hide everybody",
    "reponse:ouvrir": "a service without an account answers: takes the secret out of the address, shows and changes nothing",
    "reponse:code": "asks for the code of the desk, before anything is shown",
    "reponse:fiche": "the sheet, only with a link that serves and once the code was typed; answered once",
    "reponse:nouveau": "sends a new link to the desk's own address, a few times a day; says the same whatever becomes of it",
    "reponse:merci": "says that an answer arrived, nothing of it",
    "api:calculate": "OpenFisca's Web API, which has no accounts; nothing is stored, requests are limited",
    "api:trace": "same",
    "api:spec": "same",
    "api:variables": "same",
    "api:variable": "same",
    "api:parameters": "same",
    "api:parameter": "same",
    "api:entities": "same",
    "openfisca:spec": "the same descriptions, at the addresses where OpenFisca's own API has them",
    "openfisca:variables": "same",
    "openfisca:variable": "same",
    "openfisca:parameters": "same",
    "openfisca:parameter": "same",
    "openfisca:entities": "same",
}
# Addresses that another system's contract fixes.
FOREIGN_SHAPE = re.compile(r"^((api/)?(calculate|trace|spec|variables?|parameters?|entities)(/|$)|\.well-known/|favicon\.ico$)")
SHAPE = re.compile(r"^([a-z0-9-]+/|<[a-z]+:[a-z_]+>/)*$")


@dataclass(frozen=True)
class Route:
    name: str
    address: str
    view: Callable[..., Any]

    @property
    def ours(self) -> bool:
        return self.view.__module__.startswith("droits_ouverts.")

    @property
    def is_open(self) -> bool:
        return not getattr(self.view, "login_required", True)


def routes(patterns: list[Any], prefix: str = "", namespace: str = "") -> Iterator[Route]:
    """Every route under these patterns, with its whole address and its whole name."""
    for pattern in patterns:
        # An address that a regular expression describes is read as its plainest form.
        address = prefix + re.sub(r"\(\?P<(\w+)>.*?\)", r"<str:\1>", str(pattern.pattern)).strip("^$").replace("/?", "/")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield Route(f"{namespace}{pattern.name or ''}", address, pattern.callback)


def unlisted(found: list[Route], listed: dict[str, str]) -> set[str]:
    """Open routes that the list doesn't name, and listed ones that are closed or gone."""
    return {route.name for route in found if route.is_open} ^ set(listed)


def nameless(found: list[Route]) -> list[str]:
    return [route.address for route in found if route.ours and (not route.name or route.name.endswith(":"))]


def crooked(found: list[Route]) -> list[str]:
    return [route.address for route in found if route.ours and not FOREIGN_SHAPE.match(route.address) and not SHAPE.match(route.address)]


def classes(found: list[Route]) -> list[str]:
    return [route.address for route in found if route.ours and hasattr(route.view, "view_class")]


@pytest.fixture
def ours() -> list[Route]:
    return list(routes(get_resolver().url_patterns))


@pytest.fixture
def sabotaged() -> list[Route]:
    def closed(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @login_not_required
    def opened(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    class Classy(View):
        pass

    for view in (closed, opened, Classy):
        view.__module__ = "droits_ouverts.sabotage"
    classy = Classy.as_view()
    classy.__module__ = "droits_ouverts.sabotage"
    patterns: list[URLPattern] = [
        path("bilan/", closed, name="bilan"),
        path("ouvert/", opened, name="ouvert"),
        path("Été", closed),
        path("classe/", classy, name="classe"),
    ]
    return list(routes(patterns))


class TestRoutes:
    def test_each_is_closed_unless_listed(self, ours: list[Route]) -> None:
        assert unlisted(ours, OPEN) == set()

    def test_each_has_a_name(self, ours: list[Route]) -> None:
        assert nameless(ours) == []

    def test_each_is_plain_and_ends_with_a_slash(self, ours: list[Route]) -> None:
        assert crooked(ours) == []

    def test_each_view_is_a_function(self, ours: list[Route]) -> None:
        assert classes(ours) == []


class TestTheRulesBite:
    def test_an_open_route_is_named(self, sabotaged: list[Route]) -> None:
        assert unlisted(sabotaged, {"bilan": "listed, and closed"}) == {"ouvert", "bilan"}

    def test_a_crooked_or_nameless_address_is_named(self, sabotaged: list[Route]) -> None:
        assert crooked(sabotaged) == ["Été"]
        assert nameless(sabotaged) == ["Été"]

    def test_a_class_is_named(self, sabotaged: list[Route]) -> None:
        assert classes(sabotaged) == ["classe/"]
