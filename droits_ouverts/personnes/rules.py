"""The identity of a person as a value: pure functions, no database, no clock."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

LANGUES = ("fr", "en", "ar")
TEXTE_MAX = 80
NEE_APRES = 1900
ACCORD_DUREE = timedelta(days=731)
"""Two years: an agreement older than that is a year typed wrong, or one to be asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identite:
    """How a person is called, the language of her sheet, her birth date ("AAAA-MM-JJ", or nothing): one envelope. One of the two names is enough."""

    prenom: str
    nom: str = ""
    langue: str = "fr"
    naissance: str = ""

    @property
    def ecrite(self) -> str:
        """The name as screens write it."""
        return f"{self.prenom} {self.nom}".strip()

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Identite:
        """Read what `to_bytes` wrote."""
        return cls(**json.loads(contenu))


def cleaned(identite: Identite) -> Identite:
    """Return the identity as it is kept: no spaces around, no endless name, a language of the sheet."""
    return Identite(
        prenom=" ".join(identite.prenom.split())[:TEXTE_MAX],
        nom=" ".join(identite.nom.split())[:TEXTE_MAX],
        langue=identite.langue if identite.langue in LANGUES else LANGUES[0],
        naissance=identite.naissance,
    )


def check(identite: Identite, *, accord_le: date, today: date) -> dict[str, str]:
    """Return the code of what is wrong, by field: "vide", "futur", "ancien". Nothing where all is well."""
    erreurs: dict[str, str] = {}
    if not identite.ecrite:
        erreurs["prenom"] = "vide"
    if identite.naissance and (faux := check_birth(identite.naissance, today=today)):
        erreurs["naissance"] = faux
    return erreurs | check_agreement(accord_le, today=today)


def check_birth(naissance: str, *, today: date) -> str:
    """Return what is wrong with a birth date: "illisible", "futur", "ancien" (before 1900). Nothing where all is well."""
    try:
        jour = date.fromisoformat(naissance)
    except ValueError:
        return "illisible"
    if jour > today:
        return "futur"
    return "ancien" if jour.year < NEE_APRES else ""


def check_agreement(accord_le: date, *, today: date) -> dict[str, str]:
    """Return what is wrong with the day of an agreement: "futur", or "ancien" from two years before on. Nothing where all is well."""
    if accord_le > today:
        return {"accord_le": "futur"}
    return {"accord_le": "ancien"} if accord_le < today - ACCORD_DUREE else {}
