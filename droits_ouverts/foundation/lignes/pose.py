"""Installing the wall, and looking whether it stands. By the owner of the tables, after each migration; again does nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections
from psycopg import sql as composed

from droits_ouverts.foundation.lignes import declarations, sql
from droits_ouverts.foundation.lignes.contexte import pads
from droits_ouverts.foundation.lignes.declarations import Table

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

PAR_TABLE = 4
"""Policies of a table: for reading, adding, changing, removing."""
CATALOGUE = """
SELECT c.relname, c.relkind, c.relrowsecurity AND c.relforcerowsecurity,
       (SELECT count(DISTINCT p.polcmd) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive),
       EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND (p.polcmd = '*' OR p.polname NOT LIKE 'lignes\\_%')),
       coalesce('security_invoker=true' = ANY (c.reloptions), false)
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY c.relname
"""


def install(using: str = "default", **_: Any) -> None:  # noqa: ANN401  Django's own signature of a signal
    """Put the wall in place as the rooms declare it. Nothing on SQLite, nor where a declared table is not there yet."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    declarations.load()
    presentes = set(connection.introspection.table_names())
    if not set(declarations.tables) <= presentes:
        return
    with connection.cursor() as cursor:
        cursor.execute("\n".join(_statements(presentes, _role_exists(connection), connection.settings_dict["NAME"])))
        cursor.execute(
            "INSERT INTO lignes.cle (interieur, exterieur) VALUES (%s, %s) "
            "ON CONFLICT (seule) DO UPDATE SET interieur = excluded.interieur, exterieur = excluded.exterieur",
            pads(),
        )


def open_for_migrations(using: str = "default", **_: Any) -> None:  # noqa: ANN401  Django's own signature of a signal
    """Take the policies away while tables change: until `install`, the owner sees every row, and the application none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT polname, relname FROM pg_policy JOIN pg_class c ON c.oid = polrelid WHERE c.relnamespace = current_schema()::regnamespace")
        policies = cursor.fetchall()
        for table in sorted({table for _, table in policies}):
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        for nom, table in policies:
            cursor.execute(f'DROP POLICY "{nom}" ON "{table}"')


def policies_of(table: Table) -> Iterator[str]:
    """Yield the statements that put a table behind the wall."""
    nom = f'"{table.nom}"'
    yield f"ALTER TABLE {nom} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
    conditions = {
        "SELECT": f"USING ({table.lire})",
        "INSERT": f"WITH CHECK ({table.ajouter or table.ecrire})",
        "UPDATE": f"USING ({table.prendre or table.ecrire}) WITH CHECK ({table.ecrire})",
        "DELETE": f"USING ({table.retirer or table.ecrire})",
    }
    for geste, condition in conditions.items():
        yield f"DROP POLICY IF EXISTS lignes_{geste.lower()} ON {nom};"
        yield f"CREATE POLICY lignes_{geste.lower()} ON {nom} FOR {geste} {condition};"


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Say, table by table, where the wall does not stand; nothing where it does."""
    declarations.load()
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE)
        lues = cursor.fetchall()
    found = []
    for nom, genre, tenue, gestes, etrangere, invoker in lues:
        if genre == "v":
            found += [] if invoker else [f"{nom} : une vue doit être security_invoker"]
        elif genre not in {"r", "p"}:
            found.append(f"{nom} : ni vue matérialisée ni table étrangère")
        elif nom in declarations.tables:
            if not tenue or gestes != PAR_TABLE or etrangere:
                found.append(f"{nom} : sans sécurité par ligne complète (ENABLE, FORCE, ses quatre règles)")
        elif nom not in declarations.dehors:
            found.append(f"{nom} : inconnue des déclarations (lignes.py)")
    presentes = {nom for nom, *_ in lues}
    return found + [f"{nom} : absente" for nom in sorted(declarations.tables) if nom not in presentes]


def _statements(presentes: set[str], role: bool, base: str) -> Iterator[str]:
    accessors = sql.accessors(declarations.listes)
    yield sql.BASE + sql.MAC + sql.LU
    yield from accessors.values()
    yield sql.opening(declarations.listes.values(), declarations.source[0])
    yield from declarations.fonctions.values()
    yield "REVOKE ALL ON FUNCTION lignes.mac(text), lignes.tenue(text) FROM PUBLIC;"
    yield "GRANT USAGE ON SCHEMA lignes TO PUBLIC;"
    for table in declarations.tables.values():
        yield from policies_of(table)
    yield f"REVOKE TEMPORARY ON DATABASE {_quoted(base)} FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
    if role:
        yield from _grants(presentes, _quoted(settings.ROLE_APPLICATION))


def _grants(presentes: set[str], role: str) -> Iterator[str]:
    """Yield the least that the application needs: no table it could change the shape of, no function of the key."""
    gestes = {nom: table.gestes for nom, table in declarations.tables.items()} | {nom: autres for nom, (_, autres) in declarations.dehors.items()}
    yield f"GRANT USAGE ON SCHEMA public TO {role}; REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};"
    for nom in sorted(presentes & set(gestes)):
        yield f'GRANT {", ".join(gestes[nom])} ON "{nom}" TO {role};'


def _quoted(nom: str) -> str:
    return composed.Identifier(nom).as_string(None)


def _role_exists(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.ROLE_APPLICATION])
        return cursor.fetchone() is not None
