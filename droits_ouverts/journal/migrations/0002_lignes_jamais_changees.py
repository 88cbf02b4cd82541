from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

REFUSAL = "le journal ne se modifie pas et ne s''efface pas"
INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER journal_refuse_{verb.lower()} BEFORE {verb} ON journal_ligne BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER journal_refuse_lignes BEFORE UPDATE OR DELETE ON journal_ligne FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        "CREATE TRIGGER journal_refuse_truncate BEFORE TRUNCATE ON journal_ligne FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS journal_refuse_{verb}" for verb in ("update", "delete")],
    "postgresql": [
        "DROP TRIGGER IF EXISTS journal_refuse_lignes ON journal_ligne",
        "DROP TRIGGER IF EXISTS journal_refuse_truncate ON journal_ligne",
        "DROP FUNCTION IF EXISTS journal_refuse()",
    ],
}


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written line. What closes the tables today is in `journal.triggers`; this is what did when they had no chain."""
    execute(schema_editor, INSTALL)


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a plain table."""
    execute(schema_editor, REMOVE)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove a line."""

    dependencies = [("journal", "0001_ligne")]

    operations = [migrations.RunPython(close_table, open_table, elidable=False)]
