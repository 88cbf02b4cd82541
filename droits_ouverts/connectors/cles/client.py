"""A key service over HTTPS, of the shape of "transit" (OpenBao, Vault): it wraps and unwraps, the key-encryption key never leaves it.

`POST <url>/v1/transit/encrypt/<key>` and `decrypt/<key>` with a `batch_input`, `GET .../keys/<key>` for the version in use. What a wrapped key is bound to
travels as `associated_data`. Documentation: https://openbao.org/api-docs/secret/transit/
"""

from __future__ import annotations

import base64
import binascii
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from droits_ouverts.coffre import dossier
from droits_ouverts.coffre.errors import KeyServiceError, MissingKeyError, TamperedError
from droits_ouverts.coffre.keys import KEY_BYTES
from droits_ouverts.coffre.ports import Enveloppe, FournisseurCle

TIMEOUT: Final = 5.0
"""Seconds given to each request."""
PAR_DEMANDE: Final = 500
REPONSE_MAX: Final = 4 * 1024 * 1024
PREFIXE: Final = "service"
CIPHERTEXT: Final = re.compile(r"[a-z]+:v([1-9][0-9]{0,8}):(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirection would carry the token of the service elsewhere."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str) -> None:
        """Refuse."""


class ServiceDeCles:
    """Wraps with one named key of the service. Keys that `avant` wrapped still unwrap: a rotation moves them to the service."""

    def __init__(self, *, url: str, nom: str, jeton: str, avant: FournisseurCle | None = None, timeout: float = TIMEOUT) -> None:
        parts = urllib.parse.urlsplit(url)
        if not NAME.fullmatch(nom) or not jeton or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)):
            raise KeyServiceError(
                detail="COFFRE_SERVICE_URL est une adresse https, COFFRE_SERVICE_CLE un nom simple, COFFRE_SERVICE_JETON un fichier non vide."
            )
        self.base, self.nom, self.avant, self.timeout = f"{url.rstrip('/')}/v1/transit", nom, avant, timeout
        self._headers = {"X-Vault-Token": jeton, "Content-Type": "application/json"}
        self._opener = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))

    def active_id(self) -> str:
        """Return `service:<name>:v<latest version>`. Raise `MissingKeyError`, `KeyServiceError`."""
        version = self._ask("GET", f"keys/{self.nom}").get("latest_version")
        if not isinstance(version, int):
            raise KeyServiceError(detail="Le service des clés n’a pas dit quelle version de la clé sert.")
        return f"{PREFIXE}:{self.nom}:v{version}"

    def wrap(self, cles: Sequence[tuple[bytes, bytes]]) -> list[Enveloppe]:
        """Wrap each (32 bytes, bytes to bind), 500 a request. Raise `MissingKeyError`, `KeyServiceError`."""
        entrees = [{"plaintext": _text(secret), "associated_data": _text(lies)} for secret, lies in cles]
        return [self._envelope(resultat.get("ciphertext")) for resultat in self._batch("encrypt", entrees)]

    def unwrap(self, enveloppes: Sequence[tuple[Enveloppe, bytes]]) -> list[bytes]:
        """Return the 32 bytes of each. Raise `MissingKeyError`, `KeyServiceError`, `TamperedError`, and as `avant` for what it wrapped."""
        siennes = [rang for rang, (enveloppe, _) in enumerate(enveloppes) if enveloppe.cle_id.startswith(f"{PREFIXE}:")]
        autres = [rang for rang in range(len(enveloppes)) if rang not in set(siennes)]
        entrees = [self._entry(*enveloppes[rang]) for rang in siennes]
        secrets = dict(zip(siennes, map(_secret, self._batch("decrypt", entrees)), strict=True))
        if autres:
            if self.avant is None:
                raise MissingKeyError(detail="Une clé a été enveloppée par le dossier des clés, et le service des clés ne l’ouvre pas.")
            secrets |= dict(zip(autres, self.avant.unwrap([enveloppes[rang] for rang in autres]), strict=True))
        return [secrets[rang] for rang in range(len(enveloppes))]

    def _entry(self, enveloppe: Enveloppe, lies: bytes) -> dict[str, str]:
        lue = CIPHERTEXT.fullmatch(enveloppe.texte)
        if lue is None or enveloppe.cle_id != f"{PREFIXE}:{self.nom}:v{lue[1]}":
            raise TamperedError(detail="Une clé enveloppée par le service des clés a été modifiée, ou elle est d’une autre clé que la nôtre.")
        return {"ciphertext": enveloppe.texte, "associated_data": _text(lies)}

    def _envelope(self, ciphertext: object) -> Enveloppe:
        lu = CIPHERTEXT.fullmatch(ciphertext) if isinstance(ciphertext, str) else None
        if lu is None:
            raise KeyServiceError(detail="Le service des clés a rendu autre chose qu’une clé enveloppée.")
        return Enveloppe(cle_id=f"{PREFIXE}:{self.nom}:v{lu[1]}", texte=lu[0])

    def _batch(self, verb: str, entrees: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
        resultats: list[dict[str, Any]] = []
        for debut in range(0, len(entrees), PAR_DEMANDE):
            lot = entrees[debut : debut + PAR_DEMANDE]
            rendus = self._ask("POST", f"{verb}/{self.nom}", {"batch_input": list(lot)}).get("batch_results")
            if not isinstance(rendus, list) or len(rendus) != len(lot) or not all(isinstance(un, dict) for un in rendus):
                raise KeyServiceError(detail="Le service des clés n’a pas rendu autant de réponses que de demandes.")
            resultats += rendus
        if any(resultat.get("error") for resultat in resultats):
            raise TamperedError(detail="Le service des clés n’ouvre pas une clé enveloppée : elle a été modifiée, ou elle vient d’un autre sujet.")
        return resultats

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/{path}", data=data, headers=self._headers, method=method)  # noqa: S310  https, checked at the start
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                return _data(answer.read(REPONSE_MAX))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 404:
                    raise MissingKeyError(detail=f"Le service des clés ne connaît pas la clé {self.nom}.") from None
                # A batch of which one entry does not open is answered 400, with the others' results.
                if error.code == 400 and (rendu := _data(error.read(REPONSE_MAX))):
                    return rendu
                raise KeyServiceError(detail=f"Le service des clés a répondu {error.code}.") from None
        except (OSError, http.client.HTTPException) as error:
            raise KeyServiceError(detail=f"Le service des clés ne répond pas ({type(error).__name__}).") from None


def from_settings() -> ServiceDeCles:
    """Return the service that the settings `COFFRE_SERVICE_*` name; what the folder wrapped before still unwraps. Raise `KeyServiceError`."""
    try:
        jeton = Path(settings.COFFRE_SERVICE_JETON).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyServiceError(detail=f"Le fichier COFFRE_SERVICE_JETON ne peut pas être lu ({type(error).__name__}).") from None
    return ServiceDeCles(url=settings.COFFRE_SERVICE_URL, nom=settings.COFFRE_SERVICE_CLE, jeton=jeton, avant=dossier.from_settings())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _secret(resultat: Mapping[str, Any]) -> bytes:
    try:
        secret = base64.b64decode(str(resultat.get("plaintext", "")), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyServiceError(detail="Le service des clés a rendu autre chose qu’une clé de 32 octets.")
    return secret


def _data(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw).get("data")
    except (ValueError, AttributeError):
        data = None
    return data if isinstance(data, dict) else {}
