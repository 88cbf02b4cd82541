from django.db import migrations, models


class Migration(migrations.Migration):
    """A spreadsheet on its way in has a key of its own: destroying it erases what it said, from backups too."""

    dependencies = [
        ("coffre", "0002_papiers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="clesujet",
            name="clesujet_a_un_genre_connu",
        ),
        migrations.AlterField(
            model_name="clesujet",
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
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AlterField(
            model_name="indexaveugle",
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
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AlterField(
            model_name="registreeffacement",
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
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AddConstraint(
            model_name="clesujet",
            constraint=models.CheckConstraint(
                condition=models.Q(("genre__in", ["personne", "bilan", "document", "reprise", "index"])), name="clesujet_a_un_genre_connu"
            ),
        ),
    ]
