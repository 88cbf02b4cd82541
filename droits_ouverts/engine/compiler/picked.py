"""Some households of an array, picked by a condition: computed for all, used only where the condition holds.

`sortie[condition] = f(x[condition])` becomes `sortie = where(condition, f(x), sortie)`: what is computed elsewhere is thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from droits_ouverts.engine.compiler.traced import RefusError, Traced, isinstance_traced


class Picked:
    """The values of `array` where `condition` is true; `condition` is a traced bool."""

    __slots__ = ("array", "condition")
    __array_priority__ = 2000

    def __init__(self, condition: Traced, array: Any) -> None:  # noqa: ANN401 - traced, or numpy's constants
        self.condition = condition
        self.array = array

    @property
    def recorder(self) -> Any:  # noqa: ANN401 - see `Recorder`
        """Where operations are written."""
        return self.condition.recorder

    def under(self, condition: Traced) -> Any:  # noqa: ANN401 - traced, or numpy's constants
        """Return the whole array, to be put where the same condition holds."""
        if condition.rank != self.condition.rank:
            message = "values picked by one condition are put where another holds"
            raise RefusError(message)
        return self.array

    def ufunc(self, ufunc: np.ufunc, inputs: Sequence[Any]) -> Picked:
        """Apply a ufunc to values picked by the same condition and to numbers."""
        entiers = []
        for value in inputs:
            if type(value) is Picked:
                entiers.append(value.under(self.condition))
            elif isinstance_traced(value) or np.ndim(value):
                message = f"numpy.{ufunc.__name__} of some households and of all"
                raise RefusError(message)
            else:
                entiers.append(value)
        return Picked(self.condition, ufunc(*entiers))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Picked:  # noqa: ANN401 - numpy's protocol
        if method != "__call__" or kwargs:
            message = f"numpy.{ufunc.__name__}.{method} of some households"
            raise RefusError(message)
        return self.ufunc(ufunc, inputs)

    def __array__(self, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 - never returns
        message = "values picked by a condition are read by numpy outside of a formula's operations"
        raise RefusError(message)

    def __bool__(self) -> bool:
        message = "a branch in Python depends on a household"
        raise RefusError(message)


def _operator(ufunc: np.ufunc, *, reflected: bool) -> Any:  # noqa: ANN401 - a method
    def apply(self: Picked, other: Any) -> Picked:  # noqa: ANN401 - numpy's operators
        return self.ufunc(ufunc, (other, self) if reflected else (self, other))

    return apply


for _nom, _ufunc in {"add": np.add, "sub": np.subtract, "mul": np.multiply, "truediv": np.true_divide}.items():
    setattr(Picked, f"__{_nom}__", _operator(_ufunc, reflected=False))
    setattr(Picked, f"__r{_nom}__", _operator(_ufunc, reflected=True))
for _nom, _ufunc in {"eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal}.items():
    setattr(Picked, f"__{_nom}__", _operator(_ufunc, reflected=False))
Picked.__hash__ = None  # type: ignore[assignment]  # as numpy's arrays


class Constants(np.ndarray):
    """An array that no input touches. numpy computes it; households may be picked out of it by a traced condition."""

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - numpy's signature
        return Picked(key, self) if isinstance_traced(key) else super().__getitem__(key)
