"""The compiled months of the worker: what is found, what is built beside it, and that nothing of it harms an answer."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur
from droits_ouverts.connectors.moteur import programmes as module
from droits_ouverts.connectors.moteur.client import MoteurClient
from droits_ouverts.connectors.moteur.in_process import MoteurLocal
from droits_ouverts.connectors.moteur.programmes import Fabrication, Programmes
from droits_ouverts.connectors.moteur.serveur import Job, Serveur
from droits_ouverts.engine.compiler import chantier
from droits_ouverts.engine.programme import natif
from droits_ouverts.engine.programme.depot import Depot
from droits_ouverts.engine.programme.fichier import Programme
from tests.bilan.estimations import COMPLETE
from tests.connectors.moteur.test_serveur import InThread, SlowMoteur
from tests.engine.programme.petite_loi import graphe

MOIS = "2026-11"

# A builder of the little law, in a process of its own: the true one loads OpenFisca for seconds.
BATIT = """
import sys
sys.path.insert(0, {racine!r})
from droits_ouverts.engine.compiler import chantier
from droits_ouverts.engine.programme.fichier import Programme
from tests.engine.programme.petite_loi import graphe
def fabrique(mois, *, progress=None):
    if mois in {echecs!r}:
        raise ZeroDivisionError("détail")
    return Programme(genre="bilan", mois=mois, graph=graphe(mois), versions={{}}, refus={{}}, construction={{}})
chantier._compiler = lambda: fabrique
sys.exit(chantier.main(sys.argv[1:]))
"""
DORT = "import sys, time, pathlib; pathlib.Path(sys.argv[1]).mkdir(exist_ok=True); (pathlib.Path(sys.argv[1]) / 'parti').touch(); time.sleep(60)"


def batit(*echecs: str) -> list[str]:
    return [sys.executable, "-c", BATIT.format(racine=os.getcwd(), echecs=echecs)]  # noqa: PTH109


def programme(mois: str = MOIS) -> Programme:
    return Programme(genre="bilan", mois=mois, graph=graphe(mois), versions=dict(Depot(Path()).versions), refus={}, construction={})


def wait_for(condition: Callable[[], object]) -> None:
    limite = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < limite
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def noyau(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """Whether the kernel is there, and can be compiled: neither, unless a test says so. Compiling it takes seconds."""
    etat = {"present": False, "wanted": False}
    monkeypatch.setattr(natif, "present", lambda: etat["present"])
    monkeypatch.setattr(natif, "wanted", lambda: etat["wanted"])
    return etat


@pytest.fixture
def programmes(tmp_path: Path) -> Programmes:
    return Programmes(tmp_path)


class TestProgrammes:
    def test_a_file_that_appears_is_seen_at_the_next_question(self, programmes: Programmes, tmp_path: Path) -> None:
        moteur = MoteurLocal(programmes=programmes)
        assert moteur.loi(MOIS) is None
        assert moteur.etat().programmes == ()

        Depot(tmp_path).keep(programme())

        loi = moteur.loi(MOIS)
        assert loi is not None
        assert set(loi.graph.sorties) == set(graphe().sorties)
        assert moteur.loi(MOIS) is loi
        assert moteur.etat().programmes == (MOIS,)

    def test_a_new_file_is_planned_again_and_one_removed_is_forgotten(self, programmes: Programmes, tmp_path: Path) -> None:
        depot = Depot(tmp_path)
        chemin = depot.keep(programme())
        premiere = programmes.loi(MOIS)
        depot.keep(programme())

        assert programmes.loi(MOIS) is not premiere
        chemin.unlink()
        assert programmes.loi(MOIS) is None

    def test_once_the_kernel_is_there_each_month_is_planned_for_it(self, programmes: Programmes, tmp_path: Path, noyau: dict[str, bool]) -> None:
        Depot(tmp_path).keep(programme())
        avant = programmes.loi(MOIS)
        assert programmes.loi(MOIS) is avant

        noyau["present"] = True

        apres = programmes.loi(MOIS)
        assert apres is not None
        assert apres is not avant
        assert programmes.loi(MOIS) is apres

    def test_what_is_ready_is_bounded(self, programmes: Programmes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "PRETS_MAX", 1)
        depot = Depot(tmp_path)
        for mois in (MOIS, "2026-12"):
            depot.keep(programme(mois))
            programmes.loi(mois)

        assert list(programmes._prets) == ["2026-12"]

    def test_without_a_folder_no_month_is_compiled(self) -> None:
        assert MoteurLocal().loi(MOIS) is None


@pytest.fixture
def fabrications() -> Iterator[list[Fabrication]]:
    faites: list[Fabrication] = []
    yield faites
    for fabrication in faites:
        fabrication.stop()


def started(fabrications: list[Fabrication], programmes: Programmes, commande: list[str], ronde: float = 60) -> Fabrication:
    fabrication = Fabrication(programmes, courant=lambda: MOIS, chantier=commande, ronde=ronde)
    fabrications.append(fabrication)
    fabrication.start()
    return fabrication


class TestFabrication:
    def test_the_current_month_and_the_next_are_built(self, programmes: Programmes, fabrications: list[Fabrication], caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)

        started(fabrications, programmes, batit())
        wait_for(lambda: "programmes prêts" in caplog.text)

        assert programmes.mois() == ["2026-11", "2026-12"]
        assert "programmes prêts : 2026-11, 2026-12" in caplog.text

    def test_what_is_there_is_not_built(self, programmes: Programmes, fabrications: list[Fabrication], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for mois in (MOIS, "2026-12"):
            Depot(tmp_path).keep(programme(mois))
        lances: list[object] = []
        monkeypatch.setattr(module.subprocess, "Popen", lambda commande, **_: lances.append(commande))

        fabrication = started(fabrications, programmes, ["rien"], ronde=0.01)
        wait_for(lambda: len(programmes._prets) == 2)
        fabrication.stop()

        assert lances == []

    def test_the_kernel_alone_is_compiled_once(
        self, programmes: Programmes, fabrications: list[Fabrication], tmp_path: Path, noyau: dict[str, bool], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for mois in (MOIS, "2026-12"):
            Depot(tmp_path).keep(programme(mois))
        noyau["wanted"] = True
        demandes: list[list[str]] = []
        monkeypatch.setattr(Fabrication, "_build", lambda _self, manquants: demandes.append(list(manquants)))

        started(fabrications, programmes, batit(), ronde=0.01)
        wait_for(lambda: demandes)
        time.sleep(0.1)

        assert demandes == [[]]

    def test_a_failure_is_told_once_and_the_other_month_is_built(
        self, programmes: Programmes, fabrications: list[Fabrication], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        fabrication = started(fabrications, programmes, batit(MOIS), ronde=0.01)
        wait_for(lambda: "non fabriqués" in caplog.text)
        time.sleep(0.2)
        fabrication.stop()

        assert programmes.mois() == ["2026-12"]
        assert caplog.text.count("programmes de 2026-11 : non fabriqués (code 1) ; l'interpréteur répond.") == 1
        dit = capfd.readouterr().err
        assert "programme de 2026-11 : la compilation a échoué (ZeroDivisionError)" in dit
        assert "détail" not in dit

    def test_a_command_that_is_not_there(self, programmes: Programmes, fabrications: list[Fabrication], caplog: pytest.LogCaptureFixture) -> None:
        started(fabrications, programmes, ["/nulle/part"])
        wait_for(lambda: "non fabriqués" in caplog.text)

        assert "n'a pas pu partir : FileNotFoundError" in caplog.text

    def test_it_ends_with_what_started_it(self, programmes: Programmes, fabrications: list[Fabrication], tmp_path: Path) -> None:
        fabrication = started(fabrications, programmes, [sys.executable, "-c", DORT])
        wait_for((tmp_path / "parti").exists)
        process = fabrication._process
        assert process is not None

        fabrication.stop()

        assert process.returncode == -signal.SIGTERM
        assert not fabrication._fil.is_alive()

    def test_stopped_before_it_began(self, programmes: Programmes) -> None:
        Fabrication(programmes, courant=lambda: MOIS).stop()


class TestServer:
    def test_it_answers_while_months_are_built_and_ends_with_them(
        self, programmes: Programmes, fabrications: list[Fabrication], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fabrication = Fabrication(programmes, courant=lambda: MOIS, chantier=[sys.executable, "-c", DORT])
        fabrications.append(fabrication)
        served = InThread(tmp_path / "m.sock", SlowMoteur(), monkeypatch)
        served.serveur = Serveur(served.path, mois=MOIS, moteur=served.moteur, parent=1, fabrication=fabrication)  # type: ignore[arg-type]  # a stand-in of the engine
        served.thread = threading.Thread(target=served.serveur.run, daemon=True)
        with served:
            assert fabrication._process is None
            served.moteur.ready.set()
            wait_for((tmp_path / "parti").exists)
            process = fabrication._process

            assert MoteurClient(served.path).calculate("bonjour") == (200, {"echo": "bonjour"}, "openfisca")

        assert process is not None
        assert process.returncode == -signal.SIGTERM

    def test_its_state_tells_the_months(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        etat = EtatMoteur(etape=EtapeMoteur.CHAUFFE, programmes=(MOIS, "2026-12"))
        moteur = SlowMoteur()
        monkeypatch.setattr(moteur, "etat", lambda: etat)

        with InThread(tmp_path / "m.sock", moteur, monkeypatch) as served:
            assert MoteurClient(served.path).etat() == etat

    @pytest.mark.parametrize("qui", ["programme", "interpreteur"])
    def test_the_log_tells_which_engine_answered(self, qui: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        moteur = SlowMoteur()
        moteur.estimate = lambda _questionnaire: replace(COMPLETE, moteur=qui)  # type: ignore[attr-defined]  # a verb that the stand-in lacks
        served = InThread(tmp_path / "m.sock", moteur, monkeypatch)

        served.serveur._serve(Job(verb="estimate", argument={}, deadline=time.monotonic() + 10))

        assert f"estimate : fait ({qui}) en " in caplog.text


PARENT = """
import subprocess, sys, time
enfant = subprocess.Popen([sys.executable, "-c", {enfant!r}, "--avec-parent", sys.argv[1], "2026-11"])
print(enfant.pid, flush=True)
time.sleep(60)
"""
ENFANT = """
import sys, time, pathlib
from droits_ouverts.engine.compiler import chantier
def fabrique(mois, *, progress=None):
    pathlib.Path(sys.argv[2], "parti").touch()
    time.sleep(60)
chantier._compiler = lambda: fabrique
sys.exit(chantier.main(sys.argv[1:]))
"""


class TestChantier:
    def test_it_yields_to_every_other_process(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        politesses: list[int] = []
        monkeypatch.setattr(chantier.os, "nice", politesses.append)
        monkeypatch.setattr(chantier, "_compiler", lambda: lambda mois, progress: programme(mois))

        assert chantier.main([str(tmp_path), MOIS]) == 0

        assert politesses == [15]
        assert Depot(tmp_path).mois() == [MOIS]

    def test_the_kernel_is_compiled_where_it_is_asked_and_lacks(self, tmp_path: Path, noyau: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
        faits: list[Path] = []
        monkeypatch.setattr(chantier.os, "nice", lambda _politesse: None)
        monkeypatch.setattr(natif, "folder", lambda: tmp_path / "noyau")
        monkeypatch.setattr(natif, "build", faits.append)

        assert chantier.main(["--noyau", str(tmp_path)]) == 0
        noyau["wanted"] = True
        assert chantier.main([str(tmp_path)]) == 0
        assert faits == []
        assert chantier.main(["--noyau", str(tmp_path)]) == 0

        assert faits == [tmp_path / "noyau"]

    @pytest.mark.parametrize("erreur", [natif.NoyauError("Le noyau natif ne se compile pas."), PermissionError(13, "interdit")])
    def test_a_kernel_that_fails_is_told_in_a_sentence(
        self, erreur: Exception, noyau: dict[str, bool], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(_dossier: Path) -> Path:
            raise erreur

        noyau["wanted"] = True
        monkeypatch.setattr(natif, "build", refuse)

        assert not chantier.kernel()

        assert "noyau natif : " in capsys.readouterr().err

    def test_it_dies_with_a_killed_parent_and_leaves_nothing_half_written(self, tmp_path: Path) -> None:
        env = os.environ | {"PYTHONPATH": os.getcwd()}  # noqa: PTH109
        with subprocess.Popen([sys.executable, "-c", PARENT.format(enfant=ENFANT), str(tmp_path)], stdout=subprocess.PIPE, env=env) as parent:
            assert parent.stdout is not None
            enfant = int(parent.stdout.readline())
            wait_for((tmp_path / "parti").exists)
            parent.kill()

        wait_for(lambda: not alive(enfant))
        assert Depot(tmp_path).places() == []
        with Depot(tmp_path).building(MOIS):
            pass

    def test_a_second_builder_waits_and_finds_what_the_first_made(self, tmp_path: Path) -> None:
        depot = Depot(tmp_path)
        issues: list[chantier.Issue] = []

        def second() -> None:
            issues.append(chantier.build(Depot(tmp_path), MOIS, fabrique=lambda _mois, progress=None: pytest.fail("built twice"), attendre=True))

        with depot.building(MOIS):
            fil = threading.Thread(target=second)
            fil.start()
            time.sleep(0.1)
            assert not issues
            depot.keep(programme())
        fil.join(10)

        assert issues == [chantier.Issue.DEJA_LA]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False
