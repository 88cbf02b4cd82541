"""Visits an address of the catalogue: HEAD, then GET where HEAD did not satisfy. Slow sites are left, and nothing is kept of what they say."""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from importlib.metadata import PackageNotFoundError, version
from typing import IO, Final

from django.conf import settings

from droits_ouverts.droits.liens import Visite

TIMEOUT: Final = 12.0
"""Seconds given to each of the two requests."""
MAX_REDIRECTS: Final = 6
LUS: Final = 1024
"""Bytes read of a page: enough to know that it comes."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirections to the web only, and keep the method: urllib would turn a HEAD into a GET."""

    max_redirections = MAX_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request. Raise `urllib.error.HTTPError` for an address that is not of the web."""
        if not newurl.startswith(("https://", "http://")):
            raise urllib.error.HTTPError(newurl, code, msg, headers, fp)
        return urllib.request.Request(newurl, headers=dict(req.header_items()), method=req.get_method())  # noqa: S310 — checked just above


class Client:
    """A visitor with its own name. `context` is for tests, which run a server of their own."""

    def __init__(self, *, site_url: str, version: str, timeout: float = TIMEOUT, context: ssl.SSLContext | None = None) -> None:
        self.timeout = timeout
        self.headers = {
            "User-Agent": f"DroitsOuverts/{version} (verification des liens ; {site_url})",
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
            "Accept-Language": "fr",
        }
        handlers: list[urllib.request.BaseHandler] = [_Redirects(), urllib.request.HTTPSHandler(context=context or ssl.create_default_context())]
        self._opener = urllib.request.build_opener(*handlers)

    def __call__(self, url: str) -> Visite:
        """Visit `url`. A site that fails is an answer, not an exception."""
        found = self._ask(url, "HEAD")
        # Some sites answer HEAD wrongly, or never: only a GET shows that a page is gone.
        return found if found.statut is not None and found.statut < 400 else self._ask(url, "GET")

    def _ask(self, url: str, method: str) -> Visite:
        request = urllib.request.Request(url, headers=self.headers, method=method)  # noqa: S310 — the catalogue's reader takes https only
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                answer.read(LUS)
                return Visite(url=url, statut=answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            # A redirection that is not followed to its end leads nowhere.
            return Visite(url=url, statut=error.code if error.code >= 400 else None, cause="" if error.code >= 400 else "redirections sans fin")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Visite(url=url, statut=None, cause=_cause(error))


def _cause(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLError):
        return "certificat refusé"
    if isinstance(reason, TimeoutError):
        return "délai dépassé"
    return "pas de réponse"


def from_settings() -> Client:
    """Return the visitor that says the service's own address, so that a site's owner can write to it."""
    try:
        running = version("droits-ouverts")
    except PackageNotFoundError:
        running = "0"
    return Client(site_url=settings.SITE_URL, version=running)
