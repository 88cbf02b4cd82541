"""A3 and A4: without a context that the service signed for this backend and this transaction, nothing is seen; and injected SQL widens nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from unittest import mock

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from droits_ouverts.foundation.lignes import contexte, declarations, pose, sql
from droits_ouverts.foundation.lignes.contexte import Contexte, Service, acting_for, as_service, signed
from tests.foundation.lignes.injections import corpus
from tests.foundation.lignes.monde import JOUR
from tests.foundation.lignes.session import Decor, attacked, decor, opened, seen, session

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row security is PostgreSQL's"),
    pytest.mark.usefixtures("application_role"),
]
TRANCHE = 12
"""One attack in so many is tried by the tests; all of them by `preuves/lignes.py`."""


def refusals(lui: Decor) -> list[str]:
    """What is seen where nothing should be: each case of A3, in one session that goes on as a pooled one does."""
    vues = []

    def look(cas: str, ouvre: Callable[[psycopg.Connection], object] | None) -> None:
        with conn.transaction():
            if ouvre is not None:
                ouvre(conn)
            if combien := seen(conn):
                vues.append(f"{cas} : {combien}")

    texte, _ = signed(Contexte(compte=lui.moi, jour=JOUR), pid=0)
    passee = time.time() - contexte.VIE_COMPTE - 1
    with session() as conn:
        look("no context", None)
        look("wrong MAC", lambda conn: conn.execute("SELECT lignes.ouvrir(%s, %s)", (texte, "0" * 64)))
        look("MAC of another backend", lambda conn: opened(conn, lui.moi, pid=conn.info.backend_pid + 1))
        look("expired", lambda conn: opened(conn, lui.moi, at=passee))
        look("another key", lambda conn: _signed_by(conn, lui, "une autre clé"))
        look("an account that does not exist", lambda conn: opened(conn, 1))
        look("written by hand", lambda conn: conn.execute(f"SET LOCAL lignes.contexte = '{'0' * 64}:{lui.moi}||2026-11-24|4102444800|{{{lui.x}}}|{{}}|{{}}'"))
        with conn.transaction():
            assert opened(conn, lui.moi)
            assert seen(conn) > 20
            conn.execute("SELECT set_config('garde.contexte', current_setting('lignes.contexte'), false)")
        look("pooled, after the commit", None)
        look("kept by the session", lambda conn: conn.execute("SELECT set_config('lignes.contexte', current_setting('garde.contexte'), false)"))
        with conn.transaction(force_rollback=True):
            opened(conn, lui.moi)
        look("pooled, after a rollback", None)
        if combien := seen(conn):
            vues.append(f"a statement alone : {combien}")
        look("held, then expired", lambda conn: _held_until_over(conn, lui))
    return vues


def _signed_by(conn: psycopg.Connection, lui: Decor, secret: str) -> None:
    with mock.patch.object(settings, "SECRET_KEY", secret):
        opened(conn, lui.moi)


def _held_until_over(conn: psycopg.Connection, lui: Decor) -> None:
    assert opened(conn, lui.moi, at=time.time() - contexte.VIE_COMPTE + 1)
    time.sleep(1.1)


@pytest.fixture
def lui() -> Iterator[Decor]:
    yield decor()
    # Whatever a test weakened is put back for the others of this database.
    pose.install()


def _opening() -> str:
    return sql.opening(declarations.listes.values(), declarations.source[0])


def _weakened(texte: str, avant: str, apres: str) -> None:
    assert avant in texte
    with connection.cursor() as cursor:
        cursor.execute(texte.replace(avant, apres))


def test_nothing_is_seen_without_a_context_of_this_transaction(lui: Decor) -> None:
    assert refusals(lui) == []


Retouche = tuple[Callable[[], str], str, str]
ECHUE = "IF clock_timestamp() >= to_timestamp(parts[4]::double precision) THEN RETURN {rien}; END IF;"
A_OUVRIR, A_TENIR = ECHUE.format(rien="false"), ECHUE.format(rien="NULL")
INSTANT = (lambda: sql.MAC + sql.LU, " || extract(epoch FROM transaction_timestamp()) || ", " || ")
SABOTAGES: dict[str, tuple[tuple[Retouche, ...], str]] = {
    "MAC unchecked": (((_opening, "IS NOT TRUE\n    THEN RETURN false", "IS NULL\n    THEN RETURN false"),), "wrong MAC"),
    "held MAC unchecked": (((lambda: sql.LU, "IS NOT TRUE THEN", "IS NULL THEN"),), "written by hand"),
    "expiry unchecked": (((_opening, A_OUVRIR, ""), (lambda: sql.LU, A_TENIR, "")), "expired"),
    "expiry heard at the opening only": (((lambda: sql.LU, A_TENIR, ""),), "held, then expired"),
    "bound to no transaction": ((INSTANT,), "kept by the session"),
    "surviving the commit": ((INSTANT, (_opening, "contenu, true);\n    RETURN true", "contenu, false);\n    RETURN true")), "pooled, after the commit"),
}


@pytest.mark.parametrize("nom", SABOTAGES)
def test_a_hole_is_seen(lui: Decor, nom: str) -> None:
    retouches, vu = SABOTAGES[nom]
    for texte, avant, apres in retouches:
        _weakened(texte(), avant, apres)

    assert [ligne for ligne in refusals(lui) if ligne.startswith(vu)]


def test_the_owner_is_held_too_until_force_is_taken_away(lui: Decor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS proprietaire_simple; CREATE ROLE proprietaire_simple LOGIN; GRANT ALL ON SCHEMA public TO proprietaire_simple")
        cursor.execute("ALTER TABLE personnes_personne OWNER TO proprietaire_simple")
    try:
        with session("proprietaire_simple") as conn:
            (tenue,) = conn.execute("SELECT count(*) FROM personnes_personne").fetchone()
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE personnes_personne NO FORCE ROW LEVEL SECURITY")
            (libre,) = conn.execute("SELECT count(*) FROM personnes_personne").fetchone()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE personnes_personne OWNER TO CURRENT_USER; DROP OWNED BY proprietaire_simple; DROP ROLE proprietaire_simple")

    assert (tenue, libre) == (0, len(lui.monde.rows("personnes_personne")))


class TestInjections:
    def test_there_are_more_than_three_hundred(self) -> None:
        assert len({attaque for _, attaque in corpus()}) > 300

    def test_none_widens_what_is_seen(self, lui: Decor) -> None:
        tranche = [attaque for rang, attaque in enumerate(corpus()) if rang % TRANCHE == 0 or attaque[0] in {"enchainee", "secret"}]

        assert attacked(lui, tranche) == len(tranche)
        assert lui.fuites == []

    @pytest.mark.parametrize(
        "sabotage",
        [
            "DROP POLICY lignes_select ON personnes_personne; CREATE POLICY lignes_select ON personnes_personne FOR SELECT USING (true)",
            "ALTER TABLE personnes_personne DISABLE ROW LEVEL SECURITY",
            "GRANT SELECT ON lignes.cle TO PUBLIC; GRANT EXECUTE ON FUNCTION lignes.tenue(text) TO PUBLIC",
        ],
    )
    def test_a_hole_is_seen(self, lui: Decor, sabotage: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sabotage)
        tenue = (
            "enchainee",
            (
                "SELECT set_config('lignes.contexte', lignes.tenue('{moi}||2026-11-24|4102444800|{{{y}}}|{{{y}}}|{{{y}}}') || "
                "':{moi}||2026-11-24|4102444800|{{{y}}}|{{{y}}}|{{{y}}}', true); SELECT * FROM personnes_personne"
            ),
        )

        attacked(lui, [tenue, ("lecture", "SELECT * FROM personnes_personne")])

        assert lui.fuites != []


class TestServing:
    def test_a_context_travels_with_the_first_statement(self, lui: Decor) -> None:
        from droits_ouverts.structures.models import Membre

        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {settings.ROLE_APPLICATION}")
            try:
                with acting_for(lui.moi, on=JOUR):
                    alone = Membre.objects.count()
                    with transaction.atomic():
                        first = Membre.objects.count()
                        with pytest.raises(psycopg.Error), transaction.atomic():  # noqa: PT012  a savepoint that is undone
                            with as_service(Service.TENANT):
                                assert Membre.objects.count() > first
                            raise psycopg.Error
                        again = Membre.objects.count()
                        streamed = len(list(Membre.objects.iterator()))
                    streamed_alone = len(list(Membre.objects.iterator()))
                nobody = Membre.objects.count()
            finally:
                cursor.execute("RESET ROLE")

        assert alone == first == again == streamed == streamed_alone > 0
        assert nobody == 0
