from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.bilan import triggers, triggers_choix


def close_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse what was refused, and let the envelope of a row pass under its subject's key, its content the same."""
    for module in (triggers, triggers_choix):
        module.remove(schema_editor)
        module.install(schema_editor)


class Migration(migrations.Migration):
    """Rows that never change may have their envelope handed over to the key of their subject."""

    dependencies = [("bilan", "0006_accord_de_rattachement"), ("coffre", "0001_cles_des_sujets")]

    # Backwards, the triggers of before and these refuse the same to whoever seals as before.
    operations = [migrations.RunPython(close_again, migrations.RunPython.noop, elidable=False)]
