from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.suivi import triggers


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written move, and what a right would say otherwise than its moves."""
    triggers.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """The ledger is written once: the database itself refuses to rewrite it."""

    dependencies = [("suivi", "0001_droit_suivi")]

    operations = [migrations.RunPython(close_tables, open_tables, elidable=False)]
