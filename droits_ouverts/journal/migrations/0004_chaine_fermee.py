from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from droits_ouverts.journal import triggers


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a line, a head that goes back, and a removal outside a purge."""
    triggers.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """Every line is in a chain, at a place of its own. Apart from the columns: they are filled first."""

    dependencies = [("journal", "0003_chaine")]

    operations = [
        migrations.AddConstraint(
            model_name="ligne", constraint=models.UniqueConstraint(fields=("structure_id", "rang"), name="ligne_a_un_rang_dans_sa_structure")
        ),
        migrations.AddConstraint(
            model_name="ligne",
            constraint=models.UniqueConstraint(condition=Q(("structure_id__isnull", True)), fields=("rang",), name="ligne_sans_structure_a_un_rang"),
        ),
        migrations.AddConstraint(
            model_name="ligne", constraint=models.CheckConstraint(condition=Q(("rang__gte", 1), ~Q(("empreinte", ""))), name="ligne_est_dans_une_chaine")
        ),
        migrations.AddConstraint(
            model_name="ligne",
            constraint=models.CheckConstraint(
                condition=Q(Q(("issue", "fait"), ("motif", "")), Q(("issue", "refuse"), ~Q(("motif", ""))), _connector="OR"),
                name="ligne_refusee_dit_un_motif",
            ),
        ),
        migrations.RunPython(close_tables, open_tables, elidable=False),
    ]
