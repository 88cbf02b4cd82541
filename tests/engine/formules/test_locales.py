"""Local rights: what must hold for any household, and tests that turn red when a figure of the law is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import numpy as np
import pytest
from openfisca_core.parameters import Parameter
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from droits_ouverts.engine.formules.extension import RACINE, build_system
from droits_ouverts.engine.formules.geographie import COMMUNES_METROPOLE_LYON, in_auvergne_rhone_alpes, in_metropole_lyon, in_rhone
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire.faits.locales import FAITS

pytestmark = pytest.mark.xdist_group("openfisca")

MOIS = "2026-11"
CODES = (
    "rsj_metropole_lyon",
    "c2s_sans_participation",
    "c2s_avec_participation",
    "cheque_energie",
    "tcl_solidaire_gratuit",
    "tcl_solidaire_reduit",
    "illico_solidaire",
    "fsl_acces",
    "fsl_maintien",
    "fsl_energie_eau",
    "ccas_venissieux_aides",
    "cantine_college_metropole",
    "cantine_periscolaire_venissieux",
    "versement_solidaire_eau",
    "pass_region_aura",
    "aides_vacances_caf",
    "pass_sport",
    "visale",
    "logement_social",
    "aide_carsat_oscar",
    "aide_carsat_retour_hospitalisation",
)


def all_year(value: float) -> dict[str, float]:
    """Return an amount for every month that the C2S looks at, and the two after."""
    return {f"{year}-{month:02d}": value for year in (2025, 2026) for month in range(1, 13) if (year, month) <= (2026, 11)}


def household(
    number: int, *, birth: str, salary: float, status: str, commune: str, children: int, rfr: float, debt: str = "aucun", **adult: Any
) -> dict[str, Any]:
    """Return one household of one adult and her children, in OpenFisca's format, its names ending with the number."""
    awa, kids = f"awa_{number}", [f"enfant_{number}_{rank}" for rank in range(children)]
    people: dict[str, Any] = {
        awa: {"date_naissance": {"ETERNITY": birth}, "salaire_net": all_year(salary), **{name: {MOIS: value} for name, value in adult.items()}}
    }
    people |= {kid: {"date_naissance": {"ETERNITY": f"{2021 - 5 * rank}-04-15"}} for rank, kid in enumerate(kids)}
    return {
        "individus": people,
        "familles": {f"famille_{number}": {"parents": [awa], "enfants": kids, "quotient_familial_caf": {MOIS: 300.0 * children + salary / 2}}},
        "foyers_fiscaux": {f"foyer_{number}": {"declarants": [awa], "personnes_a_charge": kids, "revenu_fiscal_reference_dernier_avis": {MOIS: rfr}}},
        "menages": {
            f"menage_{number}": {
                "personne_de_reference": [awa],
                "enfants": kids,
                "depcom": {MOIS: commune},
                "statut_occupation_logement": {MOIS: status},
                "loyer": {MOIS: 400},
                "impaye_logement": {MOIS: debt},
                "depense_eau_annuelle": {MOIS: 250},
            }
        },
    }


def together(system: TaxBenefitSystem, households: list[dict[str, Any]]) -> Simulation:
    """Build one simulation of all these households."""
    merged: dict[str, Any] = {}
    for one in households:
        for entity, groups in one.items():
            merged.setdefault(entity, {}).update(groups)
    return SimulationBuilder().build_from_entities(system, merged)


@pytest.fixture(scope="module")
def system() -> TaxBenefitSystem:
    return build_system()


@pytest.fixture(scope="module")
def many(system: TaxBenefitSystem) -> Simulation:
    """Return 96 households: ages, wages, homes, communes, children and debts of every kind."""
    births = ("2009-06-01", "2004-06-01", "2001-09-15", "1990-03-14", "1963-01-20", "1952-02-02")
    homes = (("locataire_hlm", "69259"), ("loge_gratuitement", "69387"), ("proprietaire", "69264"), ("locataire_vide", "38544"))
    kinds = product(births, homes, (0.0, 1100.0), (0, 2))
    debts = ("aucun", "loyer", "energie_eau", "loyer_et_energie_eau")
    activities = ("inactif", "chomeur", "retraite", "actif", "etudiant")
    return together(
        system,
        [
            household(
                number,
                birth=birth,
                salary=salary,
                status=status,
                commune=commune,
                children=children,
                rfr=11 * salary,
                debt=debts[number % 4],
                activite=activities[number % 5],
                suivi_mission_locale=number % 3 == 0,
                sortie_hopital_recente=number % 2 == 0,
                gene_handicap=("aucune", "deplacement")[number % 2],
                retraite_nette=700.0 if activities[number % 5] == "retraite" else 0.0,
            )
            for number, (birth, (status, commune), salary, children) in enumerate(kinds)
        ],
    )


@pytest.mark.parametrize("code", CODES)
def test_the_reasons_told_are_the_whole_reason(many: Simulation, code: str) -> None:
    """A right is open exactly where every condition shown to the person is met."""
    regle = REGLES[code]
    told = np.all([many.calculate(condition.variable, MOIS) for condition in regle.conditions], axis=0)
    assert (many.calculate(regle.eligibilite, MOIS).astype(bool) == told).all()


@pytest.mark.parametrize("code", CODES)
def test_households_of_every_kind_hold_a_no(many: Simulation, code: str) -> None:
    """Nobody is told yes by construction: each rule turns some of these households away."""
    assert not many.calculate(REGLES[code].eligibilite, MOIS).all()


@pytest.mark.parametrize("code", [code for code in CODES if REGLES[code].montant])
def test_an_amount_is_due_where_the_right_is_open_and_only_there(many: Simulation, code: str) -> None:
    regle = REGLES[code]
    assert regle.montant
    eligible = many.calculate(regle.eligibilite, MOIS).astype(bool)
    amount = many.calculate(regle.montant, MOIS)
    assert ((amount > 0) == eligible).all()
    assert (many.calculate(regle.montant_min or regle.montant, MOIS) <= amount).all()
    assert (amount <= many.calculate(regle.montant_max or regle.montant, MOIS)).all()


@pytest.mark.parametrize(("better", "lesser"), [("c2s_sans_participation", "c2s_avec_participation"), ("tcl_solidaire_gratuit", "tcl_solidaire_reduit")])
def test_the_lesser_right_is_never_shown_beside_the_better(many: Simulation, better: str, lesser: str) -> None:
    both = many.calculate(REGLES[better].eligibilite, MOIS) * many.calculate(REGLES[lesser].eligibilite, MOIS)
    assert not both.any()


def test_nobody_has_the_rsj_and_the_rsa(many: Simulation) -> None:
    rsj = many.calculate("rsj_metropole_lyon_eligibilite", MOIS).astype(bool)
    parents_rsa = many.persons.famille("rsa_droit_montant", MOIS) > 0
    adults = ~many.calculate("est_enfant_dans_famille", MOIS).astype(bool)
    assert not (rsj & adults & parents_rsa).any()


@pytest.fixture(scope="module")
def by_wage(system: TaxBenefitSystem) -> Simulation:
    """Return sixty tenants alike but for the wage, from nothing to 2,360 euros a month."""
    return together(
        system,
        [
            household(
                number, birth="1990-03-14", salary=40.0 * number, status="locataire_hlm", commune="69259", children=0, rfr=400.0 * number, activite="actif"
            )
            for number in range(60)
        ],
    )


def test_earning_more_never_opens_a_health_cover_that_earning_less_closes(by_wage: Simulation) -> None:
    """Free, then paid, then none: the order never turns back."""
    free = by_wage.calculate("c2s_sans_participation_eligibilite", MOIS).astype(int)
    paid = by_wage.calculate("c2s_avec_participation_eligibilite", MOIS).astype(int)
    rank = 2 * free + paid
    assert set(rank) == {0, 1, 2}
    assert (np.diff(rank) <= 0).all()


def test_the_energy_cheque_falls_step_by_step_as_income_rises(by_wage: Simulation) -> None:
    amounts = by_wage.calculate("cheque_energie_montant_annuel", MOIS)
    assert (np.diff(amounts) <= 0).all()
    assert sorted(set(amounts.tolist())) == [0, 48, 98, 146, 194]


def leaf(system: TaxBenefitSystem, path: str) -> Parameter:
    node = system.parameters.droits_ouverts
    for name in path.split("."):
        node = node.children[name]
    return node


@contextmanager
def changed(system: TaxBenefitSystem, path: str, value: float) -> Iterator[None]:
    """Give every dated value of a parameter of ours another value, and put them back."""

    def forget() -> None:
        TaxBenefitSystem.get_parameters_at_instant.cache_clear()
        system._parameters_at_instant_cache.clear()

    dated = leaf(system, path).values_list
    before = [one.value for one in dated]
    for one in dated:
        one.value = value
    forget()
    try:
        yield
    finally:
        for one, old in zip(dated, before, strict=True):
            one.value = old
        forget()


NO_BENEFIT = {"familles": {"rsa_droit_montant": 0, "aspa_droit_montant": 0, "ppa": 0, "aeeh": 0}, "individus": {"aah": 0}}
SABOTAGES = [
    ("rsj_metropole_lyon.conditions.plafond_revenus_activite", 300, "rsj_metropole_lyon_eligibilite", {"birth": "2004-06-01", "salary": 399.0}, {}),
    ("rsj_metropole_lyon.conditions.age.maximum", 21, "rsj_metropole_lyon_eligibilite", {"birth": "2004-06-01"}, {}),
    ("rsj_metropole_lyon.montants.dernier_connu.sans_activite", 421, "rsj_metropole_lyon_montant", {"birth": "2004-06-01"}, {}),
    ("c2s_sans_participation.plafonds.une_personne", 10420, "c2s_sans_participation_eligibilite", {}, {"c2s_sans_participation_ressources": 10421}),
    ("c2s_avec_participation.plafonds.une_personne", 14067, "c2s_avec_participation_condition_ressources", {}, {"c2s_sans_participation_ressources": 14068}),
    ("c2s_avec_participation.participation.de_30_a_49_ans", 15, "c2s_avec_participation_cout_individuel", {}, {}),
    ("cheque_energie.seuils.premiere_tranche", 5600, "cheque_energie_montant_annuel", {"rfr": 5650.0}, {}),
    ("cheque_energie.seuils.plafond", 10800, "cheque_energie_eligibilite", {"rfr": 10900.0}, {}),
    ("logement_social.plafonds_plus.une_personne", 23402, "logement_social_eligibilite", {"rfr": 23403.0, "status": "locataire_vide"}, {}),
]


@pytest.mark.parametrize(("path", "value", "variable", "facts", "known"), SABOTAGES, ids=[sabotage[0] for sabotage in SABOTAGES])
def test_a_changed_figure_of_the_law_changes_the_answer(
    system: TaxBenefitSystem, path: str, value: float, variable: str, facts: dict[str, Any], known: dict[str, Any]
) -> None:
    """At the boundary, a figure changed by the least makes the answer another one."""
    situation = household(0, **{"birth": "1990-03-14", "salary": 0.0, "status": "locataire_hlm", "commune": "69259", "children": 0, "rfr": 0.0} | facts)
    situation["individus"]["awa_0"] |= {name: {MOIS: amount} for name, amount in NO_BENEFIT["individus"].items()}
    situation["familles"]["famille_0"] |= {name: {MOIS: amount} for name, amount in (NO_BENEFIT["familles"] | known).items()}
    true = together(system, [situation]).calculate(variable, MOIS)
    with changed(system, path, value):
        sabotaged = together(system, [situation]).calculate(variable, MOIS)
    assert true[0] > 0
    assert sabotaged[0] != true[0]


@pytest.mark.parametrize("code", [code for code in CODES if (RACINE / code / "parametres").is_dir()])
def test_every_figure_has_its_grade_its_source_and_the_day_it_was_read(system: TaxBenefitSystem, code: str) -> None:
    top = leaf(system, code)
    for parameter in (item for item in top.get_descendants() if isinstance(item, Parameter)):
        known: dict[str, Any] = {}
        for item in (top, *(node for node in top.get_descendants() if parameter.name.startswith(node.name + ".")), parameter):
            known |= item.metadata
        for one in parameter.values_list:
            assert {"grade", "reference", "verifie_le"} <= set(known | one.metadata), f"{parameter.name} at {one.instant_str}"


def test_lyon_is_of_the_metropole_by_any_of_its_codes() -> None:
    codes = np.array([b"69123", b"69381", b"69389", b"69152", b"69149", b"69264", b"75056", b""])
    assert in_metropole_lyon(codes).tolist() == [True, True, True, True, True, False, False, False]
    assert in_rhone(codes).tolist() == [True, True, True, True, True, True, False, False]
    assert in_auvergne_rhone_alpes(codes).tolist() == [True, True, True, True, True, True, False, False]
    assert len(set(COMMUNES_METROPOLE_LYON)) == 58


def test_each_fact_of_the_local_rights_feeds_an_input_of_ours(system: TaxBenefitSystem) -> None:
    for fait in FAITS:
        assert fait.variable in system.variables
        assert not system.variables[fait.variable].formulas
