"""`simulate` and `population`: what is written, what is said, exit codes; a true Dask cluster, whose worker is killed, then its scheduler."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from droits_ouverts.config.console.grappe import Grappe
from droits_ouverts.config.console.simulate import told
from droits_ouverts.engine.programme.depot import Depot
from droits_ouverts.engine.programme.foyers import FoyersError
from droits_ouverts.engine.programme.masse import envoi
from droits_ouverts.engine.programme.masse.parquet import MasseError, Source
from droits_ouverts.engine.programme.masse.simuler import simulate
from tests.config.console import run
from tests.engine.programme.masse.loi import MOIS, programme, table, write

RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    monkeypatch.setenv("PROGRAMMES_DIR", str(tmp_path / "programmes"))
    depot = Depot(tmp_path / "programmes")
    depot.keep(programme())
    return depot


@pytest.fixture
def population(tmp_path: Path) -> str:
    return str(write(tmp_path / "population.parquet"))


class TestSimulate:
    def test_it_writes_and_tells_in_a_line(self, population: str, tmp_path: Path) -> None:
        fait = run("simulate", population, str(tmp_path / "sortie.parquet"), "--mois", MOIS, "--droits", "rsa, lep", "--processus", "1")

        assert fait.code == 0
        assert "sortie.parquet : 40 ménages, 2 droits." in fait.erreur
        assert pq.read_table(tmp_path / "sortie.parquet").num_rows == 40

    def test_what_is_left_aside_is_told(self, population: str, tmp_path: Path) -> None:
        write(Path(population), poids=[1] * table().num_rows)

        fait = run("simulate", population, str(tmp_path / "sortie.parquet"), "--mois", MOIS, "--processus", "1")

        assert "laissées de côté : poids" in fait.erreur
        assert "absents de la réponse et de son total : aah" in fait.erreur

    def test_a_population_of_another_month_is_told(self, tmp_path: Path) -> None:
        assert run("population", "3", str(tmp_path / "p.parquet"), "--mois", "2026-10").code == 0

        fait = run("simulate", str(tmp_path / "p.parquet"), str(tmp_path / "sortie.parquet"), "--mois", MOIS, "--processus", "1")

        assert fait.code == 0
        assert "dits pour 2026-10, et les droits sont calculés pour 2026-11" in fait.erreur

    def test_refusals_are_sentences(self, population: str, tmp_path: Path) -> None:
        sortie = str(tmp_path / "sortie.parquet")
        dits = {
            ("simulate", population, sortie): "il manque : --mois",
            ("simulate", population, sortie, "--mois", "2027-01"): "droits-ouverts programme build --mois 2027-01",
            ("simulate", "absent.parquet", sortie, "--mois", MOIS): "n'existe pas",
            ("simulate", population, sortie, "--mois", MOIS, "--droits", "rsaa"): "n'est pas le code d'un droit",
            ("population", "0", sortie, "--mois", MOIS): "Donnez un nombre entier de 1",
            ("population", "2", str(tmp_path / "absent" / "p.parquet"), "--mois", MOIS): "ne peut pas être écrit",
        }
        for arguments, dit in dits.items():
            fait = run(*arguments)
            assert fait.code == 2
            assert dit in fait.erreur
        assert not Path(sortie).exists()

    def test_missing_columns_are_told_with_what_to_do(self, tmp_path: Path) -> None:
        pq.write_table(table().drop_columns(["loyer", "commune"]), tmp_path / "p.parquet")
        pq.write_table(table().drop_columns(["role"]), tmp_path / "sans.parquet")

        fait = run("simulate", str(tmp_path / "p.parquet"), str(tmp_path / "sortie.parquet"), "--mois", MOIS)
        sans = run("simulate", str(tmp_path / "sans.parquet"), str(tmp_path / "sortie.parquet"), "--mois", MOIS, "--incomplet")

        assert fait.code == sans.code == 2
        assert "colonne « commune » : elle manque, comme 1 autre (loyer)." in fait.erreur
        assert "relancez avec --incomplet" in fait.erreur
        assert "colonne « role » : elle manque." in sans.erreur
        assert "--incomplet" not in sans.erreur

    def test_without_pyarrow_the_command_to_install_it_is_given(self, population: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for nom in [nom for nom in sys.modules if "programme.masse" in nom]:
            monkeypatch.delitem(sys.modules, nom)
        monkeypatch.setitem(sys.modules, "pyarrow", None)

        fait = run("simulate", population, str(tmp_path / "sortie.parquet"), "--mois", MOIS)

        assert fait.code == 2
        assert "requirements/masse.txt" in fait.erreur


@pytest.mark.parametrize(
    ("faits", "reprises", "secondes", "dit"),
    [
        (0, 0, 0.0, "0 % : 0 ménages sur 1000"),
        (250, 0, 10.0, "25 % : 250 ménages sur 1000, reste 30 s"),
        (600, 500, 30.0, "60 % : 600 ménages sur 1000, reste 2 min 00 s"),
        (500, 500, 1.0, "50 % : 500 ménages sur 1000, déjà calculés"),
        (1, 0, 10.0, "0 % : 1 ménages sur 1000, reste 2 h 46 min"),
    ],
)
def test_how_far_it_is(faits: int, reprises: int, secondes: float, dit: str) -> None:
    assert told(faits, 1000, reprises, secondes) == dit


@dataclass
class Machines:
    """A scheduler and its workers, each a process."""

    dossier: Path
    processus: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PYTHONPATH": str(RACINE), "DASK_TEMPORARY_DIRECTORY": str(self.dossier)}
        lance = subprocess.Popen(
            [sys.executable, "-m", *arguments, "--scheduler-file", str(self.fichier), "--host", "127.0.0.1", "--no-dashboard"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processus.append(lance)
        return lance

    @property
    def fichier(self) -> Path:
        return self.dossier / "ordonnanceur.json"

    @property
    def adresse(self) -> str:
        limite = time.monotonic() + 20
        while time.monotonic() < limite:
            with contextlib.suppress(FileNotFoundError, ValueError):
                return str(json.loads(self.fichier.read_text())["address"])
            time.sleep(0.05)
        raise TimeoutError


@pytest.fixture
def grappe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    monkeypatch.setattr(Source, "parts", functools.partialmethod(Source.parts, lignes=15))
    machines = Machines(tmp_path)
    machines.start("distributed.cli.dask_scheduler", "--port", "0")
    for _ in range(2):
        machines.start("distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1")
    try:
        yield machines
    finally:
        for lance in machines.processus:
            lance.kill()
            lance.wait()


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
class TestCluster:
    def test_a_worker_killed_changes_nothing_and_a_cluster_that_vanishes_is_told_and_taken_up(
        self, grappe: Machines, population: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        simulate(programme(), Path(population), tmp_path / "ici.parquet")
        ordonnanceur, ouvrier, _ = grappe.processus
        sortie = tmp_path / "sortie.parquet"

        simulate(programme(), Path(population), sortie, repartition=Grappe(grappe.adresse), progres=lambda faits, *_: ouvrier.kill() if faits > 20 else None)
        assert sortie.read_bytes() == (tmp_path / "ici.parquet").read_bytes()

        sortie.unlink()
        with pytest.raises(MasseError, match="ne répond plus"):
            simulate(
                programme(), Path(population), sortie, repartition=Grappe(grappe.adresse), progres=lambda faits, *_: ordonnanceur.kill() if faits > 20 else None
            )
        assert not sortie.exists()

        compte = simulate(programme(), Path(population), sortie)
        assert compte.reprises > 0
        assert sortie.read_bytes() == (tmp_path / "ici.parquet").read_bytes()

    def test_a_cluster_that_is_not_there(self, population: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.config.console.grappe.ATTENTE", 1.0)

        fait = run("simulate", population, str(tmp_path / "sortie.parquet"), "--mois", MOIS, "--cluster", "tcp://127.0.0.1:9")

        assert fait.code == 2
        assert "la grappe « tcp://127.0.0.1:9 » ne répond pas" in fait.erreur

    def test_households_that_cannot_be_computed_are_told_as_here(self, grappe: Machines, population: str, tmp_path: Path) -> None:
        write(Path(population), loyer=[-5.0] * table().num_rows)

        with pytest.raises(FoyersError, match="nombre hors des bornes"):
            simulate(programme(), Path(population), tmp_path / "sortie.parquet", repartition=Grappe(grappe.adresse))


def test_a_machine_of_another_version_refuses() -> None:
    autre = envoi.Envoi(programme=b"", codes=(), regles="autre", lignes=b"")

    with pytest.raises(MasseError, match="n'a pas la même version"):
        envoi.compute(autre)
