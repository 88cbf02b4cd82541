"""Parameters of the law while tracing: a node indexed by households becomes a table, a tax scale becomes one operation.

`traced_law` puts this in the place of Core's methods while formulas run, and takes it away afterwards. Core keeps answering for all that is not traced.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from openfisca_core.parameters import ParameterNodeAtInstant
from openfisca_core.taxscales import LinearAverageRateTaxScale, MarginalAmountTaxScale, MarginalRateTaxScale, SingleAmountTaxScale
from openfisca_core.taxscales.rate_tax_scale_like import RateTaxScaleLike

from droits_ouverts.engine.compiler.labels import is_text, table
from droits_ouverts.engine.compiler.traced import Operand, RefusError, Traced, isinstance_traced
from droits_ouverts.engine.programme.graph import CONSTANTE

Array = Any


@contextmanager
def traced_law() -> Iterator[None]:
    """While inside, parameters and tax scales of the law accept traced arrays."""
    with (
        _replaced(ParameterNodeAtInstant, "__getitem__", _item),
        _replaced(MarginalRateTaxScale, "calc", _marginal_rates),
        _replaced(LinearAverageRateTaxScale, "calc", _average_rates),
        _replaced(SingleAmountTaxScale, "calc", _single_amounts),
        _replaced(MarginalAmountTaxScale, "calc", _marginal_amounts),
        _replaced(RateTaxScaleLike, "bracket_indices", _bracket_indices),
    ):
        yield


@contextmanager
def _replaced(classe: type, nom: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    ancien = getattr(classe, nom)
    setattr(classe, nom, make(ancien))
    try:
        yield
    finally:
        setattr(classe, nom, ancien)


# Nodes indexed by a vector


def _item(core: Callable[..., Any]) -> Callable[..., Any]:
    def getitem(node: Any, key: Any) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        return IndexedNode(node._name, {(): node}, ())[key] if isinstance_traced(key) else core(node, key)  # noqa: SLF001 - Core's own name

    return getitem


class IndexedNode:
    """A parameter node that each household reads at its own keys. `nodes`: keys so far -> Core's node there; `indices`: their traced keys."""

    def __init__(self, name: str, nodes: Mapping[tuple[str, ...], Any], indices: tuple[Any, ...]) -> None:
        self.__dict__.update(name=name, nodes=nodes, indices=indices)

    def __getattr__(self, key: str) -> Array:
        return self._child(key)

    def __getitem__(self, key: Any) -> Array:  # noqa: ANN401 - a key or traced keys
        if not isinstance_traced(key):
            return self._child(key)
        suite = {}
        for keys, node in self.nodes.items():
            for nom, child in node._children.items():  # noqa: SLF001 - Core's own name
                suite[*keys, str(nom)] = child
        return self._leaf_or_node(suite, (*self.indices, key))

    def _child(self, key: Any) -> Array:  # noqa: ANN401 - a name
        if isinstance(key, str) and key.startswith("__"):
            raise AttributeError(key)
        enfants = {keys: node._children[str(key)] for keys, node in self.nodes.items() if str(key) in getattr(node, "_children", {})}  # noqa: SLF001 - Core's own name
        if not enfants:
            message = f"the parameter {self.name} has no {key}"
            raise RefusError(message)
        return self._leaf_or_node(enfants, self.indices)

    def _leaf_or_node(self, nodes: Mapping[tuple[str, ...], Any], indices: tuple[Any, ...]) -> Array:
        valeurs = list(nodes.values())
        if all(isinstance(v, ParameterNodeAtInstant) for v in valeurs):
            return IndexedNode(self.name, nodes, indices)
        if not all(isinstance(v, (int, float, bool)) for v in valeurs):
            message = f"the parameter {self.name} holds {type(valeurs[0]).__name__} by household"
            raise RefusError(message)
        return self._lookup(nodes, indices)

    def _lookup(self, nodes: Mapping[tuple[str, ...], float], indices: tuple[Any, ...]) -> Array:
        cles = [_keys(index, [keys[place] for keys in nodes]) for place, index in enumerate(indices)]
        croises = list(itertools.product(*cles))
        # A value that the law does not have is not a number: it is seen in the result, where Core would have stopped.
        manque = any(c not in nodes for c in croises)
        array = np.array([nodes.get(c, np.nan) for c in croises]) if manque else np.array([nodes[c] for c in croises])
        rang: Any = None
        dehors: Any = None
        for index, possibles in zip(indices, cles, strict=True):
            suite = (index.index if is_text(index) else index).astype(np.int32)
            if not is_text(index):
                bas, haut = np.int32(int(possibles[0])), np.int32(int(possibles[-1]))
                hors = (suite < bas) | (suite > haut)
                dehors = hors if dehors is None else dehors | hors
                suite = np.minimum(np.maximum(suite, bas), haut) - bas
            rang = suite if rang is None else rang * np.int32(len(possibles)) + suite
        return table(rang, array) if dehors is None else np.where(dehors, np.nan, table(rang, array))


def _keys(index: Any, connues: list[str]) -> list[str]:  # noqa: ANN401 - traced keys
    """Return the key of each value of the index: its labels, or every whole number from the lowest that the law knows to the highest."""
    if is_text(index):
        return [_text(label) for label in index.labels.tolist()]
    if index.temoin.dtype.kind not in "iu" or not all(cle.isdigit() for cle in connues):
        message = "a parameter is indexed by numbers that are not whole"
        raise RefusError(message)
    entiers = sorted(int(cle) for cle in set(connues))
    return [str(cle) for cle in range(entiers[0], entiers[-1] + 1)]


def _text(label: Any) -> str:  # noqa: ANN401 - text, bytes or an item of an enumeration
    if isinstance(label, bytes):
        return label.decode()
    return str(getattr(label, "name", label))


# Tax scales


def _operands(base: Any, factor: Any = 1.0) -> list[Operand]:  # noqa: ANN401 - traced or constants
    recorder = (base if isinstance_traced(base) else factor).recorder
    operands = [recorder.operand(base, np.float64)]
    seul = not isinstance_traced(factor) and np.ndim(factor) == 0 and factor == 1.0
    return operands if seul else [*operands, recorder.operand(factor, np.float64)]


def _witnesses(core: Callable[..., Any], scale: Any, operands: list[Operand], *args: Any, **kwargs: Any) -> np.ndarray:  # noqa: ANN401 - OpenFisca is untyped
    taille = max(operand.temoin.size for operand in operands)
    temoins = [operand.temoin if operand.temoin.size == taille else np.repeat(operand.temoin.reshape(-1)[:1], taille) for operand in operands]
    return np.asarray(core(scale, *temoins, *args, **kwargs))


def _marginal_rates(core: Callable[..., Any]) -> Callable[..., Any]:
    def calc(scale: Any, tax_base: Any, factor: Any = 1.0, round_base_decimals: int | None = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
        if not (isinstance_traced(tax_base) or isinstance_traced(factor)):
            return core(scale, tax_base, factor, round_base_decimals)
        operands = _operands(tax_base, factor)
        temoin = _witnesses(core, scale, operands, round_base_decimals=round_base_decimals)
        return _record("marginal_rates", operands, temoin, (floats(scale.thresholds), floats(scale.rates), round_base_decimals))

    return calc


def _average_rates(core: Callable[..., Any]) -> Callable[..., Any]:
    def calc(scale: Any, tax_base: Any, right: bool = False) -> Array:  # noqa: ANN401 - OpenFisca's signature
        if not isinstance_traced(tax_base):
            return core(scale, tax_base, right)
        if len(scale.rates) == 1:
            return tax_base * scale.rates[0]
        # Core multiplies by the base in its own type at the end: only a float64 base gives one type throughout.
        operands = _operands(tax_base)
        return _record("average_rates", operands, _witnesses(core, scale, operands), (floats(scale.thresholds), floats(scale.rates)))

    return calc


def _single_amounts(core: Callable[..., Any]) -> Callable[..., Any]:
    def calc(scale: Any, tax_base: Any, right: bool = False) -> Array:  # noqa: ANN401 - OpenFisca's signature
        if not isinstance_traced(tax_base):
            return core(scale, tax_base, right)
        operands = _operands(tax_base)
        return _record(
            "single_amounts", operands, _witnesses(core, scale, operands, right=right), (floats(scale.thresholds), tuple(scale.amounts), bool(right))
        )

    return calc


def _marginal_amounts(core: Callable[..., Any]) -> Callable[..., Any]:
    def calc(scale: Any, tax_base: Any, right: bool = False) -> Array:  # noqa: ANN401 - OpenFisca's signature
        if not isinstance_traced(tax_base):
            return core(scale, tax_base, right)
        operands = _operands(tax_base)
        return _record("marginal_amounts", operands, _witnesses(core, scale, operands), (floats(scale.thresholds), tuple(scale.amounts)))

    return calc


def _bracket_indices(core: Callable[..., Any]) -> Callable[..., Any]:
    def bracket_indices(scale: Any, tax_base: Any, factor: Any = 1.0, round_decimals: int | None = None) -> Array:  # noqa: ANN401 - OpenFisca's signature
        if not (isinstance_traced(tax_base) or isinstance_traced(factor)):
            return core(scale, tax_base, factor, round_decimals)
        operands = _operands(tax_base, factor)
        temoin = _witnesses(core, scale, operands, round_decimals=round_decimals)
        return _record("bracket", operands, temoin, (floats(scale.thresholds), round_decimals))

    return bracket_indices


def _record(op: str, operands: list[Operand], temoin: np.ndarray, params: tuple[object, ...]) -> Traced:
    entity = next((o.entity for o in operands if o.entity != CONSTANTE), CONSTANTE)
    return operands[0].recorder.record(op, operands, temoin, entity, params)


def floats(values: Any) -> tuple[float, ...]:  # noqa: ANN401 - numbers of a scale
    """Return the numbers of a scale as a parameter of a node."""
    return tuple(float(v) for v in values)
