"""The month that the tests of the engine compile, once a run for every process."""

from __future__ import annotations

import fcntl
import os

import pytest

from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme, read, write
from droits_ouverts.engine.programme.variantes import Loi, ready

MOIS = "2026-11"


@pytest.fixture(scope="session")
def programme_du_mois(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """November 2026 compiled by the first process that asks, read from its file by the others."""
    racine = tmp_path_factory.getbasetemp()
    partage = (racine.parent if "PYTEST_XDIST_WORKER" in os.environ else racine) / "programme"
    partage.mkdir(exist_ok=True)
    with (partage / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        fichier = partage / f"{MOIS}.programme"
        if not fichier.exists():
            from droits_ouverts.engine.compiler.build import compile_bilan

            write(compile_bilan(MOIS), fichier)
        return read(fichier)


@pytest.fixture(scope="session")
def loi_du_mois(programme_du_mois: Programme) -> Loi:
    """The same month, ready to answer."""
    assert not programme_du_mois.refus
    return ready(programme_du_mois, Execution(programme_du_mois))
