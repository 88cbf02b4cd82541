"""The blind index finds by an exact value, in one structure, and says nothing of the value."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from droits_ouverts.coffre.envelope import Sujet
from droits_ouverts.coffre.index import blind_index, found_by, near, normalised, set_index, set_near
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.models import IndexAveugle
from droits_ouverts.coffre.rotation import rotate
from droits_ouverts.coffre.services import destroy_keys, keyring


class TestNormalised:
    @pytest.mark.parametrize(
        ("ecrit", "compare"),
        [
            ("LE GOFF-Désiré", "legoffdesire"),
            ("d’Œuvre", "doeuvre"),
            ("D'OEUVRE", "doeuvre"),
            ("Straße", "strasse"),
            ("N'Guessan", "nguessan"),
            ("Çelik", "celik"),
            ("C\u0327elik", "celik"),
            ("Łukasz", "lukasz"),
            ("محمّد", "محمد"),
            ("  ", ""),
        ],
    )
    def test_of_a_name(self, ecrit: str, compare: str) -> None:
        assert normalised(ecrit) == compare

    def test_two_names_stay_two(self) -> None:
        assert normalised("Diallo") != normalised("Dialo")


@pytest.mark.django_db
class TestFoundBy:
    def test_exactly_and_in_its_structure_only(self) -> None:
        for numero, valeur in ((1, "diallo|1990-01-02"), (2, "diallo|1990-01-02"), (3, "diallo|1990-01-03")):
            set_index(Sujet("personne", numero), structure=7, champ="identite", valeur=valeur)
        set_index(Sujet("personne", 4), structure=8, champ="identite", valeur="diallo|1990-01-02")

        assert found_by(7, "identite", "diallo|1990-01-02", genre="personne") == ["1", "2"]
        assert found_by(8, "identite", "diallo|1990-01-02", genre="personne") == ["4"]
        assert found_by(7, "autre", "diallo|1990-01-02", genre="personne") == []
        assert found_by(9, "identite", "diallo|1990-01-02", genre="personne") == []
        assert found_by(7, "identite", "", genre="personne") == []

    def test_digests_of_two_structures_have_nothing_in_common(self) -> None:
        assert len({blind_index(structure, champ, "diallo") for structure in (7, 8) for champ in ("a", "b")}) == 4

    def test_holds_no_value(self) -> None:
        set_index(Sujet("personne", 1), structure=7, champ="identite", valeur="diallo|1990-01-02")

        (ligne,) = IndexAveugle.objects.values_list()
        assert "diallo" not in str(ligne)
        assert "1990" not in str(ligne)

    def test_a_new_value_takes_the_place_of_the_old_one(self) -> None:
        set_index(Sujet("personne", 1), structure=7, champ="identite", valeur="diallo")
        set_index(Sujet("personne", 1), structure=7, champ="identite", valeur="diop")

        assert found_by(7, "identite", "diallo", genre="personne") == []
        assert found_by(7, "identite", "diop", genre="personne") == ["1"]

    def test_goes_with_the_key_of_its_subject(self) -> None:
        set_index(Sujet("personne", 1), structure=7, champ="identite", valeur="diallo")
        destroy_keys([Sujet("personne", 1)], structure=7, actor=None, purpose="effacement")

        assert found_by(7, "identite", "diallo", genre="personne") == []
        assert not IndexAveugle.objects.exists()

    def test_a_new_key_of_the_folder_changes_no_digest(self) -> None:
        avant = blind_index(7, "identite", "diallo")
        Keyring(keyring().folder).add()
        list(rotate())

        assert blind_index(7, "identite", "diallo") == avant


@pytest.mark.django_db
class TestNear:
    def test_whoever_has_a_value_of_each_group_is_met_and_no_other_kind_of_subject(self) -> None:
        set_near(Sujet("personne", 1), structure=7, champ="nom", valeurs=["awa", "diallo"])
        set_near(Sujet("personne", 2), structure=7, champ="nom", valeurs=["awa", "traore"])
        set_near(Sujet("bilan", "3"), structure=7, champ="nom", valeurs=["awa", "diallo"])

        assert near(7, "nom", [[{"awa"}, {"diallo"}]], genre="personne", combien=5) == ["1"]
        assert near(7, "nom", [[{"awa"}]], genre="bilan", combien=5) == ["3"]

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is that of SQLite")
    def test_a_search_reads_the_lines_of_what_is_typed_and_not_those_of_the_whole_structure(self) -> None:
        set_near(Sujet("personne", 1), structure=7, champ="nom", valeurs=["awa", "diallo"])
        with CaptureQueriesContext(connection) as queries:
            near(7, "nom", [[{"awa", "aw"}, {"diallo"}]], genre="personne", combien=5)

        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
            plan = " ".join(str(line[3]) for line in cursor.fetchall())

        assert "COVERING INDEX index_aveugle_recherche (structure_id=? AND champ=?)" in plan
