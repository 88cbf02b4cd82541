"""The urgent needs: what is asked first, what to do at once, whom to call. Read and checked once, like the catalogue; no Django here.

Two things hold what a person in need may count on: the first number of each need answers day and night, and a place is told only where
it was verified. Thoughts of suicide and a child in danger are told (`toujours`), never asked: a "yes" written down would be a health
datum that no right needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.droits.reader import Reader, parse_yaml

FICHIER = Path(__file__).parent / "urgences.yaml"
FAIRE_MAX = 3
OUI, NON, REFUS = "oui", "non", "refus"
REPONSES = (OUI, NON, REFUS)
"""What may be answered to a need."""
_NUMERO = re.compile(r"\d{2,4}|0 8\d\d \d{3} \d{3}|0\d( \d\d){4}")


class Besoin(StrEnum):
    """The urgent needs that are asked. Stored in the envelope of a check-up: never renamed."""

    NOURRITURE = "nourriture"
    BEBE = "bebe"
    TOIT = "toit"
    EXPULSION = "expulsion"
    ENERGIE = "energie"
    VIOLENCE = "violence"
    SOINS = "soins"


class Ligne(StrEnum):
    """How a number is reached."""

    TELEPHONE = "telephone"
    SMS = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preuve:
    """Where a statement was read, and how sure it is."""

    source: str
    source_le: str | None
    grade: Grade
    verifie_le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Numero:
    """A national number. `horaires` None: it answers day and night, every day."""

    code: str
    numero: str
    canal: Ligne
    nom: str
    note: str
    horaires: str | None
    preuve: Preuve

    @property
    def jour_et_nuit(self) -> bool:
        """Whether it answers at any hour."""
        return self.horaires is None

    @property
    def lien(self) -> str:
        """The address that a telephone dials."""
        return f"{'sms' if self.canal is Ligne.SMS else 'tel'}:{self.numero.replace(' ', '')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LieuUrgence:
    """A local place, told only where it was verified."""

    nom: str
    adresse: str
    horaires: str
    preuve: Preuve


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitUrgence:
    """The law, where it gives a right."""

    texte: str
    article: str
    preuve: Preuve


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgence:
    """One urgent need; "yes" to its question always says that it is there. `discret`: the screen offers to be left at once."""

    code: Besoin
    titre: str
    question: str
    faire: tuple[str, ...]
    numeros: tuple[Numero, ...]
    lieux: tuple[LieuUrgence, ...]
    droit: DroitUrgence | None
    discret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Toujours:
    """What is told to everybody, and asked of nobody."""

    titre: str
    texte: str
    numeros: tuple[Numero, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgences:
    """The whole file."""

    besoins: dict[Besoin, Urgence]
    toujours: tuple[Toujours, ...]
    numeros: dict[str, Numero]
    verifie_le: date

    def needs(self, reponses: Mapping[str, str]) -> list[Urgence]:
        """Return the needs that these answers tell, in the order in which they are asked."""
        return [urgence for code, urgence in self.besoins.items() if reponses.get(code.value) == OUI]


@cache
def load_urgences() -> Urgences:
    """Return the urgent needs; raise `CatalogueError` that says all that is to be mended."""
    return read_urgences(FICHIER.read_text(encoding="utf-8"))


def read_urgences(text: str) -> Urgences:
    """Read the file; refuse a need without a number that answers at night, and a place that nobody verified."""
    problemes: list[Probleme] = []
    reader = Reader(parse_yaml(text, FICHIER.name), fichier=FICHIER.name, problemes=problemes)
    verifie_le = reader.day("verifie_le")
    numeros = {numero.code: numero for numero in (_numero(child, verifie_le) for child in reader.children("numeros"))}
    besoins = [_urgence(child, numeros, verifie_le) for child in reader.children("besoins")]
    toujours = tuple(_toujours(child, numeros) for child in reader.children("toujours"))
    reader.finish()
    manquants = set(Besoin) - {urgence.code for urgence in besoins}
    if manquants or len(besoins) != len(Besoin):
        noms = ", ".join(sorted(manquants)) or "un besoin est écrit deux fois"
        reader.report("besoins", f"les besoins ne sont pas ceux de la liste ({noms}).", "Écrivez chaque besoin une fois.")
    if problemes:
        raise CatalogueError(problemes)
    return Urgences(besoins={urgence.code: urgence for urgence in besoins}, toujours=toujours, numeros=numeros, verifie_le=verifie_le)


def _preuve(reader: Reader, verifie_le: date, *, verifie: bool = False) -> Preuve:
    source = reader.source("source")
    preuve = Preuve(source=source or "", source_le=reader.partial_date("source_le"), grade=reader.needed_enum("grade", Grade), verifie_le=verifie_le)
    if source is None:
        reader.report("source", "elle est vide.", "Donnez l’adresse de la page lue : rien d’urgent n’est dit sans source.")
    if preuve.grade is Grade.A_VERIFIER or (verifie and preuve.grade is not Grade.VERIFIE):
        reader.report("grade", "ce n’est pas assez sûr pour une urgence.", "Vérifiez d’abord, ou retirez cette ligne.")
    return preuve


def _numero(reader: Reader, verifie_le: date) -> Numero:
    numero = Numero(
        code=reader.needed_text("code"),
        numero=reader.matching("numero", _NUMERO, "n’est pas un numéro de téléphone.", "Écrivez-le comme on le lit : 115, 0 800 473 333.", optional=False)
        or "",
        canal=reader.needed_enum("canal", Ligne),
        nom=reader.needed_text("nom"),
        note=reader.needed_text("note"),
        horaires=reader.text("horaires", nullable=True),
        preuve=_preuve(reader, verifie_le),
    )
    reader.finish()
    return numero


def _numeros(reader: Reader, numeros: dict[str, Numero]) -> tuple[Numero, ...]:
    codes = reader.texts("numeros")
    for code in codes:
        if code not in numeros:
            reader.report("numeros", f"« {code} » n’est pas un numéro de la liste.", "Ajoutez-le à « numeros », avec sa source.")
    found = tuple(numeros[code] for code in codes if code in numeros)
    if not found or not found[0].jour_et_nuit:
        reader.report("numeros", "le premier numéro ne répond pas la nuit.", "Commencez par un numéro qui répond jour et nuit.")
    return found


def _urgence(reader: Reader, numeros: dict[str, Numero], verifie_le: date) -> Urgence:
    urgence = Urgence(
        code=reader.needed_enum("code", Besoin),
        titre=reader.needed_text("titre"),
        question=reader.needed_text("question"),
        discret=reader.flag("discret"),
        faire=reader.texts("faire"),
        numeros=_numeros(reader, numeros),
        lieux=tuple(_lieu(child, verifie_le) for child in reader.children("lieux")),
        droit=_droit(reader, verifie_le),
    )
    if not 1 <= len(urgence.faire) <= FAIRE_MAX:
        reader.report("faire", f"il y a {len(urgence.faire)} phrases.", f"Écrivez 1 à {FAIRE_MAX} phrases : on les lit dans l’urgence.")
    reader.finish()
    return urgence


def _lieu(reader: Reader, verifie_le: date) -> LieuUrgence:
    lieu = LieuUrgence(
        nom=reader.needed_text("nom"),
        adresse=reader.needed_text("adresse"),
        horaires=reader.needed_text("horaires"),
        preuve=_preuve(reader, verifie_le, verifie=True),
    )
    reader.finish()
    return lieu


def _droit(reader: Reader, verifie_le: date) -> DroitUrgence | None:
    brut: Any = reader.data.get("droit")
    if brut is None:
        reader.take("droit")
        return None
    child = reader.child("droit")
    droit = DroitUrgence(texte=child.needed_text("texte"), article=child.needed_text("article"), preuve=_preuve(child, verifie_le))
    child.finish()
    return droit


def _toujours(reader: Reader, numeros: dict[str, Numero]) -> Toujours:
    toujours = Toujours(titre=reader.needed_text("titre"), texte=reader.needed_text("texte"), numeros=_numeros(reader, numeros))
    reader.finish()
    return toujours
