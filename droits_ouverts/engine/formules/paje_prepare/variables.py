"""Formulas of the PreParE; OpenFisca's `paje_prepare` is an input, left alone. One benefit for the family, the best paid."""

from openfisca_core.model_api import MONTH, Variable, max_, where
from openfisca_france.entities import Famille, Individu

from droits_ouverts.engine.formules.entrees.situations import TypesArretTravailEnfant


class paje_prepare_nombre_enfants(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "PreParE : nombre d'enfants de moins de 20 ans"
    reference = "CSS, art. L531-4"

    def formula(famille, period):
        return famille.sum(famille.members("age", period) < 20, role=Famille.ENFANT)


class paje_prepare_enfant_ouvrant_droit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PreParE : enfant assez jeune (1 an pour un premier enfant, 3 ans ensuite)"
    reference = "CSS, art. L531-4"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.paje_prepare
        limite = where(individu.famille("paje_prepare_nombre_enfants", period) == 1, p.age_limite_premier, p.age_limite)
        age = individu("age_en_mois", period)
        return individu.has_role(Famille.ENFANT) * (age >= 0) * (age < limite)


class paje_prepare_enfant_garde(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PreParE : enfant pour qui un parent a arrêté ou réduit son travail"
    reference = "CSS, art. L531-4"

    def formula(individu, period):
        arret = individu("parent_arret_travail", period) != TypesArretTravailEnfant.aucun
        return individu("paje_prepare_enfant_ouvrant_droit", period) * arret


class paje_prepare_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "PreParE : un enfant assez jeune"
    reference = "CSS, art. L531-4"

    def formula(famille, period):
        return famille.any(famille.members("paje_prepare_enfant_ouvrant_droit", period))


class paje_prepare_condition_arret(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "PreParE : un parent a arrêté ou réduit son travail pour un enfant assez jeune"
    reference = "CSS, art. L531-4"

    def formula(famille, period):
        return famille.any(famille.members("paje_prepare_enfant_garde", period))


class paje_prepare_condition_trimestres(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "PreParE : ce parent a cotisé 8 trimestres"
    reference = "CSS, art. R531-2"

    def formula(famille, period):
        return famille.any(famille.members("paje_prepare_enfant_garde", period) * famille.members("parent_huit_trimestres", period))


class paje_prepare_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "PreParE : séjour régulier du demandeur"
    reference = "CSS, art. L512-2"

    def formula(famille, period):
        return famille.demandeur("sejour_regulier", period)


class paje_prepare_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "PreParE : les conditions sont remplies"
    reference = "CSS, art. L531-4"

    def formula(famille, period):
        return (
            famille("paje_prepare_condition_enfant", period)
            * famille("paje_prepare_condition_arret", period)
            * famille("paje_prepare_condition_trimestres", period)
            * famille("paje_prepare_condition_sejour", period)
        )


class paje_prepare_taux(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "PreParE : part de la base mensuelle due pour cet enfant"
    reference = "CSS, art. L531-4"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.paje_prepare
        arret = individu("parent_arret_travail", period)
        taux = (
            (arret == TypesArretTravailEnfant.arret) * p.taux_arret
            + (arret == TypesArretTravailEnfant.mi_temps) * p.taux_mi_temps
            + (arret == TypesArretTravailEnfant.temps_partiel) * p.taux_temps_partiel
        )
        return individu("paje_prepare_enfant_garde", period) * individu("parent_huit_trimestres", period) * taux


class paje_prepare_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "PreParE : montant mensuel net de CRDS (euros)"
    reference = "CSS, art. L531-4"

    def formula(famille, period, parameters):
        net = parameters(period).prestations_sociales.prestations_familiales.bmaf.bmaf * (1 - parameters(period).droits_ouverts.paje_prepare.crds)
        # The largest of no child at all is minus infinity in OpenFisca: zero is meant.
        taux = max_(0, famille.max(famille.members("paje_prepare_taux", period), role=Famille.ENFANT))
        return famille("paje_prepare_eligibilite", period) * taux * net


class paje_prepare_montant_max(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "PreParE : montant mensuel net le plus haut, avec la prestation majorée dès trois enfants (euros)"
    reference = "CSS, art. L531-4"

    def formula(famille, period, parameters):
        p = parameters(period).droits_ouverts.paje_prepare
        net = parameters(period).prestations_sociales.prestations_familiales.bmaf.bmaf * (1 - p.crds)
        arret_complet = famille.members("paje_prepare_enfant_garde", period) * (
            famille.members("parent_arret_travail", period) == TypesArretTravailEnfant.arret
        )
        majoree = (famille("paje_prepare_nombre_enfants", period) >= 3) * famille.any(arret_complet)
        return where(majoree, famille("paje_prepare_eligibilite", period) * p.taux_majore * net, famille("paje_prepare_montant", period))
