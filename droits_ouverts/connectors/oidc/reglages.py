"""The providers that the settings name."""

from __future__ import annotations

import functools
import json
import re
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from droits_ouverts.connectors.oidc.client import FournisseurOidc
from droits_ouverts.connectors.oidc.http import LOOPBACK

PROCONNECT_AMR = ("mfa", "pop", "totp")
"""Proofs by two factors, as ProConnect names them; `pwd` and `mail` are one."""
CODE = re.compile(r"[a-z0-9-]{1,40}")


def from_settings() -> Sequence[FournisseurOidc]:
    """Return the providers of `OIDC_FOURNISSEURS`. Raise `ImproperlyConfigured` for one that can't be used."""
    return _made(json.dumps(settings.OIDC_FOURNISSEURS, sort_keys=True))


@functools.lru_cache(maxsize=4)
def _made(written: str) -> tuple[FournisseurOidc, ...]:
    found = tuple(_one(entry) for entry in json.loads(written))
    if len({one.code for one in found}) != len(found):
        raise ImproperlyConfigured("OIDC_FOURNISSEURS : deux fournisseurs ont le même code.")
    return found


def _one(entry: Mapping[str, Any]) -> FournisseurOidc:
    missing = [name for name in ("code", "nom", "emetteur", "client", "secret") if not isinstance(entry.get(name), str) or not entry[name]]
    if missing:
        raise ImproperlyConfigured(f"OIDC_FOURNISSEURS : il manque {', '.join(missing)}.")
    if not CODE.fullmatch(entry["code"]):
        raise ImproperlyConfigured("OIDC_FOURNISSEURS : un code s’écrit en minuscules, chiffres et tirets.")
    profil = entry.get("profil", "standard")
    if profil not in {"standard", "proconnect"}:
        raise ImproperlyConfigured("OIDC_FOURNISSEURS : le profil est « standard » ou « proconnect ».")
    parts = urllib.parse.urlsplit(entry["emetteur"])
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured("OIDC_FOURNISSEURS : un émetteur est en https.")
    amr = tuple(entry.get("amr", PROCONNECT_AMR if profil == "proconnect" else ()))
    acr = tuple(entry.get("acr", ()))
    if profil == "proconnect" and not amr and not acr:
        raise ImproperlyConfigured("OIDC_FOURNISSEURS : le profil « proconnect » exige « amr » ou « acr ».")
    return FournisseurOidc(
        code=entry["code"], nom=entry["nom"], emetteur=entry["emetteur"], client=entry["client"], secret=entry["secret"], profil=profil, amr=amr, acr=acr
    )
