"""OpenFisca's Web API over HTTP: open to all, without login nor CSRF token, since it reads and keeps nothing of anyone.

A request is never logged and never stored.
"""

from __future__ import annotations

import functools
import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from droits_ouverts.bilan import ports
from droits_ouverts.foundation.limites import CompteursIndisponiblesError, seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from droits_ouverts.bilan.ports import Json

    Answer = tuple[int, object] | tuple[int, object, dict[str, str]]
    View = Callable[..., HttpResponse]

PACKAGE = "openfisca-france"


def door(method: str) -> Callable[[Callable[..., Answer]], View]:
    """Make an open door of a function that returns a status and JSON: method, rate, engine's absence, headers."""

    def decorate(function: Callable[..., Answer]) -> View:
        @csrf_exempt
        @login_not_required
        @functools.wraps(function)
        def view(request: HttpRequest, **arguments: str) -> HttpResponse:
            if wait := _wait(request):
                return _respond(429, _error(f"Trop de demandes en peu de temps. Réessayez dans {wait} s."), Retry_After=str(wait))
            allowed = {method, "OPTIONS"} | ({"HEAD"} if method == "GET" else set())
            if request.method not in allowed:
                return _respond(405, _error(f"Cette adresse répond à {method} seulement."), Allow=", ".join(sorted(allowed)))
            if request.method == "OPTIONS":
                return _respond(
                    200,
                    {},
                    Allow=", ".join(sorted(allowed)),
                    Access_Control_Allow_Methods=method,
                    Access_Control_Allow_Headers="Content-Type",
                )
            try:
                status, answer, *headers = function(request, **arguments)
            except ports.MoteurIndisponibleError as error:
                return _respond(503, _error(f"{error.what} {error.why} {error.next_step}"), Retry_After=str(error.retry_after))
            return _respond(status, answer, **(headers[0] if headers else {}))

        # Refused in the words and the form of these doors, before the general limit.
        view.counts_its_requests = True  # type: ignore[attr-defined]  # read by the middleware of limits
        return view

    return decorate


def _wait(request: HttpRequest) -> int:
    try:
        return seconds_to_wait(request)
    except CompteursIndisponiblesError:
        return 0


@door("POST")
def calculate(request: HttpRequest) -> Answer:
    """Replace each null of an OpenFisca situation by its answer."""
    status, body = _body(request)
    if status:
        return status, body
    status, answer, who = ports.moteur().calculate(body)
    return status, answer, {"Moteur": who}


@door("POST")
def trace(request: HttpRequest) -> Answer:
    """Tell how each null of an OpenFisca situation is computed."""
    status, body = _body(request)
    return (status, body) if status else ports.moteur().trace(body)


@door("GET")
def spec(request: HttpRequest) -> Answer:
    """OpenAPI document of this API."""
    return 200, {**ports.moteur().spec(), "servers": [{"url": _base(request)}]}


@door("GET")
def variables(request: HttpRequest) -> Answer:
    """Every variable: description and address."""
    base = _base(request)
    return 200, {name: {"description": text, "href": f"{base}/variable/{name}"} for name, text in ports.moteur().variables().items()}


@door("GET")
def variable(request: HttpRequest, name: str) -> Answer:
    """One variable."""
    return _found(ports.moteur().variable(name), f"La variable « {name} » n'existe pas. La liste est à l'adresse {_base(request)}/variables.")


@door("GET")
def parameters(request: HttpRequest) -> Answer:
    """Every parameter that isn't a folder: description and address."""
    base = _base(request)
    return 200, {name: {"description": text, "href": f"{base}/parameter/{path}"} for name, path, text in ports.moteur().parameters()}


@door("GET")
def parameter(request: HttpRequest, name: str) -> Answer:
    """One parameter or folder of parameters."""
    return _found(ports.moteur().parameter(name), f"Le paramètre « {name} » n'existe pas. La liste est à l'adresse {_base(request)}/parameters.")


@door("GET")
def entities(request: HttpRequest) -> Answer:
    """Person, family, tax household, household: their roles."""
    return 200, ports.moteur().entities()


def _found(item: Json | None, message: str) -> Answer:
    return (404, _error(message)) if item is None else (200, item)


def _body(request: HttpRequest) -> tuple[int, object]:
    """Return (0, the decoded body) or the status and error. JSON is read as OpenFisca's server reads it."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 1024 * 1024
    too_long = _error(f"La demande est trop longue : la limite est de {limit // 1024} Kio. Envoyez-la en plusieurs fois.")
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower() and not request.META.get("CONTENT_LENGTH"):
        # WSGI tells no length then, and Django reads nothing.
        return 411, _error("La longueur de la demande manque (Content-Length). Envoyez la demande en une fois.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
        return 413, too_long
    try:
        return 0, json.loads(request.body)
    except RequestDataTooBig:
        return 413, too_long
    except RecursionError:
        return 400, _error("Invalid JSON: too many levels. La demande a trop de niveaux imbriqués.")
    except ValueError as error:
        # OpenFisca's words; the first argument of a decoding error is the name of the encoding.
        return 400, _error(f"Invalid JSON: {error.args[0]}")


def _error(message: str) -> Json:
    return {"error": message}


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api")


def _respond(status: int, answer: object, **headers: str) -> HttpResponse:
    # A lone surrogate is legal in JSON and comes back escaped.
    try:
        text = json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        text = json.dumps(answer).encode()
    response = HttpResponse(text, status=status, content_type="application/json")
    # Anyone may read these answers from a page of their own: they hold nothing of anyone and no cookie is looked at.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Country-Package"] = PACKAGE
    response["Country-Package-Version"] = version(PACKAGE)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response
