"""Signed claims: who signed, for whom, until when. Nothing of a token is believed before its signature."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import jwt

from droits_ouverts.comptes.errors import FournisseurError

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key pair only: neither `none`, nor the client's own secret."""
LEEWAY: Final = 30
"""Seconds that two clocks may differ by."""

Keys = Callable[[bool], Iterable[dict[str, Any]]]
"""Gives the provider's public keys; True asks it again."""


def verified(token: str, *, keys: Keys, issuer: str, audience: str, required: Iterable[str]) -> dict[str, Any]:
    """Return the claims of a token signed by the provider for us. Raise `FournisseurError`."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS or "crit" in header:
            raise FournisseurError(detail="A token is signed in a way that is not taken.")
        key = _key(header, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key.key,
            algorithms=[header["alg"]],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": [*required, "iss", "aud"], "strict_aud": False},
        )
    except jwt.PyJWTError as error:
        raise FournisseurError(detail=f"A token does not hold ({type(error).__name__}).") from None
    if isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1 and claims.get("azp") != audience:
        raise FournisseurError(detail="A token is for several services and was not asked by this one.")
    return claims


def _key(header: dict[str, Any], keys: Keys) -> jwt.PyJWK:
    """Return the provider's key of this header; its keys are asked again once where none fits, since providers change them."""
    for again in (False, True):
        fitting = [known for known in keys(again) if _fits(known, header)]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm=header["alg"])
    raise FournisseurError(detail="No key of the provider fits a token.")


def _fits(known: dict[str, Any], header: dict[str, Any]) -> bool:
    """Tell whether a published key may have made this signature."""
    if known.get("use", "sig") != "sig" or known.get("kty") not in {"RSA", "EC", "OKP"} or known.get("alg", header["alg"]) != header["alg"]:
        return False
    return "kid" not in header or known.get("kid") == header["kid"]
