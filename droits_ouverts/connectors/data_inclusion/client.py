"""Reads pages of data·inclusion: `GET {base}/structures?page=1&size=1000`, a token as Bearer, an answer `{"items": [...], "pages": n}`. In HTTPS, bounded, never redirected."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Final

from droits_ouverts.annuaire.ports import Page, PannePagesError

BASE: Final = "https://api.data.inclusion.gouv.fr/api/v1"
TAILLE: Final = 1000
TIMEOUT: Final = 30.0
OCTETS_MAX: Final = 64 * 1024 * 1024
LOCALES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow nothing: the token goes to one address."""


class Client:
    """The real API. `base` may be this very machine, in clear text: tests have a server of their own."""

    def __init__(self, *, jeton: str, base: str = BASE, taille: int = TAILLE, codes: tuple[str, ...] = (), timeout: float = TIMEOUT) -> None:
        parts = urllib.parse.urlsplit(base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCALES):
            message = "the address of data·inclusion must be in HTTPS."
            raise ValueError(message)
        self._base, self._jeton, self._taille, self._codes, self._timeout = base.rstrip("/"), jeton, taille, codes, timeout
        mandataires: dict[str, str] | None = {} if parts.hostname in LOCALES else None
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler(mandataires))

    def __call__(self, genre: str, page: int) -> Page:
        """Return one page. Raise `PannePagesError`."""
        demande: list[tuple[str, str]] = [("page", str(page)), ("size", str(self._taille)), *(("code_departement", code) for code in self._codes)]
        adresse = f"{self._base}/{urllib.parse.quote(genre, safe='')}?{urllib.parse.urlencode(demande)}"
        requete = urllib.request.Request(adresse, headers={"Authorization": f"Bearer {self._jeton}", "Accept": "application/json"})  # noqa: S310  checked above
        try:
            with self._opener.open(requete, timeout=self._timeout) as reponse:
                contenu = reponse.read(OCTETS_MAX + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise PannePagesError(f"réponse {error.code}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PannePagesError(type(error).__name__) from None
        if len(contenu) > OCTETS_MAX:
            raise PannePagesError("réponse trop longue")
        return read_page(contenu)


def read_page(contenu: bytes) -> Page:
    """Return what an answer holds. Raise `PannePagesError` for any other shape: an answer without its number of pages could hide the rest."""
    try:
        lu: Any = json.loads(contenu)
    except (ValueError, RecursionError):
        raise PannePagesError("pas du JSON") from None
    items, pages = (lu.get("items"), lu.get("pages")) if isinstance(lu, dict) else (None, None)
    if not isinstance(items, list) or not isinstance(pages, int) or isinstance(pages, bool) or pages < 0 or not all(isinstance(un, dict) for un in items):
        raise PannePagesError("forme inattendue")
    return Page(enregistrements=items, pages=pages)
