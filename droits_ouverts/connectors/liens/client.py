"""Visits an address of the catalogue: HEAD, then GET where HEAD did not satisfy. Slow sites are left, and nothing is kept of what they say."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import urllib.error
import urllib.parse
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


class _NotFollowedError(urllib.error.HTTPError):
    """A redirection that we do not follow: nothing is known of the page it leads to."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow redirections to the public web only, and keep the method: urllib would turn a HEAD into a GET.

    A site must not send this machine to what only this machine can reach. `allowed` are hosts taken whatever they are, in clear text too.
    """

    max_redirections = MAX_REDIRECTS

    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the next request. Raise `_NotFollowedError` for an address that is not of the public web."""
        parts = urllib.parse.urlsplit(newurl)
        hote = parts.hostname or ""
        taken = parts.scheme in {"https", "http"} if hote in self.allowed else parts.scheme == "https" and _is_public(hote, parts.port or 443)
        if not taken:
            raise _NotFollowedError(newurl, code, msg, headers, fp)
        return urllib.request.Request(newurl, headers=dict(req.header_items()), method=req.get_method())  # noqa: S310 — checked just above


def _is_public(host: str, port: int) -> bool:
    """Tell whether all the addresses of a host are of the public internet. Raise `OSError` for a name that does not resolve."""
    found = {str(infos[4][0]).partition("%")[0] for infos in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    return bool(found) and all(ipaddress.ip_address(one).is_global for one in found)


class Client:
    """A visitor with its own name. `context` and `allowed` (hosts that a redirection may name) are for tests, which run a server of their own."""

    def __init__(
        self,
        *,
        site_url: str,
        version: str,
        timeout: float = TIMEOUT,
        context: ssl.SSLContext | None = None,
        allowed: frozenset[str] = frozenset(),
    ) -> None:
        self.timeout = timeout
        self.headers = {
            "User-Agent": f"DroitsOuverts/{version} (verification des liens ; {site_url})",
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
            "Accept-Language": "fr",
        }
        handlers: list[urllib.request.BaseHandler] = [_Redirects(allowed), urllib.request.HTTPSHandler(context=context or ssl.create_default_context())]
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
        except _NotFollowedError as error:
            error.close()
            return Visite(url=url, statut=None, cause="redirection non suivie", retenue=True)
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
