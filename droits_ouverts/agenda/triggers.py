"""Triggers that keep appointments as they were noted, on SQLite and PostgreSQL.

What was noted is never changed, and goes only once its appointment is gone. It comes after the last one, from where that one led; what takes back
takes back the last thing in force. What an appointment repeats is what the last one says; whose it is and its hours never change.
One thing may change: an envelope is handed over to its subject's key, or wrapped by another key, its content the same.
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.foundation.triggers import execute

RDV, SUITE = "agenda_rendezvous", "agenda_suiterendezvous"
ECRITE = "ce qui est noté d''un rendez-vous ne se modifie pas : une autre suite s''y ajoute"
RESTE = "une suite reste tant que son rendez-vous est là"
SUIT = "une suite vient après la dernière de son rendez-vous"
REPETE = "un rendez-vous dit ce que dit sa dernière suite"
A_QUI = "les heures d''un rendez-vous et ceux qu''il réunit ne changent pas : un autre le remplace"

COLONNES = ("id", "rendez_vous_id", "rang", "avant", "vers", "annule_id", "auteur_id", "note_at")
IDENTITE = ("id", "structure_id", "personne_id", "sujet_genre", "sujet_id", "debut_at", "fin_at", "rythme", "serie", "remplace", "cree_par_id", "created_at")

STANDS = f"EXISTS (SELECT 1 FROM {RDV} r WHERE r.id = OLD.rendez_vous_id)"  # noqa: S608  names of ours
OUT_OF_ORDER = (
    f"NOT EXISTS (SELECT 1 FROM {RDV} r WHERE r.id = NEW.rendez_vous_id AND r.rang = NEW.rang - 1 AND r.etat = NEW.avant) "  # noqa: S608  names of ours
    f"OR (NEW.annule_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {SUITE} s WHERE s.id = NEW.annule_id AND s.rendez_vous_id = NEW.rendez_vous_id "
    "AND s.vers = NEW.avant AND s.avant = NEW.vers AND s.annule_id IS NULL))"
)
SAYS_OTHERWISE = f"NOT EXISTS (SELECT 1 FROM {SUITE} s WHERE s.rendez_vous_id = NEW.id AND s.rang = NEW.rang AND s.vers = NEW.etat)"  # noqa: S608  names of ours
MOVED = "OLD.etat <> NEW.etat OR OLD.rang <> NEW.rang"

SQLITE_CONTENT = "substr({0}, length(rtrim({0}, replace({0}, '.', ''))) + 1)"
POSTGRESQL_CONTENT = "substring({0} from '[^.]*$')"


def _changed(differs: str, content: str) -> str:
    """Return the condition under which the change of what was noted is refused."""
    conditions = [f"OLD.{column} {differs} NEW.{column}" for column in COLONNES]
    return " OR ".join([*conditions, f"{content.format('OLD.mots_scelles')} {differs} {content.format('NEW.mots_scelles')}"])


def _other(differs: str) -> str:
    """Return the condition under which an appointment becomes another one."""
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in IDENTITE)


NOMS = (
    (SUITE, f"{SUITE}_refuse_update"),
    (SUITE, f"{SUITE}_refuse_delete"),
    (SUITE, f"{SUITE}_suit"),
    (RDV, f"{RDV}_repete"),
    (RDV, f"{RDV}_a_qui"),
)
SQLITE_INSTALL = [
    f"CREATE TRIGGER {SUITE}_refuse_update BEFORE UPDATE ON {SUITE} WHEN {_changed('IS NOT', SQLITE_CONTENT)} BEGIN SELECT RAISE(ABORT, '{ECRITE}'); END",
    f"CREATE TRIGGER {SUITE}_refuse_delete BEFORE DELETE ON {SUITE} WHEN {STANDS} BEGIN SELECT RAISE(ABORT, '{RESTE}'); END",
    f"CREATE TRIGGER {SUITE}_suit BEFORE INSERT ON {SUITE} WHEN {OUT_OF_ORDER} BEGIN SELECT RAISE(ABORT, '{SUIT}'); END",
    f"CREATE TRIGGER {RDV}_repete BEFORE UPDATE ON {RDV} WHEN ({MOVED}) AND {SAYS_OTHERWISE} BEGIN SELECT RAISE(ABORT, '{REPETE}'); END",
    f"CREATE TRIGGER {RDV}_a_qui BEFORE UPDATE ON {RDV} WHEN {_other('IS NOT')} BEGIN SELECT RAISE(ABORT, '{A_QUI}'); END",
]
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {nom}" for _, nom in NOMS]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


FONCTIONS = ("agenda_refuse", "agenda_reste", "agenda_suit", "agenda_repete", "agenda_a_qui")
POSTGRESQL_INSTALL = [
    _function("agenda_refuse", f"RAISE EXCEPTION '{ECRITE}';"),
    _function("agenda_reste", f"IF {STANDS} THEN RAISE EXCEPTION '{RESTE}'; END IF; RETURN OLD;"),
    _function("agenda_suit", f"IF {OUT_OF_ORDER} THEN RAISE EXCEPTION '{SUIT}'; END IF; RETURN NEW;"),
    _function("agenda_repete", f"IF {SAYS_OTHERWISE} THEN RAISE EXCEPTION '{REPETE}'; END IF; RETURN NEW;"),
    _function("agenda_a_qui", f"RAISE EXCEPTION '{A_QUI}';"),
    (
        f"CREATE TRIGGER {SUITE}_refuse_update BEFORE UPDATE ON {SUITE} FOR EACH ROW "
        f"WHEN ({_changed('IS DISTINCT FROM', POSTGRESQL_CONTENT)}) EXECUTE FUNCTION agenda_refuse()"
    ),
    f"CREATE TRIGGER {SUITE}_refuse_delete BEFORE DELETE ON {SUITE} FOR EACH ROW EXECUTE FUNCTION agenda_reste()",
    f"CREATE TRIGGER {SUITE}_suit BEFORE INSERT ON {SUITE} FOR EACH ROW EXECUTE FUNCTION agenda_suit()",
    f"CREATE TRIGGER {RDV}_repete BEFORE UPDATE ON {RDV} FOR EACH ROW WHEN ({MOVED}) EXECUTE FUNCTION agenda_repete()",
    f"CREATE TRIGGER {RDV}_a_qui BEFORE UPDATE ON {RDV} FOR EACH ROW WHEN ({_other('IS DISTINCT FROM')}) EXECUTE FUNCTION agenda_a_qui()",
]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {nom} ON {table}" for table, nom in NOMS),
    *(f"DROP FUNCTION IF EXISTS {nom}()" for nom in FONCTIONS),
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close appointments to rewriting. Raise `KeyError` on a database other than SQLite and PostgreSQL: no agenda is kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open them, for a migration backwards or for emptying a test database."""
    execute(schema_editor, REMOVE)
