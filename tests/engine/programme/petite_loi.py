"""A made-up law of three rights, small enough to be worked out by hand, over the true questionnaire; and a packer for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement
from droits_ouverts.engine.programme.evaluation import evaluate
from droits_ouverts.engine.programme.graph import FAMILLE, GROUPES, INDIVIDU, MENAGE, Entree, Graph
from droits_ouverts.engine.programme.population import Groupes, Population
from droits_ouverts.engine.programme.variantes import Loi
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Role
from droits_ouverts.engine.situation import Etat, Situation
from droits_ouverts.engine.situation_questionnaire import read

if TYPE_CHECKING:
    from droits_ouverts.engine.completions import Completion

JOUR, MOIS = "datetime64[D]", "datetime64[M]"
PLAFOND = 1340.0
FIN_PRIME = 1140.0
AGE_ENFANT = 3

ROLES_OF = {
    FAMILLE: {Role.DEMANDEUR: 0, Role.CONJOINT: 1, Role.ENFANT: 2},
    "foyer_fiscal": {Role.DEMANDEUR: 0, Role.CONJOINT: 1, Role.ENFANT: 2},
    MENAGE: {Role.DEMANDEUR: 0, Role.CONJOINT: 1, Role.ENFANT: 2},
}


@dataclass
class Reference:
    """The graph, each operation by its reference. `appels` counts the computations."""

    graph: Graph
    appels: int = 0

    def run(self, population: Population) -> dict[str, Any]:
        self.appels += 1
        return evaluate(self.graph, population)


def regle(code: str, *conditions: str, montant: bool = True) -> Regle:
    return Regle(
        code=code,
        libelle=code,
        eligibilite=f"{code}_eligibilite",
        conditions=tuple(Condition(variable=f"{code}_condition_{c}", article="L1", reussie="oui", echouee="non") for c in conditions),
        grade=Grade.VERIFIE,
        source="",
        verifiee_le=date(2026, 11, 1),
        montant=f"{code}_montant" if montant else None,
        versement=Versement.MENSUEL if montant else None,
    )


REGLES = {r.code: r for r in (regle("prime", "travail", "ressources"), regle("enfant", "age"), regle("logement", "metropole", "plafond", montant=False))}


def graphe(mois: str = "2026-11", *, par_enfant: float = 100.0) -> Graph:
    """Return the law of a month.

    prime: earnings from M-4 to M-2 above nothing and 1,140 euros at most at M; half of what is missing to 1,140 a month. enfant: `par_enfant` euros
    for each child under 3. logement: a year of residence in the Métropole, and earnings at M at most 1,340.
    """
    g = Graph()
    salaires = {r: g.input(Entree(nom=f"salaire_net@{r}", entity=INDIVIDU, dtype="float64", defaut=0.0, minimum=0.0, maximum=20000.0)) for r in range(-4, 1)}
    naissance = g.input(Entree(nom="date_naissance", entity=INDIVIDU, dtype=JOUR, defaut="1970-01-01"))
    residence = g.input(Entree(nom="mois_residence_metropole_lyon", entity=INDIVIDU, dtype="float64", defaut=-1.0, minimum=-1.0, maximum=1200.0))
    enfants = g.add("role", (), (FAMILLE, (2,)), dtype="bool", entity=INDIVIDU)
    zero, fin, plafond = g.const(0.0, "float64"), g.const(FIN_PRIME, "float64"), g.const(PLAFOND, "float64")

    def family(noeud: int) -> int:
        return g.add("group_sum", (noeud,), (FAMILLE, None), dtype="float64", entity=FAMILLE)

    somme = g.add("add", (salaires[-4], salaires[-3]), dtype="float64", entity=INDIVIDU)
    somme = g.add("add", (somme, salaires[-2]), dtype="float64", entity=INDIVIDU)
    travail = g.add("greater", (family(somme), zero), dtype="bool", entity=FAMILLE)
    gagne = family(salaires[0])
    ressources = g.add("less", (gagne, fin), dtype="bool", entity=FAMILLE)
    prime = g.add("logical_and", (travail, ressources), dtype="bool", entity=FAMILLE)
    manque = g.add("subtract", (fin, gagne), dtype="float64", entity=FAMILLE)
    moitie = g.add("multiply", (manque, g.const(0.5, "float64")), dtype="float64", entity=FAMILLE)
    montant = g.add("where", (prime, moitie, zero), dtype="float64", entity=FAMILLE)

    limite = g.const(str(np.datetime64(months.shift(mois, -12 * AGE_ENFANT), "M").astype(JOUR)), JOUR)
    jeune = g.add("greater", (naissance, limite), dtype="bool", entity=INDIVIDU)
    petit = g.add("logical_and", (jeune, enfants), dtype="bool", entity=INDIVIDU)
    nombre = family(g.add("cast", (petit,), dtype="float64", entity=INDIVIDU))
    ages = g.add("group_any", (petit,), (FAMILLE, False), dtype="bool", entity=FAMILLE)
    par_mois = g.add("multiply", (nombre, g.const(par_enfant, "float64")), dtype="float64", entity=FAMILLE)

    metropole = g.add("greater_equal", (residence, g.const(12.0, "float64")), dtype="bool", entity=INDIVIDU)
    individuelles = g.add("less_equal", (salaires[0], plafond), dtype="bool", entity=INDIVIDU)
    logement = g.add("logical_and", (metropole, individuelles), dtype="bool", entity=INDIVIDU)
    g.sorties = {
        "prime_eligibilite": prime,
        "prime_montant": montant,
        "prime_condition_travail": travail,
        "prime_condition_ressources": ressources,
        "enfant_eligibilite": ages,
        "enfant_montant": par_mois,
        "enfant_condition_age": ages,
        "logement_eligibilite": logement,
        "logement_condition_metropole": metropole,
        "logement_condition_plafond": individuelles,
    }
    g.check()
    return g


def loi(mois: str = "2026-11", *, par_enfant: float = 100.0) -> Loi:
    graph = graphe(mois, par_enfant=par_enfant)
    return Loi(mois=mois, graph=graph, calculateur=Reference(graph))


def situation(mois: str = "2026-11", *, salaire: object = 900.0, enfant: str | None = "2024-05-02", residence: float | None = 20) -> Situation:
    """Return Awa, born in 1992, who earns `salaire`, and a child."""
    awa = {"date_naissance": "1992-03-14", "salaire_net": salaire, "mois_residence_metropole_lyon": residence}
    personnes: list[dict[str, object]] = [{"id": "awa", "role": "demandeur", "faits": {k: v for k, v in awa.items() if v is not None}}]
    if enfant:
        personnes.append({"id": "moussa", "role": "enfant", "faits": {"date_naissance": enfant}})
    return read({"personnes": personnes}, mois)


def pack(situation: Situation, completions: Sequence[Completion], entrees: Mapping[str, Entree]) -> Population:
    """Write a household for the little law: each completion after the other."""
    n, k = len(situation.personnes), len(completions)
    groupes = {}
    for entity in GROUPES:
        membres = situation.groupes[Entite(entity)]
        de = np.array([next(i for i, g in enumerate(membres) if g.a_pour_membre(p.id)) for p in situation.personnes])
        role = np.array([ROLES_OF[entity][p.role] for p in situation.personnes], dtype=np.int8)
        decalages = np.repeat(np.arange(k) * len(membres), n)
        groupes[entity] = Groupes(nombre=len(membres) * k, de=np.tile(de, k) + decalages, role=np.tile(role, k))
    tableaux = {}
    for nom, entree in entrees.items():
        fait, _, recul = nom.partition("@")
        lignes = []
        for completion in completions:
            for personne in situation.personnes:
                reponse = situation.reponse(fait, personne.id)
                valeur = completion.get((fait, personne.id), reponse.valeur if reponse.etat is Etat.CONNU else None)
                if recul and isinstance(valeur, tuple):
                    valeur = month_values(valeur).get(months.shift(situation.mois, int(recul)))
                lignes.append(entree.defaut if valeur is None else valeur)
        tableaux[nom] = np.array(lignes, dtype=entree.dtype)
    assert set(FAITS) >= {nom.partition("@")[0] for nom in entrees}
    return Population(personnes=n * k, groupes=groupes, entrees=tableaux)
