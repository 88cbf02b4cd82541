from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.personnes import triggers_rectification


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse any change of a written correction."""
    triggers_rectification.install(schema_editor)


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a plain table."""
    triggers_rectification.remove(schema_editor)


class Migration(migrations.Migration):
    """How to reach a person without danger; what she asks of her file (corrections, erasure); what is opened in an emergency."""

    dependencies = [
        ("personnes", "0003_lecture_du_jour"),
        ("structures", "0003_invitations_et_suspensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="personne",
            name="contact_scelle",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="contact scellé"),
        ),
        migrations.CreateModel(
            name="DemandeEffacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(choices=[("oral", "de vive voix"), ("papier", "sur papier"), ("ecran", "à l’écran")], max_length=20, verbose_name="dit"),
                ),
                (
                    "obstacle",
                    models.CharField(
                        choices=[
                            ("aucun", "rien n’oblige à le garder"),
                            ("loi", "une loi oblige à le garder encore"),
                            ("recours", "il sert à un recours ou à un procès en cours"),
                        ],
                        max_length=20,
                        verbose_name="obstacle",
                    ),
                ),
                ("demandee_at", models.DateTimeField(verbose_name="demandé le")),
                ("a_partir_du", models.DateField(verbose_name="effacé à partir du")),
                ("annulee_at", models.DateTimeField(blank=True, null=True, verbose_name="annulé le")),
                (
                    "annulee_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effacements_annules",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annulé par",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="demandes_effacement", to=settings.AUTH_USER_MODEL, verbose_name="noté par"
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="demandes_effacement", to="personnes.personne", verbose_name="personne"
                    ),
                ),
            ],
            options={
                "verbose_name": "demande d’effacement",
                "verbose_name_plural": "demandes d’effacement",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("mode__in", ["oral", "papier", "ecran"])), name="effacement_dit_comment"),
                    models.CheckConstraint(condition=models.Q(("obstacle__in", ["aucun", "loi", "recours"])), name="effacement_a_un_obstacle_connu"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("annulee_at__isnull", True), ("annulee_par__isnull", True)),
                            models.Q(("annulee_at__isnull", False), ("annulee_par__isnull", False)),
                            _connector="OR",
                        ),
                        name="effacement_annule_par_quelqu_un",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulee_at__isnull", True), ("obstacle", "aucun")), fields=("personne",), name="effacement_demande_une_fois"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OuvertureUrgente",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "motif",
                    models.CharField(
                        choices=[
                            ("danger", "sa vie ou sa santé est en danger"),
                            ("proteger", "un enfant ou un adulte est à protéger"),
                            ("sans_toit", "elle serait sans toit ou sans nourriture ce soir"),
                        ],
                        max_length=20,
                        verbose_name="motif",
                    ),
                ),
                ("raison_scellee", models.TextField(verbose_name="raison scellée")),
                ("demandee_at", models.DateTimeField(verbose_name="demandée le")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("accordee", "accordée"), ("refusee", "refusée")],
                        db_default="",
                        default="",
                        max_length=20,
                        verbose_name="décision",
                    ),
                ),
                ("decidee_at", models.DateTimeField(blank=True, null=True, verbose_name="décidée le")),
                ("jusqu_at", models.DateTimeField(blank=True, null=True, verbose_name="ouverte jusqu’à")),
                (
                    "compte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ouvertures_urgentes", to=settings.AUTH_USER_MODEL, verbose_name="qui demande"
                    ),
                ),
                (
                    "decideur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urgences_decidees",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui décide",
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ouvertures_urgentes", to="personnes.personne", verbose_name="personne"
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ouvertures_urgentes",
                        to="structures.structure",
                        verbose_name="structure qui demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "ouverture d’urgence",
                "verbose_name_plural": "ouvertures d’urgence",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("motif__in", ["danger", "proteger", "sans_toit"])), name="urgence_a_un_motif_connu"),
                    models.CheckConstraint(condition=models.Q(("decision__in", ["", "accordee", "refusee"])), name="urgence_a_une_decision_connue"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decidee_at__isnull", True), ("decideur__isnull", True), ("decision", ""), ("jusqu_at__isnull", True)),
                            models.Q(("decidee_at__isnull", False), ("decideur__isnull", False), ("decision", "refusee"), ("jusqu_at__isnull", True)),
                            models.Q(("decidee_at__isnull", False), ("decideur__isnull", False), ("decision", "accordee"), ("jusqu_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="urgence_ouverte_par_une_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decideur__isnull", True), models.Q(("decideur", models.F("compte")), _negated=True), _connector="OR"),
                        name="urgence_decidee_par_une_autre_personne",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objet",
                    models.CharField(
                        choices=[("identite", "son identité"), ("bilan", "un bilan gardé"), ("autre", "autre chose")], max_length=20, verbose_name="objet"
                    ),
                ),
                (
                    "suite",
                    models.CharField(choices=[("faite", "corrigé"), ("notee", "noté à côté"), ("refusee", "refusé")], max_length=20, verbose_name="suite"),
                ),
                ("bilan", models.UUIDField(blank=True, null=True, verbose_name="bilan corrigé")),
                ("contenu_scelle", models.TextField(verbose_name="contenu scellé")),
                ("at", models.DateTimeField(verbose_name="noté le")),
                (
                    "par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rectifications", to=settings.AUTH_USER_MODEL, verbose_name="noté par"
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rectifications", to="personnes.personne", verbose_name="personne"
                    ),
                ),
            ],
            options={
                "verbose_name": "rectification",
                "verbose_name_plural": "rectifications",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("objet__in", ["identite", "bilan", "autre"])), name="rectification_a_un_objet_connu"),
                    models.CheckConstraint(condition=models.Q(("suite__in", ["faite", "notee", "refusee"])), name="rectification_a_une_suite_connue"),
                    models.CheckConstraint(condition=models.Q(("contenu_scelle", ""), _negated=True), name="rectification_a_un_contenu_scelle"),
                ],
            },
        ),
        migrations.RunPython(close_table, open_table, elidable=False),
    ]
