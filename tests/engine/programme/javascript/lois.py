"""Made-up laws over the true questionnaire, that read facts of every kind; households of which some facts are unknown; and an estimate of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from unittest.mock import patch

import numpy as np

from droits_ouverts.engine import communes, estimate
from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement
from droits_ouverts.engine.programme import variantes
from droits_ouverts.engine.programme.evaluation import evaluate
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import FAMILLE, FOYER_FISCAL, INDIVIDU, MENAGE, Entree, Graph
from droits_ouverts.engine.programme.javascript import catalogue
from droits_ouverts.engine.programme.javascript.emission import emit
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.results import Estimation
from droits_ouverts.engine.situation import Situation

MOIS = "2026-11"
CODES = {
    "rsa": (FAMILLE, Versement.MENSUEL),
    "aah": (INDIVIDU, Versement.MENSUEL),
    "ars": (FAMILLE, Versement.ANNUEL),
    "lep": (INDIVIDU, None),
    "dalo": (MENAGE, None),
    "cheque_energie": (FOYER_FISCAL, Versement.UNIQUE),
    "c2s_sans_participation": (INDIVIDU, None),
}


@cache
def ranks() -> dict[str, int]:
    """Return the rank of each commune."""
    return {"": 0, **{code: rang for rang, code in enumerate(communes.codes(), start=1)}}


@cache
def law(graine: int) -> Loi:
    """Return the law of a seed, drawn once; nobody changes it."""
    return Loi(graine)


@cache
def module_of(graine: int) -> bytes:
    """Return the module of the law of a seed, emitted once."""
    return law(graine).module()


def entrees_of(fait: Fait) -> list[Entree]:
    """Return the inputs of a fact, as a compiled check-up declares them."""
    entity = fait.entite.value
    if fait.periode is Periode.MOIS_PASSES:
        return [Entree(nom=f"{fait.nom}@{r}", entity=entity, dtype="float64", defaut=0.0, minimum=0.0, maximum=fait.maximum) for r in range(-4, 1)]
    if fait.periode in (Periode.ANNEE_N1, Periode.ANNEE_N2):
        return [Entree(nom=fait.nom, entity=entity, dtype="float64", defaut=0.0, minimum=0.0, maximum=fait.maximum)]
    codes = ranks()
    formes: dict[Genre, dict[str, Any]] = {
        Genre.OUI_NON: {"dtype": "bool", "defaut": fait.nom == "sejour_regulier"},
        Genre.CHOIX: {"dtype": "uint8", "defaut": len(fait.choix), "minimum": 0, "maximum": len(fait.choix)},
        Genre.DATE: {"dtype": "datetime64[D]", "defaut": "1970-01-01"},
        Genre.COMMUNE: {"dtype": "int32", "defaut": 0, "minimum": 0, "maximum": len(codes) - 1, "categories": codes},
    }
    return [Entree(nom=fait.nom, entity=entity, **formes.get(fait.genre, {"dtype": "float64", "defaut": -1.0, "minimum": -1.0, "maximum": fait.maximum}))]


@dataclass(slots=True)
class Loi:
    """A law and its rules, drawn from a seed: each condition is met or not by one or two facts."""

    graine: int
    graph: Graph = field(default_factory=Graph)
    regles: dict[str, Regle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.graine)
        bornes = {nom: self.graph.input(Entree(nom=f"{nom}.rsa.famille", entity=FAMILLE, dtype="bool", defaut=True)) for nom in ("prise", "avant")}
        for code, (entity, versement) in CODES.items():
            self._rule(rng, code, entity, versement, bornes)
        self.graph.check()

    def programme(self) -> Programme:
        return Programme(genre="bilan", mois=MOIS, graph=self.graph, versions={"regles": "essai"}, refus={}, construction={})

    def module(self) -> bytes:
        with patch.object(catalogue, "REGLES", {**self.regles, "refuse": next(iter(rule("refuse", INDIVIDU, ("x",), None).values()))}):
            return emit(self.programme())

    def estimate(self, situation: Situation) -> Estimation:
        """Estimate as the server does, this law in the place of OpenFisca."""
        loi = variantes.Loi(mois=MOIS, graph=self.graph, calculateur=Reference(self.graph))
        return estimate.Engine(self.regles, lambda _mois: loi).estimate(situation)

    def _rule(self, rng: np.random.Generator, code: str, entity: str, versement: Versement | None, bornes: Mapping[str, int]) -> None:
        conditions = [self._condition(rng, entity if rng.random() < 0.7 else MENAGE) for _ in range(int(rng.integers(1, 4)))]
        noms = tuple(f"c{rang}" for rang in range(len(conditions)))
        self.regles |= rule(code, entity, noms, versement)
        for nom, (rank, _sienne) in zip(noms, conditions, strict=True):
            self.graph.sorties[f"{code}_{nom}"] = rank
        tous = [self._to(rank, sienne, entity) for rank, sienne in conditions]
        if code == "c2s_sans_participation":
            tous.append(self._to(self.graph.add("logical_not", (bornes["avant"],), dtype="bool", entity=FAMILLE), FAMILLE, entity))
        eligible = tous[0]
        for autre in tous[1:]:
            eligible = self.graph.add(str(rng.choice(["logical_and", "logical_or"])), (eligible, autre), dtype="bool", entity=entity)
        self.graph.sorties[f"{code}_eligibilite"] = eligible
        if versement is None:
            return
        salaire = self._numbers("salaire_net@0" if rng.random() < 0.7 else "salaire_annuel_n1")
        if entity != INDIVIDU:
            salaire = self.graph.add("group_sum", (salaire,), (entity, None), dtype="float64", entity=entity)
        reste = self.graph.add("subtract", (self.graph.const(float(rng.integers(500, 3000)), "float64"), salaire), dtype="float64", entity=entity)
        reste = self.graph.add("where", (eligible, reste, self.graph.const(0.0, "float64")), dtype="float64", entity=entity)
        if code == "rsa":
            reste = self.graph.add("where", (bornes["prise"], reste, self.graph.const(0.0, "float64")), dtype="float64", entity=entity)
        for nom, part in (("montant", 0.333), ("montant_min", 0.3), ("montant_max", 0.37)):
            rank = self.graph.add("multiply", (reste, self.graph.const(part, "float64")), dtype="float64", entity=entity)
            self.graph.sorties[f"{code}_{nom}"] = self.graph.add("cast", (rank,), dtype="float32", entity=entity)

    def _numbers(self, nom: str) -> int:
        return next(self.graph.input(e) for fait in FAITS.values() for e in entrees_of(fait) if e.nom == nom)

    def _condition(self, rng: np.random.Generator, voulue: str) -> tuple[int, str]:
        possibles = [fait for fait in FAITS.values() if fait.entite.value in (voulue, INDIVIDU) and (fait.plausibles.valeurs or fait.genre is Genre.DATE)]
        fait = possibles[int(rng.integers(len(possibles)))]
        entree = entrees_of(fait)[int(rng.integers(len(entrees_of(fait))))]
        lu, sienne = self.graph.input(entree), entree.entity
        if entree.dtype == "bool":
            return lu, sienne
        if entree.dtype in ("uint8", "int32"):
            valeurs = tuple(bool(x) for x in rng.random(len(entree.categories or {}) or len(fait.choix) + 1) < 0.5)
            return self.graph.add("table", (lu,), (valeurs,), dtype="bool", entity=sienne), sienne
        seuil: object = f"{rng.integers(1950, 2015)}-06-01" if fait.genre is Genre.DATE else float(rng.choice(np.array(fait.plausibles.valeurs, dtype=float)))
        op = str(rng.choice(["less_equal", "greater"]))
        return self.graph.add(op, (lu, self.graph.const(seuil, entree.dtype)), dtype="bool", entity=sienne), sienne

    def _to(self, rank: int, avant: str, apres: str) -> int:
        if avant == apres:
            return rank
        if avant != INDIVIDU:
            rank = self.graph.add("project", (rank,), (avant,), dtype="bool", entity=INDIVIDU)
        return rank if apres == INDIVIDU else self.graph.add("group_any", (rank,), (apres, False), dtype="bool", entity=apres)


def rule(code: str, _entity: str, conditions: tuple[str, ...], versement: Versement | None) -> dict[str, Regle]:
    """Return a rule by its code."""
    paye = versement is not None
    return {
        code: Regle(
            code=code,
            libelle=code,
            eligibilite=f"{code}_eligibilite",
            conditions=tuple(Condition(variable=f"{code}_{nom}", article="L1", reussie="oui", echouee="non") for nom in conditions),
            grade=Grade.VERIFIE,
            source="",
            verifiee_le=date(2026, 11, 1),
            montant=f"{code}_montant" if paye else None,
            montant_min=f"{code}_montant_min" if paye else None,
            montant_max=f"{code}_montant_max" if paye else None,
            versement=versement,
        )
    }


@dataclass(frozen=True, slots=True)
class Reference:
    """What computes a graph one operation after the other."""

    graph: Graph

    def run(self, population: Population) -> dict[str, np.ndarray]:
        return evaluate(self.graph, population)


def household(graine: int, *, dits: float) -> dict[str, Any]:
    """Return a questionnaire's file: persons of every role, facts known with the probability `dits`, some refused, some months of income missing."""
    rng = np.random.default_rng(graine)
    roles = ["demandeur", *(["conjoint"] if rng.random() < 0.5 else []), *["enfant"] * int(rng.integers(0, 4)), *["autre"] * int(rng.integers(0, 2))]
    naissances = {"demandeur": (1930, 2008), "conjoint": (1930, 2008), "enfant": (2002, 2026), "autre": (1940, 2010)}
    personnes: list[dict[str, Any]] = []
    for rang, role in enumerate(rng.permutation(roles).tolist()):
        jour = f"{rng.integers(*naissances[role])}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}"
        personnes.append({"id": f"p{rang}", "role": role, "faits": {"date_naissance": jour}})
    document: dict[str, Any] = {"mois": MOIS, "personnes": personnes, "menage": {}, "famille": {}, "foyer_fiscal": {}}
    for fait in FAITS.values():
        cibles = [p["faits"] for p in personnes] if fait.entite is Entite.INDIVIDU else [document[fait.entite.value]]
        for cible in cibles:
            if not fait.plausibles.valeurs or rng.random() >= dits:
                continue
            valeur = fait.plausibles.valeurs[int(rng.integers(len(fait.plausibles.valeurs)))]
            cible[fait.nom] = {"refus": True} if rng.random() < 0.05 else valeur
            if fait.periode is Periode.MOIS_PASSES and rng.random() < 0.3:
                cible[fait.nom] = {f"2026-{numero:02d}": valeur if rng.random() < 0.7 else None for numero in range(7, 12)}
    if rng.random() < 0.4:
        document["famille"]["droits_recus"] = ["rsa"] if rng.random() < 0.5 else []
    return document
