"""Many households judged at once by the interpreter, through the very path that takes one: what a programme is compared with.

A crowd is one situation of many families, tax households and households. `Copies` looks at persons and groups by their identifiers only, so it takes a
crowd as it takes a household; OpenFisca's fixed cost (seconds) is then paid once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.interpreter import Copies
from droits_ouverts.engine.programme.graph import ROLES, Entree
from droits_ouverts.engine.programme.population import Groupes, Population
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.situation import Cle, Etat, Groupe, Reponse, Situation

CENTIME = 0.01
"""The largest difference of a monthly amount that is not a disagreement, in euros."""


def outputs_of(regles: Iterable[Regle]) -> tuple[str, ...]:
    """Return the variables of the rules, each once, in the order in which `estimate.Engine` asks them.

    The order is part of the answer: where a variable needs itself of another month, OpenFisca gives it its default value, and what was computed before
    decides which one. On 800 households of 2026-11, another order changes the housing aid of 17.
    """
    noms = [nom for r in regles for nom in (r.eligibilite, *(c.variable for c in r.conditions), r.montant, r.montant_min, r.montant_max) if nom]
    return tuple(dict.fromkeys(noms))


def crowd(situations: Sequence[Situation]) -> Situation:
    """Return one situation that holds every person and group of the given ones, which are of one month.

    Identifiers take the household's rank before them: `12.p0`, `12.menage`. Only `Copies` takes it: a crowd has many demandeurs.
    """
    groupes: dict[Entite, list[Groupe]] = {entite: [] for entite in Entite if entite is not Entite.INDIVIDU}
    reponses: dict[Cle, Reponse] = {}
    personnes = []
    for rang, situation in enumerate(situations):
        if situation.mois != situations[0].mois or situation.autres or situation.historique:
            message = "A crowd takes households of one month, as the questionnaire tells them."
            raise ValueError(message)
        personnes += [replace(personne, id=f"{rang}.{personne.id}") for personne in situation.personnes]
        for entite, siens in situation.groupes.items():
            groupes[entite] += [Groupe(id=f"{rang}.{g.id}", membres=tuple((f"{rang}.{p}", role) for p, role in g.membres)) for g in siens]
        reponses |= {(fait, f"{rang}.{ident}"): reponse for (fait, ident), reponse in situation.reponses.items()}
    return Situation(
        mois=situations[0].mois,
        personnes=tuple(personnes),
        groupes={entite: tuple(siens) for entite, siens in groupes.items()},
        reponses=reponses,
        droits_recus=situations[0].droits_recus,
    )


def interpret(
    situations: Sequence[Situation], sorties: Iterable[str], copie: Copie | None = None, regles: Mapping[str, Regle] = REGLES
) -> dict[str, NDArray[Any]]:
    """Return each output of shape (persons or groups of its entity, over all the households), in the order of the persons and groups of the crowd."""
    foule = crowd(situations)
    calcul = Copies(foule, [copie or Copie({})], regles)
    return {nom: np.asarray(calcul.simulation.calculate(nom, foule.mois)) for nom in sorties}


def population_of(situations: Sequence[Situation], entrees: Mapping[str, Entree], copie: Copie | None = None) -> Population:
    """Return the same households as a programme takes them, persons and groups in the same order; `copie` gives the rights not taken up."""
    foule = crowd(situations)
    groupes = {}
    for entite in (Entite.FAMILLE, Entite.FOYER_FISCAL, Entite.MENAGE):
        rangs = {p: (rang, ROLES[entite.value].index(role)) for rang, groupe in enumerate(foule.groupes[entite]) for p, role in groupe.membres}
        places = np.array([rangs[personne.id] for personne in foule.personnes])
        groupes[entite.value] = Groupes(nombre=len(foule.groupes[entite]), de=places[:, 0].astype(np.int64), role=places[:, 1].astype(np.int8))
    donnees = {nom: _input(foule, entree, copie or Copie({})) for nom, entree in entrees.items()}
    return Population(personnes=len(foule.personnes), groupes=groupes, entrees=donnees)


def _input(foule: Situation, entree: Entree, copie: Copie) -> NDArray[Any]:
    ids = foule.ids(Entite(entree.entity))
    nom, _, reste = entree.nom.partition("@" if "@" in entree.nom else ".")
    if nom in ("prise", "avant"):
        code = reste.partition(".")[0]
        recus = foule.droits_recus
        prise = code not in copie.sans
        return np.full(len(ids), prise if nom == "prise" or copie.etablie else recus is None or code in recus)
    fait = FAITS[nom]
    dites = [foule.reponse(nom, ident) for ident in ids]
    mois = months.shift(foule.mois, int(reste)) if reste else ""
    valeurs = [_given(fait, entree, reponse.valeur, mois) if reponse.etat is Etat.CONNU else entree.defaut for reponse in dites]
    if fait.periode in (Periode.ANNEE_N1, Periode.ANNEE_N2):
        # The years are those of an income whose months were said.
        mensuel = next(f.nom for f in FAITS.values() if f.periode is Periode.MOIS_PASSES and f.variable == fait.variable)
        valeurs = [v if foule.reponse(mensuel, ident).etat is Etat.CONNU else entree.defaut for v, ident in zip(valeurs, ids, strict=True)]
    return np.array(valeurs, dtype=entree.dtype)


def _given(fait: Fait, entree: Entree, valeur: object, mois: str) -> object:
    if fait.periode is Periode.MOIS_PASSES:
        return month_values(valeur)[mois] or 0.0
    if fait.genre is Genre.CHOIX:
        return [choix.valeur for choix in fait.choix].index(str(valeur))
    return (entree.categories or {})[str(valeur)] if fait.genre is Genre.COMMUNE else valeur


def unreached(resultats: Iterable[Mapping[str, NDArray[Any]]]) -> set[tuple[str, str]]:
    """Return (variable, what it never is) over results of several months: a flag "met" or "not met", an amount "above zero"."""
    jamais: dict[str, set[str]] = {}
    for par_nom in resultats:
        for nom, valeurs in par_nom.items():
            etats = {"met": valeurs, "not met": ~valeurs} if valeurs.dtype == np.bool_ else {"above zero": valeurs > 0}
            absents = jamais.setdefault(nom, set(etats))
            absents -= {etat for etat, vus in etats.items() if vus.any()}
    return {(nom, etat) for nom, absents in jamais.items() for etat in absents}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """One output on many households: how many values, the greatest difference, and where they disagree (rank, programme's value, interpreter's)."""

    sortie: str
    valeurs: int
    ecart: float
    desaccords: tuple[tuple[int, float, float], ...]


def compare(reference: Mapping[str, NDArray[Any]], programme: Mapping[str, NDArray[Any]]) -> list[Comparaison]:
    """Compare the outputs of a programme with the interpreter's, value by value.

    Flags and ranks of enumerations must be equal; euros must be finite and within `CENTIME`. Raise `ValueError` where an output has another length.
    """
    return [_compared(nom, reference[nom], valeurs) for nom, valeurs in programme.items()]


def _compared(nom: str, attendues: NDArray[Any], valeurs: NDArray[Any]) -> Comparaison:
    if valeurs.shape not in ((), attendues.shape):
        message = f"{nom}: {valeurs.shape} values, {attendues.shape} expected"
        raise ValueError(message)
    obtenues = np.broadcast_to(valeurs, attendues.shape).astype(np.float64)
    justes = attendues.astype(np.float64)
    ecarts = np.abs(obtenues - justes)
    tolere = CENTIME if attendues.dtype.kind == "f" else 0.0
    fautes = np.flatnonzero(~(ecarts <= tolere))
    desaccords = tuple((int(rang), float(obtenues[rang]), float(justes[rang])) for rang in fautes)
    return Comparaison(sortie=nom, valeurs=len(justes), ecart=float(ecarts.max(initial=0.0)), desaccords=desaccords)


def household_of(situations: Sequence[Situation], entite: Entite, rang: int) -> int:
    """Return the rank of the household that holds the person or group of this rank in the crowd."""
    tailles = np.cumsum([len(situation.ids(entite)) for situation in situations])
    return int(np.searchsorted(tailles, rang, side="right"))
