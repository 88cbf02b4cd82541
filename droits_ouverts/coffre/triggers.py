"""Triggers that refuse to change or remove a line of the register of erasures, on SQLite and PostgreSQL.

On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of the register must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLE = "coffre_registreeffacement"
REFUSAL = "le registre des effacements ne se modifie pas et ne s''efface pas"

SQLITE_INSTALL = [
    f"CREATE TRIGGER registre_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for verb in ("UPDATE", "DELETE")
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS registre_refuse_{verb}" for verb in ("update", "delete")]

POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION registre_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE TRIGGER registre_refuse_lignes BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION registre_refuse()",
    f"CREATE TRIGGER registre_refuse_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION registre_refuse()",
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS registre_refuse_lignes ON {TABLE}",
    f"DROP TRIGGER IF EXISTS registre_refuse_truncate ON {TABLE}",
    "DROP FUNCTION IF EXISTS registre_refuse()",
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the register. Raise `KeyError` on a database other than SQLite and PostgreSQL: nothing is erased there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open it, for a migration backwards or for emptying a test database."""
    execute(schema_editor, REMOVE)
