"""Prime à la naissance: OpenFisca's parameters, for a pregnancy that is told.

OpenFisca-France 176.1.8 pays it only in the seventh month, for a child to be born who is listed with a date of birth to come: a pregnancy
told without that child is completed here, for one child.
"""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille


class paje_prime_naissance_condition_grossesse(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime à la naissance : une grossesse déclarée"
    reference = "CSS, art. L531-2"

    def formula_2018_04_01(famille, period):
        return famille("enceinte_fam", period) + (famille("paje_naissance", period) > 0)


class paje_prime_naissance_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime à la naissance : ressources de l'avant-dernière année sous le plafond"
    reference = "CSS, art. L531-2 et R531-1"

    def formula_2018_04_01(famille, period, parameters):
        paje = parameters(period).prestations_sociales.prestations_familiales.petite_enfance.paje.paje_plaf.ne_adopte_apres_04_2018
        enfants = famille("af_nbenf", period) + 1
        echelle = 1 + paje.majorations_enfants.premier_2eme_enfant * min_(enfants, 2) + paje.majorations_enfants.troisieme_plus_enfant * max_(enfants - 2, 0)
        plafond = paje.taux_partiel.plafond_ressources_0_enfant * echelle
        plafond = plafond + paje.taux_partiel.biactifs_parents_isoles * (not_(famille("en_couple", period)) + famille("biactivite", period))
        return (famille("prestations_familiales_base_ressources", period) <= plafond) + (famille("paje_naissance", period) > 0)


class paje_prime_naissance_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prime à la naissance : Français ou en séjour régulier"
    reference = "CSS, art. L512-2"

    def formula_2018_04_01(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class paje_prime_naissance_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "CSS, art. L531-2"

    def formula_2018_04_01(famille, period):
        return (
            famille("paje_prime_naissance_condition_grossesse", period)
            * famille("paje_prime_naissance_condition_ressources", period)
            * famille("paje_prime_naissance_condition_sejour", period)
        )


class paje_prime_naissance_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prime à la naissance, en euros une fois, CRDS de 0,5 % déduite"
    reference = "CSS, art. D531-2 ; ordonnance 96-50, art. 14"

    def formula_2018_04_01(famille, period, parameters):
        familiales = parameters(period).prestations_sociales.prestations_familiales
        prime = familiales.bmaf.bmaf * familiales.petite_enfance.paje.paje_cm2.montant.prime_naissance
        crds = parameters(period).prelevements_sociaux.contributions_sociales.crds
        publie = famille("paje_naissance", period)
        return famille("paje_prime_naissance_eligibilite", period) * where(publie > 0, publie, prime) * (1 - crds)
