"""What a population must be before the law is applied to it: nothing wrong is computed in silence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.graph import INDIVIDU, MENAGE, ROLES, Entree
from droits_ouverts.engine.programme.population import Groupes, Population

PETIT = 16
"""Up to so many values, plain Python is faster than numpy."""


class EntreeError(ValueError):
    """A population can't be computed: the sentence, in French, names the input and the first person or group concerned."""


def check_population(population: Population, entrees: dict[str, Entree], entites: tuple[str, ...]) -> None:
    """Raise `EntreeError` at the first group or value that the programme doesn't take."""
    for entity in entites:
        if entity not in population.groupes:
            message = f"La population ne dit rien des groupes « {entity} », dont ce calcul dépend : ajoutez-les."
            raise EntreeError(message)
    for entity, groupes in population.groupes.items():
        _check_groups(entity, groupes, population.personnes)
    for nom, valeurs in population.entrees.items():
        if nom not in entrees:
            message = f"« {nom} » n'est pas une donnée de ce programme : vérifiez son nom, ou retirez-la."
            raise EntreeError(message)
        _check_input(entrees[nom], valeurs, population)


def _check_groups(entity: str, groupes: Groupes, personnes: int) -> None:
    for nom, tableau, dtype in (("rangs", groupes.de, np.int64), ("rôles", groupes.role, np.int8)):
        if tableau.shape != (personnes,) or tableau.dtype != dtype:
            message = (
                f"Les {nom} de « {entity} » forment un tableau {tableau.dtype} de taille {tableau.shape} : "
                f"il faut {np.dtype(dtype)}, une valeur pour chacune des {personnes} personnes."
            )
            raise EntreeError(message)
    roles = len(ROLES[entity])
    if personnes and (groupes.de.min() < 0 or groupes.de.max() >= groupes.nombre or groupes.role.min() < 0 or groupes.role.max() >= roles):
        rang = int(np.flatnonzero((groupes.de < 0) | (groupes.de >= groupes.nombre) | (groupes.role < 0) | (groupes.role >= roles))[0])
        message = (
            f"« {entity} » : la personne n° {rang + 1} a le groupe {groupes.de[rang]} et le rôle {groupes.role[rang]} ; "
            f"les groupes vont de 0 à {groupes.nombre - 1}, les rôles de 0 à {roles - 1}."
        )
        raise EntreeError(message)
    effectifs = np.bincount(groupes.de, minlength=groupes.nombre)
    if groupes.nombre and not effectifs.all():
        message = f"« {entity} » : le groupe n° {int(np.argmin(effectifs)) + 1} n'a personne. Chaque groupe a au moins un membre."
        raise EntreeError(message)


def _check_input(entree: Entree, valeurs: NDArray[Any], population: Population) -> None:
    if entree.entity != INDIVIDU and entree.entity not in population.groupes:
        message = f"« {entree.nom} » est une donnée de « {entree.entity} », groupe que la population ne décrit pas : ajoutez-le."
        raise EntreeError(message)
    taille = population.taille(entree.entity)
    if valeurs.shape != (taille,):
        message = f"« {entree.nom} » est un tableau de taille {valeurs.shape} : il faut une valeur pour chaque {entree.entity}, soit {taille}."
        raise EntreeError(message)
    if valeurs.dtype != entree.dtype:
        message = f"« {entree.nom} » est un tableau {valeurs.dtype} : il faut {entree.dtype}."
        raise EntreeError(message)
    if taille and valeurs.dtype != np.bool_ and not _sound(entree, valeurs):
        _refuse(entree, valeurs, population)


def _sound(entree: Entree, valeurs: NDArray[Any]) -> bool:
    if valeurs.dtype.kind in "mM":
        return not np.isnat(valeurs).any()
    mini = -np.inf if entree.minimum is None else entree.minimum
    maxi = np.inf if entree.maximum is None else entree.maximum
    if len(valeurs) <= PETIT:
        liste = valeurs.tolist()
        # The sum of finite values overflows rarely: it is looked at again below.
        return all(mini <= valeur <= maxi for valeur in liste) and (np.isfinite(mini + maxi) or not any(abs(v) == np.inf for v in liste))
    bas, haut = valeurs.min(), valeurs.max()
    return bool(bas >= mini and haut <= maxi and np.isfinite(bas) and np.isfinite(haut))


def _refuse(entree: Entree, valeurs: NDArray[Any], population: Population) -> None:
    if valeurs.dtype.kind in "mM":
        fausses = np.isnat(valeurs)
    else:
        mini = -np.inf if entree.minimum is None else entree.minimum
        maxi = np.inf if entree.maximum is None else entree.maximum
        fausses = ~((valeurs >= mini) & (valeurs <= maxi) & np.isfinite(valeurs))
    rang = int(np.flatnonzero(fausses)[0])
    valeur = valeurs[rang]
    if valeurs.dtype.kind in "mM" or not np.isfinite(valeur):
        raison = "n'est pas une date" if valeurs.dtype.kind in "mM" else "n'est pas un nombre fini"
    else:
        bornes = [f"{mot} {borne:g}" for mot, borne in (("au moins", entree.minimum), ("au plus", entree.maximum)) if borne is not None]
        raison = f"est hors des bornes : {', '.join(bornes)}"
    message = f"« {entree.nom} » vaut {valeur} pour {_who(entree.entity, rang, population)} : cette valeur {raison}. Corrigez-la, ou retirez ce ménage."
    raise EntreeError(message)


def _who(entity: str, rang: int, population: Population) -> str:
    if entity == INDIVIDU:
        ou = f" (ménage n° {population.groupes[MENAGE].de[rang] + 1})" if MENAGE in population.groupes else ""
        return f"la personne n° {rang + 1}{ou}"
    return f"le groupe n° {rang + 1} de « {entity} »" if entity != MENAGE else f"le ménage n° {rang + 1}"
