"""What rooms declare of their tables, in their module `lignes`: who reads and writes which rows, or why a table is outside the wall."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

COMPTE = "(SELECT lignes.compte())"
SERVICE = "(SELECT lignes.service()) IS NOT NULL"
"""A service acts, not an account."""
JOUR = "(SELECT lignes.jour())"

TOUT = ("SELECT", "INSERT", "UPDATE", "DELETE")


def one_of(colonne: str, liste: str) -> str:
    """Return the SQL condition that a column is in a list of the context (`Liste`)."""
    return f"{colonne} = ANY ((SELECT lignes.{liste}())::bigint[])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table behind the wall. `lire`: the rows that are seen; `ecrire`: those that may be changed or removed, and what they may become.

    `ajouter`: what may be added, `prendre`: what may be locked or changed, `retirer`: what may be removed, where they differ.
    `gestes`: what the application does with it at all.
    """

    nom: str
    lire: str
    ecrire: str
    ajouter: str = ""
    prendre: str = ""
    retirer: str = ""
    gestes: tuple[str, ...] = TOUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Liste:
    """Numbers that a context carries: SQL expressions, `pour_compte` an aggregate of the rows that `declare_lists` names, `pour_service` by itself."""

    nom: str
    pour_compte: str
    pour_service: str


tables: dict[str, Table] = {}
dehors: dict[str, tuple[str, tuple[str, ...]]] = {}
listes: dict[str, Liste] = {}
source: list[str] = []
fonctions: dict[str, str] = {}


def declare(*siennes: Table) -> None:
    """Declare tables behind the wall."""
    tables.update({table.nom: table for table in siennes})


def outside(raison: str, *noms: str, gestes: tuple[str, ...] = TOUT) -> None:
    """Declare tables without row security, and why."""
    dehors.update(dict.fromkeys(noms, (raison, gestes)))


def declare_lists(*siennes: Liste, des_lignes: str) -> None:
    """Declare the lists that every context carries, in this order, and the rows (`FROM ... WHERE ...`, over `v_compte` and `v_jour`) that they aggregate."""
    listes.update({liste.nom: liste for liste in siennes})
    source[:] = [des_lignes]


def declare_function(nom: str, sql: str) -> None:
    """Declare a function that policies call: its whole `CREATE OR REPLACE FUNCTION`."""
    fonctions[nom] = sql


def load() -> None:
    """Read the declarations of every room."""
    autodiscover_modules("lignes")
