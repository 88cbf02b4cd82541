"""Nothing that depends on a household leaves a formula without a trace: it is recorded, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.compiler import witnesses
from droits_ouverts.engine.compiler.traced import Recorder, RefusError, Traced
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree

WITNESS = witnesses.build()


def _array(recorder: Recorder, nom: str = "x", dtype: str = "float64") -> Any:
    temoin = np.arange(WITNESS.tailles[INDIVIDU]).astype(dtype)
    rank = recorder.graph.input(Entree(nom=nom, entity=INDIVIDU, dtype=dtype))
    return Traced(recorder, rank, temoin, INDIVIDU)


def _branch(x: Any) -> Any:
    return 1 if x > 0 else 2


FUITES: dict[str, Callable[[Any], Any]] = {
    "a branch": _branch,
    "a loop": list,
    "numpy.asarray": np.asarray,
    "numpy.array": np.array,
    "float": float,
    "any": lambda x: (x > 0).any(),
    "a sum over everybody": np.sum,
    "numpy.unique": np.unique,
    "one household": lambda x: x[0],
    "an unknown function": lambda x: np.percentile(x, 50),
    "constants that differ": lambda x: x + np.arange(x.size),
    "a constant list indexed": lambda x: np.arange(100.0)[x.astype(np.int64)],
}


@pytest.mark.parametrize("nom", FUITES)
def test_what_would_let_values_out_is_refused(nom: str) -> None:
    with pytest.raises(RefusError):
        FUITES[nom](_array(Recorder(WITNESS.tailles)))


def test_it_passes_for_numpys_array_and_is_not() -> None:
    x = _array(Recorder(WITNESS.tailles))
    assert isinstance(x, np.ndarray)
    assert not issubclass(type(x), np.ndarray)


@pytest.mark.parametrize(
    ("calcul", "op"),
    [
        (lambda x: x * 2, "multiply"),
        (lambda x: np.maximum(x, 0), "maximum"),
        (lambda x: np.where(x > 1, x, 0), "where"),
        (lambda x: np.round(x, 1), "round"),
        (lambda x: (x > 1) + (x < 0), "logical_or"),
        (lambda x: x.astype(np.float32), "cast"),
    ],
)
def test_what_formulas_do_is_recorded_with_numpys_own_value(calcul: Callable[[Any], Any], op: str) -> None:
    x = _array(Recorder(WITNESS.tailles))
    fait = calcul(x)
    attendu = calcul(x.temoin)
    assert fait.recorder.graph.nodes[fait.rank].op == op
    assert fait.temoin.dtype == attendu.dtype
    assert np.array_equal(fait.temoin, attendu)
    fait.recorder.graph.check()


def test_a_value_put_where_a_condition_holds_is_a_choice() -> None:
    x = _array(Recorder(WITNESS.tailles))
    sortie = x * 0.0
    sortie[x > 3] = x[x > 3] * 2
    assert sortie.recorder.graph.nodes[sortie.rank].op == "where"
    assert np.array_equal(sortie.temoin, np.where(x.temoin > 3, x.temoin * 2, 0.0))


def test_what_was_picked_by_one_condition_is_not_put_where_another_holds() -> None:
    x = _array(Recorder(WITNESS.tailles))
    sortie = x * 0.0
    with pytest.raises(RefusError):
        sortie[x > 3] = x[x > 4] * 2


def test_every_name_of_an_array_sees_what_is_written_in_it() -> None:
    x = _array(Recorder(WITNESS.tailles))
    sortie = x * 1.5
    autre = sortie
    sortie += 1
    assert autre.rank == sortie.rank
    assert np.array_equal(autre.temoin, x.temoin * 1.5 + 1)


def test_a_third_operand_of_a_ufunc_is_where_it_writes() -> None:
    x = _array(Recorder(WITNESS.tailles))
    un, deux, trois = x > 3, x > 30, x > 5
    fait: Any = np.logical_or(un, deux, trois)
    assert np.array_equal(fait.temoin, (x.temoin > 3) | (x.temoin > 30))


def test_a_loop_over_what_is_proven_the_same_for_all_is_taken() -> None:
    x = _array(Recorder(WITNESS.tailles), dtype="bool")
    egal: Any = np.where(x, 0.0, 0.0)
    assert egal.entity == INDIVIDU
    assert list(egal) == [0.0] * egal.size
