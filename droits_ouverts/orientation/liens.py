"""What a link that answers once is made of: a random secret, its keyed digest, the code of a desk, and the proof that the code was typed. No row, no clock."""

from __future__ import annotations

import secrets

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

OCTETS = 32
"""256 random bits a link."""
CHIFFRES = 6
SEL_LIEN, SEL_CODE, SEL_PREUVE = "orientation.lien", "orientation.code", "orientation.preuve"
VIE_PREUVE = 30 * 60
"""Seconds during which the sheet stays open once the code is typed."""


def new_token() -> str:
    """Return the secret of a new link."""
    return secrets.token_urlsafe(OCTETS)


def digest_of(jeton: str) -> str:
    """Return what the database keeps of a link: HMAC-SHA-256 by a key derived from `SECRET_KEY`, so that a stolen database tries no link at leisure."""
    return salted_hmac(SEL_LIEN, jeton, algorithm="sha256").hexdigest()


def desk_code(destinataire_id: int, rang: int) -> str:
    """Return the code of a desk, six figures: said on the telephone, never written by mail, kept nowhere. Another `rang` gives another one."""
    return f"{int.from_bytes(salted_hmac(SEL_CODE, f'{destinataire_id}:{rang}', algorithm='sha256').digest()[:8], 'big') % 10**CHIFFRES:0{CHIFFRES}d}"


def is_code(tape: str, *, destinataire_id: int, rang: int) -> bool:
    """Tell whether what was typed is the code of this desk, blanks and hyphens aside, in constant time."""
    return constant_time_compare("".join(signe for signe in tape if signe.isdigit() and signe.isascii()), desk_code(destinataire_id, rang))


def proof_of(empreinte: str, rang: int) -> str:
    """Return the proof that the code was typed for a link: signed, good for half an hour and for this link only."""
    return signing.dumps([empreinte, rang], salt=SEL_PREUVE)


def is_proof(preuve: str, *, empreinte: str, rang: int) -> bool:
    """Tell whether a proof is ours, recent, and of this link and code."""
    try:
        return bool(signing.loads(preuve, salt=SEL_PREUVE, max_age=VIE_PREUVE) == [empreinte, rang])
    except signing.BadSignature:
        return False
