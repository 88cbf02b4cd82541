"""Visale, as it is since January 2026. Own names: OpenFisca-France has `visale_eligibilite` with the older ceilings."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from droits_ouverts.engine.formules.entrees.locales import TypesRechercheLogement

REGLES_2026 = "https://www.efl.fr/actualite/garantie-loyers-visale-peau-neuve_fa2f2b617-fe9d-4015-acf5-735f8ee4ebaa"


class visale_locataire_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Visale : de 18 à 30 ans, ou salarié au salaire modeste"
    reference = REGLES_2026

    def formula_2026(individu, period, parameters):
        droit = parameters(period).droits_ouverts.visale.public
        age = individu("age", period)
        salaire = individu("salaire_net", period)
        jeune = (age >= droit.age_minimum) * (age <= droit.age_maximum_sans_condition)
        salarie_modeste = (age > droit.age_maximum_sans_condition) * (salaire > 0) * (salaire <= droit.salaire_maximal)
        return jeune + salarie_modeste


class visale_locataire_condition_recherche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Visale : cherche un logement à louer, bail non signé"
    reference = REGLES_2026

    def formula_2026(individu, period):
        return individu.menage("recherche_logement", period) == TypesRechercheLogement.cherche


class visale_locataire_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Visale : toutes les conditions de la personne sont remplies"
    reference = REGLES_2026

    def formula_2026(individu, period):
        return individu("visale_locataire_condition_public", period) * individu("visale_locataire_condition_recherche", period)
