"""Pages met during the journeys, so that each can be looked at again in every light and width."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Response

IDENT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)p\d+(?=/)")


class Carnet:
    """For each kind of address, the fullest page that was met."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[int, str]] = {}

    def note(self, response: Response) -> None:
        """Keep a page that a visit was shown; a fragment, a file, a refusal or the answer to a form is not one."""
        request = response.request
        parts = urlsplit(response.url)
        if request.method != "GET" or response.status != 200 or not request.is_navigation_request():
            return
        if not response.headers.get("content-type", "").startswith("text/html"):
            return
        kind = IDENT.sub("*", parts.path)
        size = int(response.headers.get("content-length", "0"))
        if size > self._pages.get(kind, (-1, ""))[0]:
            self._pages[kind] = (size, response.url)

    @property
    def kinds(self) -> set[str]:
        """Addresses met, identifiers replaced by a star."""
        return set(self._pages)

    @property
    def addresses(self) -> list[str]:
        """One address for each kind, in order."""
        return [self._pages[kind][1] for kind in sorted(self._pages)]
