from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.coffre import triggers


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written line of the register."""
    triggers.install(schema_editor)


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a plain table."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """Keys of persons and check-ups, their blind index, and the register of erasures, which the database itself refuses to change."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CleSujet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("structure_id", models.BigIntegerField(verbose_name="structure")),
                (
                    "genre",
                    models.CharField(
                        choices=[("personne", "personne"), ("bilan", "bilan"), ("index", "index de recherche d’une structure")],
                        max_length=20,
                        verbose_name="genre de sujet",
                    ),
                ),
                ("sujet_id", models.CharField(max_length=36, verbose_name="identifiant du sujet")),
                ("enveloppe", models.TextField(verbose_name="clé enveloppée")),
                ("cle_id", models.CharField(max_length=64, verbose_name="clé qui enveloppe")),
                ("scelles", models.BigIntegerField(default=0, verbose_name="nombre de messages scellés")),
                ("created_at", models.DateTimeField(verbose_name="créée le")),
            ],
            options={
                "verbose_name": "clé d’un sujet",
                "verbose_name_plural": "clés des sujets",
                "indexes": [models.Index(fields=["cle_id", "id"], name="clesujet_par_cle")],
                "constraints": [
                    models.UniqueConstraint(fields=("structure_id", "genre", "sujet_id"), name="clesujet_une_par_sujet"),
                    models.CheckConstraint(condition=models.Q(("genre__in", ["personne", "bilan", "index"])), name="clesujet_a_un_genre_connu"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("enveloppe", ""), _negated=True), models.Q(("cle_id", ""), _negated=True)), name="clesujet_est_enveloppee"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexAveugle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("structure_id", models.BigIntegerField(verbose_name="structure")),
                ("champ", models.CharField(max_length=40, verbose_name="champ")),
                ("empreinte", models.CharField(max_length=32, verbose_name="empreinte")),
                (
                    "genre",
                    models.CharField(
                        choices=[("personne", "personne"), ("bilan", "bilan"), ("index", "index de recherche d’une structure")],
                        max_length=20,
                        verbose_name="genre de sujet",
                    ),
                ),
                ("sujet_id", models.CharField(max_length=36, verbose_name="identifiant du sujet")),
            ],
            options={
                "verbose_name": "ligne d’index aveugle",
                "verbose_name_plural": "lignes d’index aveugle",
                "indexes": [models.Index(fields=["structure_id", "champ", "empreinte"], name="index_aveugle_recherche")],
                "constraints": [models.UniqueConstraint(fields=("structure_id", "genre", "sujet_id", "champ"), name="index_aveugle_un_par_champ")],
            },
        ),
        migrations.CreateModel(
            name="RegistreEffacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("structure_id", models.BigIntegerField(verbose_name="structure")),
                (
                    "genre",
                    models.CharField(
                        choices=[("personne", "personne"), ("bilan", "bilan"), ("index", "index de recherche d’une structure")],
                        max_length=20,
                        verbose_name="genre de sujet",
                    ),
                ),
                ("sujet_id", models.CharField(max_length=36, verbose_name="identifiant du sujet")),
                ("at", models.DateTimeField(verbose_name="moment")),
            ],
            options={
                "verbose_name": "ligne du registre des effacements",
                "verbose_name_plural": "lignes du registre des effacements",
                "constraints": [models.UniqueConstraint(fields=("structure_id", "genre", "sujet_id"), name="registre_une_ligne_par_sujet")],
            },
        ),
        migrations.RunPython(close_table, open_table, elidable=False),
    ]
