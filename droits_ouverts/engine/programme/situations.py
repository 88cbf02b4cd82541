"""A household of the check-up as the columns of a programme: once for each way of completing what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.completions import Completion
from droits_ouverts.engine.programme.graph import GROUPES, ROLES, Entree, scalar
from droits_ouverts.engine.programme.population import Groupes, Population
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.situation import Etat, Situation

ANNUELS = (Periode.ANNEE_N1, Periode.ANNEE_N2)
MENSUEL_DE = {
    fait.nom: next((f.nom for f in FAITS.values() if f.periode is Periode.MOIS_PASSES and f.variable == fait.variable), "")
    for fait in FAITS.values()
    if fait.periode in ANNUELS
}
"""The income by month behind each yearly one: a year counts only where months of it were said."""


def pack(situation: Situation, completions: Sequence[Completion], entrees: Mapping[str, Entree]) -> Population:
    """Return a household `len(completions)` times, one completion after the other, persons and groups in the order of the situation.

    What is neither said nor completed takes the default of its input. What-if masks keep theirs: every right is taken up, and always was.
    """
    n, k = len(situation.personnes), len(completions)
    groupes = {}
    for entity in GROUPES:
        membres = situation.groupes[Entite(entity)]
        places = {p: (rang, ROLES[entity].index(role)) for rang, groupe in enumerate(membres) for p, role in groupe.membres}
        de = np.array([places[p.id][0] for p in situation.personnes], dtype=np.int64)
        role = np.array([places[p.id][1] for p in situation.personnes], dtype=np.int8)
        decalages = np.repeat(np.arange(k, dtype=np.int64) * len(membres), n)
        groupes[entity] = Groupes(nombre=len(membres) * k, de=np.tile(de, k) + decalages, role=np.tile(role, k))
    touches = {cle[0] for completion in completions for cle in completion}
    donnees = {nom: _column(situation, completions, entree, touches) for nom, entree in entrees.items() if not nom.startswith(("prise.", "avant."))}
    return Population(personnes=n * k, groupes=groupes, entrees=donnees)


def _column(situation: Situation, completions: Sequence[Completion], entree: Entree, touches: set[str]) -> NDArray[np.generic]:
    nom, _, recul = entree.nom.partition("@")
    fait = FAITS[nom]
    ids = situation.ids(Entite(entree.entity))
    mois = months.shift(situation.mois, int(recul)) if recul else ""
    propres = {nom, MENSUEL_DE.get(nom, "")} & touches
    lues = completions if propres else completions[:1]
    lignes = [_value(situation, completion, fait, entree, ident, mois) for completion in lues for ident in ids]
    colonne = np.array([scalar(valeur, entree.dtype) for valeur in lignes], dtype=entree.dtype)
    return colonne if propres else np.tile(colonne, len(completions))


def _value(situation: Situation, completion: Completion, fait: Fait, entree: Entree, ident: str, mois: str) -> object:
    reponse = situation.reponses.get((fait.nom, ident))
    dite = reponse.valeur if reponse is not None and reponse.etat is Etat.CONNU else None
    completee = completion.get((fait.nom, ident))
    if fait.periode is Periode.MOIS_PASSES:
        supposee = float(completee) if isinstance(completee, (int, float)) else 0.0
        connue = month_values(dite).get(mois) if dite is not None else None
        return supposee if connue is None else connue
    if fait.periode in ANNUELS and not _has_months(situation, completion, fait, ident):
        return entree.defaut
    valeur = dite if completee is None else completee
    return entree.defaut if valeur is None else _given(fait, entree, valeur)


def _has_months(situation: Situation, completion: Completion, fait: Fait, ident: str) -> bool:
    mensuel = (MENSUEL_DE[fait.nom], ident)
    reponse = situation.reponses.get(mensuel)
    return mensuel in completion or (reponse is not None and reponse.etat is Etat.CONNU)


def _given(fait: Fait, entree: Entree, valeur: object) -> object:
    if fait.genre is Genre.CHOIX:
        return [choix.valeur for choix in fait.choix].index(str(valeur))
    return (entree.categories or {})[str(valeur)] if fait.genre is Genre.COMMUNE else valeur
