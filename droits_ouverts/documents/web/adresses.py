"""The addresses of the pictures of a paper's pages: signed for whoever has just read the paper, for ten minutes."""

from __future__ import annotations

import uuid
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

SERT: Final = 600
"""Seconds that an address serves: the time to read a page."""
SIGNE: Final = TimestampSigner(salt="documents.page", sep="~")


def pictures_of(compte_id: int, personne_id: int, document_id: uuid.UUID, pages: int) -> list[tuple[int, str]]:
    """Return the number and the address of each page, from 1 on."""
    return [
        (numero, reverse("documents:page", args=[personne_id, document_id, numero, _signed(_what(compte_id, document_id, numero))]))
        for numero in range(1, pages + 1)
    ]


def is_signed(jeton: str, *, compte_id: int, document_id: uuid.UUID, numero: int) -> bool:
    """Tell whether this very account was given this very page less than ten minutes ago."""
    try:
        SIGNE.unsign(f"{_what(compte_id, document_id, numero)}~{jeton}", max_age=SERT)
    except BadSignature:
        return False
    return True


def _what(compte_id: int, document_id: uuid.UUID, numero: int) -> str:
    return f"{compte_id}-{document_id}-{numero}"


def _signed(quoi: str) -> str:
    return SIGNE.sign(quoi).removeprefix(f"{quoi}~")
