"""What every answer must carry, and the walk that looks at every route: by each role, by each method, failures and files included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from droits_ouverts.foundation.middleware import CLOSED_FEATURES
from tests.house.monde import PARTIE, Monde
from tests.house.test_routes import Route

Get = Callable[[HttpRequest], HttpResponse]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}
SANDBOX = {"sandbox": "", "default-src": "'none'"}
"""A file that a person gave runs nothing and loads nothing: stricter than a page."""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NAMES = (*FIXED, "Content-Security-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control")
OPEN_DATA = re.compile(r"^/(?:api/)?(?:openapi|calculate|trace|spec|variables?|parameters?|entities)(?:/|$)")
"""The machine doors: anyone's page may read their answers, which hold nothing of anyone."""
FILES = ("/statique/ui/interface.js", "/statique/ui/vendor/htmx.min.js", "/statique/ui/signe.svg", "/statique/ui/jetons.css")


def policy(header: str) -> dict[str, str]:
    return {name: values for name, _, values in (part.strip().partition(" ") for part in header.split(";"))}


def lacks(address: str, answer: HttpResponseBase) -> list[str]:
    """The headers that an answer lacks, or has wrong."""
    headers = answer.headers
    # Where a secret stands in the address, nobody is told where somebody comes from, not even ourselves.
    wanted = FIXED | ({"Referrer-Policy": "no-referrer"} if address.startswith("/reponse/lien/") and answer.status_code == 302 else {})
    found = [name for name, value in wanted.items() if headers.get(name) != value]
    is_file = answer.status_code == 200 and headers.get("Content-Type") in {"application/pdf", "image/jpeg"}
    if policy(headers.get("Content-Security-Policy", "")) not in ([POLICY, SANDBOX] if is_file else [POLICY]):
        found.append("Content-Security-Policy")
    shared = OPEN_DATA.match(address) and headers.get("Access-Control-Allow-Origin") == "*"
    if headers.get("Cross-Origin-Resource-Policy") not in ({"same-origin", "cross-origin"} if shared else {"same-origin"}):
        found.append("Cross-Origin-Resource-Policy")
    if not {f"{feature}=()" for feature in CLOSED_FEATURES} <= set(headers.get("Permissions-Policy", "").split(", ")):
        found.append("Permissions-Policy")
    kept = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    # An answer of a whole file of ours may be kept: the same for everyone.
    if not (address in FILES and "public" in kept) and not {"no-store", "private"} <= kept:
        found.append("Cache-Control")
    return found


def faults(address: str, answer: HttpResponseBase, who: str = "") -> list[str]:
    return [f"{who} {address} {answer.status_code}: {name}" for name in lacks(address, answer)]


def addresses(routes: Iterable[Route], monde: Monde) -> Iterator[tuple[str, str]]:
    """The name and an address of every route, those of libraries included."""
    values = monde.valeurs()
    for route in routes:
        yield route.name, "/" + PARTIE.sub(lambda part: str(values.get(part.group(1), 1)), route.address)


def walk(client: Client, found: Iterable[tuple[str, str]], methods: Iterable[str], who: str) -> tuple[list[str], dict[int, int]]:
    """Ask each address by each method; return what was wrong, and how many answers of each status."""
    wrong: list[str] = []
    statuses: dict[int, int] = {}
    for _name, address in found:
        for method in methods:
            answer = client.generic(method, address)
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            wrong += faults(address, answer, f"{who} {method}")
            if answer.streaming:
                # Read to its end, a file closes; closed by hand, an answer would close the database of the test too.
                b"".join(answer.streaming_content)
    return wrong, statuses


class Saboteur:
    """Middleware of sabotage: what `NAME` says is taken off every answer."""

    NAME = ""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self.NAME in response.headers:
            del response.headers[self.NAME]
        return response
