"""School canteen of Vénissieux."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.education import TypesScolarite

VILLE = "http://ensemblepourvenissieux.fr/?p=768"
VENISSIEUX = b"69259"


class cantine_periscolaire_venissieux_condition_commune(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine de Vénissieux : habiter Vénissieux"
    reference = VILLE

    def formula(famille, period):
        return famille.demandeur.menage("depcom", period).astype("S5") == VENISSIEUX


class cantine_periscolaire_venissieux_condition_ecolier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine de Vénissieux : un enfant en âge d'école maternelle ou élémentaire"
    reference = VILLE

    def formula(famille, period, parameters):
        ages = parameters(period).droits_ouverts.cantine_periscolaire_venissieux.ages
        age = famille.members("age", period)
        scolarite = famille.members("scolarite", period)
        a_l_ecole = (scolarite == TypesScolarite.maternelle) + (scolarite == TypesScolarite.primaire)
        # The class is asked only from ten: before, the age tells.
        en_age = (scolarite == TypesScolarite.inconnue) * (age >= ages.minimum) * (age <= ages.maximum)
        return famille.any(a_l_ecole + en_age, role=Famille.ENFANT)


class cantine_periscolaire_venissieux_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cantine de Vénissieux : toutes les conditions connues sont remplies"
    reference = VILLE

    def formula(famille, period):
        return famille("cantine_periscolaire_venissieux_condition_commune", period) * famille("cantine_periscolaire_venissieux_condition_ecolier", period)
