"""Requests to a provider: in HTTPS, short, bounded, never redirected."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, Final, NoReturn, cast

from droits_ouverts.comptes.errors import FournisseurError

TIMEOUT: Final = 10.0
BODY_MAX: Final = 256 * 1024
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow nothing: what is asked has one address."""


def checked(url: str) -> str:
    """Return an address that may be asked: HTTPS, or this very machine. Raise `FournisseurError`."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise FournisseurError(detail="An address of the provider is not in HTTPS.")
    return url


def get_json(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return a JSON object. Raise `FournisseurError`."""
    return as_object(get(url, headers)[0])


def get(url: str, headers: Mapping[str, str] | None = None) -> tuple[bytes, str]:
    """Return a body and its type. Raise `FournisseurError`."""
    return _sent(urllib.request.Request(checked(url), headers=dict(headers or {})))  # noqa: S310  checked


def post_form(url: str, fields: Mapping[str, str], basic: tuple[str, str] | None) -> dict[str, Any]:
    """Send a form; return the JSON object of the answer. Raise `FournisseurError`."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if basic:
        words = ":".join(urllib.parse.quote(word, safe="") for word in basic)
        headers["Authorization"] = "Basic " + base64.b64encode(words.encode()).decode()
    body = urllib.parse.urlencode(fields).encode()
    return as_object(_sent(urllib.request.Request(checked(url), data=body, headers=headers, method="POST"))[0])  # noqa: S310  checked


def as_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object. Raise `FournisseurError` for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        _refuse("The provider answered something that is not JSON.")
    if not isinstance(value, dict):
        _refuse("The provider answered JSON that is not an object.")
    return cast("dict[str, Any]", value)


def _sent(request: urllib.request.Request) -> tuple[bytes, str]:
    opener = urllib.request.build_opener(
        _NoRedirect, urllib.request.ProxyHandler({}) if request.host.split(":")[0] in LOOPBACK else urllib.request.ProxyHandler()
    )
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            body = answer.read(BODY_MAX + 1)
            kind = answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        error.close()
        _refuse(f"The provider answered {error.code}.")
    except (OSError, ValueError) as error:
        _refuse(f"The provider can't be reached ({type(error).__name__}).")
    if len(body) > BODY_MAX:
        _refuse("The provider's answer is too long.")
    return body, kind


def _refuse(detail: str) -> NoReturn:
    raise FournisseurError(detail=detail)
