"""An identity provider of our own, which signs as ProConnect does, and lies on purpose where a test says how."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
AUTRE_CLE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Mensonge = Callable[[dict[str, Any]], dict[str, Any]]


def _same(claims: dict[str, Any]) -> dict[str, Any]:
    return claims


@dataclass
class Faux:
    """What the provider answers. `dit` changes the claims of the identity, `decrit` those of userinfo; `signe` is how tokens are signed."""

    emetteur: str = ""
    client: str = "droits-ouverts"
    secret: str = "un secret"
    sujet: str = "sub-ines"
    dit: Mensonge = _same
    decrit: Mensonge = _same
    signe: Callable[[dict[str, Any]], str] = lambda claims: jwt.encode(claims, CLE, algorithm="RS256", headers={"kid": "1"})
    clair: bool = False
    annonce: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    demandes: list[dict[str, str]] = field(default_factory=list)
    cles_demandees: int = 0

    def accorder(self, adresse: str) -> tuple[str, str]:
        """Let her in, as her browser asked at this address: (code, state)."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(adresse).query))
        self.demandes.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code, asked["state"]

    def jeton(self, asked: dict[str, str]) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.emetteur, "aud": self.client, "sub": self.sujet, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        return self.dit(claims | {"amr": ["pwd", "mfa"], "acr": "eidas2", "auth_time": now})

    def echange(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(fields.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(fields.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        holds = asked and asked["code_challenge"] == challenge and asked["code_challenge_method"] == "S256"
        if asked is None or not holds or fields.get("client_secret") != self.secret or fields["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "acces", "token_type": "Bearer", "id_token": self.signe(self.jeton(asked))}

    def description(self) -> dict[str, Any]:
        urls = {f"{name}_endpoint": f"{self.emetteur}/{name}" for name in ("authorization", "token", "userinfo")}
        return (
            {"issuer": self.emetteur, "jwks_uri": f"{self.emetteur}/cles", "token_endpoint_auth_methods_supported": ["client_secret_post"]}
            | urls
            | self.annonce
        )

    def cles(self) -> dict[str, Any]:
        self.cles_demandees += 1
        return {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(CLE.public_key())) | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def userinfo(self) -> str:
        return self.signe(self.decrit({"iss": self.emetteur, "aud": self.client, "sub": self.sujet, "given_name": "Inès"}))


def signe_par(cle: Any, algorithm: str = "RS256", kid: str = "1") -> Callable[[dict[str, Any]], str]:
    return lambda claims: jwt.encode(claims, cle, algorithm=algorithm, headers={"kid": kid})


def sans_signature(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "1"})


def signe_par_le_secret(claims: dict[str, Any]) -> str:
    """The old trick: the public key taken as a shared secret."""
    return jwt.encode(claims, "un secret, partagé, de plus de trente-deux signes", algorithm="HS256", headers={"kid": "1"})


def coupe(claims: dict[str, Any]) -> str:
    head, body, signature = jwt.encode(claims, CLE, algorithm="RS256", headers={"kid": "1"}).split(".")
    changed = json.loads(base64.urlsafe_b64decode(body + "==")) | {"sub": "sub-autre"}
    return ".".join((head, base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode(), signature))


@contextmanager
def ouvert() -> Iterator[Faux]:
    """Serve a provider on this machine."""
    faux = Faux()

    class Porte(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def _send(self, body: bytes, kind: str = "application/json", status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._send(json.dumps(faux.description()).encode())
            elif self.path == "/cles":
                self._send(json.dumps(faux.cles()).encode())
            elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer acces":
                if faux.clair:
                    self._send(json.dumps({"sub": faux.sujet}).encode())
                else:
                    self._send(faux.userinfo().encode(), "application/jwt")
            else:
                self._send(b"{}", status=404)

        def do_POST(self) -> None:
            fields = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            status, answer = faux.echange(fields)
            self._send(json.dumps(answer).encode(), status=status)

    with ThreadingHTTPServer(("127.0.0.1", 0), Porte) as server:
        faux.emetteur = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield faux
        finally:
            server.shutdown()
            thread.join()
