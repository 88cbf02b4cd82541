"""The cast of the engine's tests: fictional households, every fact of theirs told unless a test takes it away."""

from __future__ import annotations

from typing import Any

from droits_ouverts.engine.answers import checked
from droits_ouverts.engine.completions import unknown_cells
from droits_ouverts.engine.situation import Etat, Reponse, Situation, default_of
from droits_ouverts.engine.situation_questionnaire import FORMAT, read

MOIS = "2026-11"

ADULTE: dict[str, Any] = {
    "statut_marital": "celibataire",
    "enceinte": False,
    "activite": "actif",
    "autres_ressources": False,
    "ressources_stables": True,
    "salaire_net": 0,
    "nationalite": "francaise",
    "mois_residence_france": 360,
    "mois_residence_metropole_lyon": 60,
    "taux_incapacite": "aucun",
    "epargne_livrets": 0,
    "biens_immobiliers_non_loues": 0,
}
ENFANT: dict[str, Any] = {"garde_alternee": False, "enfant_place": False, "taux_incapacite": "aucun"}
MENAGE: dict[str, Any] = {
    "commune": "69259",
    "statut_occupation_logement": "locataire_hlm",
    "loyer": 420,
    "charges_locatives": 0,
    "colocation": False,
    "contrat_energie_a_son_nom": True,
}


def household(
    *personnes: dict[str, Any], menage: dict[str, Any] | None = None, famille: dict[str, Any] | None = None, rfr: float | None = 9000.0
) -> dict[str, Any]:
    """A questionnaire file from its persons (`person`, `child`) and what differs from a tenant of Vénissieux."""
    famille = {"isolement_recent": False, "proprietaire_proche_famille": False, "quotient_familial_caf": 400, "droits_recus": [], **(famille or {})}
    return {
        "format": FORMAT,
        "mois": MOIS,
        "personnes": list(personnes),
        "menage": {**MENAGE, **(menage or {})},
        "famille": famille,
        "foyer_fiscal": {} if rfr is None else {"revenu_fiscal_reference": rfr},
    }


def person(ident: str, naissance: str, role: str = "demandeur", **faits: Any) -> dict[str, Any]:
    """An adult; facts given as None are left unknown."""
    return {"id": ident, "role": role, "faits": {**ADULTE, "date_naissance": naissance, **faits}}


def child(ident: str, naissance: str, **faits: Any) -> dict[str, Any]:
    """A child of the household."""
    return {"id": ident, "role": "enfant", "faits": {**ENFANT, "date_naissance": naissance, **faits}}


def awa(**faits: Any) -> dict[str, Any]:
    """Awa, alone with two children, works part time for 900 euros a month in Moulin à Vent."""
    menage = {cle: faits.pop(cle) for cle in list(faits) if cle in MENAGE}
    return household(
        person("awa", "1992-03-14", **{"salaire_net": 900, **faits}),
        child("moussa", "2019-05-02"),
        child("lina", "2014-06-02", scolarite="college"),
        menage=menage,
    )


def leo(**faits: Any) -> dict[str, Any]:
    """Léo, 22, alone, neither work nor studies nor family help."""
    return household(
        person(
            "leo",
            "2004-02-10",
            **{
                "activite": "inactif",
                "heures_travail_rsa_jeune": False,
                "aide_financiere_des_parents": False,
                "contrat_engagement_jeune_en_cours": False,
                "contrat_jeune_majeur_en_cours": False,
                **faits,
            },
        ),
        menage={"statut_occupation_logement": "loge_gratuitement", "loyer": None},
        rfr=0.0,
    )


def rene(**faits: Any) -> dict[str, Any]:
    """René, 71, alone, a pension of 640 euros a month."""
    return household(
        person(
            "rene",
            "1955-04-20",
            **{
                "activite": "retraite",
                "autres_ressources": True,
                "retraite_nette": 640,
                "salaire_net": 0,
                "benefice_independant": 0,
                "chomage_net": 0,
                "indemnites_journalieres": 0,
                "pension_alimentaire_recue": 0,
                "pension_alimentaire_versee": 0,
                "revenus_stage": 0,
                "gir": "non_defini",
                **faits,
            },
        ),
        rfr=6900.0,
    )


def situation(document: dict[str, Any], mois: str = MOIS) -> Situation:
    """Read a household of the cast; what it does not speak of is answered no or zero, what it says as None stays unknown."""
    cachees = {(nom, p["id"]) for p in document["personnes"] for nom, valeur in p["faits"].items() if valeur is None}
    cachees |= {(nom, section) for section in ("menage", "famille", "foyer_fiscal") for nom, valeur in document.get(section, {}).items() if valeur is None}
    lue = read(document, mois)
    while restantes := [c for c in unknown_cells(lue) if c.cle not in cachees and not c.refusee]:
        cell = restantes[0]
        lue = lue.with_answer(*cell.cle, Reponse(Etat.CONNU, checked(cell.fait, default_of(cell.fait), mois)))
    return lue
