from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """What erased followed rights counted for is kept too, without anybody."""

    dependencies = [
        ("conservation", "0001_conservation"),
        ("structures", "0003_invitations_et_suspensions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="fait",
            name="fait_a_un_genre_connu",
        ),
        migrations.AlterField(
            model_name="fait",
            name="genre",
            field=models.CharField(
                choices=[
                    ("bilan", "bilans"),
                    ("choix", "choix"),
                    ("avis", "avis"),
                    ("suivi", "droits suivis"),
                    ("resultat", "résultats"),
                ],
                max_length=20,
                verbose_name="ce qui est compté",
            ),
        ),
        migrations.AddConstraint(
            model_name="fait",
            constraint=models.CheckConstraint(condition=models.Q(genre__in=["bilan", "choix", "avis", "suivi", "resultat"]), name="fait_a_un_genre_connu"),
        ),
    ]
