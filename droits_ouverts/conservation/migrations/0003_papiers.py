from django.db import migrations, models


class Migration(migrations.Migration):
    """The kinds of subjects grew by the paper; nothing changes in the database."""

    dependencies = [
        ("conservation", "0002_fait_d_un_droit_suivi"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="genre",
            field=models.CharField(
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
        migrations.AlterField(
            model_name="miseenreserve",
            name="genre",
            field=models.CharField(
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
        migrations.AlterField(
            model_name="preavis",
            name="genre",
            field=models.CharField(
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de dossier",
            ),
        ),
    ]
