from django.db import migrations, models


class Migration(migrations.Migration):
    """How and when the person agreed that a check-up be kept by her name; empty for those attached before, where nobody noted it."""

    dependencies = [("bilan", "0005_code_de_reprise_unique")]

    operations = [
        migrations.AddField(
            model_name="bilan",
            name="accord_le",
            field=models.DateField(blank=True, null=True, verbose_name="accord pour ce bilan donné le"),
        ),
        migrations.AddField(
            model_name="bilan",
            name="accord_mode",
            field=models.CharField(
                blank=True,
                choices=[("oral", "de vive voix"), ("papier", "sur papier"), ("ecran", "à l’écran")],
                db_default="",
                default="",
                max_length=20,
                verbose_name="accord pour ce bilan donné",
            ),
        ),
    ]
