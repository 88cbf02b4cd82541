from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """What is stuck, and one right, are read in order from an index, however many rights there are."""

    dependencies = [("suivi", "0002_registre_jamais_recrit")]

    operations = [
        migrations.AddIndex(
            model_name="droitsuivi",
            index=models.Index(fields=["structure", "droit", "-updated_at"], name="droit_suivi_par_droit"),
        ),
        migrations.AddIndex(
            model_name="droitsuivi",
            index=models.Index(fields=["structure", "etat_le", "id", "etat"], name="droit_suivi_par_jour"),
        ),
    ]
