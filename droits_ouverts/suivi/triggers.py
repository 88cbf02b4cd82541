"""Triggers that keep the ledger as it was written, on SQLite and PostgreSQL.

A move is never changed, and goes only once its followed right is gone: with all the others, or the transaction fails. A move comes after the last one of its
right, from where that one led; a correction takes back the last step in force, and no other. What a followed right repeats of its moves is what the last
one says, and whose it is never changes. One thing may change in a move: an envelope is handed over to its subject's key, its content the same.
On SQLite, altering a table makes Django rebuild it without its triggers: a later migration of these tables must end with `install`.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from droits_ouverts.bilan.triggers import POSTGRESQL_CONTENT, SQLITE_CONTENT
from droits_ouverts.foundation.triggers import execute

DROIT, MOUVEMENT = "suivi_droitsuivi", "suivi_mouvement"
ECRIT = "un mouvement ne se modifie pas : un autre s''y ajoute"
RESTE = "un mouvement reste tant que son droit suivi est là"
SUITE = "un mouvement suit le dernier de son droit, et une correction reprend la dernière étape en vigueur"
REPETE = "un droit suivi dit ce que dit son dernier mouvement"
A_QUI = "un droit suivi reste celui d''une personne, d''un droit et d''une structure"

COLONNES = (
    "id",
    "droit_suivi_id",
    "rang",
    "nature",
    "avant",
    "vers",
    "fait_le",
    "recu_le",
    "complet_le",
    "notifie_le",
    "debut_le",
    "fin_le",
    "preuve",
    "sens_silence",
    "motif_pro",
    "motif_personne",
    "motif_decision",
    "annule_id",
    "auteur_id",
    "note_at",
)
ENVELOPPES = ("montants_scelles", "mots_scelles")
IDENTITE = ("id", "structure_id", "personne_id", "droit", "origine", "premier_par_id", "created_at")

STANDS = "EXISTS (SELECT 1 FROM suivi_droitsuivi d WHERE d.id = OLD.droit_suivi_id)"

_DERNIER = "(SELECT max(m.rang) FROM suivi_mouvement m WHERE m.droit_suivi_id = NEW.droit_suivi_id)"
_LAST_STEP = (
    "(SELECT m.id FROM suivi_mouvement m WHERE m.droit_suivi_id = NEW.droit_suivi_id AND m.nature = 'pas' "
    "AND NOT EXISTS (SELECT 1 FROM suivi_mouvement c WHERE c.annule_id = m.id) ORDER BY m.rang DESC LIMIT 1)"
)
OUT_OF_ORDER = " OR ".join(
    (
        f"NEW.rang <> coalesce({_DERNIER}, 0) + 1",
        "NEW.avant <> coalesce((SELECT m.vers FROM suivi_mouvement m WHERE m.droit_suivi_id = NEW.droit_suivi_id AND m.rang = NEW.rang - 1), '')",
        "(NEW.rang > 1 AND NOT EXISTS (SELECT 1 FROM suivi_droitsuivi d WHERE d.id = NEW.droit_suivi_id AND d.rang = NEW.rang - 1))",
        f"(NEW.annule_id IS NOT NULL AND NEW.annule_id <> coalesce({_LAST_STEP}, 0))",
    )
)
SAYS_OTHERWISE = "NOT EXISTS (SELECT 1 FROM suivi_mouvement m WHERE m.droit_suivi_id = NEW.id AND m.rang = NEW.rang AND m.vers = NEW.etat)"


def _changed(differs: str, content: str) -> str:
    """Return the condition under which the change of a move is refused."""
    conditions = [f"OLD.{column} {differs} NEW.{column}" for column in COLONNES]
    for enveloppe in ENVELOPPES:
        handed_over = f"substr(OLD.{enveloppe}, 1, 5) = 'do1.k' AND substr(NEW.{enveloppe}, 1, 10) = 'do1.sujet.'"
        same = f"{content.format(f'OLD.{enveloppe}')} = {content.format(f'NEW.{enveloppe}')}"
        conditions.append(f"(OLD.{enveloppe} {differs} NEW.{enveloppe} AND NOT ({handed_over} AND {same}))")
    return " OR ".join(conditions)


def _other(differs: str) -> str:
    """Return the condition under which a followed right becomes another's."""
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in IDENTITE)


MOVED = "OLD.etat <> NEW.etat OR OLD.rang <> NEW.rang"

SQLITE_INSTALL = [
    f"CREATE TRIGGER {MOUVEMENT}_refuse_update BEFORE UPDATE ON {MOUVEMENT} WHEN {_changed('IS NOT', SQLITE_CONTENT)} BEGIN SELECT RAISE(ABORT, '{ECRIT}'); END",
    f"CREATE TRIGGER {MOUVEMENT}_refuse_delete BEFORE DELETE ON {MOUVEMENT} WHEN {STANDS} BEGIN SELECT RAISE(ABORT, '{RESTE}'); END",
    f"CREATE TRIGGER {MOUVEMENT}_suit BEFORE INSERT ON {MOUVEMENT} WHEN {OUT_OF_ORDER} BEGIN SELECT RAISE(ABORT, '{SUITE}'); END",
    f"CREATE TRIGGER {DROIT}_repete BEFORE UPDATE ON {DROIT} WHEN ({MOVED}) AND {SAYS_OTHERWISE} BEGIN SELECT RAISE(ABORT, '{REPETE}'); END",
    f"CREATE TRIGGER {DROIT}_a_qui BEFORE UPDATE ON {DROIT} WHEN {_other('IS NOT')} BEGIN SELECT RAISE(ABORT, '{A_QUI}'); END",
]
NOMS = (
    (MOUVEMENT, f"{MOUVEMENT}_refuse_update"),
    (MOUVEMENT, f"{MOUVEMENT}_refuse_delete"),
    (MOUVEMENT, f"{MOUVEMENT}_suit"),
    (DROIT, f"{DROIT}_repete"),
    (DROIT, f"{DROIT}_a_qui"),
)
SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {nom}" for _, nom in NOMS]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


POSTGRESQL_INSTALL = [
    _function("suivi_refuse", f"RAISE EXCEPTION '{ECRIT}';"),
    _function("suivi_reste", f"IF {STANDS} THEN RAISE EXCEPTION '{RESTE}'; END IF; RETURN OLD;"),
    _function("suivi_suit", f"IF {OUT_OF_ORDER} THEN RAISE EXCEPTION '{SUITE}'; END IF; RETURN NEW;"),
    _function("suivi_repete", f"IF {SAYS_OTHERWISE} THEN RAISE EXCEPTION '{REPETE}'; END IF; RETURN NEW;"),
    _function("suivi_a_qui", f"RAISE EXCEPTION '{A_QUI}';"),
    (
        f"CREATE TRIGGER {MOUVEMENT}_refuse_update BEFORE UPDATE ON {MOUVEMENT} FOR EACH ROW "
        f"WHEN ({_changed('IS DISTINCT FROM', POSTGRESQL_CONTENT)}) EXECUTE FUNCTION suivi_refuse()"
    ),
    f"CREATE TRIGGER {MOUVEMENT}_refuse_delete BEFORE DELETE ON {MOUVEMENT} FOR EACH ROW EXECUTE FUNCTION suivi_reste()",
    f"CREATE TRIGGER {MOUVEMENT}_suit BEFORE INSERT ON {MOUVEMENT} FOR EACH ROW EXECUTE FUNCTION suivi_suit()",
    f"CREATE TRIGGER {DROIT}_repete BEFORE UPDATE ON {DROIT} FOR EACH ROW WHEN ({MOVED}) EXECUTE FUNCTION suivi_repete()",
    f"CREATE TRIGGER {DROIT}_a_qui BEFORE UPDATE ON {DROIT} FOR EACH ROW WHEN ({_other('IS DISTINCT FROM')}) EXECUTE FUNCTION suivi_a_qui()",
]
POSTGRESQL_REMOVE = [
    *(f"DROP TRIGGER IF EXISTS {nom} ON {table}" for table, nom in NOMS),
    *(f"DROP FUNCTION IF EXISTS {nom}()" for nom in ("suivi_refuse", "suivi_reste", "suivi_suit", "suivi_repete", "suivi_a_qui")),
]

INSTALL = {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRESQL_INSTALL}
REMOVE = {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE}


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Close the ledger to rewriting. Raise `KeyError` on a database other than SQLite and PostgreSQL: no ledger is kept there."""
    execute(schema_editor, INSTALL)


def remove(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open it, for a migration backwards or for emptying a test database."""
    execute(schema_editor, REMOVE)
