from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.journal import triggers


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written line."""
    triggers.install(schema_editor)


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a plain table."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """The database itself refuses to change or remove a line."""

    dependencies = [("journal", "0001_ligne")]

    operations = [migrations.RunPython(close_table, open_table, elidable=False)]
