"""Triggers that refuse to change a choice or an opinion once it is written, on SQLite and PostgreSQL.

One thing may change: an envelope sealed before subjects had keys is handed over to its subject's key, its content letter for letter the same.
Their removal is not refused: they go with their check-up when it is erased, and only then (no verb removes one alone).
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.bilan.triggers import POSTGRESQL_CONTENT, SQLITE_CONTENT
from droits_ouverts.foundation.triggers import execute

TABLES = {
    "bilan_choix": ("mots_scelles", ("id", "bilan_id", "droit", "decision", "motif", "auteur_id", "fait_at")),
    "bilan_avis": ("raison_scellee", ("id", "bilan_id", "estimation_id", "droit", "statut", "auteur_id", "fait_at")),
}
"""Each table: its envelope, and what never changes."""
REFUSAL = "un choix ou un avis ne se modifie pas : un autre s''y ajoute"


def _refused(table: str, differs: str, content: str) -> str:
    """Return the condition under which a change is refused: of anything but the wrapping of an envelope, handed over to its subject's key."""
    enveloppe, columns = TABLES[table]
    conditions = [f"OLD.{column} {differs} NEW.{column}" for column in columns]
    handed_over = f"substr(OLD.{enveloppe}, 1, 5) = 'do1.k' AND substr(NEW.{enveloppe}, 1, 10) = 'do1.sujet.'"
    same = f"{content.format(f'OLD.{enveloppe}')} = {content.format(f'NEW.{enveloppe}')}"
    conditions.append(f"(OLD.{enveloppe} {differs} NEW.{enveloppe} AND NOT ({handed_over} AND {same}))")
    return " OR ".join(conditions)


SQLITE_INSTALL = [
    f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} WHEN {_refused(table, 'IS NOT', SQLITE_CONTENT)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {table}_refuse_update" for table in TABLES]

POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION bilan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    *(
        f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({_refused(table, 'IS DISTINCT FROM', POSTGRESQL_CONTENT)}) EXECUTE FUNCTION bilan_refuse()"
        for table in TABLES
    ),
]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {table}_refuse_update ON {table}" for table in TABLES),
    "DROP FUNCTION IF EXISTS bilan_refuse()",
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close both tables to changes. Raise `KeyError` on a database other than SQLite and PostgreSQL: choices are not kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open them, for a migration backwards."""
    execute(schema_editor, REMOVE)
