"""Who reads the keys in the database: the structure of the subject, and who reads the subject herself by an agreement.

The tables of persons and check-ups are named in SQL only: this room imports none of those above it.
"""

from __future__ import annotations

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.foundation.lignes.declarations import Table, declare, one_of

TENU = one_of("structure_id", "structures")


def _subject(table: str) -> str:
    return (
        f"CASE genre WHEN '{GenreSujet.PERSONNE.value}' THEN EXISTS "
        f"(SELECT 1 FROM personnes_personne p WHERE p.id = {table}.sujet_id::bigint AND p.structure_id = {table}.structure_id) "
        f"WHEN '{GenreSujet.BILAN.value}' THEN EXISTS "
        f"(SELECT 1 FROM bilan_bilan b WHERE b.id = {table}.sujet_id::uuid AND b.structure_id = {table}.structure_id) ELSE false END"
    )


declare(
    Table(nom="coffre_clesujet", lire=f"{TENU} OR {_subject('coffre_clesujet')}", ecrire=TENU),
    Table(nom="coffre_indexaveugle", lire=TENU, ecrire=TENU),
    Table(nom="coffre_registreeffacement", lire=TENU, ecrire=TENU, gestes=("SELECT", "INSERT")),
)
