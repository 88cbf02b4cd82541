"""Grant on social criteria of higher education: OpenFisca's scale of 2023-2024, for ten months a year.

OpenFisca-France 176.1.8 refuses every student from outside Europe; those who have lived in France for two years are let in here
(circulaire ESRS2013435C, 2.3), on the same scale.
"""

from openfisca_core.model_api import MONTH, Variable, select, set_input_dispatch_by_period
from openfisca_france.entities import Individu

MOIS_DE_RESIDENCE = 24
"""Months in France asked of a student from outside Europe (circulaire ESRS2013435C, 2.3; to be checked for 2026-2027)."""


def echelon(individu, period, parameters):
    """Return the level of the grant, 0 (0 bis) to 7, or -1 above every ceiling, whatever age, studies and nationality."""
    plafonds = parameters(period).prestations_sociales.education.bourses.enseignement_superieur.criteres_sociaux.plafond_ressources
    points = individu("bourse_criteres_sociaux_points_de_charge", period)
    ressources = individu("bourse_criteres_sociaux_base_ressources", period)
    niveaux = ("echelon_7", "echelon_6", "echelon_5", "echelon_4", "echelon_3", "echelon_2", "echelon_1", "echelon_0bis")
    return select([ressources <= plafonds[niveau].calc(points) for niveau in niveaux], [7, 6, 5, 4, 3, 2, 1, 0], default=-1)


class bourse_crous_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse étudiante : études supérieures à temps plein, dans une école publique ou reconnue"
    reference = "Circulaire ESRS2013435C, annexe 1"

    def formula(individu, period):
        return individu("bourse_criteres_sociaux_eligibilite_etude", period)


class bourse_crous_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse étudiante : 28 ans au plus à la première demande, un an de plus par enfant"
    reference = "Circulaire ESRS2013435C, annexe 2"

    def formula(individu, period):
        return individu("bourse_criteres_sociaux_eligibilite_age", period)


class bourse_crous_condition_nationalite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse étudiante : Français, Européen ou Suisse, ou deux ans en France en séjour régulier"
    reference = "Circulaire ESRS2013435C, 2.3"

    def formula(individu, period):
        residence = individu("sejour_regulier", period) * (individu("mois_residence_france", period) >= MOIS_DE_RESIDENCE)
        return individu("bourse_criteres_sociaux_eligibilite_nationalite", period) + residence


class bourse_crous_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bourse étudiante : revenu brut global des parents sous le plafond"
    reference = "Circulaire ESRS2013435C, annexe 3"

    def formula(individu, period, parameters):
        return echelon(individu, period, parameters) >= 0


class bourse_crous_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Circulaire ESRS2013435C"

    def formula(individu, period):
        return (
            individu("bourse_crous_condition_etudes", period)
            * individu("bourse_crous_condition_age", period)
            * individu("bourse_crous_condition_nationalite", period)
            * individu("bourse_crous_condition_ressources", period)
        )


class bourse_crous_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Bourse étudiante pour dix mois, en euros"
    reference = "Circulaire ESRS2013435C, annexe 7"

    def formula(individu, period, parameters):
        sociaux = parameters(period).prestations_sociales.education.bourses.enseignement_superieur.criteres_sociaux
        mensuel = sociaux.montants.calc(echelon(individu, period, parameters))
        return individu("bourse_crous_eligibilite", period) * mensuel * sociaux.nombre_mensualites
