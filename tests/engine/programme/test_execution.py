"""A planned execution gives the bits of the reference evaluation: any graph, any households, in any order, cut anywhere."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.engine.programme import decoupe, evaluation, noyaux, plan
from droits_ouverts.engine.programme.execution import EntreeError, Execution
from droits_ouverts.engine.programme.graph import ARITES, FAMILLE, GROUPES, INDIVIDU, MENAGE, Entree, Graph, GraphError
from droits_ouverts.engine.programme.population import Groupes, Population
from tests.engine.programme.graphes import crowd, whole_graph

GRAINES = range(25)


def assert_same_bits(obtenus: dict[str, np.ndarray], attendus: dict[str, np.ndarray]) -> None:
    assert obtenus.keys() == attendus.keys()
    for nom, attendu in attendus.items():
        obtenu = obtenus[nom]
        assert (obtenu.dtype, obtenu.shape) == (attendu.dtype, attendu.shape), nom
        # What is not a number has many forms of bits, and a processor picks among them.
        faux = np.isnan(attendu) if attendu.dtype.kind == "f" else np.zeros(attendu.shape, dtype=bool)
        assert np.array_equal(np.isnan(obtenu), faux) if attendu.dtype.kind == "f" else True, nom
        assert obtenu[~faux].tobytes() == attendu[~faux].tobytes(), nom


def check(graine: int, *, menages: int = 12, personnes: int = 20, noeuds: int = 120, natif: bool = False) -> None:
    rng = np.random.default_rng(graine)
    graph = whole_graph(rng, noeuds)
    foyers = crowd(rng, graph, menages)

    assert_same_bits(Execution(graph, personnes=personnes, natif=natif).run(foyers), evaluation.evaluate(graph, foyers))


def caught(sabotage: Callable[[], object], *, natif: bool = False) -> bool:
    """Is this sabotage seen by the checks above, on some of the seeds?"""
    sabotage()
    for graine in GRAINES:
        try:
            check(graine, natif=natif)
        except AssertionError:
            return True
        except (IndexError, ValueError, TypeError):
            # A sabotage that breaks an execution is seen as well.
            return True
    return False


def tiny(**bornes: Any) -> Graph:
    graph = Graph()
    age = graph.input(Entree(nom="age", entity=INDIVIDU, dtype="float64", **bornes))
    ne = graph.input(Entree(nom="ne", entity=INDIVIDU, dtype="datetime64[D]", defaut="1990-01-01"))
    loyer = graph.input(Entree(nom="loyer", entity=MENAGE, dtype="float32", defaut=2.5))
    graph.sorties["somme"] = graph.add("group_sum", (age,), (MENAGE, None), dtype="float64", entity=MENAGE)
    graph.sorties["loyer"] = loyer
    graph.sorties["age"] = graph.add("add", (age, graph.const(1, "float64")), dtype="float64", entity=INDIVIDU)
    graph.sorties["ne"] = ne
    return graph


def people(de: list[int], **entrees: np.ndarray) -> Population:
    groupes = Groupes(nombre=max(de) + 1, de=np.array(de, dtype=np.int64), role=np.zeros(len(de), dtype=np.int8))
    return Population(personnes=len(de), groupes={MENAGE: groupes}, entrees=entrees)


class TestSameBits:
    @settings(max_examples=150, deadline=None)
    @given(graine=st.integers(0, 2**32), menages=st.integers(1, 40), personnes=st.sampled_from([1, 3, 16, 50, 4096]), noeuds=st.integers(20, 250))
    def test_any_graph_on_any_households(self, graine: int, menages: int, personnes: int, noeuds: int) -> None:
        check(graine, menages=menages, personnes=personnes, noeuds=noeuds)

    def test_every_operation_is_drawn(self) -> None:
        vues = {node.op for graine in GRAINES for node in whole_graph(np.random.default_rng(graine), 250).nodes}

        assert vues == set(ARITES)

    @pytest.mark.parametrize("personnes", [64, 700, 2048])
    def test_thousands_of_persons(self, personnes: int) -> None:
        check(7, menages=700, personnes=personnes)

    def test_the_order_of_households_changes_nothing(self) -> None:
        rng = np.random.default_rng(5)
        graph = whole_graph(rng, 150)
        foyers = crowd(rng, graph, 30, melange=False)
        # Persons of one household keep their order: a sum depends on it.
        ordre = np.argsort(rng.permutation(30)[foyers.groupes[MENAGE].de], kind="stable")
        autres = Population(
            personnes=foyers.personnes,
            groupes={nom: Groupes(nombre=g.nombre, de=g.de[ordre], role=g.role[ordre]) for nom, g in foyers.groupes.items()},
            entrees={nom: v[ordre] if graph.entrees[nom].entity == INDIVIDU else v for nom, v in foyers.entrees.items()},
        )
        execution = Execution(graph, personnes=25)
        avant, apres = execution.run(foyers), execution.run(autres)

        for nom, rank in graph.sorties.items():
            if graph.nodes[rank].entity == INDIVIDU:
                avant[nom] = avant[nom][ordre]
        assert_same_bits(apres, avant)

    def test_a_scale_for_one_alone_in_her_piece(self) -> None:
        graph = Graph()
        revenu = graph.input(Entree(nom="revenu", entity=INDIVIDU, dtype="float64"))
        params = ((0.0, 11294.0, 28797.0, 82341.0, 177106.0), (0.0, 0.11, 0.3, 0.41, 0.45), None)
        graph.sorties["impot"] = graph.add("marginal_rates", (revenu,), params, dtype="float64", entity=INDIVIDU)
        foyers = Population(personnes=2000, groupes={}, entrees={"revenu": np.random.default_rng(0).uniform(0, 300_000, 2000).round(2)})

        assert_same_bits(Execution(graph, personnes=1).run(foyers), evaluation.evaluate(graph, foyers))

    def test_some_outputs_only(self) -> None:
        rng = np.random.default_rng(11)
        graph = whole_graph(rng, 150)
        foyers = crowd(rng, graph, 9)
        noms = list(graph.sorties)[::3]
        attendus = evaluation.evaluate(graph, foyers)

        execution = Execution(graph, noms)

        assert_same_bits(execution.run(foyers), {nom: attendus[nom] for nom in noms})

    def test_nobody(self) -> None:
        rng = np.random.default_rng(3)
        graph = whole_graph(rng, 100)

        resultats = Execution(graph).run(crowd(rng, graph, 0))

        assert {nom: valeur.size for nom, valeur in resultats.items()} == {nom: int(nom == "constante") for nom in graph.sorties}

    def test_the_same_execution_serves_one_population_after_another(self) -> None:
        rng = np.random.default_rng(2)
        graph = whole_graph(rng, 150)
        execution = Execution(graph, personnes=30)
        for menages in (20, 1, 3, 20, 1):
            foyers = crowd(rng, graph, menages)
            assert_same_bits(execution.run(foyers), evaluation.evaluate(graph, foyers))

    def test_threads_do_not_meet(self) -> None:
        rng = np.random.default_rng(4)
        graph = whole_graph(rng, 150)
        execution = Execution(graph, personnes=40)
        foules = [crowd(rng, graph, 15) for _ in range(4)]
        attendus = [evaluation.evaluate(graph, foule) for foule in foules]
        fautes: list[AssertionError] = []

        def work(rang: int) -> None:
            for _ in range(5):
                try:
                    assert_same_bits(execution.run(foules[rang]), attendus[rang])
                except AssertionError as faute:
                    fautes.append(faute)

        fils = [threading.Thread(target=work, args=(rang,)) for rang in range(4)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()

        assert not fautes


class TestPieces:
    def test_pieces_together_are_the_whole(self) -> None:
        rng = np.random.default_rng(8)
        graph = whole_graph(rng, 120)
        foyers = crowd(rng, graph, 30)
        execution = Execution(graph, personnes=20)
        attendus = execution.run(foyers)
        recolles = {nom: np.zeros_like(valeur) for nom, valeur in attendus.items()}

        for tranche in execution.run_chunks(foyers):
            for nom, valeur in tranche.sorties.items():
                entity = graph.nodes[graph.sorties[nom]].entity
                recolles[nom][tranche.lignes[entity] if entity else ()] = valeur

        assert_same_bits(recolles, attendus)

    def test_memory_does_not_grow_with_households(self) -> None:
        rng = np.random.default_rng(9)
        graph = whole_graph(rng, 200)
        execution = Execution(graph, personnes=512)
        pics = []
        for menages in (400, 400, 3200):
            foyers = crowd(rng, graph, menages, melange=False)
            tracemalloc.start()
            for _tranche in execution.run_chunks(foyers):
                pass
            pics.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

        # A few whole numbers for each person say in which household she is.
        assert pics[2] < pics[1] + 3200 * 8 * 8 * 10

    def test_progress_is_told_to_the_end(self) -> None:
        rng = np.random.default_rng(6)
        graph = whole_graph(rng, 60)
        foyers = crowd(rng, graph, 30)
        faits: list[tuple[int, int]] = []

        Execution(graph, personnes=20).run(foyers, lambda fait, total: faits.append((fait, total)))

        assert len(faits) > 3
        assert faits[-1] == (foyers.personnes, foyers.personnes)
        assert faits == sorted(faits)

    def test_buffers_are_used_again(self) -> None:
        graph = whole_graph(np.random.default_rng(1), 400)

        prevu = plan.make_plan(graph)

        assert len(prevu.casiers) < len(prevu.etapes) * 0.7

    def test_a_household_is_whoever_a_group_ties_together(self) -> None:
        groupes = {
            FAMILLE: Groupes(nombre=4, de=np.array([0, 1, 1, 2, 3]), role=np.zeros(5, dtype=np.int8)),
            MENAGE: Groupes(nombre=4, de=np.array([3, 2, 0, 0, 1]), role=np.zeros(5, dtype=np.int8)),
        }

        menages = decoupe.households(Population(personnes=5, groupes=groupes), (FAMILLE, MENAGE))

        assert menages.tolist() == [0, 1, 1, 1, 4]


class TestSabotages:
    """Each way to be wrong turns the checks above red."""

    def test_the_checks_are_green_without_sabotage(self) -> None:
        assert not caught(lambda: None)

    def test_a_buffer_taken_back_too_early(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def first_uses(graph: Graph, ordre: list[int]) -> dict[int, int]:
            return {arg: rank for rank in reversed(ordre) for arg in graph.nodes[rank].args}

        assert caught(lambda: monkeypatch.setattr(plan, "last_uses", first_uses))

    def test_a_choice_that_writes_over_its_first_side(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert caught(lambda: monkeypatch.setattr(plan, "_heirs", lambda node: node.args[:2] if node.op == "where" else ()))

    def test_roles_of_another_group(self, monkeypatch: pytest.MonkeyPatch) -> None:
        juste = noyaux.Composition.fill

        def fill(self: noyaux.Composition, morceau: decoupe.Morceau) -> None:
            juste(self, morceau)
            for entity, codes in self.roles:
                autre = morceau.groupes[next(nom for nom in GROUPES if nom != entity and nom in morceau.groupes)]
                choisies = np.flatnonzero(np.isin(autre.role, codes))
                self.roles[entity, codes] = (choisies, morceau.groupes[entity].de[choisies])

        assert caught(lambda: monkeypatch.setattr(noyaux.Composition, "fill", fill))

    def test_sums_in_another_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def backwards(self: noyaux.Etabli, entity: str, personnes: np.ndarray, sortie: np.ndarray) -> None:
            groupes = self._composition.morceau.groupes[entity]
            sortie[: groupes.nombre] = np.bincount(groupes.de[::-1], personnes[: len(groupes.de)][::-1], groupes.nombre)

        assert caught(lambda: monkeypatch.setattr(noyaux.Etabli, "_sum", backwards))

    def test_households_cut_in_two(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert caught(lambda: monkeypatch.setattr(decoupe, "households", lambda population, _entites: np.arange(population.personnes)))

    def test_answers_left_in_the_order_of_computation(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert caught(lambda: monkeypatch.setattr(decoupe._Rangee, "lines", lambda self, debut, fin: slice(debut, fin)))

    def test_who_is_missing_is_not_looked_at_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        juste = noyaux.Composition.fill

        def fill(self: noyaux.Composition, morceau: decoupe.Morceau) -> None:
            juste(self, morceau)
            for _personnes, absents in self.membres.values():
                absents.fill(False)

        assert caught(lambda: monkeypatch.setattr(noyaux.Composition, "fill", fill))

    def test_zero_without_its_sign(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert caught(lambda: monkeypatch.setattr(noyaux, "_is_zero", lambda valeur: not valeur.ndim and not valeur))


class TestInputs:
    @pytest.mark.parametrize("taille", [3, 40])
    @pytest.mark.parametrize(
        ("valeur", "raison"),
        [
            (np.nan, "n'est pas un nombre fini"),
            (np.inf, "n'est pas un nombre fini"),
            (-np.inf, "n'est pas un nombre fini"),
            (-1.0, "au moins 0"),
            (131.0, "au plus 130"),
        ],
    )
    def test_a_value_that_cannot_be(self, taille: int, valeur: float, raison: str) -> None:
        ages = np.full(taille, 30.0)
        ages[2] = valeur

        with pytest.raises(EntreeError, match=rf"« age ».*personne n° 3 \(ménage n° 2\).*{raison}"):
            Execution(tiny(minimum=0, maximum=130)).run(people([0, 0, 1, *[1] * (taille - 3)], age=ages))

    @pytest.mark.parametrize("taille", [3, 40])
    def test_infinity_without_bounds(self, taille: int) -> None:
        ages = np.full(taille, 30.0)
        ages[-1] = np.inf

        with pytest.raises(EntreeError, match="nombre fini"):
            Execution(tiny()).run(people([0] * taille, age=ages))

    @pytest.mark.parametrize(
        ("entrees", "phrase"),
        [
            ({"age": np.zeros(3, dtype=np.float32)}, "« age » est un tableau float32 : il faut float64"),
            ({"age": np.zeros(2)}, "« age » est un tableau de taille"),
            ({"taille": np.zeros(3)}, "« taille » n'est pas une donnée de ce programme"),
            ({"ne": np.array(["2000-01-01", "NaT", "2000-01-01"], dtype="datetime64[D]")}, "« ne ».*personne n° 2.*n'est pas une date"),
            ({"loyer": np.array([1.0, np.nan], dtype=np.float32)}, "« loyer ».*ménage n° 2.*nombre fini"),
        ],
    )
    def test_an_array_that_cannot_be(self, entrees: dict[str, np.ndarray], phrase: str) -> None:
        with pytest.raises(EntreeError, match=phrase):
            Execution(tiny()).run(people([0, 0, 1], **entrees))

    def test_groups_that_cannot_be(self) -> None:
        bons = people([0, 0, 1]).groupes[MENAGE]
        for groupes, phrase in (
            ({}, "ne dit rien des groupes « menage »"),
            ({MENAGE: Groupes(nombre=1, de=bons.de, role=bons.role)}, "personne n° 3 a le groupe 1"),
            ({MENAGE: Groupes(nombre=3, de=bons.de, role=bons.role)}, "groupe n° 3 n'a personne"),
            ({MENAGE: Groupes(nombre=2, de=bons.de, role=bons.role + np.int8(4))}, "le rôle 4"),
            ({MENAGE: Groupes(nombre=2, de=bons.de[:2], role=bons.role)}, "une valeur pour chacune des 3 personnes"),
        ):
            with pytest.raises(EntreeError, match=phrase):
                Execution(tiny()).run(Population(personnes=3, groupes=groupes))

    def test_pieces_are_checked_before_the_first(self) -> None:
        with pytest.raises(EntreeError):
            Execution(tiny()).run_chunks(people([0], age=np.array([np.nan])))

    def test_what_is_left_out_holds_its_default(self) -> None:
        resultats = Execution(tiny()).run(people([0, 1]))

        assert resultats["loyer"].tolist() == [2.5, 2.5]
        assert str(resultats["ne"][1]) == "1990-01-01"

    def test_an_output_that_is_not_there(self) -> None:
        with pytest.raises(GraphError, match="no output rsa"):
            Execution(tiny(), ["rsa"])
