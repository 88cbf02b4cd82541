from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.bilan import triggers_choix


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written choice or opinion."""
    triggers_choix.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers_choix.remove(schema_editor)


class Migration(migrations.Migration):
    """A choice can be taken back and an opinion withdrawn, by a row more; the database itself refuses to change one."""

    dependencies = [("bilan", "0003_estimation_jamais_recrite")]

    operations = [
        migrations.RemoveConstraint(model_name="avis", name="avis_a_un_statut_connu"),
        migrations.RemoveConstraint(model_name="avis", name="avis_a_une_raison"),
        migrations.RemoveConstraint(model_name="choix", name="choix_a_une_decision_connue"),
        migrations.AlterField(
            model_name="avis",
            name="raison_scellee",
            field=models.TextField(blank=True, default="", verbose_name="raison scellée"),
        ),
        migrations.AlterField(
            model_name="avis",
            name="statut",
            field=models.CharField(
                choices=[("probable", "Probable"), ("a_verifier", "À vérifier"), ("hors", "Pas dans cette situation"), ("retire", "Avis retiré")],
                max_length=20,
                verbose_name="statut",
            ),
        ),
        migrations.AlterField(
            model_name="choix",
            name="decision",
            field=models.CharField(
                choices=[
                    ("voulu", "Je le veux"),
                    ("pas_maintenant", "Pas maintenant"),
                    ("ecarte", "Je ne le veux pas"),
                    ("deja_demande", "Déjà demandé"),
                    ("deja_recu", "Déjà reçu"),
                    ("aucune", "Pas encore décidé"),
                ],
                max_length=20,
                verbose_name="décision",
            ),
        ),
        migrations.AddConstraint(
            model_name="avis",
            constraint=models.CheckConstraint(condition=models.Q(statut__in=["probable", "a_verifier", "hors", "retire"]), name="avis_a_un_statut_connu"),
        ),
        migrations.AddConstraint(
            model_name="avis",
            constraint=models.CheckConstraint(condition=~models.Q(raison_scellee="") | models.Q(statut="retire"), name="avis_a_une_raison"),
        ),
        migrations.AddConstraint(
            model_name="choix",
            constraint=models.CheckConstraint(
                condition=models.Q(decision__in=["voulu", "pas_maintenant", "ecarte", "deja_demande", "deja_recu", "aucune"]),
                name="choix_a_une_decision_connue",
            ),
        ),
        migrations.RunPython(close_tables, open_tables, elidable=False),
    ]
