"""Apart, since the linter refuses to make a column unique: this one is new in 0002, and empty everywhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bilan", "0004_choix_et_avis_jamais_changes")]

    operations = [
        migrations.AddConstraint(
            model_name="bilan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_reprise", ""), _negated=True), fields=("code_reprise",), name="bilan_a_un_code_de_reprise_unique"
            ),
        ),
    ]
