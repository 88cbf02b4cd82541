"""Who reads these rows in the database: the structure that holds the person. An answer is never rewritten; erasing a person removes all of hers."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import COMPTE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"


def _her(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = {table}.structure_id)"


def _of_reading(colonne: str, parent: str, table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {parent} r WHERE r.id = {colonne} AND r.structure_id = {table}.structure_id)"


def _held(nom: str, parent: str, colonne: str) -> Table:
    """Return a table of what was computed for persons: its rows go with their parent, in the same structure."""
    return Table(
        nom=nom,
        lire=f"{TENU} OR {EFFACE}",
        ecrire=TENU,
        ajouter=f"{TENU} AND {_her(nom)} AND {_of_reading(colonne, parent, nom)}",
        retirer=f"{TENU} OR {EFFACE}",
    )


declare(
    Table(
        nom="veille_accordrappel",
        lire=f"{TENU} OR {EFFACE}",
        ecrire=TENU,
        ajouter=f"{TENU} AND {_her('veille_accordrappel')}",
        retirer=f"{TENU} AND par_id = {COMPTE} OR {EFFACE}",
        gestes=("SELECT", "INSERT", "DELETE"),
    ),
    Table(nom="veille_comparaisonlois", lire=TENU, ecrire=TENU),
    _held("veille_relecture", "veille_comparaisonlois", "comparaison_id"),
    _held("veille_droitnouveau", "veille_relecture", "relecture_id"),
)
