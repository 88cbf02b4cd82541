"""Each way to be wrong that is likely in JavaScript turns the comparison red."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from droits_ouverts.engine.programme.graph import FAMILLE, INDIVIDU, Entree, Graph
from droits_ouverts.engine.programme.javascript.emission import emit_graph
from droits_ouverts.engine.programme.population import Population
from tests.engine.programme.graphes import crowd
from tests.engine.programme.javascript.cas import alone, compare, couples, random_case, values
from tests.engine.programme.javascript.noeud import JavaScriptError, Noeud
from tests.engine.programme.javascript.test_parite import SEUILS, TAUX

Cas = tuple[Graph, Population]


def cases() -> Iterator[Cas]:
    """Yield the comparisons that every sabotage goes through."""
    for dtype in ("float32", "float64"):
        for op in ("maximum", "minimum", "floor_divide", "remainder", "add", "multiply"):
            yield alone(op, (dtype, dtype), dtype, couples(dtype))
        for op in ("sign", "rint", "trunc"):
            yield alone(op, (dtype,), dtype, [values(dtype)])
        yield alone("round", (dtype,), dtype, [(np.arange(-400, 400) / 200).astype(dtype)], (2,))
    for dtype in ("int32", "uint8", "int16"):
        for op in ("add", "multiply", "remainder", "floor_divide"):
            yield alone(op, (dtype, dtype), dtype, couples(dtype))
    yield alone("multiply", ("int64", "int64"), "int64", [np.array([0, 3, -3]), np.array([-5, 0, 2])])
    yield alone("cast", ("float64",), "int32", [values("float64")])
    yield alone("cast", ("timedelta64[D]",), "timedelta64[Y]", [np.arange(-4000, 4000).astype("timedelta64[D]")])
    yield alone("cast", ("datetime64[D]",), "datetime64[M]", [np.arange(-4000, 4000).astype("datetime64[D]")])
    bases = np.concatenate([np.random.default_rng(1).uniform(-100, 6000, 300), SEUILS])
    yield alone("marginal_rates", ("float64",), "float64", [bases], (SEUILS, TAUX, 2))
    yield alone("single_amounts", ("float64",), "float64", [bases], (SEUILS, TAUX, True))
    yield alone("bracket", ("float64",), "int64", [bases], (SEUILS, None))
    yield signs()
    yield groups()
    for graine in range(12):
        yield random_case(graine, noeuds=200)


def signs() -> Cas:
    """A sum of whole numbers that is nothing, divided by: -0 would give the opposite infinity."""
    graph = Graph()
    n = graph.input(Entree(nom="n", entity=INDIVIDU, dtype="int64", minimum=-9, maximum=9))
    produit = graph.add("multiply", (n, graph.const(-5, "int64")), dtype="int64", entity=INDIVIDU)
    graph.sorties["s"] = graph.add("cast", (produit,), dtype="float64", entity=INDIVIDU)
    return graph, Population(personnes=3, groupes={}, entrees={"n": np.array([0, 1, -1])})


def groups() -> Cas:
    """Ranks among equals, persons who hold the same role, and a greatest of zeros in groups of several sizes."""
    graph = Graph()
    x = graph.input(Entree(nom="x", entity=INDIVIDU, dtype="float64"))
    graph.sorties["rang"] = graph.add("rank", (x,), (FAMILLE,), dtype="int64", entity=INDIVIDU)
    graph.sorties["role"] = graph.add("group_person", (x,), (FAMILLE, 2, -1.0), dtype="float64", entity=FAMILLE)
    zero = graph.add("multiply", (x, graph.const(-0.0, "float64")), dtype="float64", entity=INDIVIDU)
    graph.sorties["zero"] = graph.add("group_max", (zero,), (FAMILLE, 0.0), dtype="float64", entity=FAMILLE)
    foyers = crowd(np.random.default_rng(1), graph, 40)
    foyers.entrees["x"] = np.resize([1.0, 1.0, 0.0, np.nan, np.inf, 2.0], foyers.personnes)
    return graph, foyers


def caught(noeud: Noeud, juste: str, faux: str) -> bool:
    """Is this replacement in the module seen by some case?"""
    trouve = False
    for graph, foyers in cases():
        texte = emit_graph(graph).decode()
        assert juste in texte, "this sabotage changes nothing"
        try:
            trouve = bool(compare(noeud, graph, foyers, texte.replace(juste, faux).encode()))
        except JavaScriptError:
            # A module that stops is not a wrong answer: that is not what is looked for.
            trouve = False
        if trouve:
            break
    return trouve


SABOTAGES = {
    "no rounding to float32": ("const fround = Math.fround;", "const fround = (x) => x;"),
    "sums of float32 kept in float64": ("m[o + i] = fround(m[a + i] + m[b + i]);", "m[o + i] = m[a + i] + m[b + i];"),
    "half rounded up": ("export function rint(x) {".removeprefix("export "), "function rint(x) { return Math.round(x);"),
    "% for a remainder": ("if (mod !== 0) return b < 0 !== mod < 0 ? round(mod + b) : mod;", "return mod;"),
    "% for a whole remainder": ("return mod !== 0 && b < 0 !== mod < 0 ? mod + b : mod + 0;", "return mod + 0;"),
    "a division rounded towards zero": ("if (mod !== 0 && b < 0 !== mod < 0) quotient = round(quotient - 1);", ""),
    "the first of two zeros": ("m[o + i] = x > m[b + i] || x !== x ? x : m[b + i];", "m[o + i] = x >= m[b + i] || x !== x ? x : m[b + i];"),
    "a maximum that forgets what is not a number": ("m[o + i] = x > m[b + i] || x !== x ? x : m[b + i];", "m[o + i] = x > m[b + i] ? x : m[b + i];"),
    "Math.sign": ("sign: un((x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : x)),", "sign: un(Math.sign),"),
    "32 bits that do not wrap": ("const i4 = (x) => x | 0;", "const i4 = (x) => x;"),
    "a product of 32 bits in float64": ("const fois = { i4: Math.imul,", "const fois = { i4: (x, y) => (x * y) | 0,"),
    "a whole number that is -0": ("n: (x, y) => x * y + 0", "n: (x, y) => x * y"),
    "a float that wraps around": ("return t >= INDEFINI && t <= 2147483647 ? t + 0 : INDEFINI;", "return x | 0;"),
    "years cut towards zero": ("const lower = (num, den) => (x) => Math.floor(", "const lower = (num, den) => (x) => Math.trunc("),
    "months of 30 days": ("function monthOfDay(jour) {", "function monthOfDay(jour) { return Math.floor(jour / 30.436875);"),
    "rounding without numpy's scaling": (
        "return d > 0 ? rint(x * PUISSANCES[d]) / PUISSANCES[d]",
        "return d > 0 ? Number(x.toFixed(d))",
    ),
    "a bracket that leaves its end out": ("if (m[a + i] - borne(seuil, scaled ? m[b + i] : 1, decimales) >= 0) rang++;", "if (m[a + i] - seuil >= 0) rang++;"),
    "amounts of the bracket on the left": ("droite ? base <= seuils[rang] : base < seuils[rang]", "base < seuils[rang]"),
    "a sum in the order of numpy forgotten": ("  if (n < 8) {".strip(), "if (n < 800) {"),
    "the first who holds a role": (
        "for (let i = 0; i < de.length; i++) if (values[i] === wanted)",
        "for (let i = de.length - 1; i >= 0; i--) if (values[i] === wanted)",
    ),
    "a rank that forgets equals": ("y < x || (y === x && avant)", "y < x"),
    "no neutral member": ("m[o + g] = debut[g + 1] - debut[g] < maximum ? keep(r, neutre) : r;", "m[o + g] = r;"),
    "a place taken back too early": ("dernier[arg] = i;", "dernier[arg] = dernier[arg] < 0 ? i : dernier[arg];"),
    "groups written over their members": ("const traverse = TRAVERSE.has(op);", "const traverse = false;"),
}


@pytest.mark.parametrize("nom", SABOTAGES)
def test_a_sabotage_is_seen(noeud: Noeud, nom: str) -> None:
    assert caught(noeud, *SABOTAGES[nom])


def test_without_sabotage_all_is_green(noeud: Noeud) -> None:
    assert not caught(noeud, "const fround = Math.fround;", "const fround = Math.fround;")
