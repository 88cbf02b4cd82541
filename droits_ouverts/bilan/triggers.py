"""Triggers that refuse to rewrite an estimate, on SQLite and PostgreSQL: who it is about at once, what it says once it is done.

Another key may wrap an envelope again: its last part, the sealed content, stays the same. An estimate goes with its check-up when it is erased.
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of this table must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLE = "bilan_estimation"
REFUSAL = "une estimation ne se modifie pas : une autre se range à côté"

TOUJOURS = ("bilan_id", "empreinte", "demandee_at", "refaite_de_id")
"""What never changes, from the first writing on."""
FAITE = ("statut", "versions", "faite_at")
"""What no longer changes once the estimate is done."""
SCELLES = ("situation_scellee", "resultats_scelles")
"""Envelopes: once filled, or once the estimate is done, their content stands."""


def _refused(differs: str, content: str) -> str:
    """Return the condition under which a change is refused; `differs` compares two values, `content` gives the last part of an envelope."""
    conditions = [f"OLD.{column} {differs} NEW.{column}" for column in TOUJOURS]
    conditions += [f"(OLD.statut = 'faite' AND OLD.{column} {differs} NEW.{column})" for column in FAITE]
    conditions += [
        f"((OLD.statut = 'faite' OR OLD.{column} <> '') AND {content.format(f'OLD.{column}')} <> {content.format(f'NEW.{column}')})" for column in SCELLES
    ]
    return " OR ".join(conditions)


SQLITE_CONTENT = "substr({0}, length(rtrim({0}, replace({0}, '.', ''))) + 1)"
SQLITE_INSTALL = [
    (
        f"CREATE TRIGGER bilan_estimation_refuse_update BEFORE UPDATE ON {TABLE} "
        f"WHEN {_refused('IS NOT', SQLITE_CONTENT)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
]
SQLITE_REMOVE = ["DROP TRIGGER IF EXISTS bilan_estimation_refuse_update"]

POSTGRESQL_CONTENT = "substring({0} from '[^.]*$')"
POSTGRESQL_INSTALL = [
    f"CREATE OR REPLACE FUNCTION bilan_estimation_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    (
        f"CREATE TRIGGER bilan_estimation_refuse_update BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({_refused('IS DISTINCT FROM', POSTGRESQL_CONTENT)}) EXECUTE FUNCTION bilan_estimation_refuse()"
    ),
]
POSTGRESQL_REMOVE = [
    f"DROP TRIGGER IF EXISTS bilan_estimation_refuse_update ON {TABLE}",
    "DROP FUNCTION IF EXISTS bilan_estimation_refuse()",
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the table to rewriting. Raise `KeyError` on a database other than SQLite and PostgreSQL: estimates are not kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open it, for a migration backwards."""
    execute(schema_editor, REMOVE)
