from django.db import migrations, models


class Migration(migrations.Migration):
    """A search of names reads the index alone: the subject stands in it."""

    dependencies = [
        ("coffre", "0003_tableaux"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="indexaveugle",
            name="index_aveugle_recherche",
        ),
        migrations.AddIndex(
            model_name="indexaveugle",
            index=models.Index(fields=["structure_id", "champ", "empreinte", "genre", "sujet_id"], name="index_aveugle_recherche"),
        ),
    ]
