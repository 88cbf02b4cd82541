"""The reference evaluation says what OpenFisca-Core says."""

from __future__ import annotations

import numpy as np
import pytest
from openfisca_core import entities, populations, simulations, taxbenefitsystems, taxscales

from droits_ouverts.engine.programme import evaluation
from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, MENAGE, Entree, Graph, GraphError
from droits_ouverts.engine.programme.population import Groupes, Population

DE = np.array([1, 0, 1, 2, 0, 1, 2, 1])
ROLE = np.array([0, 0, 1, 0, 2, 2, 1, 2], dtype=np.int8)
VALEURS = np.array([3.5, -2.0, 0.25, 7.0, 1e9, -0.0, 5.0, 2.75], dtype=np.float32)
BASES = np.array([-5.0, 0.0, 99.99, 100.0, 1234.56, 2000.0, 1e7], dtype=np.float32)
SEUILS, TAUX = [0.0, 100.0, 2000.0], [0.0, 0.137, 0.41]


def core() -> populations.GroupPopulation:
    person = entities.Entity("person", "persons", "", "")
    group = entities.GroupEntity("group", "groups", "", "", [{"key": "first", "max": 1}, {"key": "second", "max": 1}, {"key": "other"}])
    simulation = simulations.SimulationBuilder().build_default_simulation(taxbenefitsystems.TaxBenefitSystem([person, group]), 8)
    menages = simulation.populations["group"]
    menages.members_entity_id, menages.count = DE, 3
    menages.members_role = [group.flattened_roles[code] for code in ROLE]
    return menages


def population(**entrees: np.ndarray) -> Population:
    taille = len(next(iter(entrees.values())))
    de, role = (DE, ROLE) if taille == len(DE) else (np.arange(taille), np.zeros(taille, dtype=np.int8))
    return Population(personnes=taille, groupes={MENAGE: Groupes(nombre=int(de.max()) + 1, de=de, role=role)}, entrees=entrees)


def run(op: str, params: tuple[object, ...], dtype: str, entity: str, *entrees: np.ndarray) -> np.ndarray:
    graph = Graph()
    args = tuple(graph.input(Entree(nom=f"e{rang}", entity=INDIVIDU, dtype=str(valeurs.dtype))) for rang, valeurs in enumerate(entrees))
    graph.sorties["sortie"] = graph.add(op, args, params, dtype=dtype, entity=entity)
    graph.check()
    return evaluation.evaluate(graph, population(**{f"e{rang}": valeurs for rang, valeurs in enumerate(entrees)}))["sortie"]


def scale(kind: type) -> taxscales.TaxScaleLike:
    bareme = kind()
    for seuil, taux in zip(SEUILS, TAUX, strict=True):
        bareme.add_bracket(seuil, taux)
    return bareme


class TestGroups:
    def test_sums_are_cores(self) -> None:
        attendu = core().sum(VALEURS)

        assert run("group_sum", (MENAGE, None), "float64", MENAGE, VALEURS).tolist() == attendu.tolist()

    def test_sums_of_a_role_are_cores(self) -> None:
        menages = core()
        attendu = menages.sum(VALEURS, role=menages.entity.flattened_roles[1])

        assert run("group_sum", (MENAGE, (1,)), "float64", MENAGE, VALEURS).tolist() == attendu.tolist()

    @pytest.mark.parametrize(("op", "neutre"), [("max", -np.inf), ("min", np.inf)])
    def test_extremes_are_cores(self, op: str, neutre: float) -> None:
        attendu = getattr(core(), op)(VALEURS)

        assert run(f"group_{op}", (MENAGE, neutre), "float64", MENAGE, VALEURS).tolist() == attendu.tolist()

    def test_all_and_any_are_cores(self) -> None:
        vrai = VALEURS > 0

        assert run("group_all", (MENAGE, True), "bool", MENAGE, vrai).tolist() == core().all(vrai).tolist()
        assert run("group_any", (MENAGE, False), "bool", MENAGE, vrai).tolist() == core().any(vrai).tolist()

    @pytest.mark.parametrize("rang", [0, 1, 2, 3, 4])
    def test_the_nth_person_is_cores(self, rang: int) -> None:
        attendu = core().value_nth_person(rang, VALEURS, default=-1)

        assert run("group_nth", (MENAGE, rang, -1.0), "float32", MENAGE, VALEURS).tolist() == attendu.tolist()

    def test_the_person_of_a_role_is_cores(self) -> None:
        menages = core()
        attendu = menages.value_from_person(VALEURS, menages.entity.flattened_roles[1], default=9)

        assert run("group_person", (MENAGE, 1, 9.0), "float32", MENAGE, VALEURS).tolist() == attendu.tolist()

    def test_ranks_positions_and_sizes_are_cores(self) -> None:
        menages = core()
        attendu = menages.members.get_rank(menages, VALEURS)

        assert run("rank", (MENAGE,), "int64", INDIVIDU, VALEURS).tolist() == attendu.tolist()
        groupes = Groupes(nombre=3, de=DE, role=ROLE)
        assert evaluation.positions(groupes).tolist() == menages.members_position.tolist()
        graph = Graph()
        graph.sorties["taille"] = graph.add("size", (), (MENAGE,), dtype="int64", entity=MENAGE)
        assert evaluation.evaluate(graph, population(e0=VALEURS))["taille"].tolist() == menages.nb_persons().tolist()

    def test_each_person_receives_the_value_of_her_group(self) -> None:
        graph = Graph()
        loyer = graph.input(Entree(nom="loyer", entity=MENAGE, dtype="float64"))
        graph.sorties["loyer"] = graph.add("project", (loyer,), (MENAGE,), dtype="float64", entity=INDIVIDU)
        foyers = population(e0=VALEURS)
        foyers.entrees["loyer"] = np.array([10.0, 20.0, 30.0])

        assert evaluation.evaluate(graph, foyers)["loyer"].tolist() == core().project(np.array([10.0, 20.0, 30.0])).tolist()

    def test_of_two_equal_values_the_earlier_member_comes_first(self) -> None:
        assert run("rank", (MENAGE,), "int64", INDIVIDU, np.full(8, 5.0)).tolist() == evaluation.positions(Groupes(nombre=3, de=DE, role=ROLE)).tolist()


class TestScales:
    @pytest.mark.parametrize("decimals", [None, 2])
    def test_marginal_rates_are_cores(self, decimals: int | None) -> None:
        facteurs = np.array([0.0, 1.0, 1.5, 12.0, 0.3, 1.0, 2.0])
        bareme = scale(taxscales.MarginalRateTaxScale)
        params = (tuple(SEUILS), tuple(TAUX), decimals)

        attendu = bareme.calc(BASES, round_base_decimals=decimals)
        assert run("marginal_rates", params, "float64", INDIVIDU, BASES).tolist() == attendu.tolist()
        attendu = bareme.calc(BASES, factor=facteurs, round_base_decimals=decimals)
        assert run("marginal_rates", params, "float64", INDIVIDU, BASES, facteurs).tolist() == attendu.tolist()
        attendu = bareme.bracket_indices(BASES, factor=facteurs, round_decimals=decimals)
        assert run("bracket", (tuple(SEUILS), decimals), "int64", INDIVIDU, BASES, facteurs).tolist() == attendu.tolist()

    def test_average_rates_are_cores(self) -> None:
        attendu = scale(taxscales.LinearAverageRateTaxScale).calc(BASES)

        assert run("average_rates", (tuple(SEUILS), tuple(TAUX)), "float64", INDIVIDU, BASES).tolist() == attendu.tolist()

    @pytest.mark.parametrize("right", [False, True])
    def test_single_amounts_are_cores(self, right: bool) -> None:
        attendu = scale(taxscales.SingleAmountTaxScale).calc(BASES, right=right)

        assert run("single_amounts", (tuple(SEUILS), tuple(TAUX), right), "float64", INDIVIDU, BASES).tolist() == attendu.tolist()

    def test_marginal_amounts_are_cores(self) -> None:
        attendu = scale(taxscales.MarginalAmountTaxScale).calc(BASES)

        assert run("marginal_amounts", (tuple(SEUILS), tuple(TAUX)), "float64", INDIVIDU, BASES).tolist() == attendu.tolist()


class TestNodes:
    def test_numpys_operations_are_numpys(self) -> None:
        assert run("minimum", (), "float32", INDIVIDU, VALEURS, VALEURS[::-1].copy()).tolist() == np.minimum(VALEURS, VALEURS[::-1]).tolist()
        assert run("round", (1,), "float32", INDIVIDU, VALEURS).tolist() == np.round(VALEURS, 1).tolist()
        assert run("table", ((4.5, 6.5),), "float64", INDIVIDU, np.array([1, 0], dtype=np.uint8)).tolist() == [6.5, 4.5]

    def test_dates_and_months_are_numpys(self) -> None:
        jours = np.array(["2024-02-29", "1970-01-01"], dtype="datetime64[D]")

        assert run("cast", (), "datetime64[M]", INDIVIDU, jours).tolist() == jours.astype("datetime64[M]").tolist()

    def test_an_input_left_out_holds_its_default_and_a_constant_has_no_shape(self) -> None:
        graph = Graph()
        graph.sorties["age"] = graph.input(Entree(nom="age", entity=INDIVIDU, dtype="int32", defaut=-1))
        graph.sorties["smic"] = graph.const(11.88, "float32")

        resultats = evaluation.evaluate(graph, population(autre=np.zeros(3)))

        assert resultats["age"].tolist() == [-1, -1, -1]
        assert resultats["smic"].shape == ()
        assert graph.nodes[graph.sorties["smic"]].entity == CONSTANTE

    def test_a_node_that_lies_on_its_dtype_is_refused(self) -> None:
        with pytest.raises(GraphError, match="numpy gives float32"):
            run("sqrt", (), "float64", INDIVIDU, BASES)
