from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Ligne",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="moment")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="compte")),
                ("verb", models.CharField(max_length=64, verbose_name="acte")),
                ("thing_kind", models.CharField(max_length=64, verbose_name="genre de chose")),
                ("thing_id", models.CharField(max_length=64, verbose_name="identifiant de la chose")),
                ("purpose", models.CharField(max_length=64, verbose_name="finalité")),
                ("structure_id", models.BigIntegerField(null=True, verbose_name="structure")),
            ],
            options={
                "verbose_name": "ligne de journal",
                "verbose_name_plural": "lignes de journal",
                "indexes": [
                    models.Index(fields=["thing_kind", "thing_id"], name="journal_par_chose"),
                    models.Index(fields=["structure_id", "id"], name="journal_par_structure"),
                ],
            },
        ),
    ]
