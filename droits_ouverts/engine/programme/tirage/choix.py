"""Yes or no, one of a list, a commune: each answer with its weight, so that the rarest is met often enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine import communes
from droits_ouverts.engine.programme.tirage.portes import Gens
from droits_ouverts.engine.questionnaire.types import Fait

OUI: dict[str, float] = {
    "enceinte": 0.15,
    "isolement_recent": 0.35,
    "garde_alternee": 0.2,
    "enfant_place": 0.05,
    "colocation": 0.2,
    "proprietaire_proche_famille": 0.1,
    "contrat_energie_a_son_nom": 0.75,
    "contrat_engagement_jeune_en_cours": 0.25,
    "contrat_jeune_majeur_en_cours": 0.25,
    "aide_financiere_des_parents": 0.3,
    "autres_ressources": 0.5,
    "ressources_stables": 0.6,
    "sejour_regulier": 0.6,
    "assurance_maladie_ouverte": 0.7,
    "maladie_longue_sans_ald": 0.3,
    "affaire_de_justice": 0.5,
    "frais_justice_assures": 0.25,
    "affaire_concerne_sejour": 0.4,
    "adresse_courrier_stable": 0.5,
}
"""Share of yes; a half for the others."""
POIDS: dict[str, tuple[float, ...]] = {
    "statut_occupation_logement": (0.16, 0.18, 0.12, 0.1, 0.14, 0.08, 0.12, 0.1),
    "nationalite": (0.55, 0.17, 0.28),
    "taux_incapacite": (0.7, 0.15, 0.15),
    "gir": (0.34, 0.33, 0.33),
    "gene_handicap": (0.4, 0.14, 0.14, 0.14, 0.18),
    "scolarite": (0.06, 0.08, 0.26, 0.26, 0.26, 0.08),
}
"""Weights of the answers, in the order of the list; equal for the others."""
COMMUNES: tuple[tuple[str, float], ...] = (
    ("69259", 0.24),
    ("69256", 0.12),
    *((f"6938{arrondissement}", 0.2 / 9) for arrondissement in range(1, 10)),
    ("69123", 0.03),
    ("69266", 0.06),
    ("69034", 0.03),
    ("69264", 0.05),
    ("38185", 0.05),
    ("01004", 0.02),
    ("42218", 0.03),
    ("75056", 0.02),
    ("75118", 0.03),
    ("13208", 0.02),
    ("59350", 0.03),
    ("97105", 0.01),
    ("97209", 0.01),
    ("97302", 0.01),
    ("97411", 0.02),
    ("97611", 0.01),
)
"""Communes with their weights: Vénissieux, Vaulx-en-Velin, Lyon whole and by arrondissement, its Métropole, the Rhône outside it, the region,
Paris, Marseille, Lille, overseas. The rest of the weight is for any commune of France."""
STATUTS_SEUL = (0.5, 0.06, 0.04, 0.22, 0.18)
STATUTS_COUPLE = (0.3, 0.4, 0.2, 0.06, 0.04)
"""Marital status without and with a partner, in the order of the list: not married, married, PACS, divorced, widowed."""


def yes_or_no(fait: Fait, n: int, alea: np.random.Generator) -> NDArray[np.bool_]:
    """Return n answers, bool."""
    return alea.random(n) < OUI.get(fait.nom, 0.5)


def one_of(fait: Fait, gens: Gens, alea: np.random.Generator) -> NDArray[np.str_]:
    """Return an answer of the list for each row: by age for the activity and the school, shared by a couple for the marital status."""
    valeurs = np.array([choix.valeur for choix in fait.choix])
    n = len(gens)
    if fait.nom == "activite":
        return _activity(gens, alea)
    if fait.nom == "statut_marital":
        return _marital(valeurs, gens, alea)
    poids = POIDS.get(fait.nom, (1 / len(valeurs),) * len(valeurs))
    tires = alea.choice(valeurs, size=n, p=np.array(poids) / sum(poids))
    if fait.nom == "scolarite":
        habituelle = np.select(
            [gens.age < 3, gens.age < 6, gens.age < 11, gens.age < 15, gens.age < 18],
            ["inconnue", "maternelle", "primaire", "college", "lycee"],
            "enseignement_superieur",
        )
        return np.where(alea.random(n) < 0.7, habituelle, tires)
    return tires


def _activity(gens: Gens, alea: np.random.Generator) -> NDArray[np.str_]:
    n = len(gens)
    valeurs = np.array(["actif", "chomeur", "etudiant", "retraite", "inactif"])
    jeunes = alea.choice(valeurs, n, p=(0.25, 0.2, 0.35, 0.0, 0.2))
    milieu = alea.choice(valeurs, n, p=(0.4, 0.3, 0.06, 0.02, 0.22))
    ages = alea.choice(valeurs, n, p=(0.12, 0.13, 0.0, 0.55, 0.2))
    partout = alea.choice(valeurs, n)
    habituelle = np.where(gens.age < 30, jeunes, np.where(gens.age < 60, milieu, ages))
    return np.where(alea.random(n) < 0.05, partout, habituelle)


def _marital(valeurs: NDArray[np.str_], gens: Gens, alea: np.random.Generator) -> NDArray[np.str_]:
    n = len(gens)
    en_couple = gens.any_in_household(gens.role == 1) > 0
    tires = np.where(en_couple, alea.choice(valeurs, n, p=STATUTS_COUPLE), alea.choice(valeurs, n, p=STATUTS_SEUL))
    # A partner mostly gives the same answer; some files contradict themselves.
    return np.where(en_couple & (alea.random(n) < 0.9), tires[gens.demandeur], tires)


def places(n: int, alea: np.random.Generator) -> NDArray[np.str_]:
    """Return n Insee codes."""
    codes, poids = zip(*COMMUNES, strict=True)
    toutes = np.array(communes.codes())
    connues = alea.choice(np.array([*codes, ""]), n, p=[*poids, max(0.0, 1.0 - sum(poids))])
    return np.where(connues == "", alea.choice(toutes, n), connues)
