"""Arrays that remember: what a formula of OpenFisca does to them is written down as a graph.

A traced array carries a witness, the values that a few made-up households have there, and the rank of its node. It says that it is numpy's array
(`__class__`), so that formulas and Core take it as one, but numpy can't read its values: whatever would let them out without a trace - a test in
Python, a loop, a conversion - raises `RefusError`. So nothing that depends on a household can be frozen by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
from openfisca_core.indexed_enums import EnumArray

from droits_ouverts.engine.programme.graph import CONSTANTE, DTYPES, Graph, scalar


class RefusError(Exception):
    """A formula can't be compiled: `variable` and `raison` (what it does that no graph holds)."""

    def __init__(self, raison: str, variable: str = "") -> None:
        super().__init__(raison)
        self.raison = raison
        self.variable = variable

    def __str__(self) -> str:
        """Return the variable and the reason."""
        return f"{self.variable}: {self.raison}" if self.variable else self.raison


class Recorder:
    """Writes nodes as arrays are computed. `tailles`: number of witnesses of each entity, all different, so that a length tells whose value it is."""

    def __init__(self, tailles: dict[str, int]) -> None:
        self.graph = Graph()
        self.tailles = tailles
        self.entites = {taille: entity for entity, taille in tailles.items()}

    def record(self, op: str, args: Sequence[Operand], temoin: Any, entity: str | None = None, params: tuple[object, ...] = ()) -> Traced:  # noqa: ANN401 - a numpy array
        """Add a node for `temoin`, the witness's values, and return it traced."""
        temoin = np.asarray(temoin)
        dtype = str(temoin.dtype)
        if dtype not in DTYPES:
            message = f"a value of type {dtype}"
            raise RefusError(message)
        ou = self._entity(args) if entity is None else entity
        if ou == CONSTANTE and op != "const":
            return self.constant(temoin.reshape(-1)[:1])
        rank = self.graph.add(op, tuple(arg.rank for arg in args), params, dtype=dtype, entity=ou)
        return Traced(self, rank, temoin, ou)

    def _entity(self, args: Sequence[Operand]) -> str:
        entites = {arg.entity for arg in args} - {CONSTANTE}
        if len(entites) > 1:
            message = f"values of {' and '.join(sorted(entites))} together"
            raise RefusError(message)
        return entites.pop() if entites else CONSTANTE

    def operand(self, value: Any, dtype: Any = None) -> Traced:  # noqa: ANN401 - whatever a formula hands to numpy
        """Return a value as an operand of one dtype: traced as it is, or a constant that is the same for all."""
        operand = value if isinstance_traced(value) else self.constant(value)
        return operand if dtype is None else self.cast(operand, np.dtype(dtype))

    def constant(self, value: Any) -> Traced:  # noqa: ANN401 - whatever a formula hands to numpy
        """Return a constant; refuse an array whose values differ, since nothing says whose they are."""
        if type(value) in (list, tuple):
            message = "a list of values as one operand"
            raise RefusError(message)
        array = value.view(np.ndarray) if isinstance(value, EnumArray) else np.asarray(value)
        if array.ndim > 1 or (array.size > 1 and array.size not in self.entites):
            message = f"an array of shape {array.shape} that is nobody's"
            raise RefusError(message)
        plat = array.reshape(-1)
        if plat.size == 0 or not _same(plat):
            message = "an array of constants that differ from one household to another"
            raise RefusError(message)
        if array.dtype.kind in "USO":
            message = f"a constant of type {array.dtype}"
            raise RefusError(message)
        first = plat[:1]
        if str(first.dtype) not in DTYPES:
            first = first.astype(
                {"int8": "int16", "uint16": "int32", "uint32": "int64", "uint64": "int64", "float16": "float32"}.get(str(first.dtype), first.dtype)
            )
        rank = self.graph.const(first[0], str(first.dtype))
        return Traced(self, rank, first, CONSTANTE)

    def cast(self, operand: Traced, dtype: np.dtype[Any]) -> Traced:
        """Convert an operand as numpy's astype does."""
        if operand.temoin.dtype == dtype:
            return operand
        temoin = operand.temoin.astype(dtype)
        if operand.entity == CONSTANTE:
            return self.constant(temoin.reshape(-1)[:1])
        return self.record("cast", [operand], temoin)


def _same(plat: np.ndarray) -> bool:
    if plat.dtype.kind in "fmM":
        vides = np.isnan(plat) if plat.dtype.kind == "f" else np.isnat(plat)
        return bool(vides.all() or (not vides.any() and (plat == plat[0]).all()))
    return bool((plat == plat[0]).all())


class Operand:
    """A node as an operand: its rank, its witness (one value for a constant) and whose it is."""

    __slots__ = ("entity", "rank", "recorder", "temoin")

    def __init__(self, recorder: Recorder, rank: int, temoin: np.ndarray, entity: str) -> None:
        self.recorder = recorder
        self.rank = rank
        self.temoin = temoin
        self.entity = entity


class Traced(Operand):
    """An array of a simulation whose operations are recorded."""

    __slots__ = ()
    __array_priority__ = 1000
    __hash__ = None  # type: ignore[assignment]  # as numpy's arrays

    @property  # type: ignore[misc]  # read-only, where object's can be set
    def __class__(self) -> type:  # the point of the class: formulas see numpy's array
        return np.ndarray

    # What numpy asks

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - numpy's protocol
        from droits_ouverts.engine.compiler.operations import ufunc_call  # noqa: PLC0415 - the operations need this class

        return ufunc_call(ufunc, method, inputs, kwargs)

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:  # noqa: ANN401 - numpy's protocol
        from droits_ouverts.engine.compiler.operations import function_call  # noqa: PLC0415 - the operations need this class

        return function_call(func, args, kwargs)

    def __array__(self, *_args: object, **_kwargs: object) -> NoReturn:
        _refuse("its values are read by numpy outside of a formula's operations")

    def __bool__(self) -> NoReturn:  # noqa: PLE0304 - it only ever raises
        _refuse("a branch in Python depends on a household")

    def __iter__(self) -> Iterator[Any]:
        constante = self.proven()
        if constante is None:
            _refuse("a loop goes over households one by one")
        return iter(np.repeat(constante, self.size))

    def proven(self) -> np.ndarray | None:
        """Return the one value that this array has for every household, where the simplifier proves it from the bounds of the inputs; else None."""
        from droits_ouverts.engine.compiler.simplify.passes import simplify  # noqa: PLC0415 - only where a formula loops

        graph = replace(self.recorder.graph, sorties={"": self.rank})
        simple = simplify(graph)
        node = simple.nodes[simple.sorties[""]]
        return np.full(1, scalar(node.params[0], node.dtype)) if node.op == "const" else None

    def __float__(self) -> NoReturn:
        _refuse("one household's number is read in Python")

    __int__ = __index__ = __float__

    # What formulas and Core ask

    @property
    def dtype(self) -> np.dtype[Any]:
        """As numpy."""
        return self.temoin.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """As numpy."""
        return (self.recorder.tailles.get(self.entity, 1),)

    @property
    def size(self) -> int:
        """As numpy."""
        return self.shape[0]

    @property
    def ndim(self) -> int:
        """As numpy."""
        return 1

    @property
    def T(self) -> Traced:  # noqa: N802 - numpy's name
        """As numpy."""
        return self

    def __len__(self) -> int:
        return self.size

    def copy(self, *_args: object, **_kwargs: object) -> Traced:
        """As numpy."""
        return type(self)(self.recorder, self.rank, self.temoin, self.entity)

    def view(self, *_args: object) -> Traced:
        """As numpy."""
        return Traced(self.recorder, self.rank, self.temoin, self.entity)

    def astype(self, dtype: Any, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        cible = np.dtype(dtype)
        if cible.kind in "USO":
            _refuse(f"numbers become text ({cible})")
        return self.recorder.cast(self, cible).copy()

    def round(self, decimals: int = 0, out: object = None) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        return np.round(self, decimals)

    def clip(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        return np.clip(self, *args, **kwargs)

    def reshape(self, *shape: Any) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy, to the shape that it has."""
        plate = shape[0] if len(shape) == 1 else shape
        if plate in (-1, (-1,), self.size, (self.size,)):
            return self
        return _refuse(f"its shape is changed to {shape}")

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - numpy's signature
        from droits_ouverts.engine.compiler.picked import Picked  # noqa: PLC0415 - picked values are of this class

        if isinstance(key, slice) and key == slice(None):
            return self
        if isinstance_traced(key) and key.temoin.dtype == bool:
            return Picked(key, self)
        return _refuse("some households only are picked out of an array")

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - numpy's signature
        if not (isinstance_traced(key) and key.temoin.dtype == bool):
            _refuse("one household's value is set by its rank")
        self.become(np.where(key, getattr(value, "under", lambda _key: value)(key), self))

    def become(self, fait: Any) -> None:  # noqa: ANN401 - traced
        """Take the value of another array, in this one's type, under every name that this array has."""
        if fait.temoin.dtype != self.temoin.dtype:
            fait = fait.astype(self.temoin.dtype)
        self.rank, self.temoin, self.entity = fait.rank, fait.temoin, fait.entity

    def _over_all(self, *_args: object, **_kwargs: object) -> NoReturn:
        _refuse("one number is taken over all households (any, all, sum, max ...)")

    any = all = sum = max = min = mean = std = prod = argmax = argmin = argsort = sort = cumsum = tolist = item = nonzero = take = repeat = flatten = ravel = (
        _over_all
    )
    tobytes = dot = searchsorted = _over_all


def _binary(ufunc: np.ufunc) -> tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any], Callable[[Any, Any], Any]]:
    def direct(self: Any, other: Any) -> Any:  # noqa: ANN401 - numpy's operators
        return NotImplemented if _parameters(other) else ufunc(self, other)

    def reflected(self: Any, other: Any) -> Any:  # noqa: ANN401 - numpy's operators
        return ufunc(other, self)

    def in_place(self: Any, other: Any) -> Any:  # noqa: ANN401 - numpy's operators
        self.become(ufunc(self, other))
        return self

    return direct, reflected, in_place


def _parameters(other: object) -> bool:
    return type(other).__name__.endswith("ParameterNode")


_OPERATORS = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.true_divide,
    "floordiv": np.floor_divide,
    "mod": np.remainder,
    "pow": np.power,
    "and": np.bitwise_and,
    "or": np.bitwise_or,
    "xor": np.bitwise_xor,
}
_COMPARISONS = {"eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal}

for _nom, _ufunc in _OPERATORS.items():
    for _prefixe, _methode in zip(("", "r", "i"), _binary(_ufunc), strict=True):
        setattr(Traced, f"__{_prefixe}{_nom}__", _methode)
for _nom, _ufunc in _COMPARISONS.items():
    setattr(Traced, f"__{_nom}__", _binary(_ufunc)[0])
for _nom, _unaire in {"neg": np.negative, "abs": np.absolute, "invert": np.invert}.items():
    setattr(Traced, f"__{_nom}__", lambda self, _ufunc=_unaire: _ufunc(self))
setattr(Traced, "__pos__", lambda self: self)  # noqa: B010 - a method of every number, that mypy would not let be added


def isinstance_traced(value: object) -> bool:
    """Tell a traced array from numpy's own, which it claims to be."""
    return issubclass(type(value), Operand)


def _refuse(raison: str) -> NoReturn:
    raise RefusError(raison)
