from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.agenda import triggers


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to rewrite what was noted of an appointment."""
    triggers.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """What was noted of an appointment is never rewritten, nor are its hours: the database refuses it."""

    dependencies = [("agenda", "0001_agenda")]

    operations = [migrations.RunPython(close_tables, open_tables)]
