"""Special situations: what must hold for any household, and tests that turn red when a figure or a condition is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import numpy as np
import pytest
from openfisca_core.parameters import Parameter, ParameterScaleBracket
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from droits_ouverts.engine.formules.extension import RACINE, build_system
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire.faits.situations import FAITS
from droits_ouverts.engine.questionnaire.types import Genre, SiAbsent

pytestmark = pytest.mark.xdist_group("openfisca")

MOIS = "2026-11"
CODES = (
    "ame",
    "domiciliation",
    "dalo",
    "daho",
    "aide_juridictionnelle",
    "cmi",
    "rqth",
    "pch",
    "droit_au_compte",
    "clientele_fragile",
    "surendettement",
    "hebergement_siao",
    "puma_affiliation",
    "ald",
    "reversion_regime_general",
    "reversion_agirc_arrco",
    "retraite_personnelle",
    "allocation_veuvage",
    "paje_prepare",
    "paje_cmg",
    "repas_crous_1_euro",
)
PERSONNE: dict[str, Any] = {"date_naissance": "1990-01-15"}


@pytest.fixture(scope="module")
def system() -> TaxBenefitSystem:
    return build_system()


def alone(system: TaxBenefitSystem, facts: dict[str, Any]) -> Simulation:
    """Return one person alone: facts of any entity by their variable's name; a dict gives months."""
    holders: dict[str, dict[str, Any]] = {"individu": {}, "famille": {}, "foyer_fiscal": {}, "menage": {}}
    for name, value in (PERSONNE | facts).items():
        dated = value if isinstance(value, dict) else {"ETERNITY" if name == "date_naissance" else MOIS: value}
        holders[system.variables[name].entity.key][name] = dated
    return SimulationBuilder().build_from_entities(
        system,
        {
            "individus": {"awa": holders["individu"]},
            "familles": {"famille": {"parents": ["awa"], **holders["famille"]}},
            "foyers_fiscaux": {"foyer": {"declarants": ["awa"], **holders["foyer_fiscal"]}},
            "menages": {"menage": {"personne_de_reference": ["awa"], **holders["menage"]}},
        },
    )


@pytest.fixture(scope="module")
def many(system: TaxBenefitSystem) -> Simulation:
    """Return 288 lone parents with one small child, of every special situation."""
    births = ("2004-06-01", "1990-03-14", "1973-03-14", "1963-01-20")
    stays = ((True, False), (False, False), (False, True))
    status = ("celibataire", "veuf", "divorce")
    troubles = (0, 1, 2, 3, 4, 5, 6, 7)
    document: dict[str, Any] = {"individus": {}, "familles": {}, "foyers_fiscaux": {}, "menages": {}}
    for n, (birth, (regular, waiting), marital, trouble) in enumerate(product(births, stays, status, troubles)):
        adult, child = f"awa_{n}", f"enfant_{n}"
        document["individus"][adult] = {
            "date_naissance": {"ETERNITY": birth},
            "nationalite": {MOIS: "FR" if regular else "DZ"},
            "sejour_regulier": {MOIS: regular},
            "demande_asile_ou_titre_en_cours": {MOIS: waiting},
            "recepisse_demande_sejour": {MOIS: waiting},
            "statut_marital": {MOIS: marital},
            "ancien_epoux_decede": {MOIS: marital == "divorce" and trouble > 3},
            "metier_epoux_decede": {MOIS: ("salarie_prive", "independant", "autre")[trouble % 3]},
            "mois_depuis_deces_epoux": {MOIS: 5 * trouble},
            "epoux_decede_cotisait": {MOIS: trouble % 2 == 0},
            "gene_handicap": {MOIS: ("aucune", "emploi", "deplacement", "emploi_et_deplacement", "gestes_quotidiens")[trouble % 5]},
            "activite": {MOIS: ("actif", "chomeur", "etudiant", "inactif")[trouble % 4]},
            "scolarite": {MOIS: "enseignement_superieur" if trouble % 4 == 2 else "inconnue"},
            "assurance_maladie_ouverte": {MOIS: trouble % 2 == 0},
            "a_cotise_retraite": {MOIS: trouble > 2},
            "salaire_net": {f"{y}-{m:02d}": 300.0 * trouble for y in (2025, 2026) for m in range(1, 13) if (y, m) <= (2026, 11)},
            "livret_a": {MOIS: 3000.0 * trouble},
        }
        document["individus"][child] = {
            "date_naissance": {"ETERNITY": "2026-02-01"},
            "parent_arret_travail": {MOIS: ("aucun", "arret", "mi_temps", "temps_partiel")[trouble % 4]},
            "parent_huit_trimestres": {MOIS: trouble > 1},
            "mode_garde": {MOIS: ("aucun", "assistante_maternelle", "autre")[trouble % 3]},
        }
        document["familles"][f"famille_{n}"] = {
            "parents": [adult],
            "enfants": [child],
            "difficulte_bancaire": {MOIS: ("aucune", "refus_de_compte", "sans_compte", "cinq_incidents_un_mois")[trouble % 4]},
            "dettes_impayables": {MOIS: ("aucune", "impayables", "dossier_recevable")[trouble % 3]},
            "affaire_de_justice": {MOIS: trouble > 1},
            "frais_justice_assures": {MOIS: trouble == 4},
            "demande_hebergement_sans_place": {MOIS: trouble > 4},
            "attente_logement_social": {MOIS: ("aucune", "en_cours", "delai_depasse")[trouble % 3]},
            "maladie_longue_sans_ald": {MOIS: trouble > 3},
        }
        document["foyers_fiscaux"][f"foyer_{n}"] = {
            "declarants": [adult],
            "personnes_a_charge": [child],
            "revenu_fiscal_reference_dernier_avis": {MOIS: 3300.0 * trouble},
        }
        document["menages"][f"menage_{n}"] = {
            "personne_de_reference": [adult],
            "enfants": [child],
            "statut_occupation_logement": {MOIS: ("locataire_vide", "loge_gratuitement", "sans_domicile")[trouble % 3]},
            "logement_difficile": {MOIS: ("aucun", "expulsion_jugee", "heberge_faute_de_logement", "trop_petit_ou_indecent")[trouble % 4]},
            "adresse_courrier_stable": {MOIS: trouble % 2 == 0},
        }
    return SimulationBuilder().build_from_entities(system, document)


@pytest.mark.parametrize("code", CODES)
def test_the_reasons_told_are_the_whole_reason(many: Simulation, code: str) -> None:
    """A right is open exactly where every condition shown to the person is met; some are turned away, some are not."""
    regle = REGLES[code]
    told = np.all([many.calculate(condition.variable, MOIS).astype(bool) for condition in regle.conditions], axis=0)
    eligible = many.calculate(regle.eligibilite, MOIS).astype(bool)
    assert (eligible == told).all()
    assert set(eligible.tolist()) == {True, False}


@pytest.mark.parametrize("code", CODES)
def test_a_household_of_whom_nothing_special_is_said_opens_none_of_them(system: TaxBenefitSystem, code: str) -> None:
    """The default of every gate is the ordinary case: no right opens by an answer that nobody gave."""
    assert not alone(system, {}).calculate(REGLES[code].eligibilite, MOIS)[0]


def test_health_cover_and_state_medical_aid_never_stand_side_by_side(many: Simulation) -> None:
    both = many.calculate("ame_condition_sejour", MOIS) & many.calculate("puma_affiliation_condition_sejour", MOIS)
    adults = ~many.calculate("est_enfant_dans_famille", MOIS).astype(bool)
    assert not both[adults].any()
    assert many.calculate("ame_eligibilite", MOIS).any()


def test_the_rights_that_ask_no_residence_permit_do_not_look_at_it(many: Simulation) -> None:
    """DAHO, shelter, bank account and domiciliation are the same with and without a permit."""
    regular = many.populations["famille"].value_from_first_person(many.calculate("sejour_regulier", MOIS))
    for code in ("daho", "hebergement_siao", "droit_au_compte", "domiciliation"):
        eligible = many.calculate(REGLES[code].eligibilite, MOIS)
        assert eligible[~regular].any(), code
        assert eligible[regular].mean() == pytest.approx(eligible[~regular].mean()), code


@pytest.mark.parametrize("code", ["allocation_veuvage", "paje_prepare"])
def test_the_amount_stays_within_its_bounds_and_is_zero_without_the_right(many: Simulation, code: str) -> None:
    regle = REGLES[code]
    assert regle.montant
    assert regle.montant_min
    assert regle.montant_max
    low, amount, high = (many.calculate(name, MOIS) for name in (regle.montant_min, regle.montant, regle.montant_max))
    assert (low <= amount).all()
    assert (amount <= high).all()
    assert not high[~many.calculate(regle.eligibilite, MOIS).astype(bool)].any()
    assert amount.max() > 0


def leaf(system: TaxBenefitSystem, path: str) -> Parameter:
    node = system.parameters.droits_ouverts
    for name in path.split("."):
        node = node.brackets[int(name[1:])].children["amount"] if name.startswith("#") else node.children[name]
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


SANS_TITRE = {"nationalite": "DZ", "sejour_regulier": False, "mois_residence_france": 4, "statut_occupation_logement": "sans_domicile"}
AFFAIRE = {"affaire_de_justice": True}
VEUVE = {"statut_marital": "veuf", "metier_epoux_decede": "salarie_prive", "epoux_decede_cotisait": True, "mois_depuis_deces_epoux": 23}
AGEE = VEUVE | {"date_naissance": "1971-11-01"}
QUOTIDIEN = {"gene_handicap": "gestes_quotidiens"}


def last_months(each: float, *, count: int) -> dict[str, float]:
    """Return an income of so many euros in each of the months before the check-up's."""
    return {f"{2026 - (10 - k < 1)}-{(10 - k - 1) % 12 + 1:02d}": each for k in range(count)}


SABOTAGES = [
    ("ame.delai_presence", 4, "ame_eligibilite", SANS_TITRE),
    ("aide_juridictionnelle.plafonds.aide_25", 19432, "aide_juridictionnelle_eligibilite", AFFAIRE | {"revenu_fiscal_reference_dernier_avis": 19433.0}),
    ("aide_juridictionnelle.plafonds.aide_55", 15315, "aide_juridictionnelle_taux", AFFAIRE | {"revenu_fiscal_reference_dernier_avis": 15316.0}),
    ("aide_juridictionnelle.plafonds.aide_totale", 12956, "aide_juridictionnelle_taux", AFFAIRE | {"revenu_fiscal_reference_dernier_avis": 12957.0}),
    ("aide_juridictionnelle.plafonds.epargne", 12956, "aide_juridictionnelle_eligibilite", AFFAIRE | {"livret_a": 12957.0}),
    ("aide_juridictionnelle.plafonds.immobilier", 38579, "aide_juridictionnelle_eligibilite", AFFAIRE | {"valeur_immo_non_loue": 38580.0}),
    ("cmi.taux_invalidite", 0.81, "cmi_mention_invalidite", {"taux_incapacite": 0.8}),
    ("rqth.age_minimal", 16, "rqth_eligibilite", {"date_naissance": "2011-11-01", "gene_handicap": "emploi"}),
    ("pch.age_limite", 36, "pch_eligibilite", QUOTIDIEN | {"activite": "inactif"}),
    ("clientele_fragile.plafond_frais", 24, "clientele_fragile_plafond_frais", {"difficulte_bancaire": "cinq_incidents_un_mois"}),
    (
        "puma_affiliation.delai_residence",
        4,
        "puma_affiliation_eligibilite",
        {"assurance_maladie_ouverte": False, "activite": "inactif", "mois_residence_france": 4},
    ),
    ("reversion_regime_general.age_minimal", 56, "reversion_regime_general_eligibilite", AGEE),
    (
        "reversion_regime_general.heures_smic",
        2079,
        "reversion_regime_general_eligibilite",
        AGEE | {"retraite_nette": last_months(2083.4, count=12)},
    ),
    (
        "reversion_regime_general.part_salaires",
        0.71,
        "reversion_regime_general_eligibilite",
        AGEE | {"salaire_net": last_months(2976.0, count=12)},
    ),
    ("reversion_agirc_arrco.age_minimal", 56, "reversion_agirc_arrco_eligibilite", AGEE),
    (
        "retraite_personnelle.age_legal.#3",
        754,
        "retraite_personnelle_eligibilite",
        {"date_naissance": "1964-02-01", "a_cotise_retraite": True, "activite": "chomeur"},
    ),
    ("allocation_veuvage.allocation", 719.58, "allocation_veuvage_montant", VEUVE),
    ("allocation_veuvage.duree", 23, "allocation_veuvage_eligibilite", VEUVE),
    ("allocation_veuvage.coefficient_plafond", 3.74, "allocation_veuvage_eligibilite", VEUVE | {"salaire_net": last_months(899.0, count=3)}),
]


@pytest.mark.parametrize(("path", "value", "variable", "facts"), SABOTAGES, ids=[f"{path}={value}" for path, value, *_ in SABOTAGES])
def test_a_changed_figure_of_the_law_changes_the_answer(system: TaxBenefitSystem, path: str, value: float, variable: str, facts: dict[str, Any]) -> None:
    """At the boundary, a figure changed by the least makes the answer another one."""
    true = alone(system, facts).calculate(variable, MOIS)
    with changed(system, path, value):
        sabotaged = alone(system, facts).calculate(variable, MOIS)
    assert true[0] > 0
    assert sabotaged[0] != true[0]


@pytest.mark.parametrize("code", [code for code in CODES if (RACINE / code / "parametres").is_dir()])
def test_every_figure_has_its_grade_its_source_and_the_day_it_was_read(system: TaxBenefitSystem, code: str) -> None:
    top = system.parameters.droits_ouverts.children[code]
    figures = [item for item in top.get_descendants() if isinstance(item, Parameter)]
    scales = [item for item in top.get_descendants() if hasattr(item, "brackets")]
    assert figures or scales
    for item in [figure for figure in figures if not isinstance(figure, ParameterScaleBracket)] + scales:
        assert {"grade", "reference", "verifie_le", "note"} <= set(item.metadata), item.name


def test_each_fact_feeds_an_input_of_ours_and_every_choice_exists(system: TaxBenefitSystem) -> None:
    """A choice that the variable does not know would only fail in front of a household."""
    for fait in FAITS:
        variable = system.variables[fait.variable]
        assert not variable.formulas
        assert variable.entity.key == fait.entite.value
        assert fait.si_absent is SiAbsent.DEFAUT
        if fait.genre is Genre.CHOIX:
            assert {choix.openfisca for choix in fait.choix} == set(variable.possible_values.__members__), fait.nom
            assert set(fait.plausibles.valeurs) <= {choix.valeur for choix in fait.choix}


def test_nothing_is_asked_about_violence_nor_about_an_illness_itself() -> None:
    for fait in FAITS:
        words = f"{fait.question} {fait.question_tiers or ''} {' '.join(choix.libelle for choix in fait.choix)}".lower()
        assert not any(word in words for word in ("violen", "diagnosti", "quelle maladie", "cancer", "psych", "vih")), fait.nom


def test_no_sentence_judges_the_person() -> None:
    for code in CODES:
        for condition in REGLES[code].conditions:
            assert "éligible" not in condition.reussie + condition.echouee
            assert condition.reussie != condition.echouee
