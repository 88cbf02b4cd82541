"""An identity provider by OpenID Connect: code flow with PKCE S256, and every claim checked.

Sources: OpenID Connect Core 1.0 §3.1.2 and §3.1.3.7; RFC 7636 (PKCE); RFC 9207 (`iss`); ProConnect's documentation for service providers
(userinfo as a signed token, `amr` and `acr` asked as essential).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from droits_ouverts.comptes.errors import FournisseurError, PreuveTropFaibleError
from droits_ouverts.comptes.ports import Demande, IdentiteProuvee
from droits_ouverts.connectors.oidc import http, jetons

KEPT: Final = 600.0
"""Seconds that a provider's description and keys are kept."""
AGAIN_AFTER: Final = 30.0
"""Seconds between two askings of its keys, whatever unknown key tokens name."""
SUJET_MAX: Final = 255
"""Characters of a provider's name for somebody (OpenID Connect Core, §2)."""


@dataclass(slots=True)
class _Memoire:
    """What was asked of a provider, and when."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)

    def get(self, url: str, *, older_than: float) -> dict[str, Any]:
        with self.lock:
            at, value = self.held.get(url, (0.0, {}))
        if not value or time.monotonic() - at > older_than:
            value = http.get_json(url)
            with self.lock:
                self.held[url] = (time.monotonic(), value)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class FournisseurOidc:
    """One provider of the settings. `amr` and `acr`: the proofs of which one at least is required; with neither, none is."""

    code: str
    nom: str
    emetteur: str
    client: str
    secret: str = field(repr=False)
    profil: Literal["standard", "proconnect"] = "standard"
    amr: tuple[str, ...] = ()
    acr: tuple[str, ...] = ()
    _memoire: _Memoire = field(default_factory=_Memoire, repr=False, compare=False)

    def authorization(self, demande: Demande, *, again: bool = False) -> str:
        """Return the address where the person shows who she is. Raise `FournisseurError`."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(demande.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": demande.retour,
            "scope": "openid",
            "state": demande.state,
            "nonce": demande.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        claims: dict[str, Any] = {name: {"essential": True} for name in ("amr", "acr") if getattr(self, name)}
        if self.acr:
            claims["acr"]["values"] = list(self.acr)
        if again:
            claims["auth_time"] = {"essential": True}
        if claims:
            asked["claims"] = json.dumps({"id_token": claims})
        address = http.checked(self._described("authorization_endpoint"))
        return f"{address}{'&' if '?' in address else '?'}{urllib.parse.urlencode(asked)}"

    def identity(self, demande: Demande, code: str, *, now: float) -> IdentiteProuvee:
        """Exchange the code; return who came. Raise `PreuveTropFaibleError`, or `FournisseurError` for anything that does not hold."""
        tokens = self._exchange(demande, code)
        id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise FournisseurError(detail="The provider gave no identity.")
        claims = jetons.verified(id_token, keys=self._keys, issuer=self.emetteur, audience=self.client, required=("sub", "exp", "iat", "nonce"))
        if not hmac.compare_digest(str(claims["nonce"]).encode(), demande.nonce.encode()):
            raise FournisseurError(detail="The identity answers another request.")
        sujet = claims["sub"]
        if not isinstance(sujet, str) or not 0 < len(sujet) <= SUJET_MAX:
            raise FournisseurError(detail="The provider's name for the person can't be kept.")
        self._check_strength(claims)
        if self.profil == "proconnect":
            self._check_userinfo(access_token, sujet)
        moment = claims.get("auth_time")
        shown = moment if isinstance(moment, int) and moment <= now + jetons.LEEWAY else None
        return IdentiteProuvee(emetteur=self.emetteur, sujet=sujet, auth_time=shown, forte=bool(self.amr or self.acr))

    def _exchange(self, demande: Demande, code: str) -> dict[str, Any]:
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": demande.retour, "code_verifier": demande.verifier}
        methods = self._description().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_post" in methods:
            return http.post_form(self._described("token_endpoint"), fields | {"client_id": self.client, "client_secret": self.secret}, None)
        return http.post_form(self._described("token_endpoint"), fields, (self.client, self.secret))

    def _check_strength(self, claims: dict[str, Any]) -> None:
        if not self.amr and not self.acr:
            return
        given = claims.get("amr")
        means = {mean for mean in given if isinstance(mean, str)} if isinstance(given, list) else set()
        if not means & set(self.amr) and claims.get("acr") not in self.acr:
            raise PreuveTropFaibleError

    def _check_userinfo(self, access_token: str, sujet: str) -> None:
        """Hold the profile of ProConnect to its signature: claims in clear text are refused, whatever they say."""
        body, kind = http.get(self._described("userinfo_endpoint"), {"Authorization": f"Bearer {access_token}"})
        if kind != "application/jwt":
            raise FournisseurError(detail="The provider's description of the person is not signed.")
        claims = jetons.verified(body.decode("ascii", "replace").strip(), keys=self._keys, issuer=self.emetteur, audience=self.client, required=("sub",))
        if claims["sub"] != sujet:
            raise FournisseurError(detail="The provider describes somebody else.")

    def _keys(self, again: bool) -> list[dict[str, Any]]:
        found = self._memoire.get(self._described("jwks_uri"), older_than=AGAIN_AFTER if again else KEPT).get("keys", [])
        return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []

    def _described(self, name: str) -> str:
        value = self._description().get(name)
        if not isinstance(value, str):
            raise FournisseurError(detail=f"The provider does not tell its {name}.")
        return value

    def _description(self) -> dict[str, Any]:
        description = self._memoire.get(f"{self.emetteur.rstrip('/')}/.well-known/openid-configuration", older_than=KEPT)
        if description.get("issuer") != self.emetteur:
            raise FournisseurError(detail="The provider says that it is another one.")
        return description
