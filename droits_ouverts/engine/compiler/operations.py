"""What numpy's functions do to traced arrays: each becomes nodes of the graph, or is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from droits_ouverts.engine.compiler.labels import choose_labels, is_text
from droits_ouverts.engine.compiler.picked import Picked
from droits_ouverts.engine.compiler.traced import Operand, Recorder, RefusError, Traced, isinstance_traced
from droits_ouverts.engine.programme.graph import BINAIRES, COMPARAISONS, CONSTANTE, LOGIQUES, UNAIRES

SUR_BOOLEENS = {
    "add": "logical_or",
    "multiply": "logical_and",
    "maximum": "logical_or",
    "minimum": "logical_and",
    "bitwise_and": "logical_and",
    "bitwise_or": "logical_or",
    "bitwise_xor": "logical_xor",
    "not_equal": "logical_xor",
    "invert": "logical_not",
}
"""What numpy's arithmetic means on booleans."""

Arrays = Any


def ufunc_call(ufunc: np.ufunc, method: str, inputs: Sequence[Any], kwargs: dict[str, Any]) -> Arrays:
    """Record a call of a numpy ufunc; raise `RefusError` where no node can hold it."""
    if method != "__call__" or set(kwargs) - {"out", "where"}:
        message = f"numpy.{ufunc.__name__}.{method} with {sorted(kwargs)}"
        raise RefusError(message)
    if kwargs.get("out") is not None:
        return _into(kwargs["out"], ufunc_call(ufunc, method, inputs, {}), kwargs.get("where", True))
    inputs = [_dated(value) for value in inputs]
    recorder = recorder_of(inputs)
    textes = [value for value in inputs if is_text(value)]
    if textes:
        return textes[0].ufunc(ufunc, inputs)
    nom = {"true_divide": "divide", "fabs": "absolute", "square": "square"}.get(ufunc.__name__, ufunc.__name__)
    if nom == "square":
        return ufunc_call(np.multiply, method, (inputs[0], inputs[0]), kwargs)
    choisies = [value for value in inputs if type(value) is Picked]
    if choisies:
        return choisies[0].ufunc(ufunc, inputs)
    valeurs = [_witness(value) for value in inputs]
    with np.errstate(all="ignore"):
        temoin = np.asarray(ufunc(*valeurs))
    return _recorded(recorder, nom, inputs, valeurs, temoin)


def _recorded(recorder: Recorder, nom: str, inputs: Sequence[Any], valeurs: Sequence[Any], temoin: np.ndarray) -> Arrays:
    dates = any(np.asarray(v).dtype.kind in "mM" for v in valeurs)
    if nom in LOGIQUES or nom == "logical_not":
        return recorder.record(nom, [recorder.operand(value, bool) for value in inputs], temoin)
    commun = np.result_type(*valeurs) if not dates else None
    if commun == np.bool_ and nom in SUR_BOOLEENS:
        return recorder.record(SUR_BOOLEENS[nom], [recorder.operand(value, bool) for value in inputs], temoin)
    if commun == np.bool_ and nom == "equal":
        return recorder.record("logical_not", [recorder.record("logical_xor", [recorder.operand(v, bool) for v in inputs], ~temoin)], temoin)
    if nom in COMPARAISONS:
        return recorder.record(nom, [recorder.operand(value, commun or np.result_type(*valeurs)) for value in inputs], temoin)
    if nom in BINAIRES or nom in UNAIRES:
        if dates:
            return recorder.record(nom, [recorder.operand(value) for value in inputs], temoin)
        sortie = np.dtype(bool) if nom in ("isnan", "isfinite") else temoin.dtype
        boucle = commun if sortie == np.bool_ else temoin.dtype
        return recorder.record(nom, [recorder.operand(value, boucle) for value in inputs], temoin)
    if nom == "bitwise_or" and sorted(np.asarray(v).dtype.kind for v in valeurs) == ["b", "i"]:
        return _bool_or_int(inputs, valeurs)
    message = f"numpy.{nom} of {', '.join(str(np.asarray(v).dtype) for v in valeurs)}"
    raise RefusError(message)


def _into(outs: Sequence[Any], fait: Traced, condition: Any) -> Arrays:  # noqa: ANN401 - numpy's `where`
    """Put a result into the array that a formula gave for it, in that array's type: numpy.logical_or(a, b, c) writes into c."""
    (out,) = outs
    if not isinstance_traced(out):
        return _instead(out, fait, condition)
    out.become(fait if condition is True else np.where(condition, fait, out))
    return out


def _instead(out: np.ndarray, fait: Traced, condition: Any) -> Arrays:  # noqa: ANN401 - numpy's `where`
    """Return what a constant array would have become; the array itself is spoiled, so that a formula that reads it again is seen to fail."""
    if out.dtype.kind != "f":
        message = "a result is written into an array of constants"
        raise RefusError(message)
    resultat = fait if condition is True else np.where(condition, fait, out.copy())
    out.fill(np.nan)
    return resultat.astype(out.dtype)


def _dated(value: Any) -> Any:  # noqa: ANN401 - anything
    """Return dates and durations of Python, and durations without a unit, as numpy's of days: what numpy itself takes them for."""
    if isinstance_traced(value):
        return value
    if isinstance(value, date):
        return np.datetime64(value, "D")
    return value.astype("timedelta64[D]") if isinstance(value, np.timedelta64) and str(value.dtype) == "timedelta64" else value


def _bool_or_int(inputs: Sequence[Any], valeurs: Sequence[Any]) -> Arrays:
    """numpy.bitwise_or of a truth value and a whole number: the number with its lowest bit set where the other is true."""
    premier = np.asarray(valeurs[0]).dtype == bool
    vrai, nombre = inputs if premier else reversed(inputs)
    dtype = np.asarray(valeurs[1 if premier else 0]).dtype
    un, deux = np.ones((), dtype)[()], np.full((), 2, dtype)[()]
    return np.where(vrai, nombre + (un - np.remainder(nombre, deux)), nombre)


def recorder_of(values: Sequence[Any]) -> Recorder:
    """Return the recorder of the first traced value, in lists as well. Raise `LookupError` where there is none."""
    for value in values:
        if isinstance_traced(value):
            return value.recorder  # type: ignore[no-any-return]  # a traced array has one
        if isinstance(value, (list, tuple)):
            try:
                return recorder_of(value)
            except LookupError:
                continue
    message = "none of the values that an operation reads is recorded"
    raise LookupError(message)


def _witness(value: Any) -> Any:  # noqa: ANN401 - an array, a scalar or a traced array
    if isinstance_traced(value):
        return value.temoin
    array = np.asarray(value)
    # A constant array of an entity's length has one value (`Recorder.constant` checks it); a plain Python number stays one, as numpy treats it.
    return value if array.ndim == 0 else array.reshape(-1)[:1]


def function_call(func: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]) -> Arrays:
    """Record a call of a numpy function; raise `RefusError` for one that is not known here."""
    traite = FUNCTIONS.get(func.__name__)
    if traite is None:
        message = f"numpy.{func.__name__}"
        raise RefusError(message)
    return traite(*args, **kwargs)


def _where(condition: Any, oui: Any, non: Any) -> Arrays:  # noqa: ANN401 - numpy's signature
    recorder = recorder_of((condition, oui, non))
    if any(is_text(v) or _textual(v) for v in (oui, non)):
        return choose_labels(recorder, [condition], [oui], non)
    valeurs = [_witness(oui), _witness(non)]
    dtype = np.result_type(*valeurs)
    c, a, b = recorder.operand(condition, bool), recorder.operand(oui, dtype), recorder.operand(non, dtype)
    if c.entity == CONSTANTE:
        choisi = a if c.temoin.reshape(-1)[0] else b
        return choisi if isinstance_traced(choisi) and type(choisi) is not Operand else _spread(recorder, choisi, (condition, oui, non))
    return recorder.record("where", [c, a, b], np.where(c.temoin, a.temoin, b.temoin))


def _spread(recorder: Recorder, operand: Operand, values: Sequence[Any]) -> np.ndarray:
    tailles = [np.size(v) if not isinstance_traced(v) else v.size for v in values]
    return np.repeat(operand.temoin.reshape(-1)[:1], max(tailles))


def _textual(value: Any) -> bool:  # noqa: ANN401 - anything
    return not isinstance_traced(value) and (isinstance(value, (str, bytes, Enum)) or np.asarray(value).dtype.kind in "USO")


def _select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Arrays:  # noqa: ANN401 - numpy's signature
    recorder = recorder_of([*condlist, *choicelist, default])
    if any(is_text(v) or _textual(v) for v in choicelist):
        return choose_labels(recorder, condlist, choicelist, default)
    # numpy.select brings the choices to one type before it chooses.
    dtype = np.result_type(*[_witness(v) for v in (*choicelist, default)])
    resultat: Any = recorder.operand(default, dtype)
    for condition, choix in reversed(list(zip(condlist, choicelist, strict=True))):
        resultat = _choice(recorder, condition, recorder.operand(choix, dtype), resultat)
    return resultat


def _choice(recorder: Recorder, condition: Any, oui: Operand, non: Operand) -> Operand:  # noqa: ANN401 - a traced or plain condition
    c = recorder.operand(condition, bool)
    if c.entity == CONSTANTE:
        return oui if c.temoin.reshape(-1)[0] else non
    return recorder.record("where", [c, oui, non], np.where(c.temoin, oui.temoin, non.temoin))


def _round(a: Any, decimals: int = 0, out: object = None) -> Arrays:  # noqa: ANN401 - numpy's signature
    if a.temoin.dtype.kind in "biu":
        return a
    return a.recorder.record("round", [a], np.round(a.temoin, decimals), params=(int(decimals),))


def _clip(a: Any, a_min: Any = None, a_max: Any = None, **_autres: object) -> Arrays:  # noqa: ANN401 - numpy's signature
    if a_min is not None:
        a = np.maximum(a, a_min)
    return a if a_max is None else np.minimum(a, a_max)


def _isin(element: Any, test_elements: Any, assume_unique: bool = False, invert: bool = False, **_autres: object) -> Arrays:  # noqa: ANN401 - numpy's signature
    if is_text(element):
        return element.isin(test_elements, invert=invert)
    valeurs = np.asarray(test_elements).reshape(-1)
    trouve: Any = reduce(np.logical_or, [element == v for v in valeurs])
    return np.logical_not(trouve) if invert else trouve


def _like(valeur: Any) -> Callable[..., Arrays]:  # noqa: ANN401 - a number
    def make(a: Any, *args: Any, dtype: Any = None, **_autres: object) -> Arrays:  # noqa: ANN401 - numpy's signature
        # Traced although it is a constant: formulas write into it where a traced condition holds.
        return a.recorder.constant(np.full(1, args[0] if args else valeur, dtype=dtype or a.dtype))

    return make


def _numpy_sum(a: Any, axis: Any = None, **_autres: object) -> Arrays:  # noqa: ANN401 - numpy's signature
    return _over_list(np.add, a, axis)


def _over_list(ufunc: np.ufunc, a: Any, axis: Any) -> Arrays:  # noqa: ANN401 - numpy's signature
    if isinstance(a, (list, tuple)) and axis == 0:
        return reduce(ufunc, a)
    message = f"{ufunc.__name__} over all households"
    raise RefusError(message)


FUNCTIONS: dict[str, Callable[..., Arrays]] = {
    "where": _where,
    "select": _select,
    "round": _round,
    "around": _round,
    "clip": _clip,
    "isin": _isin,
    "in1d": _isin,
    "zeros_like": _like(0),
    "ones_like": _like(1),
    "empty_like": _like(0),
    "full_like": _like(0),
    "copy": lambda a, **_autres: a.copy(),
    "size": lambda a, *_args: a.size,
    "shape": lambda a: a.shape,
    "ndim": lambda _a: 1,
    "sum": _numpy_sum,
    "any": lambda a, axis=None, **_autres: _over_list(np.logical_or, a, axis),
    "all": lambda a, axis=None, **_autres: _over_list(np.logical_and, a, axis),
    "amax": lambda a, axis=None, **_autres: _over_list(np.maximum, a, axis),
    "max": lambda a, axis=None, **_autres: _over_list(np.maximum, a, axis),
    "amin": lambda a, axis=None, **_autres: _over_list(np.minimum, a, axis),
    "min": lambda a, axis=None, **_autres: _over_list(np.minimum, a, axis),
    "nan_to_num": lambda a, **_autres: np.where(np.isnan(a), 0, a),
    "result_type": lambda *values: np.result_type(*[_witness(v) for v in values]),
}
"""numpy's functions that formulas call, by name."""
