"""The wall between structures, as seen in SQL and in source: rows that a structure holds are never read without it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models

from droits_ouverts.personnes.models import Partage
from droits_ouverts.structures.models import Structure

STRUCTURE = Structure._meta.db_table
PARTAGE = Partage._meta.db_table
LECTEURS = frozenset({"vers_structure_id", "de_structure_id"})
"""The columns of an agreement that name a structure: the one that reads by it, and the one that holds the person."""


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("droits_ouverts.")]


def bound_models() -> list[type[models.Model]]:
    """Models whose rows a structure holds: by their own `structure_id`, or through a row that has one."""
    bound = [model for model in _ours() if any(field.column == "structure_id" for field in model._meta.concrete_fields)]
    while more := [model for model in _ours() if model not in bound and any(field.related_model in bound for field in model._meta.concrete_fields)]:
        bound += more
    return bound


def walls() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Table to the columns that hold a reading to one structure: those that may be in a list, and those that name one row.

    A list of numbers of rows is no wall: nothing says where it comes from. The account of a membership is one: it is the reader's own.
    """
    bound = bound_models()
    found = {STRUCTURE: (frozenset({"id"}), frozenset({"code"}))}
    for model in bound:
        lists = {"structure_id"} | {field.column for field in model._meta.concrete_fields if field.related_model in bound}
        lists |= LECTEURS & {field.column for field in model._meta.concrete_fields}
        lists |= {"compte_id"} & {field.column for field in model._meta.concrete_fields}
        ones = {field.column for field in model._meta.concrete_fields if field.unique}
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) == 1:
                ones.add(model._meta.get_field(constraint.fields[0]).column)
        found[model._meta.db_table] = (frozenset(lists), frozenset(ones))
    return found


_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"(?: ([TUVW]\d+(?:_\d+)?))?')
_JOINED = re.compile(r'ON \(\(?"?(\w+)"?\."(\w+)" = "?(\w+)"?\."(\w+)"')
_TIED = re.compile(r'(?<!\w)([UVW]\d+_\d+)\."(\w+)" = \("?(\w+)"?\."(\w+)"\)')
"""A row of a question inside another one, tied to a row of that one: `OuterRef`."""


def unwalled(sql: str, known: dict[str, tuple[frozenset[str], frozenset[str]]]) -> set[str]:
    """The tables held by structures that a statement reads without a structure, a row or a parent row to hold it."""
    if not sql.lstrip().upper().startswith("SELECT"):
        return set()
    sql = _apart(sql)
    read = {alias or table: table for table, alias in _TABLE.findall(sql) if table in known}
    held = {alias for alias, table in read.items() if _is_held(alias, *known[table], sql)}
    doors = {alias for alias in held if read[alias] != PARTAGE or _opens(alias, sql)}
    while gained := {b for a, b in _joins(sql) if a in doors and b in read and b not in held}:
        held |= gained
        doors |= {alias for alias in gained if read[alias] != PARTAGE or _opens(alias, sql)}
    return {table for alias, table in read.items() if alias not in held and table != STRUCTURE}


def _is_held(alias: str, lists: Iterable[str], ones: Iterable[str], sql: str) -> bool:
    def compared(columns: Iterable[str], operators: str) -> bool:
        names = "|".join(map(re.escape, columns))
        return bool(names and re.search(rf'(?<!\w)"?{alias}"?\."(?:{names})" (?:{operators})', sql))

    return compared(lists, r"= %s|IN \(") or compared(ones, r"= %s")


def _opens(alias: str, sql: str) -> bool:
    """Tell whether an agreement opens the rows joined to it: by its number, or because its first and last days hold the day of the reading.

    An agreement that a structure once received is no door by itself: it may be over.
    """

    def compared(column: str, operator: str) -> bool:
        return bool(re.search(rf'(?<!\w)"?{alias}"?\."{column}" {operator} %s', sql))

    return compared("id", "=") or (compared("debut", "<=") and compared("fin", ">="))


def _joins(sql: str) -> Iterator[tuple[str, str]]:
    for left, _, right, _ in _JOINED.findall(sql):
        yield left, right
        yield right, left
    # The inner row is held by the outer one, never the reverse: a row that exists somewhere says nothing of who may read the outer one.
    for inner, _, outer, _ in _TIED.findall(sql):
        yield outer, inner


def _apart(sql: str) -> str:
    """Give each question inside another one names of its own: two of them that stand side by side both call their table `U0`."""
    for rang, start in enumerate(match.start() for match in reversed(list(re.finditer(r"\(SELECT ", sql)))):
        end = _closing(sql, start)
        inside = sql[start:end]
        if letter := re.search(r'FROM "\w+" ([UVW])\d+(?!\w)', inside):
            sql = sql[:start] + re.sub(rf"(?<![\w\"]){letter[1]}(\d+)(?!\w)", rf"{letter[1]}\1_{rang}", inside) + sql[end:]
    return sql


def _closing(sql: str, start: int) -> int:
    """Where the parenthesis that opens at `start` closes."""
    depth = 0
    for place in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if depth == 0:
            return place + 1
    return len(sql)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Gather (table, statement) of every reading that leaves the wall, until the end of the block."""
    known, found = walls(), []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found.extend((table, sql) for table in sorted(unwalled(sql, known)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


# --- in source ---

NAMED_READINGS = frozenset({"of_structures", "of_structure", "of_compte", "of_person", "of_files", "towards"})
HOLDING_KEYS = frozenset({"pk", "id", "structure", "structure_id", "structure_id__in", "bilan", "bilan_id", "compte", "compte_id", "code_reprise", "reprise"})


def open_querysets(path: Path, source: str, names: Iterable[str]) -> list[str]:
    """Where a file starts a queryset of a bound model (`Model.objects...`) that no structure, row or parent row holds at once."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    bound = set(names)
    found = []
    for node in sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0)):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id in bound:
            methods, keys = _chain(node, parents)
            if not methods & NAMED_READINGS and not keys & HOLDING_KEYS and not _follows_rows(node, parents):
                found.append(f"{path.name}:{node.lineno}: {node.value.id}.objects")
    return found


def _follows_rows(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a queryset is what `Prefetch` is given: it is only ever read for rows that were read before it."""
    above = parents.get(node)
    while above is not None and not isinstance(above, ast.stmt):
        if isinstance(above, ast.Call) and isinstance(above.func, ast.Name) and above.func.id == "Prefetch":
            return True
        above = parents.get(above)
    return False


def _chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> tuple[set[str], set[str]]:
    methods: set[str] = set()
    keys: set[str] = set()
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.Attribute) and parent.value is node:
            methods.add(parent.attr)
        elif isinstance(parent, ast.Call) and parent.func is node:
            if isinstance(node, ast.Attribute) and node.attr in {"filter", "get"}:
                keys |= {keyword.arg for keyword in parent.keywords if keyword.arg}
        else:
            break
        node = parent
    return methods, keys
