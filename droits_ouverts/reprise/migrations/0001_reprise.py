from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """An import, what its rows did, and what a structure's columns mean."""

    initial = True

    dependencies = [
        ("personnes", "0004_droits_de_la_personne"),
        ("structures", "0003_invitations_et_suspensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correspondance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("colonnes", models.JSONField(default=dict, verbose_name="colonnes")),
                ("droits", models.JSONField(default=dict, verbose_name="droits")),
                ("etats", models.JSONField(default=dict, verbose_name="états")),
                ("sorties", models.JSONField(default=list, verbose_name="colonnes de l’export")),
                ("at", models.DateTimeField(verbose_name="confirmée le")),
                (
                    "par",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="confirmée par"),
                ),
                (
                    "structure",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "correspondance",
                "verbose_name_plural": "correspondances",
            },
        ),
        migrations.CreateModel(
            name="Reprise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "statut",
                    models.CharField(
                        choices=[
                            ("colonnes", "Colonnes à confirmer"),
                            ("valeurs", "Mots à confirmer"),
                            ("essai", "À relire avant d’importer"),
                            ("en_cours", "En cours"),
                            ("faite", "Faite"),
                            ("en_annulation", "Annulation en cours"),
                            ("annulee", "Annulée"),
                        ],
                        default="colonnes",
                        max_length=20,
                        verbose_name="statut",
                    ),
                ),
                ("tableau_scelle", models.TextField(blank=True, default="", verbose_name="tableau scellé")),
                ("essai_scelle", models.TextField(blank=True, default="", verbose_name="essai scellé")),
                ("reglages", models.JSONField(default=dict, verbose_name="réglages")),
                ("lignes", models.PositiveIntegerField(verbose_name="lignes")),
                ("faites", models.PositiveIntegerField(default=0, verbose_name="lignes faites")),
                ("created_at", models.DateTimeField(verbose_name="commencée le")),
                ("finie_at", models.DateTimeField(blank=True, null=True, verbose_name="finie le")),
                (
                    "par",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="commencée par"),
                ),
                (
                    "structure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "reprise d’un tableau",
                "verbose_name_plural": "reprises de tableaux",
            },
        ),
        migrations.CreateModel(
            name="LigneReprise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rang", models.PositiveIntegerField(verbose_name="ligne du tableau")),
                ("creee", models.BooleanField(default=False, verbose_name="personne créée")),
                ("droit_suivi", models.UUIDField(blank=True, null=True, verbose_name="droit suivi")),
                ("rang_avant", models.PositiveIntegerField(default=0, verbose_name="rang avant")),
                ("rang_apres", models.PositiveIntegerField(default=0, verbose_name="rang après")),
                ("refus", models.CharField(blank=True, default="", max_length=40, verbose_name="pourquoi rien n’a été fait")),
                (
                    "personne",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lignes_reprises",
                        to="personnes.personne",
                        verbose_name="personne",
                    ),
                ),
                (
                    "reprise",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rangees", to="reprise.reprise", verbose_name="reprise"),
                ),
            ],
            options={
                "verbose_name": "ligne reprise",
                "verbose_name_plural": "lignes reprises",
            },
        ),
        migrations.AddIndex(
            model_name="reprise",
            index=models.Index(fields=["structure", "-created_at"], name="reprise_recente"),
        ),
        migrations.AddConstraint(
            model_name="reprise",
            constraint=models.CheckConstraint(
                condition=models.Q(("statut__in", ["colonnes", "valeurs", "essai", "en_cours", "faite", "en_annulation", "annulee"])),
                name="reprise_a_un_statut_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="reprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statut__in", ["faite", "annulee", "en_annulation"]), _negated=True),
                    models.Q(("essai_scelle", ""), ("tableau_scelle", "")),
                    _connector="OR",
                ),
                name="reprise_finie_sans_tableau",
            ),
        ),
        migrations.AddConstraint(
            model_name="lignereprise",
            constraint=models.UniqueConstraint(fields=("reprise", "rang"), name="ligne_reprise_une_par_rang"),
        ),
    ]
