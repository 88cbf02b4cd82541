"""The place and the fingerprint of each statement of a right, so that a reader can point at one. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields
from functools import lru_cache

from droits_ouverts.droits.types import Droit, Enonce

PAGE = ""
"""The place that stands for the whole page."""
UNIQUES = ("public", "decide_par", "verse_par", "delai", "renouvellement", "retroactivite", "fiche_officielle", "calcul")
LISTES = ("ou_demander", "documents", "conditions", "montants", "silences", "recours", "incompatibilites", "pieges")
ABREGE = 16
"""Digits of a fingerprint that a page sends back: enough to tell one wording from the next, and half as heavy."""
HORS_TEXTE = frozenset({"source", "source_le", "grade", "note"})
"""What is said of a statement, and not by it."""

_PERSONNEL = (
    ("courriel", re.compile(r"[^\s@]+\s?@\s?[^\s@]+\.\w{2,}")),
    # 13 digits of a social security number, whatever separates them, key included or not.
    ("nir", re.compile(r"(?<!\d)[1-478][\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?(?:\d{2}|2[aAbB])[\s.-]?\d{3}[\s.-]?\d{3}(?:[\s.-]?\d{2})?(?!\d)")),
    ("telephone", re.compile(r"(?<!\d)(?:\+|00)?(?:33[\s.-]?\(?0?\)?|0)[\s.-]?[1-9](?:[\s.-]?\d{2}){4}(?!\d)")),
    # Any other long number is somebody's: a file, an account, a foreign telephone.
    ("numero", re.compile(r"(?<!\d)\d(?:[\s.-]?\d){7,}(?!\d)")),
)


@lru_cache(maxsize=128)
def statements(droit: Droit) -> dict[str, Enonce]:
    """Return every statement of a right by its place in the file: "public", "recours[0]"."""
    placed: dict[str, Enonce] = {key: getattr(droit, key) for key in UNIQUES}
    for key in LISTES:
        placed |= {f"{key}[{number}]": enonce for number, enonce in enumerate(getattr(droit, key))}
    return placed


@lru_cache(maxsize=4096)
def fingerprint(enonce: Enonce) -> str:
    """Return the digest of what a statement says, and of the day it was read again: mended or read again, it is another one."""
    said = {field.name: str(getattr(enonce, field.name)) for field in fields(enonce) if field.name not in HORS_TEXTE}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def fingerprint_at(droit: Droit, cle: str) -> str | None:
    """Return the digest of what stands at a place, the whole page included; None where nothing stands there."""
    if cle == PAGE:
        return hashlib.sha256(f"{droit.code} {droit.libelle} {droit.verifie_le}".encode()).hexdigest()
    enonce = statements(droit).get(cle)
    return None if enonce is None else fingerprint(enonce)


def personal_traces(text: str) -> tuple[str, ...]:
    """Return which kinds of personal data a free text seems to hold: "courriel", "nir", "telephone", "numero". Short official numbers pass."""
    return tuple(kind for kind, pattern in _PERSONNEL if pattern.search(text))
