import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                ("debut_le", models.DateField(verbose_name="premier jour")),
                ("fin_le", models.DateField(verbose_name="dernier jour")),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "constraints": [models.CheckConstraint(condition=models.Q(("fin_le__gte", models.F("debut_le"))), name="programme_finit_apres_avoir_commence")],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                ("nom", models.CharField(max_length=120, verbose_name="nom")),
                ("commune_nom", models.CharField(max_length=120, verbose_name="commune")),
                (
                    "commune_insee",
                    models.CharField(
                        max_length=5,
                        validators=[django.core.validators.RegexValidator("^(?:[0-9]{2}|2[AB])[0-9]{3}$", "5 caractères, par exemple 69259.")],
                        verbose_name="code Insee de la commune ou de l’arrondissement",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="territoires.programme", verbose_name="programme"),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "nom"), name="site_a_un_nom_unique_dans_son_programme"),
                    models.CheckConstraint(
                        condition=models.Q(("commune_insee__regex", "^(?:[0-9]{2}|2[AB])[0-9]{3}$")), name="site_a_un_code_insee_de_commune"
                    ),
                ],
            },
        ),
    ]
