"""Formulas of the CMI: three mentions, each with its own condition; one of them is enough to ask."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.autonomie import TypesGir

from droits_ouverts.engine.formules.entrees.situations import TypesGeneHandicap

REFERENCE = "CASF, art. L241-3"


class cmi_grande_dependance(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : groupe iso-ressources 1 ou 2"
    reference = REFERENCE

    def formula(individu, period):
        gir = individu("gir", period)
        return (gir == TypesGir.gir_1) + (gir == TypesGir.gir_2)


class cmi_gene_deplacement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : gêne pour marcher ou rester debout, d'après la réponse de la personne"
    reference = REFERENCE

    def formula(individu, period):
        gene = individu("gene_handicap", period)
        return (gene == TypesGeneHandicap.deplacement) + (gene == TypesGeneHandicap.emploi_et_deplacement) + (gene == TypesGeneHandicap.gestes_quotidiens)


class cmi_mention_invalidite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : mention invalidité possible (taux d'au moins 80 %, ou GIR 1 ou 2)"
    reference = REFERENCE

    def formula(individu, period, parameters):
        taux = parameters(period).droits_ouverts.cmi.taux_invalidite
        return (individu("taux_incapacite", period) >= taux) + individu("cmi_grande_dependance", period)


class cmi_mention_priorite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : mention priorité possible (station debout pénible, taux inférieur à 80 %)"
    reference = REFERENCE

    def formula(individu, period, parameters):
        taux = parameters(period).droits_ouverts.cmi.taux_invalidite
        return individu("cmi_gene_deplacement", period) * (individu("taux_incapacite", period) < taux)


class cmi_mention_stationnement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : mention stationnement possible (marche réduite, ou GIR 1 ou 2)"
    reference = REFERENCE

    def formula(individu, period):
        return individu("cmi_gene_deplacement", period) + individu("cmi_grande_dependance", period)


class cmi_condition_situation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : au moins une des trois mentions peut être demandée"
    reference = REFERENCE

    def formula(individu, period):
        return individu("cmi_mention_invalidite", period) + individu("cmi_mention_priorite", period) + individu("cmi_mention_stationnement", period)


class cmi_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMI : la demande est possible"
    reference = REFERENCE

    def formula(individu, period):
        return individu("cmi_condition_situation", period)
