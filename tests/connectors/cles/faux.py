"""A key service of this machine, of the shape of "transit": what its client and the proofs are tried against."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

JETON = "jeton-du-service"


class FauxService(ThreadingHTTPServer):
    """One key, `coffre`, with versions; `panne` is an HTTP status to answer instead, or a body to answer as it is."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reponses)
        self.versions = [secrets.token_bytes(32)]
        self.panne: int | bytes = 0
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def rotate(self) -> None:
        self.versions.append(secrets.token_bytes(32))

    def encrypt(self, entry: dict[str, str]) -> dict[str, str]:
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self.versions[-1]).encrypt(nonce, base64.b64decode(entry["plaintext"]), base64.b64decode(entry["associated_data"]))
        return {"ciphertext": f"vault:v{len(self.versions)}:{base64.b64encode(nonce + sealed).decode()}"}

    def decrypt(self, entry: dict[str, str]) -> dict[str, str]:
        _, version, text = entry["ciphertext"].split(":")
        try:
            raw = base64.b64decode(text)
            secret = AESGCM(self.versions[int(version[1:]) - 1]).decrypt(raw[:12], raw[12:], base64.b64decode(entry["associated_data"]))
        except (InvalidTag, IndexError, ValueError):
            return {"error": "cipher: message authentication failed"}
        return {"plaintext": base64.b64encode(secret).decode()}


class Reponses(BaseHTTPRequestHandler):
    server: FauxService

    def do_GET(self) -> None:
        self._answer({"latest_version": len(self.server.versions)})

    def do_POST(self) -> None:
        entries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["batch_input"]
        verb = self.server.encrypt if "/encrypt/" in self.path else self.server.decrypt
        self._answer({"batch_results": [verb(entry) for entry in entries]})

    def _answer(self, data: dict[str, Any]) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        status, body = 200, json.dumps({"data": data}).encode()
        if self.headers.get("X-Vault-Token") != JETON:
            status, body = 403, b'{"errors": ["permission denied"]}'
        elif not self.path.endswith("/coffre"):
            status, body = 404, b'{"errors": []}'
        elif any("error" in result for result in data.get("batch_results", [])):
            status = 400
        if isinstance(self.server.panne, bytes):
            body = self.server.panne
        elif self.server.panne:
            status, body = self.server.panne, b"{}"
        self.send_response(status)
        if status in {301, 307}:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's own name
        """Say nothing."""


@contextmanager
def started() -> Iterator[FauxService]:
    """Serve until the end of the block."""
    service = FauxService()
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        service.server_close()
        thread.join()
