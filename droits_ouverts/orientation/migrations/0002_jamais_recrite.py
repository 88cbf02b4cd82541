from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.orientation import triggers


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of what is written once."""
    triggers.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """Steps, sheets and reminders are written once: the database itself refuses to rewrite them."""

    dependencies = [("orientation", "0001_orientation")]

    operations = [migrations.RunPython(close_tables, open_tables, elidable=False)]
