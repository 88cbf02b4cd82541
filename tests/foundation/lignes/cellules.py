"""Cells: one reader and one row, or one writing, under the role that serves; what PostgreSQL lets through beside what the oracle says."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from droits_ouverts.foundation.lignes import declarations
from droits_ouverts.foundation.lignes.contexte import acting_for, nobody
from tests.foundation.lignes.monde import JOUR, Monde
from tests.foundation.lignes.oracle import seen_from, writing

REFUSE = "42501"
"""What PostgreSQL answers to a writing outside the wall; anything else was stopped further on, by a constraint or a trigger."""
JOURS = (JOUR, JOUR, JOUR, JOUR - timedelta(days=1), JOUR + timedelta(days=1), JOUR + timedelta(days=60))
Lecteur = tuple[int | None, date]


@dataclass
class Compte:
    """How many cells were compared, how many were open, and those that differ."""

    cellules: int = 0
    ouvertes: int = 0
    ecarts: list[str] = field(default_factory=list)

    def note(self, ecart: str) -> None:
        if len(self.ecarts) < 50:
            self.ecarts.append(ecart)


@contextmanager
def serving() -> Iterator[None]:
    """Be the role that serves until the end of the block, in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.ROLE_APPLICATION}")
    try:
        yield
    finally:
        with nobody(), connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@contextmanager
def reading(lecteur: Lecteur) -> Iterator[None]:
    """Read for an account on a day, or for nobody."""
    compte, jour = lecteur
    with nobody() if compte is None else acting_for(compte, on=jour):
        yield


def readers(monde: Monde) -> list[Lecteur]:
    """Each account on each day, nobody, and an account that does not exist."""
    jours = sorted(set(JOURS))
    return [(None, JOUR), (1, JOUR), *((compte["id"], jour) for compte in monde.rows("comptes_compte") for jour in jours)]


def read(monde: Monde, lecteurs: Iterable[Lecteur]) -> Compte:
    """Compare what each reader sees of each table, row by row."""
    compte = Compte()
    with serving(), connection.cursor() as cursor:
        for lecteur in lecteurs:
            attendues = seen_from(monde, *lecteur).visibles
            with reading(lecteur):
                for table in sorted(declarations.tables):
                    cle = "chaine" if table == "journal_tete" else "id"
                    cursor.execute(f'SELECT {cle} FROM "{table}"')
                    vues = {str(ligne[0]) for ligne in cursor.fetchall()}
                    dues = {str(une) for une in attendues[table]}
                    compte.cellules += len(monde.rows(table))
                    compte.ouvertes += len(dues)
                    if vues != dues:
                        compte.note(f"{table} lue par {lecteur} : en trop {sorted(vues - dues)[:3]}, en moins {sorted(dues - vues)[:3]}")
    return compte


def write(monde: Monde, combien: int, alea: random.Random) -> Compte:
    """Try writings drawn at random, each undone at once, and compare what was let through."""
    compte = Compte()
    lecteurs = readers(monde)
    # Many writings for one reader: what she sees is worked out once.
    par_lecteur = max(1, combien // max(1, min(len(lecteurs), combien // 25)))
    with serving():
        while compte.cellules < combien:
            lecteur = alea.choice(lecteurs)
            vue = seen_from(monde, *lecteur)
            with reading(lecteur):
                for _ in range(min(par_lecteur, combien - compte.cellules)):
                    ecriture = writing(alea, vue)
                    passee = _tried(ecriture.sql, ecriture.valeurs)
                    compte.cellules += 1
                    compte.ouvertes += ecriture.permise
                    if passee != ecriture.permise:
                        compte.note(f"{ecriture.sql} {ecriture.valeurs[:6]} par {lecteur} : {'passée' if passee else 'refusée'}")
    return compte


def _tried(sql: str, valeurs: tuple[object, ...]) -> bool:
    point = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, valeurs)
            return cursor.rowcount > 0
    except DatabaseError as error:
        return getattr(error.__cause__, "sqlstate", None) != REFUSE
    finally:
        transaction.savepoint_rollback(point)
