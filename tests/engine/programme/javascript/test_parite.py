from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import ARITES, COMPARAISONS, INDIVIDU, MENAGE, Entree, Graph
from droits_ouverts.engine.programme.javascript.bande import encode
from droits_ouverts.engine.programme.javascript.emission import emit_graph
from droits_ouverts.engine.programme.javascript.nombres import EmissionError
from droits_ouverts.engine.programme.population import Population
from tests.engine.programme.graphes import crowd
from tests.engine.programme.javascript.cas import SANS_BITS, alone, compare, couples, differences, random_case, reference, too_large, values
from tests.engine.programme.javascript.noeud import JavaScriptError, Noeud

NOMBRES = ("float32", "float64", "int32", "int64", "int16", "uint8")
SEUILS = (0.0, 10.5, 100.0, 333.33, 500.0, 800.0, 801.0, 900.0, 1000.0, 5000.0)
TAUX = (0.1, 0.0, 0.05, 0.33, 0.2, 0.45, 0.5, 0.01, 0.02, 0.07)


def same_bits(noeud: Noeud, graph: Graph, foyers: Population) -> None:
    assert compare(noeud, graph, foyers) == []


class TestRandomGraphs:
    @settings(max_examples=60, deadline=None)
    @given(graine=st.integers(0, 2**32), menages=st.integers(1, 30), noeuds=st.integers(20, 250))
    def test_any_graph_on_any_households(self, noeud: Noeud, graine: int, menages: int, noeuds: int) -> None:
        graph, foyers = random_case(graine, menages=menages, noeuds=noeuds)
        try:
            same_bits(noeud, graph, foyers)
        except JavaScriptError as error:
            assert "RangeError" in str(error)  # noqa: PT017 - a whole number that a browser can't count: refused, and only then
            assert too_large(graph, foyers)

    def test_every_operation_is_drawn(self) -> None:
        vues = {node.op for graine in range(25) for node in random_case(graine, noeuds=250)[0].nodes}

        assert vues == set(ARITES) - set(SANS_BITS)

    def test_one_population_after_another_through_the_same_module(self, noeud: Noeud) -> None:
        graph, _ = random_case(3, noeuds=200)
        foyers = [crowd(np.random.default_rng(menages), graph, menages) for menages in (20, 1, 5, 40, 1)]

        obtenus = noeud.run(graph, foyers)

        for foule, obtenu in zip(foyers, obtenus, strict=True):
            assert list(differences(graph, reference(graph, foule), obtenu)) == []

    def test_a_graph_longer_than_what_short_numbers_reach(self, noeud: Noeud) -> None:
        graph = Graph()
        premier = graph.input(Entree(nom="e", entity=INDIVIDU, dtype="float64"))
        rank = premier
        for rang in range(9000):
            rank = graph.add("add", (rank, premier if rang % 1000 == 7 else graph.const(rang % 90, "float64")), dtype="float64", entity=INDIVIDU)
        graph.sorties["s"] = rank

        same_bits(noeud, graph, Population(personnes=3, groupes={}, entrees={"e": np.array([1.5, -0.0, 1e6])}))


class TestEachOperation:
    @pytest.mark.parametrize("op", ["add", "subtract", "multiply", "floor_divide", "remainder", "minimum", "maximum"])
    @pytest.mark.parametrize("dtype", NOMBRES)
    def test_two_numbers(self, noeud: Noeud, op: str, dtype: str) -> None:
        v = couples(dtype)
        if dtype == "int64" and op in ("add", "subtract", "multiply"):
            v = [np.clip(x, -(2**26), 2**26) for x in v]
        same_bits(noeud, *alone(op, (dtype, dtype), dtype, v))

    @pytest.mark.parametrize("op", [*COMPARAISONS, "logical_and", "logical_or", "logical_xor"])
    @pytest.mark.parametrize("dtype", ["bool", *NOMBRES])
    def test_two_values_to_a_bool(self, noeud: Noeud, op: str, dtype: str) -> None:
        same_bits(noeud, *alone(op, (dtype, dtype), "bool", couples(dtype)))

    @pytest.mark.parametrize("op", ["add", "multiply", "minimum", "maximum"])
    def test_two_bools(self, noeud: Noeud, op: str) -> None:
        same_bits(noeud, *alone(op, ("bool", "bool"), "bool", couples("bool")))

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("op", ["divide", "negative", "absolute", "floor", "ceil", "rint", "trunc", "sqrt", "sign"])
    def test_floats(self, noeud: Noeud, op: str, dtype: str) -> None:
        v = couples(dtype)
        same_bits(noeud, *alone(op, (dtype,) * (2 if op == "divide" else 1), dtype, v[: 2 if op == "divide" else 1]))

    @pytest.mark.parametrize("dtype", NOMBRES[2:])
    @pytest.mark.parametrize("op", ["negative", "absolute", "invert", "sign", "floor"])
    def test_whole_numbers(self, noeud: Noeud, op: str, dtype: str) -> None:
        same_bits(noeud, *alone(op, (dtype,), dtype, [values(dtype)]))

    @pytest.mark.parametrize("op", ["isnan", "isfinite", "logical_not"])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_what_a_float_is(self, noeud: Noeud, op: str, dtype: str) -> None:
        same_bits(noeud, *alone(op, (dtype,), "bool", [values(dtype)]))

    @pytest.mark.parametrize("decimales", [-2, 0, 1, 2, 5])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_round(self, noeud: Noeud, decimales: int, dtype: str) -> None:
        hasard = np.random.default_rng(decimales + 9).normal(0, 1000, 2000)
        milieux = np.arange(-400, 400) / 200
        same_bits(noeud, *alone("round", (dtype,), dtype, [np.concatenate([values("float64"), hasard, milieux]).astype(dtype)], (decimales,)))

    @pytest.mark.parametrize("avant", ["bool", *NOMBRES])
    @pytest.mark.parametrize("apres", ["bool", *NOMBRES])
    def test_casts(self, noeud: Noeud, avant: str, apres: str) -> None:
        v = values(avant)
        if apres == "int64" or avant == "int64":
            v = v[np.abs(v.astype(np.float64)) < 2**53] if v.dtype.kind == "f" else v
        with np.errstate(all="ignore"):
            same_bits(noeud, *alone("cast", (avant,), apres, [v]))

    @pytest.mark.parametrize("sorte", ["datetime64", "timedelta64"])
    @pytest.mark.parametrize("avant", ["D", "M", "Y"])
    @pytest.mark.parametrize("apres", ["D", "M", "Y"])
    def test_units_of_time(self, noeud: Noeud, sorte: str, avant: str, apres: str) -> None:
        etendue = {"D": 60_000, "M": 2_000, "Y": 160}[avant]
        v = np.arange(-etendue, etendue, max(1, etendue // 3000)).astype(f"{sorte}[{avant}]")
        same_bits(noeud, *alone("cast", (f"{sorte}[{avant}]",), f"{sorte}[{apres}]", [v]))

    def test_dates(self, noeud: Noeud) -> None:
        jours = np.datetime64("1930-01-01") + np.arange(0, 40_000, 997)
        v = [np.repeat(jours, len(jours)), np.tile(jours, len(jours))]
        for op, dtype in (("subtract", "timedelta64[D]"), ("less", "bool"), ("equal", "bool"), ("maximum", "datetime64[D]")):
            same_bits(noeud, *alone(op, ("datetime64[D]", "datetime64[D]"), dtype, v))
        durees = (v[0] - v[1]).astype("timedelta64[D]")
        same_bits(noeud, *alone("add", ("datetime64[D]", "timedelta64[D]"), "datetime64[D]", [v[0], durees]))
        same_bits(noeud, *alone("cast", ("timedelta64[D]",), "float64", [durees]))

    @pytest.mark.parametrize("op", ["exp", "log", "power"])
    @pytest.mark.parametrize(("dtype", "proche"), [("float32", 1e-6), ("float64", 1e-14)])
    def test_those_without_exact_bits_are_close(self, noeud: Noeud, op: str, dtype: str, proche: float) -> None:
        v = couples(dtype)[: 2 if op == "power" else 1]
        graph, foyers = alone(op, (dtype,) * len(v), dtype, v)

        obtenu = noeud.run(graph, [foyers])[0]["s"]

        np.testing.assert_allclose(obtenu, evaluation.evaluate(graph, foyers)["s"], rtol=proche)

    @pytest.mark.parametrize("dtype", ["int32", "int64"])
    def test_powers_of_whole_numbers(self, noeud: Noeud, dtype: str) -> None:
        base = np.repeat(np.array([0, 1, -1, 2, 3, -7], dtype=dtype), 5)
        same_bits(noeud, *alone("power", (dtype, dtype), dtype, [base, np.tile(np.array([0, 1, 2, 5, 11], dtype=dtype), 6)]))


class TestScales:
    bases = np.concatenate([np.random.default_rng(1).uniform(-100, 6000, 300), SEUILS, [-0.0, np.inf, -np.inf, np.nan, 10.505, 0.005]])

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("tranches", [1, 3, 7, 8, 9, 10])
    @pytest.mark.parametrize("decimales", [None, 0, 2])
    def test_marginal_rates(self, noeud: Noeud, dtype: str, tranches: int, decimales: int | None) -> None:
        params = (SEUILS[:tranches], TAUX[:tranches], decimales)
        facteurs = np.resize([1.0, 0.5, 3.0, 0.0, 1.00005], len(self.bases)).astype(dtype)
        bases = self.bases.astype(dtype)
        same_bits(noeud, *alone("marginal_rates", (dtype,), "float64", [bases], params))
        same_bits(noeud, *alone("marginal_rates", (dtype, dtype), "float64", [bases, facteurs], params))
        same_bits(noeud, *alone("bracket", (dtype,), "int64", [bases], (params[0], decimales)))
        same_bits(noeud, *alone("bracket", (dtype, dtype), "int64", [bases, facteurs], (params[0], decimales)))

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("tranches", [1, 2, 3, 10])
    def test_others(self, noeud: Noeud, dtype: str, tranches: int) -> None:
        bases, params = self.bases.astype(dtype), (SEUILS[:tranches], TAUX[:tranches])
        same_bits(noeud, *alone("average_rates", (dtype,), "float64", [bases], params))
        same_bits(noeud, *alone("marginal_amounts", (dtype,), "float64", [bases], params))
        for droite in (True, False):
            same_bits(noeud, *alone("single_amounts", (dtype,), "float64", [bases], (*params, droite)))
            entiers = tuple(range(10, 10 + tranches))
            same_bits(noeud, *alone("single_amounts", (dtype,), "int64", [bases], (SEUILS[:tranches], entiers, droite)))


class TestTables:
    def test_values_that_json_lacks(self, noeud: Noeud) -> None:
        index = np.array([0, 1, 2, 3, -1, 4])
        same_bits(noeud, *alone("table", ("int64",), "float64", [index], ((np.nan, np.inf, -np.inf, -0.0, 0.1),)))

    def test_tables_as_long_as_the_list_of_communes(self, noeud: Noeud) -> None:
        rng = np.random.default_rng(5)
        graph = Graph()
        commune = graph.input(Entree(nom="commune", entity=MENAGE, dtype="int32"))
        zones = tuple(np.repeat(rng.integers(0, 4, 700), rng.integers(1, 100, 700)).tolist())
        for nom, valeurs, dtype in (
            ("zone", zones, "int16"),
            ("loyer", tuple(np.array([0.0, -0.0, np.nan, 7.5])[list(zones)].tolist()), "float64"),
            ("autre", tuple(v == 2 for v in zones[:-3]), "bool"),
        ):
            graph.sorties[nom] = graph.add("table", (commune,), (valeurs,), dtype=dtype, entity=MENAGE)
        foyers = crowd(rng, graph, 500)
        foyers.entrees["commune"] = rng.integers(0, len(zones) - 3, 500).astype(np.int32)

        same_bits(noeud, graph, foyers)

    @given(nombres=st.lists(st.integers(0, 91**3 - 1)))
    def test_numbers_as_text(self, nombres: list[int]) -> None:
        texte = encode(nombres)

        assert json.dumps(texte) == f'"{texte}"'
        assert read_numbers(texte) == nombres


def read_numbers(texte: str) -> list[int]:
    """Read as `numbers` of bande.mjs does."""
    signes = iter([ord(c) - (36 if ord(c) > 92 else 35) for c in texte])
    return [s if s < 78 else 78 + (s - 78) * 91 + next(signes) if s < 90 else (next(signes) * 91 + next(signes)) * 91 + next(signes) for s in signes]


class TestRefusals:
    def test_a_whole_number_that_a_browser_cannot_count(self, noeud: Noeud) -> None:
        graph, foyers = alone("multiply", ("int64", "int64"), "int64", [np.array([2**40, 3]), np.array([2**40, 3])])

        with pytest.raises(JavaScriptError, match="dépasse ce qu'un navigateur compte"):
            noeud.run(graph, [foyers])

    def test_bounds_prove_that_no_check_is_needed(self) -> None:
        def module(maximum: float | None) -> str:
            graph = Graph()
            n = graph.input(Entree(nom="n", entity=INDIVIDU, dtype="int64", minimum=0, maximum=maximum))
            graph.sorties["s"] = graph.add("multiply", (n, n), dtype="int64", entity=INDIVIDU)
            return emit_graph(graph).decode().split("const BANDE")[1]

        assert "multiply_i8" in module(None)
        assert "multiply_i8" in module(2.0**27)
        assert "multiply_n" in module(2.0**26)

    @pytest.mark.parametrize(
        ("op", "types", "dtype", "params"),
        [
            ("subtract", ("datetime64[D]", "datetime64[M]"), "timedelta64[D]", ()),
            ("group_sum", ("float64",), "float32", (MENAGE, None)),
            ("round", ("int64",), "int64", (-1,)),
            ("negative", ("bool",), "bool", ()),
        ],
    )
    def test_what_has_no_exact_counterpart(self, op: str, types: tuple[str, ...], dtype: str, params: tuple[object, ...]) -> None:
        graph = Graph()
        args = tuple(graph.input(Entree(nom=f"e{rang}", entity=INDIVIDU, dtype=t)) for rang, t in enumerate(types))
        graph.sorties["s"] = graph.add(op, args, params, dtype=dtype, entity=MENAGE if params and params[0] == MENAGE else INDIVIDU)

        with pytest.raises(EmissionError, match="pas d'équivalent exact"):
            emit_graph(graph)

    def test_a_constant_too_large(self) -> None:
        graph = Graph()
        graph.sorties["s"] = graph.const(2**60, "int64")

        with pytest.raises(EmissionError, match="entiers"):
            emit_graph(graph)


class TestModule:
    def test_nothing_is_evaluated_nor_imported(self) -> None:
        texte = emit_graph(random_case(1)[0]).decode()

        for interdit in ("eval(", "Function(", "import ", "import(", "fetch(", "XMLHttp", "document.", "setTimeout"):
            assert interdit not in texte

    def test_bytes_are_the_same_each_time(self) -> None:
        assert emit_graph(random_case(2)[0]) == emit_graph(random_case(2)[0])

    def test_what_is_left_out_holds_its_default(self, noeud: Noeud) -> None:
        graph = Graph()
        for dtype, defaut in (("float64", -0.0), ("datetime64[D]", "1990-05-17"), ("bool", True), ("float32", np.inf)):
            graph.sorties[dtype] = graph.input(Entree(nom=dtype, entity=INDIVIDU, dtype=dtype, defaut=defaut))

        same_bits(noeud, graph, Population(personnes=4, groupes={}, entrees={}))

    def test_some_outputs_only(self, noeud: Noeud) -> None:
        graph, foyers = random_case(4)
        chemin = noeud.write(emit_graph(graph))

        vide = {"personnes": foyers.personnes, "groupes": {}, "entrees": {}}
        graph2 = Graph()
        graph2.sorties = {"a": graph2.const(1.5, "float64"), "b": graph2.const(2, "int64")}
        reponse = noeud.ask(module=noeud.write(emit_graph(graph2)), populations=[vide], noms=["b"])

        assert chemin
        assert {nom: np.frombuffer(base64.b64decode(t)).tolist() for nom, t in reponse["resultats"][0].items()} == {"b": [2.0]}
