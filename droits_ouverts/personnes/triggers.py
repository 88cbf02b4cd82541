"""Triggers that keep agreements to share as they were given, on SQLite and PostgreSQL.

No row is changed. None runs for more than twelve months. What followed an agreement is not removed while the agreement stands: without its
withdrawal, it would run again. Removing an agreement opens nothing: it goes when its person is erased.
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

PARTAGE, SUITE = "personnes_partage", "personnes_suitepartage"
REFUSAL = "un accord de partage ne se modifie pas : ce qui suit s''y ajoute"
TROP_LONG = "un partage dure douze mois au plus"
ORPHELIN = "la suite d''un partage reste tant que le partage est là"
STANDS = "EXISTS (SELECT 1 FROM personnes_partage WHERE id = OLD.partage_id)"

SQLITE_INSTALL = [
    *(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for table in (PARTAGE, SUITE)),
    (
        f"CREATE TRIGGER {PARTAGE}_refuse_longue BEFORE INSERT ON {PARTAGE} WHEN NEW.fin > date(NEW.debut, '+12 months') "
        f"BEGIN SELECT RAISE(ABORT, '{TROP_LONG}'); END"
    ),
    f"CREATE TRIGGER {SUITE}_refuse_delete BEFORE DELETE ON {SUITE} WHEN {STANDS} BEGIN SELECT RAISE(ABORT, '{ORPHELIN}'); END",
]
SQLITE_REMOVE = [
    f"DROP TRIGGER IF EXISTS {name}" for name in (f"{PARTAGE}_refuse_update", f"{SUITE}_refuse_update", f"{PARTAGE}_refuse_longue", f"{SUITE}_refuse_delete")
]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


POSTGRESQL_INSTALL = [
    _function("personnes_refuse", f"RAISE EXCEPTION '{REFUSAL}';"),
    _function("personnes_refuse_longue", f"RAISE EXCEPTION '{TROP_LONG}';"),
    _function("personnes_refuse_orphelin", f"IF {STANDS} THEN RAISE EXCEPTION '{ORPHELIN}'; END IF; RETURN OLD;"),
    *(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION personnes_refuse()" for table in (PARTAGE, SUITE)),
    (
        f"CREATE TRIGGER {PARTAGE}_refuse_longue BEFORE INSERT ON {PARTAGE} FOR EACH ROW "
        "WHEN (NEW.fin > NEW.debut + interval '12 months') EXECUTE FUNCTION personnes_refuse_longue()"
    ),
    f"CREATE TRIGGER {SUITE}_refuse_delete BEFORE DELETE ON {SUITE} FOR EACH ROW EXECUTE FUNCTION personnes_refuse_orphelin()",
]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {table}_refuse_update ON {table}" for table in (PARTAGE, SUITE)),
    f"DROP TRIGGER IF EXISTS {PARTAGE}_refuse_longue ON {PARTAGE}",
    f"DROP TRIGGER IF EXISTS {SUITE}_refuse_delete ON {SUITE}",
    *(f"DROP FUNCTION IF EXISTS {name}()" for name in ("personnes_refuse", "personnes_refuse_longue", "personnes_refuse_orphelin")),
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close both tables to rewriting. Raise `KeyError` on a database other than SQLite and PostgreSQL: agreements are not kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open them, for a migration backwards or for emptying a test database."""
    execute(schema_editor, REMOVE)
