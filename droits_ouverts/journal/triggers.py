"""Triggers that close the journal, on SQLite and PostgreSQL.

A line is never changed; it is removed only once a mark of purge (`Repere`) of its chain, at its place or after, stands in the database. A mark names
a line that is there with that very hash, and is never changed nor removed. A head goes forward one line at a time.
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of the journal must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

TABLE, TETES, REPERES = "journal_ligne", "journal_tete", "journal_repere"
REFUSAL = "le journal ne se modifie pas et ne s''efface pas"
REFUSAL_HEAD = "la tête d''une chaîne avance d''une ligne à la fois"
REFUSAL_MARK = "un repère de purge désigne une ligne du journal et ne change pas"

PURGED = "EXISTS (SELECT 1 FROM journal_repere r WHERE r.chaine = COALESCE(OLD.structure_id, 0) AND r.rang >= OLD.rang)"
MARKED = (
    "EXISTS (SELECT 1 FROM journal_ligne l WHERE l.rang = NEW.rang AND l.empreinte = NEW.empreinte "
    "AND (l.structure_id = NEW.chaine OR (l.structure_id IS NULL AND NEW.chaine = 0)))"
)
FORWARD = "NEW.chaine = OLD.chaine AND NEW.rang = OLD.rang + 1"


def _sqlite(name: str, event: str, table: str, unless: str, refusal: str) -> str:
    when = f"WHEN NOT ({unless}) " if unless else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


SQLITE_INSTALL = [
    _sqlite("journal_refuse_update", "UPDATE", TABLE, "", REFUSAL),
    _sqlite("journal_refuse_delete", "DELETE", TABLE, PURGED, REFUSAL),
    _sqlite("journal_tete_avance", "UPDATE", TETES, FORWARD, REFUSAL_HEAD),
    _sqlite("journal_tete_reste", "DELETE", TETES, "", REFUSAL_HEAD),
    _sqlite("journal_repere_vrai", "INSERT", REPERES, MARKED, REFUSAL_MARK),
    _sqlite("journal_repere_update", "UPDATE", REPERES, "", REFUSAL_MARK),
    _sqlite("journal_repere_delete", "DELETE", REPERES, "", REFUSAL_MARK),
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {statement.split()[2]}" for statement in SQLITE_INSTALL]


def _function(name: str, unless: str, refusal: str, answer: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({unless or 'false'}) THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN {answer}; END $$"
    )


def _postgresql(name: str, event: str, table: str, function: str) -> str:
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"


POSTGRESQL_FUNCTIONS = [
    _function("journal_refuse", "", REFUSAL, "NULL"),
    _function("journal_refuse_sauf_purge", PURGED, REFUSAL, "OLD"),
    _function("journal_tete_avance", FORWARD, REFUSAL_HEAD, "NEW"),
    _function("journal_repere_vrai", MARKED, REFUSAL_MARK, "NEW"),
]
POSTGRESQL_TRIGGERS = [
    _postgresql("journal_refuse_lignes", "UPDATE", TABLE, "journal_refuse"),
    _postgresql("journal_refuse_delete", "DELETE", TABLE, "journal_refuse_sauf_purge"),
    _postgresql("journal_tete_avance", "UPDATE", TETES, "journal_tete_avance"),
    _postgresql("journal_tete_reste", "DELETE", TETES, "journal_refuse"),
    _postgresql("journal_repere_vrai", "INSERT", REPERES, "journal_repere_vrai"),
    _postgresql("journal_repere_reste", "UPDATE OR DELETE", REPERES, "journal_refuse"),
    *(_postgresql(f"journal_refuse_truncate_{table}", "TRUNCATE", table, "journal_refuse") for table in (TABLE, TETES, REPERES)),
]
POSTGRESQL_INSTALL = [*POSTGRESQL_FUNCTIONS, *POSTGRESQL_TRIGGERS]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {statement.split()[2]} ON {statement.partition(' ON ')[2].split()[0]}" for statement in POSTGRESQL_TRIGGERS),
    *(f"DROP FUNCTION IF EXISTS {name}()" for name in ("journal_refuse", "journal_refuse_sauf_purge", "journal_tete_avance", "journal_repere_vrai")),
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the tables. Raise `KeyError` on a database other than SQLite and PostgreSQL: the journal is not kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open the tables, for a migration or for emptying a test database."""
    execute(schema_editor, REMOVE)
