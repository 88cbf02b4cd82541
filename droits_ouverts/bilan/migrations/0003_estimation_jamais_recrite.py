from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.bilan import triggers


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to rewrite an estimate."""
    triggers.install(schema_editor)


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a plain table."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """An estimate made again points to the one whose answers it takes, and the database refuses to rewrite any."""

    dependencies = [("bilan", "0002_choix_avis_et_anonymat")]

    operations = [
        migrations.AddField(
            model_name="estimation",
            name="refaite_de",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="refaites",
                to="bilan.estimation",
                verbose_name="refaite de",
            ),
        ),
        migrations.RunPython(close_table, open_table, elidable=False),
    ]
