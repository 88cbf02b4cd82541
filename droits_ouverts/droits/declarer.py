"""What to tell once a right is received, and what to do if a debt comes. Read and checked once, like the catalogue; no Django here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.droits.reader import Reader, parse_yaml
from droits_ouverts.droits.types import Enonce

FICHIER = Path(__file__).parent / "declarer.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conseil(Enonce):
    """One statement under its title."""

    titre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarer:
    """Everything that is said, in the order in which it helps.

    `a_dire`: which changes; `quand`: when, and how to prove it; `erreur`: what a mistake costs; `dette`: what to do, in order; `limites`: what nobody
    may ask, and what nobody can forgive.
    """

    a_dire: tuple[Conseil, ...]
    quand: tuple[Conseil, ...]
    erreur: tuple[Conseil, ...]
    dette: tuple[Conseil, ...]
    limites: tuple[Conseil, ...]


@cache
def load_declarer() -> Declarer:
    """Return the statements of the house's file. Raise `CatalogueError` naming each fault."""
    return read_declarer(FICHIER.read_text(encoding="utf-8"))


def read_declarer(text: str) -> Declarer:
    """Return what a file says. Raise `CatalogueError` naming each fault: a certainty without a source is one."""
    problemes: list[Probleme] = []
    reader = Reader(parse_yaml(text, FICHIER.name), fichier=FICHIER.name, problemes=problemes)
    verifie_le = reader.day("verifie_le")
    lu = Declarer(
        a_dire=_conseils(reader, "a_dire", verifie_le),
        quand=_conseils(reader, "quand", verifie_le),
        erreur=_conseils(reader, "erreur", verifie_le),
        dette=_conseils(reader, "dette", verifie_le),
        limites=_conseils(reader, "limites", verifie_le),
    )
    reader.finish()
    if problemes:
        raise CatalogueError(problemes)
    return lu


def _conseils(reader: Reader, cle: str, verifie_le: date) -> tuple[Conseil, ...]:
    return tuple(_conseil(enfant, verifie_le) for enfant in reader.children(cle))


def _conseil(reader: Reader, verifie_le: date) -> Conseil:
    conseil = Conseil(
        titre=reader.needed_text("titre"),
        texte=reader.needed_text("texte"),
        article=reader.text("article", optional=True, nullable=True),
        source=reader.source("source"),
        source_le=reader.partial_date("source_le"),
        grade=reader.needed_enum("grade", Grade),
        verifie_le=reader.day("verifie_le", default=verifie_le),
        note=reader.text("note", optional=True, nullable=True),
    )
    if conseil.source is None and conseil.grade is not Grade.A_VERIFIER:
        reader.report("source", f"le grade est {conseil.grade.value} mais aucune source n’est écrite.", "Donnez la source, ou passez à a_verifier.")
    reader.finish()
    return conseil
