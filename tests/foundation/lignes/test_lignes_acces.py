"""A2: what PostgreSQL lets through under the role that serves is what the rule says, row by row; and each hole that is made is seen."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connection

from droits_ouverts.foundation.lignes import declarations, pose
from tests.foundation.lignes.cellules import read, readers, write
from tests.foundation.lignes.monde import Monde, drawn, load

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row security is PostgreSQL's"),
    pytest.mark.usefixtures("application_role"),
]
GRAINE = 20261127


@pytest.fixture
def monde() -> Monde:
    monde = drawn(GRAINE)
    with connection.cursor() as cursor:
        load(cursor, monde)
    return monde


def test_each_reading_is_what_the_oracle_says(monde: Monde) -> None:
    compte = read(monde, readers(monde))

    assert compte.ecarts == []
    assert compte.cellules > 15_000
    assert 0.02 < compte.ouvertes / compte.cellules < 0.5


def test_each_writing_is_what_the_oracle_says(monde: Monde) -> None:
    compte = write(monde, 2000, random.Random(GRAINE))  # noqa: S311  a reproducible drawing

    assert compte.ecarts == []
    assert compte.cellules == 2000
    assert compte.ouvertes > 40


def _policy(table: str, geste: str, condition: str) -> Callable[[], None]:
    def open_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP POLICY lignes_{geste} ON {table}")
            cursor.execute(f"CREATE POLICY lignes_{geste} ON {table} FOR {geste} USING ({condition})")

    return open_it


def _function(nom: str, avant: str, apres: str) -> Callable[[], None]:
    def weaken() -> None:
        assert avant in declarations.fonctions[nom]
        with connection.cursor() as cursor:
            cursor.execute(declarations.fonctions[nom].replace(avant, apres))

    return weaken


SABOTAGES: dict[str, Callable[[], None]] = {
    "a policy gone wide": _policy("personnes_personne", "select", "true"),
    "keys open to whoever reads the person's row number": _policy("coffre_clesujet", "select", "lignes.compte() IS NOT NULL"),
    "agreements read for ever": _function("partagees", "AND p.fin >= aujourdhui", ""),
    "agreements read before their day": _function("partagees", "p.debut <= aujourdhui AND", ""),
    "withdrawals not heard": _function("partagees", "string_to_array(coalesce(d.portees, p.portees), ' ')", "string_to_array(p.portees, ' ')"),
    "emergencies that never close": _function("urgentes", "AND u.jusqu_at > maintenant", "AND u.jusqu_at IS NOT NULL"),
    "emergencies that nobody granted": _function("urgentes", "AND u.decision = 'accordee' AND u.jusqu_at > maintenant", ""),
    "emergencies of somebody else": _function("urgentes", "u.compte_id = moi AND", ""),
    "emergencies of who left": _function("urgentes", "AND u.structure_id = ANY (miennes)", ""),
    "an emergency that waits, read by who asked": _policy("personnes_ouvertureurgente", "select", "compte_id = (SELECT lignes.compte())"),
    "what the journal says of her own request": _policy("journal_ligne", "select", "actor_id = (SELECT lignes.compte())"),
    "holds of every structure": _policy("conservation_miseenreserve", "select", "true"),
    "agreements that another structure wrote": _function(
        "partagees",
        "p.personne_id || ':' || p.de_structure_id",
        "p.personne_id || ':' || (SELECT x.structure_id FROM public.personnes_personne x WHERE x.id = p.personne_id)",
    ),
}


@pytest.mark.parametrize("nom", SABOTAGES)
def test_a_hole_is_seen_in_reading(monde: Monde, nom: str) -> None:
    SABOTAGES[nom]()

    assert read(monde, readers(monde)).ecarts != []


def test_a_hole_is_seen_in_writing(monde: Monde) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY lignes_update ON bilan_bilan; CREATE POLICY lignes_update ON bilan_bilan FOR UPDATE USING (true)")

    assert write(monde, 6_000, random.Random(GRAINE)).ecarts != []  # noqa: S311  a reproducible drawing


class TestCatalogue:
    def test_each_table_is_declared_and_behind_the_wall(self) -> None:
        assert pose.gaps(connection) == []

    def test_each_table_outside_says_why(self) -> None:
        assert all(raison for raison, _ in declarations.dehors.values())
        assert not set(declarations.dehors) & set(declarations.tables)

    @pytest.mark.parametrize(
        ("sql", "dit"),
        [
            ("ALTER TABLE bilan_bilan NO FORCE ROW LEVEL SECURITY", "bilan_bilan"),
            ("ALTER TABLE bilan_bilan DISABLE ROW LEVEL SECURITY", "bilan_bilan"),
            ("DROP POLICY lignes_delete ON coffre_clesujet", "coffre_clesujet"),
            ("CREATE POLICY large ON bilan_avis USING (true)", "bilan_avis"),
            ("CREATE TABLE oubliee (id int)", "oubliee"),
            ("CREATE VIEW toutes AS SELECT * FROM bilan_bilan", "toutes"),
            ("CREATE MATERIALIZED VIEW copie AS SELECT * FROM bilan_bilan", "copie"),
        ],
    )
    def test_a_gap_is_named(self, sql: str, dit: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

        assert [gap.split(" : ")[0] for gap in pose.gaps(connection)] == [dit]

    def test_a_view_of_whoever_reads_is_none(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIEW siennes WITH (security_invoker = true) AS SELECT * FROM bilan_bilan")

        assert pose.gaps(connection) == []
