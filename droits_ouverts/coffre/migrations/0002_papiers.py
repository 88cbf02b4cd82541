from django.db import migrations, models


class Migration(migrations.Migration):
    """A paper has a key of its own: destroying it erases that paper alone, from backups too."""

    dependencies = [
        ("coffre", "0001_cles_des_sujets"),
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
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AlterField(
            model_name="indexaveugle",
            name="genre",
            field=models.CharField(
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AlterField(
            model_name="registreeffacement",
            name="genre",
            field=models.CharField(
                choices=[("personne", "personne"), ("bilan", "bilan"), ("document", "papier d’une personne"), ("index", "index de recherche d’une structure")],
                max_length=20,
                verbose_name="genre de sujet",
            ),
        ),
        migrations.AddConstraint(
            model_name="clesujet",
            constraint=models.CheckConstraint(condition=models.Q(("genre__in", ["personne", "bilan", "document", "index"])), name="clesujet_a_un_genre_connu"),
        ),
    ]
