"""PASS'Région of Auvergne-Rhône-Alpes."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

from droits_ouverts.engine.formules.geographie import in_auvergne_rhone_alpes

REGION = "https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/auvergne-rhone-alpes-pass-region.yml"


class pass_region_aura_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PASS'Région : 26 ans au plus"
    reference = REGION

    def formula_2025_09(individu, period, parameters):
        return individu("age", period) <= parameters(period).droits_ouverts.pass_region_aura.ages.maximum


class pass_region_aura_condition_region(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PASS'Région : habiter en Auvergne-Rhône-Alpes"
    reference = REGION

    def formula_2025_09(individu, period):
        return in_auvergne_rhone_alpes(individu.menage("depcom", period))


class pass_region_aura_condition_formation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PASS'Région : lycéen, apprenti ou suivi par une mission locale"
    reference = REGION

    def formula_2025_09(individu, period, parameters):
        ages = parameters(period).droits_ouverts.pass_region_aura.ages
        scolarite = individu("scolarite", period)
        lyceen = scolarite == TypesScolarite.lycee
        # The questionnaire counts an apprentice as studying, and none of its classes is hers.
        apprenti = (
            (individu("activite", period) == TypesActivite.etudiant)
            * (scolarite == TypesScolarite.inconnue)
            * (individu("age", period) >= ages.minimum_apprenti)
        )
        return (
            lyceen + apprenti + individu("alternant", period) + individu("suivi_mission_locale", period) + individu("contrat_engagement_jeune_en_cours", period)
        )


class pass_region_aura_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "PASS'Région : toutes les conditions sont remplies"
    reference = REGION

    def formula_2025_09(individu, period):
        return (
            individu("pass_region_aura_condition_age", period)
            * individu("pass_region_aura_condition_region", period)
            * individu("pass_region_aura_condition_formation", period)
        )
