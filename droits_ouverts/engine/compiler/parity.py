"""Many households judged at once by the interpreter, through the very path that takes one: what a programme is compared with.

A crowd is one situation of many families, tax households and households. `Copies` looks at persons and groups by their identifiers only, so it takes a
crowd as it takes a household; OpenFisca's fixed cost (seconds) is then paid once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.interpreter import Copie, Copies
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.engine.situation import Cle, Groupe, Reponse, Situation


def outputs_of(regles: Iterable[Regle]) -> tuple[str, ...]:
    """Return the variables of the rules: eligibility, amounts and conditions, each once, in order."""
    noms = [
        nom
        for regle in regles
        for nom in (regle.eligibilite, regle.montant, regle.montant_min, regle.montant_max, *(c.variable for c in regle.conditions))
        if nom
    ]
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
    resultats: dict[str, NDArray[Any]] = {}
    for nom in sorties:
        valeurs = calcul.simulation.calculate(nom, foule.mois)
        resultats[nom] = np.asarray(valeurs)
    return resultats


def unreached(resultats: Iterable[Mapping[str, NDArray[Any]]]) -> set[tuple[str, str]]:
    """Return (variable, what it never is) over results of several months: a flag "met" or "not met", an amount "above zero"."""
    jamais: dict[str, set[str]] = {}
    for par_nom in resultats:
        for nom, valeurs in par_nom.items():
            etats = {"met": valeurs, "not met": ~valeurs} if valeurs.dtype == np.bool_ else {"above zero": valeurs > 0}
            absents = jamais.setdefault(nom, set(etats))
            absents -= {etat for etat, vus in etats.items() if vus.any()}
    return {(nom, etat) for nom, absents in jamais.items() for etat in absents}
