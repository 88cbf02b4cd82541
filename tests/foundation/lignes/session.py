"""A session of PostgreSQL under the role that serves, by its own password or trust: what an injected statement has in its hands. And what is watched after each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus

from droits_ouverts.foundation.lignes import declarations
from droits_ouverts.foundation.lignes.contexte import Contexte, signed
from tests.foundation.lignes.injections import Attaque, corpus, written
from tests.foundation.lignes.monde import JOUR, Monde, canary, drawn, load

ETRANGERES = ("personnes_personne", "bilan_bilan", "coffre_clesujet", "coffre_indexaveugle", "coffre_registreeffacement", "journal_ligne", "structures_membre")


@contextmanager
def session(role: str = "") -> Iterator[psycopg.Connection[Any]]:
    """Open a connection to the database of the tests, under the role that serves or another one."""
    base = connection.settings_dict
    # Statements go as the service sends them: with their values in them, several in one message.
    with psycopg.connect(
        dbname=base["NAME"],
        host=base["HOST"],
        port=base["PORT"],
        user=role or settings.ROLE_APPLICATION,
        autocommit=True,
        cursor_factory=psycopg.ClientCursor,
        connect_timeout=5,
    ) as conn:
        yield conn


def opened(conn: psycopg.Connection[Any], compte: int, **reste: Any) -> bool:
    """Open the context of an account in the transaction that runs; tell what the database answered."""
    texte, mac = signed(Contexte(compte=compte, jour=JOUR), pid=reste.pop("pid", conn.info.backend_pid), **reste)
    row = conn.execute("SELECT lignes.ouvrir(%s, %s)", (texte, mac)).fetchone()
    assert row is not None
    return bool(row[0])


def seen(conn: psycopg.Connection[Any]) -> int:
    """How many rows are seen, all the tables behind the wall together."""
    return sum(conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in sorted(declarations.tables))  # type: ignore[index]


@dataclass
class Decor:
    """Two structures, and an account that is in charge of the first one only."""

    monde: Monde
    moi: int
    elle: int
    x: int
    y: int
    fuites: list[str] = field(default_factory=list)

    @property
    def marque(self) -> str:
        return canary(self.y)


def decor() -> Decor:
    """Write the two structures down, committed."""
    monde = drawn(7, structures=2, comptes=6, personnes=14, partages=False)
    x, y = (ligne["id"] for ligne in monde.rows("structures_structure"))
    comptes = [
        monde.add("comptes_compte", **(monde.rows("comptes_compte")[0] | {"id": 5_900_000 + rang, "email": f"moi{rang}@exemple.test", "is_active": True}))
        for rang in (0, 1)
    ]
    for compte, structure in zip(comptes, (x, y), strict=True):
        monde.add(
            "structures_membre",
            **(
                monde.rows("structures_membre")[0]
                | {
                    "id": 5_900_000 + compte["id"],
                    "compte_id": compte["id"],
                    "structure_id": structure,
                    "role": "responsable",
                    "jusqu_au": None,
                    "suspendu_le": None,
                    "depuis_le": JOUR,
                }
            ),
        )
    with connection.cursor() as cursor:
        load(cursor, monde)
    return Decor(monde=monde, moi=comptes[0]["id"], elle=comptes[1]["id"], x=x, y=y)


def kept(decor: Decor) -> str:
    """Return a digest of the other structure's rows, and of who works where, as the owner reads them."""
    parts = [f"SELECT md5(coalesce(string_agg(v::text, '|' ORDER BY v::text), '')) AS d FROM {table} v WHERE structure_id = {decor.y}" for table in ETRANGERES]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(d, '') FROM ({' UNION ALL '.join(parts)}) s")
        return str(cursor.fetchone()[0])


def attacked(decor: Decor, attaques: list[Attaque] | None = None) -> int:
    """Inject each statement in a transaction that holds the attacker's own context; note in `decor.fuites` what leaked. Return how many were tried."""
    avant, combien = kept(decor), 0
    with session() as conn:
        annonces: list[str] = []
        conn.add_notice_handler(lambda annonce: annonces.append(str(annonce.message_primary)))
        for famille, modele in attaques or list(corpus()):
            combien += 1
            sql = written(modele, x=decor.x, y=decor.y, moi=decor.moi, elle=decor.elle)
            annonces.clear()
            conn.execute("BEGIN")
            opened(conn, decor.moi)
            rendu = _sent(conn, sql) + " ".join(annonces)
            if decor.marque in rendu:
                decor.fuites.append(f"{famille}: {sql} — rendu")
            if constat := _watched(conn, decor):
                decor.fuites.append(f"{famille}: {sql} — {constat}")
            if kept(decor) != avant:
                decor.fuites.append(f"{famille}: {sql} — a changé la structure voisine")
                break
    return combien


def _sent(conn: psycopg.Connection[Any], sql: str) -> str:
    """Return all that a statement gives back, its refusal included."""
    try:
        if sql.startswith("COPY") and "STDOUT" in sql:
            with conn.cursor() as cursor, cursor.copy(sql) as copy:
                return b"".join(bytes(bloc) for bloc in copy).decode()
        rendu = []
        with conn.cursor() as cursor:
            cursor.execute(sql)
            while True:
                rendu += [str(ligne) for ligne in cursor.fetchall()] if cursor.description else []
                if not cursor.nextset():
                    return " ".join(rendu)
    except psycopg.Error as error:
        return f"{error} {error.diag.message_detail or ''}"


def _watched(conn: psycopg.Connection[Any], decor: Decor) -> str:
    """Look inside the same transaction, then after its end, then in the attacker's next one; leave none open."""
    if conn.info.transaction_status == TransactionStatus.INTRANS and (combien := _foreign(conn, decor)):
        return f"{combien} lignes de la voisine dans la même transaction"
    conn.execute("COMMIT" if conn.info.transaction_status == TransactionStatus.INTRANS else "ROLLBACK")
    if combien := _unheld(conn):
        return f"{combien} lignes sans contexte"
    conn.execute("BEGIN")
    opened(conn, decor.moi)
    combien = _foreign(conn, decor)
    conn.execute("ROLLBACK")
    return f"{combien} lignes de la voisine à la transaction suivante" if combien else ""


def _unheld(conn: psycopg.Connection[Any]) -> int:
    with suppress(psycopg.Error):
        return sum(int(ligne[0]) for ligne in conn.execute(" UNION ALL ".join(f"SELECT count(*) FROM public.{table}" for table in sorted(declarations.tables))))
    conn.execute("ROLLBACK")
    return 0


def _foreign(conn: psycopg.Connection[Any], decor: Decor) -> int:
    parts = [f"SELECT count(*) FROM public.{table} WHERE structure_id = {decor.y}" for table in ETRANGERES]
    with suppress(psycopg.Error):
        return sum(int(ligne[0]) for ligne in conn.execute(" UNION ALL ".join(parts)))
    conn.execute("ROLLBACK")
    return 0
