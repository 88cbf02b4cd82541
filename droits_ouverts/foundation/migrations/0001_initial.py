from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Compteur",
            fields=[
                ("cle", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("fin", models.BigIntegerField(db_index=True)),
                ("nombre", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "compteur", "verbose_name_plural": "compteurs"},
        ),
    ]
