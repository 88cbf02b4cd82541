"""Triggers that keep corrections as they were written, on SQLite and PostgreSQL. They go with their person.

On SQLite, altering the table makes Django rebuild it without its triggers: a later migration of it must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLE = "personnes_rectification"
REFUSAL = "une rectification ne se modifie pas : une autre s''y ajoute"

INSTALL = {
    "sqlite": [f"CREATE TRIGGER {TABLE}_refuse_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER {TABLE}_refuse_update BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_refuse_update"],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_refuse_update ON {TABLE}", f"DROP FUNCTION IF EXISTS {TABLE}_refuse()"],
}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the table to rewriting."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open it, for a migration backwards."""
    execute(schema_editor, REMOVE)
