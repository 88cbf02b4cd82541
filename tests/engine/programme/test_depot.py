"""The store of compiled months: what is found, loaded once, refused, removed, and built by one process at a time."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from droits_ouverts.engine.programme import depot as module
from droits_ouverts.engine.programme import versions
from droits_ouverts.engine.programme.depot import Depot, OccupeError
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError, write
from droits_ouverts.engine.programme.graph import MENAGE, Entree
from tests.engine.programme.petite_loi import graphe

VERSIONS = {"regles": "a" * 64}
AUTRES = {"regles": "b" * 64}


def programme(mois: str = "2026-11", versions: dict[str, str] = VERSIONS) -> Programme:
    return Programme(genre="bilan", mois=mois, graph=graphe(mois), versions=versions, refus={}, construction={})


@pytest.fixture
def depot(tmp_path: Path) -> Depot:
    return Depot(tmp_path, versions=VERSIONS)


class TestFind:
    def test_nothing_in_a_folder_that_does_not_exist(self, depot: Depot) -> None:
        assert depot.find("2026-11") is None
        assert depot.places() == []
        assert depot.mois() == []
        assert depot.remove_stale() == []

    def test_a_month_that_was_kept(self, depot: Depot) -> None:
        depot.keep(programme())

        trouve = depot.find("2026-11")

        assert trouve is not None
        assert trouve.graph.nodes == programme().graph.nodes
        assert depot.find("2026-12") is None
        assert depot.mois() == ["2026-11"]

    def test_it_is_loaded_once_and_again_when_its_file_changes(self, depot: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
        lus: list[Path] = []
        vrai = module.read
        monkeypatch.setattr(module, "read", lambda chemin, **autres: lus.append(chemin) or vrai(chemin, **autres))
        depot.keep(programme())

        premier = depot.find("2026-11")
        assert depot.find("2026-11") is premier
        depot.keep(replace(programme(), construction={"secondes": 3}))
        second = depot.find("2026-11")

        assert second is not None
        assert second.construction == {"secondes": 3}
        assert len(lus) == 2

    def test_a_month_of_another_rule_book_is_not_there(self, depot: Depot, tmp_path: Path) -> None:
        Depot(tmp_path, versions=AUTRES).keep(programme(versions=AUTRES))

        assert depot.find("2026-11") is None
        assert [place.courant for place in depot.places()] == [False]

    def test_a_stale_file_under_a_current_name_is_refused(self, depot: Depot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        vers = Depot(tmp_path, versions=AUTRES).keep(programme(versions=AUTRES))
        vers.rename(depot.path("2026-11"))

        with caplog.at_level(logging.WARNING):
            assert depot.find("2026-11") is None

        assert "est périmé" in caplog.text
        assert "l'interpréteur répond pour 2026-11" in caplog.text

    def test_a_month_under_the_name_of_another_is_refused(self, depot: Depot) -> None:
        depot.keep(programme("2026-12")).rename(depot.path("2026-11"))

        assert depot.find("2026-11") is None

    def test_sabotage_without_the_versions_a_stale_month_would_answer(self, depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Depot(tmp_path, versions=AUTRES).keep(programme(versions=AUTRES)).rename(depot.path("2026-11"))
        vrai = module.read
        monkeypatch.setattr(module, "read", lambda chemin, **_: vrai(chemin))

        assert depot.find("2026-11") is not None

    def test_a_damaged_file_is_told_once_then_mended_by_a_new_one(self, depot: Depot, caplog: pytest.LogCaptureFixture) -> None:
        chemin = depot.keep(programme())
        chemin.write_bytes(chemin.read_bytes()[:-10])

        with caplog.at_level(logging.WARNING):
            assert depot.find("2026-11") is None
            assert depot.find("2026-11") is None
        depot.keep(programme())

        assert caplog.text.count("est abîmé") == 1
        assert depot.find("2026-11") is not None

    def test_a_removed_file_is_no_longer_answered_by(self, depot: Depot) -> None:
        chemin = depot.keep(programme())
        assert depot.find("2026-11") is not None
        chemin.unlink()

        assert depot.find("2026-11") is None

    def test_what_is_loaded_is_bounded_and_the_last_asked_stay(self, tmp_path: Path) -> None:
        poids = len(programme().graph)
        depot = Depot(tmp_path, versions=VERSIONS, noeuds_max=2 * poids)
        for mois in ("2026-10", "2026-11", "2026-12"):
            depot.keep(programme(mois))

        premier = depot.find("2026-10")
        depot.find("2026-11")
        assert depot.find("2026-10") is premier
        depot.find("2026-12")

        assert list(depot._charges) == ["2026-10", "2026-12"]

    def test_months_share_the_communes_where_they_are_the_same(self, depot: Depot) -> None:
        communes = {"": 0, "69259": 1}
        for mois, categories in (("2026-11", communes), ("2026-12", communes), ("2027-01", {"": 0, "69259": 2})):
            programme_ = programme(mois)
            graph = programme_.graph
            rang = graph.input(Entree(nom="commune", entity=MENAGE, dtype="int32", categories=categories))
            for dtype, table in (("bool", (True, False)), ("int16", (1, 0)), ("float64", (0.0, -0.0 if mois == "2026-12" else 0.0))):
                graph.sorties[dtype] = graph.add("table", (rang,), (table,), dtype=dtype, entity=MENAGE)
            depot.keep(programme_)

        graphes = [trouve.graph for mois in ("2026-11", "2026-12", "2027-01") if (trouve := depot.find(mois))]
        lues = [graph.entrees["commune"].categories for graph in graphes]
        tables = [{dtype: graph.nodes[graph.sorties[dtype]].params[0] for dtype in ("bool", "int16", "float64")} for graph in graphes]

        assert lues == [communes, communes, {"": 0, "69259": 2}]
        assert lues[0] is lues[1]
        assert tables[0]["bool"] is tables[1]["bool"]
        assert repr(tables[0]) == "{'bool': (True, False), 'int16': (1, 0), 'float64': (0.0, 0.0)}"
        assert repr(tables[1]["float64"]) == "(0.0, -0.0)"

    def test_only_the_versions_of_the_store_are_kept(self, depot: Depot) -> None:
        with pytest.raises(ProgrammeError, match="n'est pas fait des versions installées"):
            depot.keep(programme(versions=AUTRES))


class TestPlaces:
    def test_each_file_says_what_it_is_or_what_is_wrong(self, depot: Depot, tmp_path: Path) -> None:
        depot.keep(programme())
        (tmp_path / "bilan" / "2020-01-autre.programme").write_bytes(b"bonjour")

        autre, bon = depot.places()

        assert "n'est pas un programme" in str(autre.probleme)
        assert bon.courant
        assert bon.entete is not None
        assert bon.entete.mois == "2026-11"


class TestRemove:
    def test_stale_unreadable_and_past_months_go_and_the_rest_stays(self, depot: Depot, tmp_path: Path) -> None:
        garde = depot.keep(programme())
        partants = [
            Depot(tmp_path, versions=AUTRES).keep(programme(versions=AUTRES)),
            depot.keep(programme("2026-09")),
            tmp_path / "bilan" / "n'importe quoi.programme",
            depot.path("2026-12"),
            tmp_path / "bilan" / ".2026-11.programme.abcd.part",
        ]
        for chemin in partants[2:]:
            chemin.write_bytes(b"bonjour")
        os.utime(partants[4], (0, 0))
        recent = tmp_path / "bilan" / ".2026-12.programme.abcd.part"
        recent.write_bytes(b"en cours")
        calcul = tmp_path / "calculs" / "abc.programme"
        calcul.parent.mkdir()
        write(programme(versions=AUTRES), calcul)

        partis = depot.remove_stale(avant="2026-10", maintenant=recent.stat().st_mtime)

        assert set(partis) == set(partants)
        assert not any(chemin.exists() for chemin in partants)
        assert all(chemin.exists() for chemin in (garde, recent, calcul))


HOLDS = """
import sys, pathlib
from droits_ouverts.engine.programme.depot import Depot
with Depot(pathlib.Path(sys.argv[1]), versions={"regles": "a"}).building("2026-11"):
    print("tenu", flush=True)
    sys.stdin.read()
"""


class TestBuilding:
    def test_one_process_at_a_time_builds_a_month_and_a_killed_one_holds_nothing(self, depot: Depot, tmp_path: Path) -> None:
        with subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as autre:
            assert autre.stdout is not None
            assert autre.stdout.readline() == b"tenu\n"
            with pytest.raises(OccupeError, match="déjà en cours de fabrication"), depot.building("2026-11"):
                pass
            with depot.building("2026-12"):
                pass
            autre.kill()
            autre.wait()

        with depot.building("2026-11"):
            pass

    def test_sabotage_without_the_lock_two_would_build(self, depot: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module.fcntl, "flock", lambda *_: None)

        with depot.building("2026-11"), Depot(tmp_path, versions=VERSIONS).building("2026-11"):
            pass


class TestVersions:
    def test_they_say_what_a_month_is_compiled_from(self) -> None:
        assert set(versions.current()) == {"droits_ouverts", "openfisca_core", "openfisca_france", "regles"}
        assert versions.current()["regles"] == versions.digest(versions.MOTEUR)

    def test_a_rule_a_parameter_a_question_and_the_compiler_each_change_them(self, tmp_path: Path) -> None:
        for dossier in ("formules/rsj", "formules/rsj/parameters", "questionnaire/faits", "compiler/simplify", "programme"):
            (tmp_path / dossier).mkdir(parents=True)
        vues = {versions.digest(tmp_path)}
        for nom in (
            "formules/rsj/variables.py",
            "formules/rsj/parameters/montant.yaml",
            "questionnaire/faits/logement.py",
            "compiler/simplify/builder.py",
            "inputs.py",
        ):
            (tmp_path / nom).write_text("a = 1")
            vues.add(versions.digest(tmp_path))
            (tmp_path / nom).write_text("a = 2")
            vues.add(versions.digest(tmp_path))

        assert len(vues) == 11

    def test_the_tests_of_a_right_and_what_only_reads_a_month_do_not(self, tmp_path: Path) -> None:
        (tmp_path / "formules/rsj").mkdir(parents=True)
        (tmp_path / "programme").mkdir()
        avant = versions.digest(tmp_path)
        for nom in ("formules/rsj/tests.yaml", "programme/bascules.py", "formules/rsj/variables.pyc"):
            (tmp_path / nom).write_text("a")

        assert versions.digest(tmp_path) == avant

    def test_true_folders_hold_what_is_watched(self) -> None:
        vus = {fichier.relative_to(versions.MOTEUR).as_posix() for fichier in versions._files(versions.MOTEUR)}

        assert set(versions.FICHIERS) <= vus
        assert {"questionnaire/schema.py", "formules/registre.py", "donnees/communes.csv.gz"} <= vus
        assert sum(nom.endswith(".yaml") for nom in vus) > 20
