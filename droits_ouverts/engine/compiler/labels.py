"""Texts and choices while tracing: a whole number and what each of its values stands for.

No text is left in a graph. A commune, the name of a zone, an item of an enumeration are an index beside its labels; what is computed from them is
computed once for each label, by numpy itself, and becomes a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray

from droits_ouverts.engine.compiler.traced import Operand, Recorder, RefusError, Traced, isinstance_traced


class Labels(Traced):
    """A traced index and its labels: `labels[index]` is the text of each person or group."""

    __slots__ = ("labels",)

    def __init__(self, recorder: Recorder, rank: int, temoin: np.ndarray, entity: str, labels: np.ndarray) -> None:
        super().__init__(recorder, rank, temoin, entity)
        self.labels = labels

    @property
    def index(self) -> Traced:
        """The index alone."""
        return Traced(self.recorder, self.rank, self.temoin, self.entity)

    @property
    def dtype(self) -> np.dtype[Any]:
        """As numpy."""
        return self.labels.dtype

    def copy(self, *_args: object, **_kwargs: object) -> Labels:
        """As numpy."""
        return Labels(self.recorder, self.rank, self.temoin, self.entity, self.labels)

    def view(self, *_args: object) -> Labels:
        """As numpy."""
        return self

    def of(self, labels: np.ndarray) -> Any:  # noqa: ANN401 - labels or a plain traced array
        """Return what these values of the labels are for each person: other labels, or numbers through a table."""
        labels = np.asarray(labels)
        if labels.dtype.kind in "USO":
            return Labels(self.recorder, self.rank, self.temoin, self.entity, labels)
        return table(self, labels)

    def astype(self, dtype: Any, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        cible = np.dtype(dtype) if not isinstance(dtype, str) or dtype != "str" else np.dtype(str)
        return self.of(self.labels.astype(cible))

    def ufunc(self, ufunc: np.ufunc, inputs: Sequence[Any]) -> Any:  # noqa: ANN401 - traced
        """Apply a ufunc of texts to each label; the other operands must be constants or have the same index."""
        textes = []
        for value in inputs:
            if is_text(value):
                if value.rank != self.rank:
                    return _pairs(ufunc, inputs)
                textes.append(value.labels)
            elif isinstance_traced(value):
                message = f"numpy.{ufunc.__name__} of texts and numbers"
                raise RefusError(message)
            else:
                textes.append(_one(value))
        return self.of(ufunc(*textes))

    def isin(self, values: Any, *, invert: bool = False) -> Any:  # noqa: ANN401 - numpy's signature
        """Tell for each label whether it is among the values."""
        return self.of(np.isin(self.labels, values, invert=invert))


class EnumChoice(Labels):
    """An `EnumArray` that remembers: the index of the item, and the enumeration."""

    __slots__ = ("possible_values",)

    def __init__(self, index: Traced, possible_values: Any) -> None:  # noqa: ANN401 - OpenFisca's Enum is untyped
        super().__init__(index.recorder, index.rank, index.temoin, index.entity, possible_values.names)
        self.possible_values = possible_values

    @property  # type: ignore[misc]  # read-only, where object's can be set
    def __class__(self) -> type:  # formulas and Core see an EnumArray
        classe: type = EnumArray
        return classe

    @property
    def dtype(self) -> np.dtype[Any]:
        """As numpy."""
        return self.temoin.dtype

    def copy(self, *_args: object, **_kwargs: object) -> EnumChoice:
        """As numpy."""
        return EnumChoice(self.index, self.possible_values)

    def view(self, *_args: object) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        return self.index

    def astype(self, dtype: Any, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 - numpy's signature
        """As numpy."""
        return self.index.astype(dtype)

    def decode(self) -> Labels:
        """As `EnumArray`."""
        return Labels(self.recorder, self.rank, self.temoin, self.entity, self.possible_values.enums)

    def decode_to_str(self) -> Labels:
        """As `EnumArray`."""
        return Labels(self.recorder, self.rank, self.temoin, self.entity, self.possible_values.names)

    def ufunc(self, ufunc: np.ufunc, inputs: Sequence[Any]) -> Any:  # noqa: ANN401 - traced
        """Compare the index with an item or an index."""
        if ufunc not in (np.equal, np.not_equal) or len(inputs) != 2:
            message = f"numpy.{ufunc.__name__} of an enumeration"
            raise RefusError(message)
        autre = inputs[1] if inputs[0] is self else inputs[0]
        if isinstance(autre, Enum):
            # Another class of the same name and items is the same enumeration, as for OpenFisca after a reload.
            index = autre.index if type(autre) is self.possible_values or autre.name in self.possible_values.__members__ else -1
            return ufunc(self.index, np.int16(index)) if index >= 0 else ufunc(self.index, np.int16(-1))
        if type(autre) is EnumChoice:
            return ufunc(self.index, autre.index)
        if isinstance(autre, (str, bytes)):
            # Core compares the index with the text: never equal.
            return ufunc(self.index, np.int16(-1))
        return ufunc(self.index, autre)


def is_text(value: object) -> bool:
    """Tell whether a value is traced labels."""
    return issubclass(type(value), Labels)


def table(index: Operand, values: np.ndarray) -> Traced:
    """Return values[index] for each person or group; the index is a whole number within the values."""
    values = np.asarray(values)
    if not len(values):
        message = "a choice among nothing"
        raise RefusError(message)
    simples = tuple(values.tolist()) if values.dtype.kind not in "mM" else tuple(str(v) for v in values)
    return index.recorder.record("table", [index], values[index.temoin], params=(simples,))


def choose_labels(recorder: Recorder, conditions: Sequence[Any], choix: Sequence[Any], defaut: Any) -> Any:  # noqa: ANN401 - numpy.select's operands
    """numpy.where and numpy.select among texts or items of an enumeration."""
    branches = [*choix, defaut]
    enums = {type(v.labels[0]) if is_text(v) and v.labels.dtype.kind == "O" else type(v) for v in branches if isinstance(v, Enum) or _items(v)}
    if enums:
        return _choose_items(recorder, conditions, choix, defaut)
    labels: list[Any] = []
    indices: list[Operand] = []
    for branche in branches:
        if is_text(branche):
            indices.append(branche.index + np.int32(len(labels)) if labels else branche.index.astype(np.int32))
            labels.extend(branche.labels.tolist())
        else:
            textes = _one(branche).reshape(-1)
            if not (textes == textes[0]).all():
                message = "an array of texts that differ from one household to another"
                raise RefusError(message)
            texte = textes[0]
            indices.append(recorder.constant(np.int32(len(labels))))
            labels.append(texte.item() if hasattr(texte, "item") else texte)
    index: Any = np.select(list(conditions), indices[:-1], default=indices[-1])  # type: ignore[arg-type]  # traced conditions: dispatched
    index = index.astype(np.int32)
    return Labels(index.recorder, index.rank, index.temoin, index.entity, np.array(labels))


def _items(value: Any) -> bool:  # noqa: ANN401 - anything
    if type(value) is EnumChoice:
        return True
    labels = value.labels if is_text(value) else None
    return labels is not None and labels.dtype.kind == "O" and isinstance(labels.reshape(-1)[0], Enum)


def _choose_items(recorder: Recorder, conditions: Sequence[Any], choix: Sequence[Any], defaut: Any) -> EnumChoice:  # noqa: ANN401 - items of one enumeration
    def index(value: Any) -> Any:  # noqa: ANN401 - an item, labels of items, or an index
        if isinstance_traced(value):
            return value.index if is_text(value) else value
        return np.int16(value.index) if isinstance(value, Enum) else np.int16(np.asarray(value).reshape(-1)[0])

    possibles = next(
        v.possible_values if type(v) is EnumChoice else type(v.labels.reshape(-1)[0]) if is_text(v) else type(v)
        for v in (*choix, defaut)
        if isinstance(v, Enum) or is_text(v)
    )
    rang: Any = np.select(list(conditions), [index(v) for v in choix], default=index(defaut))
    return EnumChoice(rang.astype(np.int16), possibles)


def _one(value: Any) -> np.ndarray:  # noqa: ANN401 - a text, an array of texts
    return np.asarray(value)


def _pairs(ufunc: np.ufunc, inputs: Sequence[Any]) -> Any:  # noqa: ANN401 - traced
    """A ufunc of two texts of different indices, by the table of their pairs."""
    if len(inputs) != 2 or not all(is_text(v) for v in inputs):
        message = f"numpy.{ufunc.__name__} of several texts"
        raise RefusError(message)
    un, deux = inputs
    if len(un.labels) * len(deux.labels) > 200_000:
        message = f"numpy.{ufunc.__name__} of two texts of many values"
        raise RefusError(message)
    paire = un.index.astype(np.int32) * np.int32(len(deux.labels)) + deux.index.astype(np.int32)
    croises = ufunc(np.repeat(un.labels, len(deux.labels)), np.tile(deux.labels, len(un.labels)))
    if croises.dtype.kind in "USO":
        return Labels(paire.recorder, paire.rank, paire.temoin, paire.entity, croises)
    return table(paire, croises)
