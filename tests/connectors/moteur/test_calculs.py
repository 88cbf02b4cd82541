"""The engine's worker answers with a compiled calculation where it has one, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.connectors.moteur.in_process import MoteurLocal
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.compiler.formes import Forme
from droits_ouverts.engine.compiler.reponses import Reponses
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Graph

if TYPE_CHECKING:
    from pathlib import Path

BODY = {"individus": {"a": {"age": {"2026-11": 18}, "majeur": {"2026-11": None}}}}
FAITE = {"individus": {"a": {"age": {"2026-11": 18}, "majeur": {"2026-11": True}}}}


def test_by_a_programme_once_it_is_kept_and_by_openfisca_before(tmp_path: Path) -> None:
    moteur = MoteurLocal(calculs=tmp_path)
    # As `warm` leaves it, without its estimate of a household.
    moteur._engine, moteur._system, moteur._programmes = object(), system(), Reponses(DepotCalculs(tmp_path))  # type: ignore[assignment]  # only its presence is looked at
    avant = moteur.calculate(BODY)

    graph = Graph()
    age = graph.input(Entree(nom="age@2026-11", entity=INDIVIDU, dtype="int32", defaut=0))
    graph.sorties["majeur@2026-11"] = graph.add("greater_equal", (age, graph.const(18, "int32")), dtype="bool", entity=INDIVIDU)
    forme = Forme(frozenset({"age@2026-11"}), frozenset({"majeur@2026-11"}))
    DepotCalculs(tmp_path).keep(forme, Programme(genre="calcul", mois="2026-11", graph=graph, versions={}, refus={}, construction={}))

    assert avant == (200, FAITE, "openfisca")
    assert moteur.calculate(BODY) == (200, FAITE, "programme")
