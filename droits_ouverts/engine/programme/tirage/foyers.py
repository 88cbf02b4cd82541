"""The facts of random households, drawn one after the other in the order in which they are asked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.tirage import choix, montants
from droits_ouverts.engine.programme.tirage.gens import births, compose
from droits_ouverts.engine.programme.tirage.portes import ROLES, Gens, openness
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode

Colonnes = dict[str, np.ma.MaskedArray]
"""The facts table: one row per person; `menage` and `role`, then each fact, those of groups on the demandeur's row, those by month as `nom@-4`..`nom@0`.

bool, text, float64 (amounts and numbers) or datetime64[D]; masked: not said.
"""
HORS_PORTES = 0.04
"""Share of the households whose facts are said whether they are asked or not."""
OUBLIS = ((0.0, 0.55), (0.04, 0.25), (0.25, 0.15), (0.9, 0.05))
"""Share of the facts that a household leaves out, with the share of such households."""
PAUVRES = 0.35
"""Share of the households without any income but small ones: most rights begin there."""
INSTALLES = 0.4
"""Share of the households whom neither their stay nor their savings keeps from a right, so that what comes after these conditions is met too."""
COMME_INSTALLES: dict[str, object] = {
    "nationalite": "francaise",
    "mois_residence_france": 240.0,
    "mois_residence_metropole_lyon": 60.0,
    "sejour_regulier": True,
    "annees_titre_sejour": 12.0,
    "epargne_livrets": 0.0,
    "biens_immobiliers_non_loues": 0.0,
}
"""What these households answer, nine times in ten."""


def draw(mois: str, foyers: int, graine: int = 0) -> Colonnes:
    """Return the facts table of that many households for a month "AAAA-MM". The same month, number and seed give the same households."""
    alea = np.random.default_rng([graine, int(mois[:4]), int(mois[5:])])
    gens = compose(foyers, alea)
    n = len(gens)
    hors = (alea.random(foyers) < HORS_PORTES)[gens.menage]
    taux, parts = zip(*OUBLIS, strict=True)
    oubli = alea.choice(np.array(taux), foyers, p=parts)[gens.menage]
    pauvre = (alea.random(foyers) < PAUVRES)[gens.menage]
    installe = (alea.random(foyers) < INSTALLES)[gens.menage]
    partout = np.ones(n, dtype=bool)
    colonnes: Colonnes = {"menage": _column(gens.menage, partout), "role": _column(np.array([role.value for role in ROLES])[gens.role], partout)}
    for fait in FAITS.values():
        gens.ouverts[fait.nom] = openness(gens, fait)
        porteurs = partout if fait.entite.value == "individu" else gens.porte_les_groupes
        dits = ((gens.ouverts[fait.nom] == 1.0) | (hors & (alea.random(n) < 0.5))) & porteurs & (alea.random(n) >= oubli)
        if fait.genre is Genre.DATE:
            dits = partout
        if fait.periode is Periode.MOIS_PASSES:
            _add_window(colonnes, gens, fait, dits, pauvre, alea)
            continue
        valeurs = _values(fait, gens, pauvre, mois, alea)
        if fait.nom in COMME_INSTALLES:
            valeurs = np.where(installe & (alea.random(n) < 0.9), np.array(COMME_INSTALLES[fait.nom], dtype=valeurs.dtype), valeurs)
        gens.valeurs[fait.nom], gens.dits[fait.nom] = valeurs, dits
        colonnes[fait.nom] = _column(valeurs, dits)
    return colonnes


def _values(fait: Fait, gens: Gens, pauvre: NDArray[np.bool_], mois: str, alea: np.random.Generator) -> NDArray[np.generic]:
    n = len(gens)
    match fait.genre:
        case Genre.OUI_NON:
            return choix.yes_or_no(fait, n, alea)
        case Genre.CHOIX:
            return choix.one_of(fait, gens, alea)
        case Genre.DATE:
            return births(gens, mois, alea)
        case Genre.COMMUNE:
            return choix.places(n, alea)
        case Genre.NOMBRE:
            return montants.amounts(fait, n, alea, zero=0.05)
        case Genre.MONTANT:
            valeurs = montants.amounts(fait, n, alea)
            if fait.nom in ("revenu_fiscal_reference", "salaire_annuel_n1", "salaire_annuel_n2", "epargne_livrets", "biens_immobiliers_non_loues"):
                return np.where(pauvre & (alea.random(n) < 0.6), 0.0, valeurs)
            return valeurs


def _add_window(colonnes: Colonnes, gens: Gens, fait: Fait, dits: NDArray[np.bool_], pauvre: NDArray[np.bool_], alea: np.random.Generator) -> None:
    n = len(gens)
    recoit = (alea.random(n) < montants.RECUS[fait.nom]) & ~(pauvre & (alea.random(n) < 0.7))
    chemins = montants.window(fait, recoit, alea)
    # One answer in twelve leaves some of its months out.
    troue = alea.random(n) < 1 / 12
    for rang, recul in enumerate(months.RECULS):
        dit = dits & ~(troue & (alea.random(n) < 0.4))
        colonnes[f"{fait.nom}@{recul}"] = _column(chemins[:, rang], dit)


def _column(valeurs: NDArray[Any], dits: NDArray[np.bool_]) -> np.ma.MaskedArray:
    return np.ma.MaskedArray(valeurs, mask=~dits)  # type: ignore[no-untyped-call]  # numpy.ma is untyped
