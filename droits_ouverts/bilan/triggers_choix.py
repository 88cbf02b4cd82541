"""Triggers that refuse to change a choice or an opinion once it is written, on SQLite and PostgreSQL.

Their removal is not refused: they go with their check-up when it is erased, and only then (no verb removes one alone).
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLES = ("bilan_choix", "bilan_avis")
REFUSAL = "un choix ou un avis ne se modifie pas : un autre s''y ajoute"

SQLITE_INSTALL = [f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for table in TABLES]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {table}_refuse_update" for table in TABLES]

POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION bilan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    *(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION bilan_refuse()" for table in TABLES),
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
