from __future__ import annotations

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute
from droits_ouverts.journal import chaine

BATCH = 1000
CLOSED_BEFORE = import_module("droits_ouverts.journal.migrations.0002_lignes_jamais_changees")


def open_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open the table for its new columns; the next migration closes it."""
    execute(schema_editor, CLOSED_BEFORE.REMOVE)


def close_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close it as it was, for a migration backwards."""
    execute(schema_editor, CLOSED_BEFORE.INSTALL)


def number_lines(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each line that is there its place in the chain of its structure, in the order in which they were written, and each chain its head."""
    Ligne, Tete = apps.get_model("journal", "Ligne"), apps.get_model("journal", "Tete")
    heads: dict[int, tuple[int, str]] = {}
    batch = []
    for line in Ligne.objects.order_by("id").iterator(chunk_size=BATCH):
        number = chaine.chain_of(line.structure_id)
        rang, before = heads.get(number, (0, chaine.ORIGINE))
        contenu = chaine.Contenu(
            at=line.at,
            actor_id=line.actor_id,
            verb=line.verb,
            thing_kind=line.thing_kind,
            thing_id=line.thing_id,
            purpose=line.purpose,
            structure_id=line.structure_id,
        )
        line.rang, line.empreinte = rang + 1, chaine.link(before, chaine.canonical(rang + 1, contenu))
        heads[number] = line.rang, line.empreinte
        batch.append(line)
        if len(batch) == BATCH:
            Ligne.objects.bulk_update(batch, ["rang", "empreinte"], batch_size=100)
            batch = []
    Ligne.objects.bulk_update(batch, ["rang", "empreinte"], batch_size=100)
    Tete.objects.bulk_create([Tete(chaine=number, rang=rang, empreinte=empreinte) for number, (rang, empreinte) in heads.items()])


class Migration(migrations.Migration):
    """A chain of hashes per structure, the issue of an act, and the sharing under which it was done."""

    dependencies = [("journal", "0002_lignes_jamais_changees")]

    operations = [
        migrations.RunPython(open_table, close_table, elidable=False),
        migrations.AddField(model_name="ligne", name="empreinte", field=models.CharField(db_default="", max_length=64, verbose_name="empreinte")),
        migrations.AddField(
            model_name="ligne",
            name="issue",
            field=models.CharField(choices=[("fait", "fait"), ("refuse", "refusé")], db_default="fait", default="fait", max_length=16, verbose_name="issue"),
        ),
        migrations.AddField(
            model_name="ligne", name="motif", field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="motif du refus")
        ),
        migrations.AddField(model_name="ligne", name="partage_id", field=models.BigIntegerField(null=True, verbose_name="partage")),
        migrations.AddField(model_name="ligne", name="rang", field=models.BigIntegerField(db_default=0, verbose_name="rang dans la chaîne")),
        migrations.CreateModel(
            name="Tete",
            fields=[
                ("chaine", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="chaîne")),
                ("rang", models.BigIntegerField(default=0, verbose_name="rang de la dernière ligne")),
                ("empreinte", models.CharField(max_length=64, verbose_name="empreinte de la dernière ligne")),
            ],
            options={"verbose_name": "tête de chaîne", "verbose_name_plural": "têtes de chaîne"},
        ),
        migrations.CreateModel(
            name="Repere",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chaine", models.BigIntegerField(verbose_name="chaîne")),
                ("rang", models.BigIntegerField(verbose_name="rang de la dernière ligne retirée")),
                ("empreinte", models.CharField(max_length=64, verbose_name="empreinte de la dernière ligne retirée")),
                ("avant_le", models.DateField(verbose_name="lignes retirées d’avant le")),
                ("at", models.DateTimeField(verbose_name="moment")),
                ("cle", models.CharField(max_length=64, verbose_name="clé publique")),
                ("signature", models.CharField(max_length=128, verbose_name="signature")),
            ],
            options={"verbose_name": "repère de purge", "verbose_name_plural": "repères de purge"},
        ),
        migrations.AddConstraint(model_name="repere", constraint=models.UniqueConstraint(fields=("chaine", "rang"), name="repere_un_par_rang")),
        migrations.RunPython(number_lines, migrations.RunPython.noop, elidable=False),
    ]
