"""The native kernel gives the bits of the reference evaluation, and its absence changes nothing but time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.programme import decoupe, evaluation, natif, noyaux
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.graph import INDIVIDU
from tests.engine.programme.graphes import crowd, whole_graph
from tests.engine.programme.test_execution import assert_same_bits, caught, check


@pytest.fixture(scope="session")
def noyau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the kernel is: the one that was installed, or one compiled for the tests."""
    if natif.load() is not None:
        return natif.folder()
    dossier = tmp_path_factory.mktemp("noyau")
    try:
        natif.build(dossier)
    except natif.NoyauError as erreur:
        if os.environ.get("CI"):
            pytest.fail(f"{erreur} En intégration continue, un compilateur doit être là.")
        pytest.skip(str(erreur))
    return dossier


class TestNative:
    @pytest.fixture(autouse=True)
    def installed(self, noyau: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NOYAU_DIR", str(noyau))

    def test_the_kernel_gives_the_same_bits(self) -> None:
        for graine in range(300):
            check(1000 + graine, menages=1 + graine % 40, personnes=(1, 3, 16, 50, 4096)[graine % 5], noeuds=20 + graine, natif=True)

    def test_the_checks_are_green_without_sabotage(self) -> None:
        assert not caught(lambda: None, natif=True)

    def test_thousands_of_persons(self) -> None:
        check(7, menages=700, personnes=700, natif=True)

    def test_the_kernel_is_used(self) -> None:
        rng = np.random.default_rng(1)
        graph = whole_graph(rng, 200)
        execution = Execution(graph)
        execution.run(crowd(rng, graph, 3))

        ((_capacites, etabli),) = execution._etablis

        assert isinstance(etabli, natif.EtabliNatif)
        assert len(etabli._appels) < len(execution._plan.etapes)

    def test_one_population_after_another(self) -> None:
        rng = np.random.default_rng(2)
        graph = whole_graph(rng, 150)
        execution = Execution(graph, personnes=30)
        for menages in (20, 1, 3, 20, 1):
            foyers = crowd(rng, graph, menages)
            assert_same_bits(execution.run(foyers), evaluation.evaluate(graph, foyers))

    @pytest.mark.parametrize(("nom", "autre"), [("subtract", "add"), ("less", "greater"), ("maximum", "minimum")])
    def test_an_operation_for_another_is_seen(self, nom: str, autre: str, monkeypatch: pytest.MonkeyPatch) -> None:
        juste = natif.EtabliNatif._emit

        def emit(self: natif.EtabliNatif, cle: tuple[str, ...], *args: Any) -> bool:
            return juste(self, (autre, *cle[1:]) if cle[0] == nom else cle, *args)

        assert caught(lambda: monkeypatch.setattr(natif.EtabliNatif, "_emit", emit), natif=True)

    def test_members_of_another_group_are_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        juste = noyaux.Composition.fill

        def fill(self: noyaux.Composition, morceau: decoupe.Morceau) -> None:
            juste(self, morceau)
            for de in self.de.values():
                de[: morceau.tailles[INDIVIDU]] = de[: morceau.tailles[INDIVIDU]][::-1].copy()

        assert caught(lambda: monkeypatch.setattr(noyaux.Composition, "fill", fill), natif=True)


class TestWithoutKernel:
    def test_numpy_computes_where_no_kernel_was_compiled(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NOYAU_DIR", str(tmp_path))

        assert natif.load() is None
        check(3, natif=True)

    def test_no_compiler_is_said_in_a_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        with pytest.raises(natif.NoyauError, match="Aucun compilateur C n'est installé"):
            natif.build(tmp_path)

    def test_a_kernel_that_does_not_compile_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        faux = tmp_path / "cc"
        faux.write_text("#!/bin/sh\necho cassé >&2\nexit 1\n")
        faux.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

        with pytest.raises(natif.NoyauError, match="cassé"):
            natif.build(tmp_path / "noyau")

        assert not list((tmp_path / "noyau").iterdir())
