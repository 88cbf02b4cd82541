"""What a backup holds, written first inside its seal: kind, date, versions, and the count and digest of each table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from droits_ouverts.config.sauvegarde.errors import SauvegardeError

TAILLE_MAX = 16 * 1024 * 1024
"""Bytes of a manifest: thousands of tables."""


class Genre(StrEnum):
    """What follows the manifest."""

    SQLITE = "sqlite"
    """A database file, whole."""
    POSTGRESQL = "postgresql"
    """An archive of pg_dump, custom format."""
    POSTGRESQL_PHYSIQUE = "postgresql-physique"
    """A tar of pg_basebackup: a whole cluster, from which any later instant is reached with its WAL."""
    WAL = "wal"
    """One segment of PostgreSQL's write-ahead log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How many rows, and the SHA-256 of them all in the order of the primary key."""

    lignes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Etat:
    """A database as it is: its tables, and the digest of its structure (tables, indexes, constraints, triggers, policies)."""

    tables: Mapping[str, Table]
    structure: str

    def differences(self, autre: Etat) -> list[str]:
        """Name what the other doesn't have as here; empty where both hold the same."""
        noms = sorted(self.tables.keys() ^ autre.tables.keys())
        ecarts = [f"la table {nom} n'est que d'un côté" for nom in noms]
        for nom in sorted(self.tables.keys() & autre.tables.keys()):
            ici, la = self.tables[nom], autre.tables[nom]
            if ici.lignes != la.lignes:
                ecarts.append(f"la table {nom} compte {la.lignes} lignes au lieu de {ici.lignes}")
            elif ici.sha256 != la.sha256:
                ecarts.append(f"le contenu de la table {nom} n'est pas le même")
        if self.structure != autre.structure:
            ecarts.append("la structure de la base n'est pas la même (colonnes, index, déclencheurs ou politiques)")
        return ecarts


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifeste:
    """Head of a backup's content."""

    genre: Genre
    faite_le: datetime
    versions: Mapping[str, str]
    etat: Etat | None = None
    migrations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    nom: str = ""
    """Name of the segment, for WAL."""

    def to_bytes(self) -> bytes:
        """Return it as it is written: four bytes of length, then JSON."""
        texte = json.dumps(asdict(self) | {"faite_le": self.faite_le.isoformat()}, ensure_ascii=False, sort_keys=True).encode()
        return len(texte).to_bytes(4, "big") + texte


def read(blocs: Iterator[bytes]) -> tuple[Manifeste, Iterator[bytes]]:
    """Read the manifest at the head of an opened content; return it and the rest. Raise `SauvegardeError` if there is none."""
    tampon = bytearray()
    besoin = 4
    for bloc in blocs:
        tampon += bloc
        if len(tampon) >= 4:
            besoin = 4 + int.from_bytes(tampon[:4], "big")
            if besoin > TAILLE_MAX:
                break
        if len(tampon) >= besoin:
            return _from_json(bytes(tampon[4:besoin])), _chain(bytes(tampon[besoin:]), blocs)
    raise SauvegardeError("cette sauvegarde n'a pas de manifeste. Elle vient d'une autre version : prenez celle qui l'a faite.")


def _chain(debut: bytes, suite: Iterator[bytes]) -> Iterator[bytes]:
    if debut:
        yield debut
    yield from suite


def _from_json(texte: bytes) -> Manifeste:
    try:
        lu = json.loads(texte)
        etat = lu["etat"] and Etat(tables={nom: Table(**table) for nom, table in lu["etat"]["tables"].items()}, structure=lu["etat"]["structure"])
        return Manifeste(
            genre=Genre(lu["genre"]),
            faite_le=datetime.fromisoformat(lu["faite_le"]),
            versions=lu["versions"],
            etat=etat,
            migrations=tuple(lu["migrations"]),
            roles=tuple(lu["roles"]),
            nom=lu["nom"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SauvegardeError(f"le manifeste de cette sauvegarde ne se lit pas ({type(error).__name__}). Prenez la version qui l'a faite.") from None
