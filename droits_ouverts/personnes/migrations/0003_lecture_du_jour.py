import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom an account opens in a day, counted once: what stops reading everybody."""

    dependencies = [
        ("personnes", "0002_partage"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LectureDuJour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("jour", models.DateField(verbose_name="jour")),
                ("chose", models.CharField(max_length=40, verbose_name="personne ou bilan")),
                (
                    "compte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lectures_du_jour", to=settings.AUTH_USER_MODEL, verbose_name="compte"
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture du jour",
                "verbose_name_plural": "lectures du jour",
                "constraints": [models.UniqueConstraint(fields=("compte", "jour", "chose"), name="lecture_comptee_une_fois_par_jour")],
            },
        ),
    ]
