"""Triggers that refuse to change or remove a line of the journal, on SQLite and PostgreSQL.

On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of the journal must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLE = "journal_ligne"
REFUSAL = "le journal ne se modifie pas et ne s''efface pas"

SQLITE_INSTALL = [
    f"CREATE TRIGGER journal_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for verb in ("UPDATE", "DELETE")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS journal_refuse_{verb}" for verb in ("update", "delete")]

POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE TRIGGER journal_refuse_lignes BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
    f"CREATE TRIGGER journal_refuse_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS journal_refuse_lignes ON {TABLE}",
    f"DROP TRIGGER IF EXISTS journal_refuse_truncate ON {TABLE}",
    "DROP FUNCTION IF EXISTS journal_refuse()",
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the table. Raise `KeyError` on a database other than SQLite and PostgreSQL: the journal is not kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open the table, for a migration backwards or for emptying a test database."""
    execute(schema_editor, REMOVE)
