"""A slice of `preuves/parite.py`: the programme of a month answers as OpenFisca, and a programme that is altered is seen.

Seeded: the same households each time. The whole proof takes 24 months and 100,800 households.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from droits_ouverts.engine.compiler.parity import compare, household_of, interpret, outputs_of, population_of
from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme.evaluation import evaluate
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import Graph, Node
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.engine.situation import Situation
from tests.engine.conftest import MOIS

pytestmark = pytest.mark.xdist_group("openfisca")

FOYERS = 400
RECUS = frozenset({"rsa", "aides_logement", "asf"})
NON_RECOURS = Copie({}, sans=frozenset({"asf", "aah", "aspa", "prime_activite"}), etablie=False)
Resultats = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def programme(programme_du_mois: Programme) -> Programme:
    return programme_du_mois


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    return [replace(situation, droits_recus=RECUS) for situation in situations_of(draw(MOIS, FOYERS, graine=5), MOIS)]


@pytest.fixture(scope="module")
def reference(situations: list[Situation]) -> Resultats:
    return interpret(situations, outputs_of(REGLES.values()))


@pytest.fixture(scope="module")
def population(programme: Programme, situations: list[Situation]) -> Population:
    return population_of(situations, programme.graph.entrees)


def disagreements(reference: Resultats, obtenus: Resultats) -> set[str]:
    return {c.sortie for c in compare(reference, {nom: valeurs for nom, valeurs in obtenus.items() if nom in reference}) if c.desaccords}


def test_every_output_is_compiled_or_refused_with_a_reason(programme: Programme) -> None:
    assert set(outputs_of(REGLES.values())) == set(programme.graph.sorties) | set(programme.refus)
    assert all(programme.refus.values())


def test_every_output_is_openfisca_s(programme: Programme, population: Population, reference: Resultats) -> None:
    assert disagreements(reference, Execution(programme).run(population)) == set()


def test_rights_not_taken_up_change_the_others_as_in_openfisca(programme: Programme, situations: list[Situation], reference: Resultats) -> None:
    population = population_of(situations, programme.graph.entrees, NON_RECOURS)
    attendus = interpret(situations, outputs_of(REGLES.values()), NON_RECOURS)

    assert disagreements(attendus, Execution(programme).run(population)) == set()
    assert {"asf_droit_montant", "rsa_droit_montant"} <= disagreements(reference, attendus)


def altered(graph: Graph, sortie: str, fits: Callable[[Node], bool], alter: Callable[[Node], Node]) -> Iterator[Graph]:
    """Yield the graph with one node changed, from the nearest to an output that depends on it."""
    suite, vus = deque([graph.sorties[sortie]]), set[int]()
    while suite:
        rang = suite.popleft()
        if fits(graph.nodes[rang]):
            nodes = [alter(node) if autre == rang else node for autre, node in enumerate(graph.nodes)]
            yield Graph(nodes=nodes, entrees=graph.entrees, sorties={sortie: graph.sorties[sortie]})
        suite += [arg for arg in graph.nodes[rang].args if arg not in vus]
        vus.update(graph.nodes[rang].args)


@pytest.mark.parametrize("sortie", ["rsa_droit_montant", "aides_logement_montant", "prime_activite_montant"])
@pytest.mark.parametrize(
    ("fits", "alter"),
    [
        (lambda n: n.op == "const" and n.dtype.startswith("float") and n.params[0] > 1, lambda n: replace(n, params=(n.params[0] * 1.01,))),
        (lambda n: n.op == "where", lambda n: replace(n, args=(n.args[0], n.args[2], n.args[1]))),
        (lambda n: n.op in ("less", "less_equal"), lambda n: replace(n, op="greater")),
    ],
    ids=["a constant raised by one in a hundred", "the branches of a condition swapped", "a comparison turned round"],
)
def test_an_altered_programme_is_seen(
    sortie: str, fits: Callable[[Node], bool], alter: Callable[[Node], Node], programme: Programme, population: Population, reference: Resultats
) -> None:
    # A node may be of households rarer than these few: one of the five nearest is seen at least.
    sabotages = islice(altered(programme.graph, sortie, fits, alter), 5)

    assert any(disagreements(reference, evaluate(graph, population)) for graph in sabotages)


def test_a_disagreement_names_its_household(situations: list[Situation], reference: Resultats) -> None:
    faux = reference["rsa_droit_eligibilite"].copy()
    rang = len(faux) - 1
    faux[rang] = ~faux[rang]

    (comparaison,) = compare(reference, {"rsa_droit_eligibilite": faux})

    assert comparaison.desaccords == ((rang, float(faux[rang]), float(not faux[rang])),)
    assert household_of(situations, Entite.FAMILLE, rang) == FOYERS - 1


@pytest.mark.parametrize("valeur", [np.nan, np.inf, 0.02])
def test_an_amount_that_is_not_finite_or_not_near_is_a_disagreement(reference: Resultats, valeur: float) -> None:
    faux = reference["rsa_droit_montant"].copy()
    faux[3] += valeur

    (comparaison,) = compare(reference, {"rsa_droit_montant": faux})

    assert [rang for rang, _, _ in comparaison.desaccords] == [3]
