"""From the facts table to the households that the interpreter takes: what is not said is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode, Role
from droits_ouverts.engine.situation import INCONNUE, Cle, Etat, Personne, Reponse, Situation
from droits_ouverts.engine.situation_questionnaire import groups_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from droits_ouverts.engine.programme.tirage.foyers import Colonnes


def situations_of(colonnes: Colonnes, mois: str) -> list[Situation]:
    """Return one situation per household of the table, in order; persons are named `p0`, `p1`... in the order of their rows."""
    menages = np.asarray(colonnes["menage"])
    debuts = np.flatnonzero(np.r_[True, menages[1:] != menages[:-1]])
    dits = {fait.nom: _answers(colonnes, fait, mois) for fait in FAITS.values()}
    roles = [Role(role) for role in colonnes["role"].tolist()]
    return [_situation(mois, roles, dits, debut, fin) for debut, fin in zip(debuts.tolist(), [*debuts[1:].tolist(), len(menages)], strict=True)]


def _answers(colonnes: Colonnes, fait: Fait, mois: str) -> Sequence[object | None]:
    """Return the answer of each row as a situation stores it, None where nothing was said."""
    if fait.periode is not Periode.MOIS_PASSES:
        valeurs = colonnes[fait.nom].tolist()
        return [None if v is None else int(v) for v in valeurs] if fait.genre is Genre.NOMBRE else valeurs
    fenetre = months.window(mois)
    par_mois = zip(*(colonnes[f"{fait.nom}@{rang}"].tolist() for rang in range(-4, 1)), strict=True)
    return [None if all(v is None for v in ligne) else tuple(zip(fenetre, ligne, strict=True)) for ligne in par_mois]


def _situation(mois: str, roles: list[Role], dits: dict[str, Sequence[object | None]], debut: int, fin: int) -> Situation:
    personnes = tuple(Personne(id=f"p{rang}", role=roles[debut + rang]) for rang in range(fin - debut))
    reponses: dict[Cle, Reponse] = {}
    for nom, valeurs in dits.items():
        individuel = FAITS[nom].entite is Entite.INDIVIDU
        for ligne in range(debut, fin if individuel else debut + 1):
            valeur = valeurs[ligne]
            if valeur is not None:
                reponses[nom, f"p{ligne - debut}" if individuel else FAITS[nom].entite.value] = Reponse(Etat.CONNU, valeur)
    situation = Situation(mois=mois, personnes=personnes, groupes=groups_of(personnes, reponses), reponses=reponses)
    for fait in FAITS.values():
        for ident in situation.porteurs(fait):
            reponses.setdefault((fait.nom, ident), INCONNUE)
    return situation
