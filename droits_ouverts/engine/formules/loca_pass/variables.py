"""Avance Loca-Pass: OpenFisca's condition on the person, and the fact of looking for a dwelling or having just moved in.

A loan without interest: no amount is gained, none is worked out.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from droits_ouverts.engine.formules.entrees.locales import TypesRechercheLogement


class loca_pass_condition_personne(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Loca-Pass : salarié du privé, ou moins de 30 ans en emploi, en formation ou en recherche d'emploi"
    reference = "Action Logement, conditions de l'avance Loca-Pass"

    def formula_2021_01_01(individu, period):
        return individu("locapass_eligibilite_individu", period)


class loca_pass_condition_entree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Loca-Pass : cherche un logement, ou vient d'y entrer"
    reference = "Action Logement, conditions de l'avance Loca-Pass"

    def formula_2021_01_01(individu, period):
        recherche = individu.menage("recherche_logement", period)
        return (recherche == TypesRechercheLogement.cherche) + (recherche == TypesRechercheLogement.vient_d_entrer)


class loca_pass_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Action Logement, conditions de l'avance Loca-Pass"

    def formula_2021_01_01(individu, period):
        return individu("loca_pass_condition_personne", period) * individu("loca_pass_condition_entree", period)
