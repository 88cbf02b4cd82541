from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.personnes import triggers


def close_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written agreement, and the removal of what followed it."""
    triggers.install(schema_editor)


def open_tables(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to plain tables."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """What a person agreed to share with another structure, and what followed; the database itself refuses to rewrite it."""

    dependencies = [
        ("personnes", "0001_personne"),
        ("structures", "0002_roles_professions_et_genres_complets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Partage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("portees", models.CharField(max_length=200, verbose_name="portées")),
                (
                    "finalite",
                    models.CharField(
                        choices=[
                            ("accompagnement", "l’accompagner dans ses démarches"),
                            ("instruction", "étudier une demande qu’elle fait"),
                            ("orientation", "la recevoir après une orientation"),
                        ],
                        max_length=20,
                        verbose_name="finalité",
                    ),
                ),
                ("debut", models.DateField(verbose_name="premier jour")),
                ("fin", models.DateField(verbose_name="dernier jour")),
                (
                    "accord_mode",
                    models.CharField(
                        choices=[("oral", "de vive voix"), ("papier", "sur papier"), ("ecran", "à l’écran")], max_length=20, verbose_name="accord donné"
                    ),
                ),
                ("explication", models.BooleanField(db_default=False, default=False, verbose_name="expliquée à part")),
                ("langue", models.CharField(max_length=8, verbose_name="langue de l’échange")),
                ("created_at", models.DateTimeField(verbose_name="enregistré le")),
                (
                    "de_structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partages_donnes",
                        to="structures.structure",
                        verbose_name="structure qui tient le dossier",
                    ),
                ),
                (
                    "enregistre_par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="partages", to=settings.AUTH_USER_MODEL, verbose_name="enregistré par"
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="partages", to="personnes.personne", verbose_name="personne"),
                ),
                (
                    "vers_structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="partages_recus", to="structures.structure", verbose_name="structure qui lit"
                    ),
                ),
            ],
            options={
                "verbose_name": "partage",
                "verbose_name_plural": "partages",
            },
        ),
        migrations.CreateModel(
            name="SuitePartage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nature",
                    models.CharField(
                        choices=[("restreint", "restreint"), ("retire", "retiré"), ("retabli", "rétabli dans la minute")], max_length=20, verbose_name="nature"
                    ),
                ),
                ("portees", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="portées restantes")),
                (
                    "mode",
                    models.CharField(choices=[("oral", "de vive voix"), ("papier", "sur papier"), ("ecran", "à l’écran")], max_length=20, verbose_name="dit"),
                ),
                ("at", models.DateTimeField(verbose_name="noté le")),
                (
                    "par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suites_partages", to=settings.AUTH_USER_MODEL, verbose_name="noté par"
                    ),
                ),
                (
                    "partage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="suites", to="personnes.partage", verbose_name="partage"),
                ),
            ],
            options={
                "verbose_name": "suite d’un partage",
                "verbose_name_plural": "suites des partages",
            },
        ),
        migrations.AddIndex(
            model_name="partage",
            index=models.Index(fields=["personne", "vers_structure"], name="partage_personne_lecteur"),
        ),
        migrations.AddIndex(
            model_name="partage",
            index=models.Index(fields=["vers_structure", "fin"], name="partage_lecteur_fin"),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "portees__regex",
                        "^(identite|contact|foyer|ressources|logement|droits|demarches|orientation|sante|sejour|violences|notes)( (identite|contact|foyer|ressources|logement|droits|demarches|orientation|sante|sejour|violences|notes))*$",
                    )
                ),
                name="partage_a_des_portees_connues",
            ),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("portees__contains", "sante")),
                        models.Q(("portees__contains", "sejour")),
                        models.Q(("portees__contains", "violences")),
                        _connector="OR",
                        _negated=True,
                    ),
                    models.Q(("explication", True), ("portees__in", ["sante", "sejour", "violences"])),
                    _connector="OR",
                ),
                name="partage_sensible_est_seul_et_explique",
            ),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(
                condition=models.Q(("finalite__in", ["accompagnement", "instruction", "orientation"])), name="partage_a_une_finalite_connue"
            ),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(condition=models.Q(("accord_mode__in", ["oral", "papier", "ecran"])), name="partage_dit_comment_elle_a_accepte"),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(condition=models.Q(("langue__in", ("fr", "en", "ar"))), name="partage_a_une_langue_connue"),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(condition=models.Q(("fin__gte", models.F("debut"))), name="partage_finit_apres_son_debut"),
        ),
        migrations.AddConstraint(
            model_name="partage",
            constraint=models.CheckConstraint(
                condition=models.Q(("de_structure", models.F("vers_structure")), _negated=True), name="partage_va_vers_une_autre_structure"
            ),
        ),
        migrations.AddConstraint(
            model_name="suitepartage",
            constraint=models.CheckConstraint(condition=models.Q(("nature__in", ["restreint", "retire", "retabli"])), name="suite_a_une_nature_connue"),
        ),
        migrations.AddConstraint(
            model_name="suitepartage",
            constraint=models.CheckConstraint(condition=models.Q(("mode__in", ["oral", "papier", "ecran"])), name="suite_dit_comment"),
        ),
        migrations.AddConstraint(
            model_name="suitepartage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nature", "retire"), ("portees", "")),
                    models.Q(
                        (
                            "portees__regex",
                            "^(identite|contact|foyer|ressources|logement|droits|demarches|orientation|sante|sejour|violences|notes)( (identite|contact|foyer|ressources|logement|droits|demarches|orientation|sante|sejour|violences|notes))*$",
                        ),
                        models.Q(("nature", "retire"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="suite_dit_ce_qui_reste",
            ),
        ),
        migrations.RunPython(close_tables, open_tables, elidable=False),
    ]
