import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Compte",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adresse électronique")),
                ("nom", models.CharField(max_length=120, verbose_name="nom affiché")),
                ("is_active", models.BooleanField(default=True, verbose_name="peut se connecter")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé")),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))), name="compte_a_une_adresse_en_minuscules"
                    )
                ],
            },
        ),
    ]
