"""A month of the law, from OpenFisca's formulas to a programme: trace, simplify, check on the witnesses.

All outputs are asked of one simulation, in the order of `parity.outputs_of`: where a variable needs itself of another month, OpenFisca's answer depends on
what was asked before. A formula that can't be traced leaves to the interpreter the outputs that need it, and those asked later whose value depends on
the order: what a refused formula would have asked is not known (docs/decisions/0012-refus-partiels.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np

from droits_ouverts.engine import communes
from droits_ouverts.engine.compiler import witnesses
from droits_ouverts.engine.compiler.facts import Facts
from droits_ouverts.engine.compiler.labels import EnumChoice, Labels
from droits_ouverts.engine.compiler.legislation import traced_law
from droits_ouverts.engine.compiler.parity import outputs_of
from droits_ouverts.engine.compiler.simplify.passes import simplify
from droits_ouverts.engine.compiler.traced import Recorder, RefusError, isinstance_traced
from droits_ouverts.engine.compiler.tracing import TracingSimulation
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.evaluation import evaluate
from droits_ouverts.engine.programme.fichier import Programme, ProgrammeError
from droits_ouverts.engine.programme.graph import Entree, Graph

GRAINE = 1
LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAYS = tuple(a + b for a in LETTRES for b in LETTRES)
"""Every code that OpenFisca's `nationalite` may hold (ISO 3166-1 alpha-2)."""


def compile_bilan(mois: str, *, progress: Callable[[str], object] | None = None, regles: Mapping[str, Regle] = REGLES) -> Programme:
    """Return the check-up programme of a month ("AAAA-MM"): every output of every rule, but for those told in `refus`. Versions are stamped by who keeps it.

    Raise `ProgrammeError` where nothing can be traced, or where the graph doesn't give the witnesses their values.
    """
    dire = progress or (lambda _phase: None)
    dire("lecture des formules")
    witness = witnesses.build()
    simulation = TracingSimulation(system(), witness)
    noms = outputs_of(regles.values())
    try:
        with traced_law():
            faits = Facts(simulation, mois, regles, GRAINE)
            faits.feed()
            attendues, refus = _ask_each(simulation, noms, mois)
    except RefusError as error:
        message = f"la loi de {mois} ne peut pas être compilée : {error}. L'interpréteur répond à sa place."
        raise ProgrammeError(message) from error
    if refus and not attendues:
        message = f"la loi de {mois} ne peut pas être compilée : {next(iter(refus.values()))} L'interpréteur répond à sa place."
        raise ProgrammeError(message)
    brut = simulation.recorder.graph
    dire("simplification")
    graph = simplify(brut)
    dire("vérification")
    _check(graph, simulation, faits.temoins, attendues)
    construction: dict[str, object] = {"noeuds_traces": len(brut), "noeuds": len(graph)}
    construction["entites"] = {nom: system().variables[nom].entity.key for nom in graph.sorties}
    if refus:
        construction["rappel"] = recall(simulation.order_dependent(), noms, refus)
    return Programme(genre="bilan", mois=mois, graph=graph, versions={}, refus=refus, construction=construction)


def _ask_each(simulation: TracingSimulation, noms: Sequence[str], mois: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Compute the outputs in their order; return the witnesses' values, and a French sentence for each output that is refused."""
    attendues: dict[str, np.ndarray] = {}
    refus: dict[str, str] = {}
    premier: RefusError | None = None
    for nom in noms:
        try:
            attendues |= _ask(simulation, {nom: (nom, mois)})
        except RefusError as error:
            premier = premier or error
            refus[nom] = _refused(nom, error)
    if premier is None:
        return attendues, {}
    for nom in after(simulation.order_dependent(), noms, refus):
        del attendues[nom], simulation.recorder.graph.sorties[nom]
        refus[nom] = f"{nom} dépend de l'ordre des calculs, et {premier.variable}, calculée avant, ne peut pas être compilée : {premier.raison}."
    return attendues, {nom: refus[nom] for nom in noms if nom in refus}


def _refused(nom: str, error: RefusError) -> str:
    if error.variable == nom:
        return f"{nom} ne peut pas être compilée : {error.raison}."
    return f"{nom} dépend de {error.variable}, qui ne peut pas être compilée : {error.raison}."


def after(sensibles: Collection[str], noms: Sequence[str], refus: Collection[str]) -> list[str]:
    """Return the outputs traced after the first refused one whose value depends on the order: what the refused formula asks may change them."""
    premier = next(rang for rang, nom in enumerate(noms) if nom in refus)
    return [nom for nom in noms[premier:] if nom in sensibles and nom not in refus]


def recall(sensibles: Collection[str], noms: Sequence[str], refus: Collection[str]) -> list[str]:
    """Return what the interpreter must be asked, in this order, to give the refused outputs what it gives them when it is asked everything."""
    dernier = max(rang for rang, nom in enumerate(noms) if nom in refus)
    return [nom for nom in noms[: dernier + 1] if nom in sensibles or nom in refus]


def compile_calcul(entrees: Sequence[str], sorties: Sequence[str]) -> Programme:
    """Return the programme of one shape of request: names given and asked, each `variable@period` at the variable's own period.

    Raise `RefusError` with the variable and the reason where it can't be compiled.
    """
    witness = witnesses.build()
    simulation = TracingSimulation(system(), witness)
    alea = np.random.default_rng(GRAINE)
    temoins: dict[str, np.ndarray] = {}
    courante = ""
    try:
        with traced_law():
            for courante in entrees:
                _given(simulation, courante, alea, temoins)
            attendues = _ask(simulation, {nom: (nom.partition("@")[0], nom.partition("@")[2]) for nom in sorties})
    except RefusError:
        raise
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
        raise RefusError(message, courante.partition("@")[0]) from error
    brut = simulation.recorder.graph
    graph = simplify(brut)
    _check(graph, simulation, temoins, attendues)
    mois = max((nom.partition("@")[2][:7] for nom in sorties), default="")
    return Programme(genre="calcul", mois=mois, graph=graph, versions={}, refus={}, construction={"noeuds_traces": len(brut), "noeuds": len(graph)})


def _given(simulation: TracingSimulation, nom: str, alea: np.random.Generator, temoins: dict[str, np.ndarray]) -> None:
    variable, _, period = nom.partition("@")
    info = simulation.tax_benefit_system.variables[variable]
    entree = _entree(nom, info)
    temoins[nom] = witnesses.draw(entree, simulation.recorder.tailles[entree.entity], alea).astype(entree.dtype)
    array: Any = simulation.entree(entree, temoins[nom])
    if info.value_type.__name__ == "Enum":
        array = EnumChoice(array, info.possible_values)
    elif entree.categories is not None:
        textes = np.array(list(entree.categories), dtype=object).astype(info.dtype)
        array = Labels(array.recorder, array.rank, array.temoin, array.entity, textes)
    simulation.set_traced(variable, period, array)


def _entree(nom: str, info: Any) -> Entree:  # noqa: ANN401 - OpenFisca is untyped
    """Return the input of a variable: without bounds, as OpenFisca has none, but for the items of an enumeration."""
    entity, genre = info.entity.key, info.value_type.__name__
    if genre == "Enum":
        return Entree(nom=nom, entity=entity, dtype="int16", defaut=info.default_value.index, minimum=0, maximum=len(info.possible_values.names) - 1)
    if genre == "str":
        textes = PAYS if info.name == "nationalite" else communes.codes() if info.name.startswith("depcom") else None
        if textes is None:
            message = "a text of unknown values is given"
            raise RefusError(message, info.name)
        categories = {texte: rang for rang, texte in enumerate(dict.fromkeys((str(info.default_value), *textes)))}
        return Entree(nom=nom, entity=entity, dtype="int32", defaut=0, minimum=0, maximum=len(categories) - 1, categories=categories)
    if genre == "date":
        return Entree(nom=nom, entity=entity, dtype="datetime64[D]", defaut=str(info.default_value))
    return Entree(nom=nom, entity=entity, dtype=str(np.dtype(info.dtype)), defaut=info.default_value)


def _ask(simulation: TracingSimulation, sorties: dict[str, tuple[str, str]]) -> dict[str, np.ndarray]:
    """Compute the outputs in their order, and return the witnesses' values."""
    recorder = simulation.recorder
    attendues = {}
    for nom, (variable, period) in sorties.items():
        array = simulation.calculate(variable, period)
        traced = array if isinstance_traced(array) else _constant(recorder, array, variable)
        recorder.graph.sorties[nom] = traced.rank
        attendues[nom] = traced.temoin
    return attendues


def _constant(recorder: Recorder, array: np.ndarray, variable: str) -> Any:  # noqa: ANN401 - a traced constant
    try:
        return recorder.constant(array)
    except RefusError as refus:
        refus.variable = refus.variable or variable
        raise


def _check(graph: Graph, simulation: TracingSimulation, temoins: dict[str, np.ndarray], attendues: dict[str, np.ndarray]) -> None:
    """Raise `ProgrammeError` where the simplified graph does not give the witnesses what the formulas gave them, to the last bit."""
    graph.check()
    with np.errstate(all="ignore"):
        obtenues = evaluate(graph, simulation.witness.population(temoins))
    for nom, attendue in attendues.items():
        obtenue, voulue = np.broadcast_arrays(np.asarray(obtenues[nom]), attendue)
        if not np.array_equal(obtenue, voulue, equal_nan=attendue.dtype.kind == "f"):
            message = f"le programme ne redonne pas la valeur de {nom} que les formules ont donnée. C'est une erreur de notre fait, à signaler."
            raise ProgrammeError(message)
