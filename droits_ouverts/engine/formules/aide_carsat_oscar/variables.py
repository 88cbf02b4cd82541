"""OSCAR, the plan of aids of the Assurance retraite."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.autonomie import TypesGir

from droits_ouverts.engine.formules.entrees.situations import TypesGeneHandicap

OSCAR = "https://www.essentiel-autonomie.com/aides-financieres/plan-aides-Oscar"


class aide_carsat_oscar_condition_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "OSCAR : être à la retraite"
    reference = OSCAR

    def formula(individu, period):
        return (individu("activite", period) == TypesActivite.retraite) + (individu("retraite_nette", period) > 0)


class aide_carsat_oscar_condition_fragilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "OSCAR : gêné dans la vie de tous les jours"
    reference = OSCAR

    def formula(individu, period):
        gene = individu("gene_handicap", period)
        return (gene == TypesGeneHandicap.deplacement) + (gene == TypesGeneHandicap.emploi_et_deplacement) + (gene == TypesGeneHandicap.gestes_quotidiens)


class aide_carsat_oscar_condition_sans_apa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "OSCAR : hors des groupes 1 à 4, qui relèvent de l'APA"
    reference = OSCAR

    def formula(individu, period):
        gir = individu("gir", period)
        return not_((gir == TypesGir.gir_1) + (gir == TypesGir.gir_2) + (gir == TypesGir.gir_3) + (gir == TypesGir.gir_4))


class aide_carsat_oscar_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "OSCAR : une demande est possible"
    reference = OSCAR

    def formula(individu, period):
        return (
            individu("aide_carsat_oscar_condition_retraite", period)
            * individu("aide_carsat_oscar_condition_fragilite", period)
            * individu("aide_carsat_oscar_condition_sans_apa", period)
        )
