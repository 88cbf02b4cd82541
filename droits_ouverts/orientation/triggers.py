"""Triggers that keep a step, a reminder, and what a person agreed to share as they were written, on SQLite and PostgreSQL. Rows go with the whole file, and only then.

On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLES = ("orientation_suiteenvoi", "orientation_orientation", "orientation_relance")
REFUSAL = "ce qui est écrit d''une orientation ne se modifie pas : une étape s''y ajoute"

INSTALL = {
    "sqlite": [f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for table in TABLES],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION orientation_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        *(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION orientation_refuse()" for table in TABLES),
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {table}_refuse_update" for table in TABLES],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {table}_refuse_update ON {table}" for table in TABLES),
        "DROP FUNCTION IF EXISTS orientation_refuse()",
    ],
}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the tables to rewriting. Raise `KeyError` on a database other than SQLite and PostgreSQL."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open them, for a migration backwards."""
    execute(schema_editor, REMOVE)
