"""On 150 random households: a national right is open exactly when its amount is above zero, and exactly when every condition holds."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation

from droits_ouverts.engine.formules.extension import build_system
from droits_ouverts.engine.formules.registre import REGLES

pytestmark = pytest.mark.xdist_group("openfisca")

MOIS = "2026-11"
TOUJOURS = "year:2024:4"
FOYERS = 150
AVEC_MONTANT = (
    "rsa", "prime_activite", "aides_logement", "allocations_familiales", "complement_familial", "asf", "ars", "paje_allocation_base",
    "paje_prime_naissance", "aah", "aeeh", "aspa", "asi", "ass", "bourse_college", "bourse_lycee", "bourse_crous", "cej_allocation", "pass_culture",
)  # fmt: skip
SANS_MONTANT = ("are", "lep", "loca_pass", "apa_domicile")
PUBLIEES = {
    "rsa": "rsa", "prime_activite": "ppa", "aides_logement": "aide_logement", "allocations_familiales": "af", "complement_familial": "cf",
    "asf": "asf", "paje_allocation_base": "paje_base", "aah": "aah", "asi": "asi", "ass": "ass", "cej_allocation": "contrat_engagement_jeune",
}  # fmt: skip
"""Right -> the OpenFisca variable that pays it: where it pays and our added conditions hold, the right is open."""


def _adulte(tirage: random.Random) -> dict[str, Any]:
    naissance = f"{tirage.randint(1945, 2010)}-{tirage.randint(1, 12):02d}-15"
    activite = tirage.choice(["actif", "chomeur", "etudiant", "retraite", "inactif"])
    salaire = tirage.choice([0, 0, 200, 700, 1200, 1500, 1900, 2600]) if activite in {"actif", "etudiant"} else 0
    personne: dict[str, Any] = {"date_naissance": {"ETERNITY": naissance}, "activite": activite, "nationalite": tirage.choice(["FR", "FR", "FR", "DZ"])}
    personne["duree_possession_titre_sejour"] = tirage.choice([1, 6, 12])
    personne["sejour_regulier"] = personne["nationalite"] == "FR" or tirage.random() < 0.8
    personne["enceinte"] = tirage.random() < 0.1
    personne["taux_incapacite"] = tirage.choice([0, 0, 0, 0.6, 0.8])
    personne["aah_restriction_substantielle_durable_acces_emploi"] = tirage.random() < 0.5
    personne["inapte_travail"] = tirage.random() < 0.3
    personne["ass_precondition_remplie"] = tirage.random() < 0.5
    personne["gir"] = tirage.choice(["non_defini", "gir_6", "gir_4", "gir_2"])
    personne["scolarite"] = "enseignement_superieur" if activite == "etudiant" else "inconnue"
    personne["statuts_etablissement_scolaire"] = tirage.choice(["inconnu", "public"])
    personne["travail_suffisant_chomage"], personne["perte_emploi_involontaire"] = tirage.random() < 0.6, tirage.random() < 0.6
    personne["salaire_net"], personne["salaire_imposable"] = {TOUJOURS: 48 * salaire}, {TOUJOURS: 48 * salaire * 1.036}
    personne["chomage_net"] = {TOUJOURS: 48 * (tirage.choice([0, 0, 500, 1000]) if activite == "chomeur" else 0)}
    personne["retraite_nette"] = {TOUJOURS: 48 * (tirage.choice([0, 600, 1000, 1500]) if activite == "retraite" else 0)}
    personne["pensions_invalidite"] = {TOUJOURS: 48 * tirage.choice([0, 0, 0, 500, 1000])}
    personne["pensions_alimentaires_percues"] = {TOUJOURS: 48 * tirage.choice([0, 0, 100, 190])}
    return {cle: valeur if isinstance(valeur, dict) else {TOUJOURS: valeur} for cle, valeur in personne.items()}


def _population(graine: int) -> dict[str, Any]:
    tirage = random.Random(graine)  # noqa: S311 - a reproducible draw, not a secret
    situation: dict[str, dict[str, Any]] = {"individus": {}, "familles": {}, "foyers_fiscaux": {}, "menages": {}}
    for rang in range(FOYERS):
        parents = [f"p{rang}_{n}" for n in range(tirage.choice([1, 1, 2]))]
        enfants = [f"e{rang}_{n}" for n in range(tirage.choice([0, 0, 1, 2, 3, 4]))]
        situation["individus"].update({nom: _adulte(tirage) for nom in parents})
        for nom in enfants:
            situation["individus"][nom] = {
                "date_naissance": {"ETERNITY": f"{tirage.randint(2004, 2026)}-{tirage.randint(1, 10):02d}-15"},
                "scolarite": {TOUJOURS: tirage.choice(["inconnue", "primaire", "college", "lycee"])},
                "taux_incapacite": {TOUJOURS: tirage.choice([0, 0, 0.8])},
            }
        membres = {"enfants": enfants} if enfants else {}
        reglages = {"departement_experimentation_rsa": {TOUJOURS: True}, "rsa_isolement_recent": {TOUJOURS: tirage.random() < 0.2}}
        situation["familles"][f"f{rang}"] = {"parents": parents, **membres, **reglages, "proprietaire_proche_famille": {TOUJOURS: tirage.random() < 0.1}}
        rfr = {TOUJOURS: tirage.choice([0, 20000, 60000])}
        charge = {"personnes_a_charge": enfants} if enfants else {}
        situation["foyers_fiscaux"][f"x{rang}"] = {"declarants": parents, **charge, "revenu_fiscal_reference_dernier_avis": rfr}
        conjoint = {"conjoint": parents[1]} if len(parents) > 1 else {}
        statut = tirage.choice(["locataire_hlm", "locataire_vide", "locataire_meuble", "loge_gratuitement", "proprietaire", "locataire_foyer"])
        situation["menages"][f"m{rang}"] = {
            "personne_de_reference": parents[0], **conjoint, **membres, "depcom": {TOUJOURS: "69259"},
            "statut_occupation_logement": {TOUJOURS: statut}, "loyer": {TOUJOURS: tirage.choice([0, 250, 450, 1500])},
            "recherche_logement": {TOUJOURS: tirage.choice(["non", "cherche"])},
        }  # fmt: skip
    return situation


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    simulation = SimulationBuilder().build_from_dict(build_system(), _population(20261124))
    # In the order of a check-up: OpenFisca cuts the circles of its formulas (ASPA, ASI, AAH, RSA) where it enters them.
    for regle in REGLES.values():
        for variable in (regle.eligibilite, *(condition.variable for condition in regle.conditions), *([regle.montant] if regle.montant else [])):
            simulation.calculate(variable, MOIS)
    return simulation


@pytest.mark.parametrize("code", AVEC_MONTANT)
def test_open_exactly_when_something_is_paid(simulation: Simulation, code: str) -> None:
    regle = REGLES[code]
    ouvert = simulation.calculate(regle.eligibilite, MOIS)
    paye = simulation.calculate(regle.montant, MOIS) > 0
    assert np.flatnonzero(ouvert != paye).tolist() == []


@pytest.mark.parametrize("code", AVEC_MONTANT)
def test_the_draw_meets_both_a_yes_and_a_no(simulation: Simulation, code: str) -> None:
    ouvert = simulation.calculate(REGLES[code].eligibilite, MOIS)
    assert 0 < ouvert.sum() < len(ouvert)


@pytest.mark.parametrize("code", [*AVEC_MONTANT, *SANS_MONTANT])
def test_open_exactly_when_every_condition_holds(simulation: Simulation, code: str) -> None:
    regle = REGLES[code]
    toutes = np.logical_and.reduce([simulation.calculate(condition.variable, MOIS) for condition in regle.conditions])
    assert np.flatnonzero(toutes != simulation.calculate(regle.eligibilite, MOIS)).tolist() == []


@pytest.mark.parametrize("code", PUBLIEES)
def test_a_right_that_openfisca_pays_is_refused_by_a_named_condition(simulation: Simulation, code: str) -> None:
    regle = REGLES[code]
    publie = simulation.calculate(PUBLIEES[code], MOIS) > 0
    refus = publie & ~simulation.calculate(regle.eligibilite, MOIS)
    nommes = {condition.variable for condition in regle.conditions if (refus & ~simulation.calculate(condition.variable, MOIS)).any()}
    ajoutees = ("_sejour", "_loyer", "_proprietaire", "_bourse", "_retraite", "_age", "_autonomie", "_recherche", "_etudes", "_cumul")
    assert all(nom.endswith(ajoutees) for nom in nommes), nommes
