"""Devices that signed in to an account: a signed cookie that says so, and nothing else."""

from __future__ import annotations

import secrets
from typing import TypedDict, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "comptes.appareil"
AGE = 180 * 24 * 3600
ACCOUNTS_MAX = 8
"""Accounts that one device remembers: a shared desk, not a door."""


class Appareil(TypedDict):
    """What the cookie holds: a random number of this device, and digests of the addresses that signed in on it."""

    numero: str
    comptes: list[str]


def number_if_known(request: HttpRequest, email: str) -> str | None:
    """Return the number of the device where it has signed in to the account of this address, None otherwise."""
    device = _read(request)
    return device["numero"] if device and _digest(email) in device["comptes"] else None


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Write on the device that it has signed in to the account of this address."""
    device = _read(request) or Appareil(numero=secrets.token_urlsafe(16), comptes=[])
    digest = _digest(email)
    comptes = [digest, *(known for known in device["comptes"] if known != digest)][:ACCOUNTS_MAX]
    value = signing.dumps(Appareil(numero=device["numero"], comptes=comptes), salt=SALT)
    response.set_cookie(settings.APPAREIL_COOKIE_NAME, value, max_age=AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict", path="/")


def _read(request: HttpRequest) -> Appareil | None:
    try:
        found = signing.loads(request.COOKIES.get(settings.APPAREIL_COOKIE_NAME, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return None
    return cast("Appareil", found)


def _digest(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]
