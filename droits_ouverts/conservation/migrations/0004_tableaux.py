from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is held for a spreadsheet: its kind is only named."""

    dependencies = [
        ("conservation", "0003_papiers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="genre",
            field=models.CharField(
                choices=[
                    ("personne", "personne"),
                    ("bilan", "bilan"),
                    ("document", "papier d’une personne"),
                    ("reprise", "tableau repris d’une structure"),
                    ("index", "index de recherche d’une structure"),
                ],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
        migrations.AlterField(
            model_name="miseenreserve",
            name="genre",
            field=models.CharField(
                choices=[
                    ("personne", "personne"),
                    ("bilan", "bilan"),
                    ("document", "papier d’une personne"),
                    ("reprise", "tableau repris d’une structure"),
                    ("index", "index de recherche d’une structure"),
                ],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
        migrations.AlterField(
            model_name="preavis",
            name="genre",
            field=models.CharField(
                choices=[
                    ("personne", "personne"),
                    ("bilan", "bilan"),
                    ("document", "papier d’une personne"),
                    ("reprise", "tableau repris d’une structure"),
                    ("index", "index de recherche d’une structure"),
                ],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
    ]
