"""The file of a programme: read back to the last bit, or refused with a sentence."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.engine.programme import colonnes, fichier
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError, from_bytes, read, read_entete, to_bytes, write
from droits_ouverts.engine.programme.graph import INDIVIDU, MENAGE, Entree, Graph, GraphError
from tests.engine.programme.petite_loi import graphe

VERSIONS = {"droits_ouverts": "0.1.0", "openfisca_core": "44.7.1", "openfisca_france": "176.1.8", "regles": "0123456789abcdef"}


def programme(graph: Graph | None = None, **autres: object) -> Programme:
    champs: dict[str, object] = {
        "genre": "bilan",
        "mois": "2026-11",
        "graph": graph or graphe(),
        "versions": VERSIONS,
        "refus": {"fsl_acces": "lit un texte"},
        "construction": {"secondes": 11.5, "noeuds_traces": 45150},
    }
    return Programme(**{**champs, **autres})  # type: ignore[arg-type]  # fields by name


def dite(a: Programme) -> str:
    """All that a programme says: unlike `==`, tells 0.0 from -0.0, True from 1, and NaN from nothing."""
    return repr((a.genre, a.mois, a.graph.nodes, a.graph.entrees, a.graph.sorties, a.versions, a.refus, a.construction))


def resigned(entete: bytes, corps: bytes) -> bytes:
    """A file of these parts whose digest is right: what only someone who means it can make."""
    suite = entete + b"\n" + corps
    return b"DROITS-PROGRAMME 1 " + hashlib.sha256(suite).hexdigest().encode() + b"\n" + suite


def parts(contenu: bytes) -> tuple[dict[str, object], bytes]:
    _, entete, corps = contenu.split(b"\n", 2)
    return json.loads(entete), corps


BON = to_bytes(programme())

valeurs = st.one_of(
    st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.sampled_from([0.0, -0.0, math.nan, math.inf, -math.inf, 0, False, True, 1, 1.0, 0.1 + 0.2])
)


@st.composite
def graphes(draw: st.DrawFn) -> Graph:
    graph = Graph()
    rangs = [
        graph.input(Entree(nom=f"é{i}", entity=INDIVIDU, dtype="float64", defaut=draw(st.floats(allow_nan=False)), minimum=0, categories={"69259": i, "": 0}))
        for i in range(3)
    ]
    rangs += [graph.const(valeur, "float64") for valeur in draw(st.lists(st.floats(), max_size=4))]
    for parametres in draw(st.lists(st.lists(valeurs, max_size=4).map(tuple), max_size=5)):
        graph.add("const", (), (parametres, None, "2026-11-01"), dtype="float64", entity="")
    for op in draw(st.lists(st.sampled_from(["add", "multiply", "minimum"]), max_size=20)):
        gauche, droite = rangs[0], draw(st.sampled_from(rangs))
        rangs.append(graph.add(op, (gauche, droite), dtype="float64", entity=INDIVIDU))
    graph.sorties = {"sortie": rangs[-1], "première": 0}
    return graph


class TestAller:
    def test_what_is_read_is_what_was_written(self, tmp_path: Path) -> None:
        ecrit = programme()

        write(ecrit, tmp_path / "a.programme")

        assert dite(read(tmp_path / "a.programme")) == dite(ecrit)
        assert list(tmp_path.iterdir()) == [tmp_path / "a.programme"]

    @settings(max_examples=80, deadline=None)
    @given(graphes())
    def test_any_graph_comes_back_to_the_last_bit(self, graph: Graph) -> None:
        assert dite(from_bytes(to_bytes(programme(graph)), "a")) == dite(programme(graph))

    def test_sabotage_a_zero_that_loses_its_sign_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        graph = Graph()
        graph.const(-0.0, "float64")
        vrai = colonnes._plain
        monkeypatch.setattr(colonnes, "_plain", lambda valeur: vrai(valeur) if isinstance(valeur, tuple) or not isinstance(valeur, float) else valeur + 0.0)

        assert dite(from_bytes(to_bytes(programme(graph)), "a")) != dite(programme(graph))

    def test_the_head_is_read_alone(self, tmp_path: Path) -> None:
        write(programme(), tmp_path / "a.programme")

        entete = read_entete(tmp_path / "a.programme")

        assert (entete.genre, entete.mois, entete.versions, entete.octets) == ("bilan", "2026-11", VERSIONS, (tmp_path / "a.programme").stat().st_size)

    def test_a_month_of_fifty_thousand_nodes_is_read_back_and_stays_small(self) -> None:
        graph = Graph()
        rang = graph.input(Entree(nom="salaire", entity=INDIVIDU, dtype="float64"))
        for i in range(50_000):
            rang = graph.add("add", (rang, 0), (i % 300,), dtype="float64", entity=INDIVIDU)
        contenu = to_bytes(programme(graph))

        # How long it takes is measured in bench/programme.py.
        assert len(from_bytes(contenu, "a").graph) == len(graph)
        assert len(contenu) < 1_000_000

    def test_it_is_read_without_openfisca(self, tmp_path: Path) -> None:
        write(programme(), tmp_path / "a.programme")
        code = (
            "import sys, pathlib; from droits_ouverts.engine.programme import fichier, depot, versions; fichier.read(pathlib.Path(sys.argv[1])); "
            "versions.current(); print([m for m in sys.modules if m.startswith('openfisca') or m in ('pickle5', 'django')])"
        )

        fait = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.programme")], capture_output=True, text=True, check=True)

        assert fait.stdout.strip() == "[]"


class TestEcriture:
    def test_a_failed_write_leaves_the_old_file_and_nothing_else(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(programme(), tmp_path / "a.programme")
        avant = (tmp_path / "a.programme").read_bytes()

        def full(_descripteur: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(fichier.os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            write(programme(mois="2026-12"), tmp_path / "a.programme")

        assert (tmp_path / "a.programme").read_bytes() == avant
        assert [chemin.name for chemin in tmp_path.iterdir()] == ["a.programme"]

    @pytest.mark.parametrize(
        "mauvais",
        [
            {"genre": "autre"},
            {"mois": "2026-13"},
            {"mois": "novembre"},
            {"versions": {"regles": 3}},
            {"construction": {"date": object()}},
        ],
    )
    def test_what_could_not_be_read_is_not_written(self, mauvais: dict[str, object], tmp_path: Path) -> None:
        with pytest.raises(ProgrammeError):
            write(programme(**mauvais), tmp_path / "a.programme")

        assert not list(tmp_path.iterdir())

    def test_a_parameter_of_numpy_or_a_broken_graph_is_not_written(self) -> None:
        graph = graphe()
        graph.add("const", (), (np.float32(1.5),), dtype="float32", entity="")
        with pytest.raises(ProgrammeError, match="float32"):
            to_bytes(programme(graph))

        graph = graphe()
        graph.sorties["rien"] = 10_000
        with pytest.raises(ProgrammeError, match="10000"):
            to_bytes(programme(graph))


def refused(contenu: bytes, match: str = ".") -> str:
    with pytest.raises(ProgrammeError, match=match) as refus:
        from_bytes(contenu, "a.programme", versions=VERSIONS)
    return str(refus.value)


def memory_to_refuse(contenu: bytes) -> int:
    """The most bytes held at once while this is refused."""
    tracemalloc.start()
    try:
        refused(contenu, match="illisible")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class TestRefus:
    def test_another_file(self) -> None:
        for autre in (b"", b"PK\x03\x04...", b'{"genre": "bilan"}', b"DROITS-OUVERTS 1 abc\n", bytes(1000)):
            assert "n'est pas un programme de Droits Ouverts" in refused(autre)

    def test_another_format(self) -> None:
        assert "est au format 2 ; cette version de Droits Ouverts lit le format 1" in refused(BON.replace(b"PROGRAMME 1 ", b"PROGRAMME 2 ", 1))

    def test_other_versions_are_named(self) -> None:
        perime = to_bytes(programme(versions={**VERSIONS, "openfisca_france": "175.0.0"}))

        phrase = refused(perime)

        assert phrase.startswith("a.programme est périmé : openfisca_france 175.0.0 au lieu de 176.1.8.")
        assert "droits-ouverts programme build --mois 2026-11" in phrase
        assert from_bytes(perime, "a.programme").versions["openfisca_france"] == "175.0.0"

    def test_a_version_that_is_missing_or_too_many_is_stale_as_well(self) -> None:
        for versions in ({k: v for k, v in VERSIONS.items() if k != "regles"}, {**VERSIONS, "autre": "1"}):
            assert "est périmé" in refused(to_bytes(programme(versions=versions)))

    def test_a_missing_file_a_folder_and_a_name_that_cannot_be(self, tmp_path: Path) -> None:
        for chemin, phrase in ((tmp_path / "rien", "n'existe pas"), (tmp_path, "est un dossier"), (tmp_path / "a\0b", "ne peut pas être lu")):
            with pytest.raises(ProgrammeError, match=phrase):
                read(chemin)

    def test_every_cut_is_refused(self) -> None:
        for fin in range(0, len(BON), 7):
            refused(BON[:fin])
        refused(BON + b"\n")

    @settings(max_examples=400, deadline=None)
    @given(st.data())
    def test_flipped_bytes_are_refused(self, data: st.DataObject) -> None:
        altere = bytearray(BON)
        for rang in data.draw(st.lists(st.integers(0, len(BON) - 1), min_size=1, max_size=4, unique=True)):
            altere[rang] ^= data.draw(st.integers(1, 255))

        refused(bytes(altere))

    def test_sabotage_without_the_digest_flipped_bytes_would_pass(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Complaisante:
            def __init__(self, _contenu: bytes) -> None: ...

            @staticmethod
            def hexdigest() -> str:
                return BON.split()[2].decode()

        monkeypatch.setattr(fichier.hashlib, "sha256", Complaisante)
        with pytest.raises(pytest.fail.Exception):
            refused(BON.replace(b"45150", b"45151", 1))


class TestForge:
    """Files whose digest is right but that no one of ours wrote: refused or read, never another error, never unbounded."""

    @settings(max_examples=300, deadline=None)
    @given(st.data())
    def test_a_body_altered_then_signed_again(self, data: st.DataObject) -> None:
        entete, corps = parts(BON)
        brut = bytearray(zlib.decompress(corps))
        for rang in data.draw(st.lists(st.integers(0, len(brut) - 1), min_size=1, max_size=4, unique=True)):
            brut[rang] ^= data.draw(st.integers(1, 255))
        forge = resigned(json.dumps(entete).encode(), zlib.compress(bytes(brut)))

        sound_or_refused(forge)

    @settings(max_examples=150, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["genre", "mois", "versions", "refus", "construction", "taille"]),
            st.recursive(valeurs | st.text() | st.none(), st.lists, max_leaves=4),
        )
    )
    def test_a_head_of_anything(self, autre: dict[str, object]) -> None:
        entete, corps = parts(BON)

        sound_or_refused(resigned(json.dumps({**entete, **autre}).encode(), corps))

    @settings(max_examples=150, deadline=None)
    @given(
        st.sampled_from(["ops", "dtypes", "lieux", "entrees", "sorties", "noeuds", "operandes", "params"]),
        st.recursive(valeurs | st.text() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=6),
    )
    def test_tables_of_anything(self, nom: str, table: object) -> None:
        entete, corps = parts(BON)
        texte, _, colonnes_ = zlib.decompress(corps).partition(b"\n")
        brut = json.dumps({**json.loads(texte), nom: table}).encode() + b"\n" + colonnes_

        sound_or_refused(resigned(json.dumps({**entete, "taille": len(brut)}).encode(), zlib.compress(brut)))

    def test_a_bomb_is_stopped_at_the_size_it_says(self) -> None:
        entete, _ = parts(BON)
        bombe = zlib.compress(bytes(300_000_000), 9)

        for taille in (1000, 2**62, -1, True, None):
            assert memory_to_refuse(resigned(json.dumps({**entete, "taille": taille}).encode(), bombe)) < 10_000_000

    def test_sabotage_without_a_bound_the_bomb_is_seen_to_unpack(self, monkeypatch: pytest.MonkeyPatch) -> None:
        entete, _ = parts(BON)
        deplie = []

        def unbounded(corps: bytes, _taille: int) -> bytes:
            deplie.append(len(zlib.decompress(corps)))
            raise ValueError("trop tard")

        monkeypatch.setattr(colonnes, "_inflate", unbounded)
        refused(resigned(json.dumps({**entete, "taille": 1000}).encode(), zlib.compress(bytes(3_000_000), 9)), match="trop tard")

        assert deplie == [3_000_000]

    def test_json_that_is_nested_without_end(self) -> None:
        refused(resigned(b"[" * 100_000, b""), match="sa description manque")
        refused(resigned(b"{}", b""), match="genre inconnu")

    def test_an_input_that_is_not_declared(self) -> None:
        graph = graphe()
        del graph.entrees["date_naissance"]

        with pytest.raises(GraphError, match="is not declared so"):
            colonnes.check(graph)

    def test_an_input_of_another_entity(self) -> None:
        graph = graphe()
        graph.entrees["date_naissance"] = replace(graph.entrees["date_naissance"], entity=MENAGE)

        with pytest.raises(GraphError, match="is not declared so"):
            colonnes.check(graph)


def sound_or_refused(contenu: bytes, opened: Callable[..., Programme] = from_bytes) -> None:
    try:
        lu = opened(contenu, "a.programme")
    except ProgrammeError:
        return
    colonnes.check(lu.graph)
