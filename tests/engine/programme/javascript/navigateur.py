"""A page of Chromium that runs modules for the tests and the proofs, under a content policy that lets nothing in but scripts of its own server."""

from __future__ import annotations

import itertools
import json
import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, Page

from tests.engine.programme.javascript.noeud import JavaScriptError, Machine

POLITIQUE = "default-src 'none'; script-src 'self'; connect-src 'self'"
ACCUEIL = b"<!doctype html><meta charset=utf-8><title>Essai</title><script type=module src=/page.mjs></script>"
ICI = Path(__file__).parent
PATIENCE = 300.0
"""Seconds that an answer may take: thousands of households, on a machine that others use."""
TYPES = {"mjs": "text/javascript", "json": "application/json"}


class Serveur(ThreadingHTTPServer):
    """A server that is not surprised by a page that closes while it is being answered."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, unless it is that the browser has gone."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Navigateur(Machine):
    """One page of a browser on a server of its own, with the doors of `noeud.Noeud`; used as a context.

    `violations`: what the content policy refused since the beginning; `plaintes`: errors that the browser wrote to its console.
    """

    def __init__(self, browser: Browser) -> None:
        self._demandes: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reponses: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._fichiers = {"/": ACCUEIL, **{f"/{nom}": (ICI / nom).read_bytes() for nom in ("page.mjs", "repondre.mjs")}}
        self._noms = itertools.count()
        self._serveur = Serveur(("127.0.0.1", 0), self._handler())
        self._fil = threading.Thread(target=self._serveur.serve_forever, daemon=True)
        self._browser = browser
        self.violations: list[str] = []
        self.plaintes: list[str] = []

    def __enter__(self) -> Self:
        self._fil.start()
        self.page: Page = self._browser.new_page()
        self.page.on("console", lambda message: self.plaintes.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda erreur: self.plaintes.append(str(erreur)))
        self.page.goto(self.address)
        return self

    def __exit__(self, _type: type[BaseException] | None, _valeur: BaseException | None, _trace: TracebackType | None) -> None:
        self._demandes.put(b'{"fin": true}')
        self.page.close()
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join(20)

    @property
    def address(self) -> str:
        """Where the page is served."""
        return f"http://127.0.0.1:{self._serveur.server_port}/"

    def write(self, module: bytes) -> str:
        """Serve a module under a name that was not used, and return its address, from the root."""
        return self.serve(f"/m{next(self._noms)}.mjs", module)

    def serve(self, adresse: str, contenu: bytes) -> str:
        """Serve a file at an address, from the root, and return the address."""
        self._fichiers[adresse] = contenu
        return adresse

    def ask(self, **demande: Any) -> dict[str, Any]:
        """Send one request and return its answer; raise `JavaScriptError` where the module threw."""
        self._demandes.put(json.dumps(demande).encode())
        reponse: dict[str, Any] = json.loads(self._reponses.get(timeout=PATIENCE))
        self.violations += reponse.pop("violations")
        # Lets Playwright hear what the page has said meanwhile.
        self.page.title()
        if "erreur" in reponse:
            raise JavaScriptError(reponse["erreur"])
        return reponse

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        navigateur = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/demande":
                    self._give(navigateur._demandes.get(), "application/json")
                elif self.path in navigateur._fichiers:
                    self._give(navigateur._fichiers[self.path], TYPES.get(self.path.rpartition(".")[2], "text/html"))
                else:
                    self.send_error(404)

            def do_POST(self) -> None:
                navigateur._reponses.put(self.rfile.read(int(self.headers["Content-Length"])))
                self._give(b"{}", "application/json")

            def _give(self, contenu: bytes, genre: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", f"{genre}; charset=utf-8")
                self.send_header("Content-Length", str(len(contenu)))
                self.send_header("Content-Security-Policy", POLITIQUE)
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(contenu)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
