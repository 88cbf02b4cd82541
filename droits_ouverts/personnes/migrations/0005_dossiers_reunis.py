from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two files of one person in one structure: which one is under which."""

    dependencies = [
        ("personnes", "0004_droits_de_la_personne"),
        ("structures", "0003_invitations_et_suspensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="personne",
            name="rapprochee_de",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jointes",
                to="personnes.personne",
                verbose_name="dossier gardé",
            ),
        ),
        migrations.AddField(
            model_name="personne",
            name="reunie",
            field=models.BooleanField(db_default=False, default=False, verbose_name="a d’autres dossiers"),
        ),
        migrations.AddConstraint(
            model_name="personne",
            constraint=models.CheckConstraint(
                condition=models.Q(("rapprochee_de__isnull", True), ("reunie", False), _connector="OR"), name="personne_gardee_ou_jointe"
            ),
        ),
        migrations.CreateModel(
            name="Rapprochement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fait_at", models.DateTimeField(verbose_name="réuni le")),
                ("contact_redit_at", models.DateTimeField(blank=True, null=True, verbose_name="comment la joindre redit le")),
                ("separe_at", models.DateTimeField(blank=True, null=True, verbose_name="séparé le")),
                (
                    "jointe",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rapprochements", to="personnes.personne", verbose_name="dossier joint"
                    ),
                ),
                (
                    "gardee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dossiers_joints", to="personnes.personne", verbose_name="dossier gardé"
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rapprochements", to=settings.AUTH_USER_MODEL, verbose_name="réuni par"
                    ),
                ),
                (
                    "separe_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="separations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="séparé par",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rapprochements", to="structures.structure", verbose_name="structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "rapprochement",
                "verbose_name_plural": "rapprochements",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("gardee", models.F("jointe")), _negated=True), name="rapprochement_de_deux_dossiers"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("separe_at__isnull", True), ("separe_par__isnull", True)),
                            models.Q(("separe_at__isnull", False), ("separe_par__isnull", False)),
                            _connector="OR",
                        ),
                        name="rapprochement_separe_par_quelqu_un",
                    ),
                    models.UniqueConstraint(condition=models.Q(("separe_at__isnull", True)), fields=("jointe",), name="dossier_joint_a_un_seul"),
                ],
            },
        ),
    ]
