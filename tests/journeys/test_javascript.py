"""A compiled month in a browser: the same bits as numpy, and nothing that a strict content policy refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from droits_ouverts.engine.programme.javascript.emission import emit_graph
from tests.engine.programme.javascript.cas import compare, random_case
from tests.engine.programme.javascript.lois import household, module_of
from tests.engine.programme.javascript.navigateur import Navigateur
from tests.engine.programme.javascript.noeud import JavaScriptError
from tests.engine.programme.javascript.test_bilan import expected
from tests.engine.programme.javascript.test_sabotages import SABOTAGES, Cas, groups, signs

VUS = ("no rounding to float32", "half rounded up", "a whole number that is -0", "no neutral member")


def cases() -> list[Cas]:
    return [signs(), groups(), *(random_case(graine, noeuds=200) for graine in range(6))]


@pytest.fixture
def navigateur(chromium: Browser) -> Iterator[Navigateur]:
    with Navigateur(chromium) as page:
        yield page


def test_random_graphs_to_the_bit(navigateur: Navigateur) -> None:
    cas = cases()

    assert [compare(navigateur, graph, foyers) for graph, foyers in cas] == [[] for _ in cas]
    assert (navigateur.violations, navigateur.plaintes) == ([], [])


@pytest.mark.parametrize("nom", VUS)
def test_a_sabotage_is_seen(navigateur: Navigateur, nom: str) -> None:
    juste, faux = SABOTAGES[nom]
    assert any(compare(navigateur, graph, foyers, emit_graph(graph).decode().replace(juste, faux).encode()) for graph, foyers in cases())


@pytest.mark.parametrize(("graine", "dits"), [(0, 1.0), (5, 0.5)])
def test_the_same_check_ups_as_the_server(navigateur: Navigateur, graine: int, dits: float) -> None:
    bilans = navigateur.ask(module=navigateur.write(module_of(graine)), foyers=[household(graine * 100, dits=dits)])["bilans"]

    assert [droit for droit in bilans[0]["droits"] if droit["code"] != "refuse"] == expected(graine, dits, 0)
    assert (navigateur.violations, navigateur.plaintes) == ([], [])


@pytest.mark.parametrize("ecart", ["new Function('return 1')();", "fetch('https://example.org/').catch(() => {});"])
def test_the_policy_is_in_force(navigateur: Navigateur, ecart: str) -> None:
    graph, foyers = random_case(1)
    try:
        navigateur.run(graph, [foyers], emit_graph(graph) + ecart.encode())
    except JavaScriptError as error:
        assert "EvalError" in str(error)  # noqa: PT017 - a module that evaluates stops; one that asks the network is only told of

    assert navigateur.violations
