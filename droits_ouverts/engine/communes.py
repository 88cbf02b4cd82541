"""Communes and their Insee codes (Etalab, code officiel géographique; see `donnees/README.md`)."""

from __future__ import annotations

import difflib
import gzip
import unicodedata
from functools import cache
from pathlib import Path

LYON, PARIS, MARSEILLE = "69123", "75056", "13055"


@cache
def _table() -> dict[str, tuple[str, bool, str]]:
    """Insee code -> (name, in the Métropole de Lyon, first postal code)."""
    brut = gzip.decompress((Path(__file__).parent / "donnees" / "communes.csv.gz").read_bytes()).decode()
    lignes = (ligne.split(";") for ligne in brut.splitlines()[1:])
    return {code: (nom, metropole == "1", postal) for code, nom, metropole, postal in lignes}


def is_commune(code: str) -> bool:
    """Tell whether a code is that of a commune of today or of an arrondissement of Paris, Lyon or Marseille."""
    return code in _table()


def name_of(code: str) -> str:
    """Return the name of a commune; the code itself where it is unknown."""
    return _table()[code][0] if code in _table() else code


def in_metropole_lyon(code: str) -> bool:
    """Tell whether a commune, or an arrondissement of Lyon, is in the Métropole de Lyon (EPCI 200046977)."""
    return code in _table() and _table()[code][1]


@cache
def metropole_lyon() -> tuple[tuple[str, str], ...]:
    """Return (Insee code, name) of the Métropole's communes and of Lyon's arrondissements, by name."""
    membres = [(code, nom) for code, (nom, metropole, _) in _table().items() if metropole and code != LYON]
    return tuple(sorted(membres, key=lambda couple: plain(couple[1])))


def to_openfisca(code: str) -> str:
    """Return the commune's own code for an arrondissement (69381-69389 -> 69123), as OpenFisca's tables have communes only."""
    if code.startswith("6938"):
        return LYON
    if code.startswith("751") and code != PARIS:
        return PARIS
    if code.startswith("132") and code > "13200":
        return MARSEILLE
    return code


def plain(texte: str) -> str:
    """Return a name without accents, capitals or punctuation, for comparison."""
    sans = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(c if c.isalnum() else " " for c in sans).split())


def nearest_communes(texte: str) -> list[str]:
    """Return up to three communes whose name or postal code is near the text, written "Vénissieux (69259)"."""
    cherche = plain(texte)
    exacts = [code for code, (nom, _, postal) in _table().items() if plain(nom) == cherche or postal == texte.strip()]
    if not exacts:
        noms = {plain(nom): code for code, nom in metropole_lyon()}
        exacts = [noms[nom] for nom in difflib.get_close_matches(cherche, noms, n=3, cutoff=0.75)]
    exacts.sort(key=lambda code: not in_metropole_lyon(code))
    return [f"{name_of(code)} ({code})" for code in exacts[:3]]


@cache
def codes() -> tuple[str, ...]:
    """Return every Insee code, of communes and of arrondissements, in order."""
    return tuple(sorted(_table()))
