"""Who reads and writes the journal in the database: the service alone writes (`services.record`), a structure reads its own lines, an account its own acts.

Except that she asked to open a file in an emergency: the line says whether the person is known there.
"""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import COMPTE, SERVICE, Table, declare, one_of

declare(
    Table(
        nom="journal_ligne",
        lire=f"{one_of('structure_id', 'structures')} OR actor_id = {COMPTE} AND verb <> 'demander_urgence' OR {SERVICE}",
        ecrire=SERVICE,
        gestes=("SELECT", "INSERT"),
    ),
    Table(nom="journal_tete", lire=SERVICE, ecrire=SERVICE, gestes=("SELECT", "INSERT", "UPDATE")),
    Table(nom="journal_repere", lire=SERVICE, ecrire=SERVICE, gestes=("SELECT",)),
)
