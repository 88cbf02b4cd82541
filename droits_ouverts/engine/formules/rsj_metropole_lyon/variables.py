"""Revenu de solidarité jeunes, worked out for each person of 18 to 24."""

from numpy import logical_not as not_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite
from openfisca_france.model.prestations.education import TypesScolarite

from droits_ouverts.engine.formules.geographie import in_metropole_lyon

DELIBERATION = "Délibération de la Métropole de Lyon du 15/03/2021"
MEDIACITES = "https://mediacites.fr/breve/lyon/2021/03/17/pour-qui-combien-quand-les-chiffres-du-rsa-jeunes-experimente-par-le-grand-lyon"


class rsj_metropole_lyon_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : avoir de 18 à 24 ans le premier jour du mois"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        ages = parameters(period).droits_ouverts.rsj_metropole_lyon.conditions.age
        age = individu("age", period)
        return (age >= ages.minimum) * (age <= ages.maximum)


class rsj_metropole_lyon_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : être Français ou en séjour régulier"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return individu("sejour_regulier", period)


class rsj_metropole_lyon_condition_commune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : habiter une commune de la Métropole de Lyon"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return in_metropole_lyon(individu.menage("depcom", period))


class rsj_metropole_lyon_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : habiter la Métropole de Lyon depuis au moins six mois"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        minimum = parameters(period).droits_ouverts.rsj_metropole_lyon.conditions.mois_de_residence
        return individu("mois_residence_metropole_lyon", period) >= minimum


class rsj_metropole_lyon_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : être sorti du système éducatif"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        etudiant = individu("activite", period) == TypesActivite.etudiant
        scolarise = individu("scolarite", period) != TypesScolarite.inconnue
        return not_(etudiant + scolarise)


class rsj_metropole_lyon_revenus_activite(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "RSJ : revenus d'activité du mois, en euros (les prestations ne comptent pas)"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        salaire = individu("salaire_net", period)
        independant = individu("rpns_auto_entrepreneur_benefice", period)
        return salaire + independant


class rsj_metropole_lyon_condition_revenus(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : revenus d'activité inférieurs à 400 euros par mois"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        plafond = parameters(period).droits_ouverts.rsj_metropole_lyon.conditions.plafond_revenus_activite
        return individu("rsj_metropole_lyon_revenus_activite", period) < plafond


class rsj_metropole_lyon_condition_sans_soutien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : sans aide financière de ses parents ou d'un tiers"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return not_(individu("aide_financiere_des_parents", period))


class rsj_metropole_lyon_condition_sans_rsa(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : sans droit au RSA"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        # A young adult counted as a child in her parents' RSA is not its beneficiary.
        return not_((individu.famille("rsa_droit_montant", period) > 0) * individu.has_role(Famille.PARENT))


class rsj_metropole_lyon_condition_sans_allocation_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : sans AAH ni AEEH"
    reference = DELIBERATION

    def formula_2021_06(individu, period, parameters):
        taux_aeeh = parameters(period).droits_ouverts.rsj_metropole_lyon.conditions.taux_incapacite_aeeh
        aah = individu("aah", period) > 0
        # OpenFisca's AEEH is the family's: it is this person's only where she is the disabled child.
        aeeh = (individu.famille("aeeh", period) > 0) * individu.has_role(Famille.ENFANT) * (individu("taux_incapacite", period) >= taux_aeeh)
        return not_(aah + aeeh)


class rsj_metropole_lyon_condition_sans_contrat_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : sans contrat d'engagement jeune ni contrat jeune majeur"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return not_(individu("contrat_engagement_jeune_en_cours", period) + individu("contrat_jeune_majeur_en_cours", period))


class rsj_metropole_lyon_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "RSJ : toutes les conditions sont remplies"
    reference = DELIBERATION

    def formula_2021_06(individu, period):
        return (
            individu("rsj_metropole_lyon_condition_age", period)
            * individu("rsj_metropole_lyon_condition_sejour", period)
            * individu("rsj_metropole_lyon_condition_commune", period)
            * individu("rsj_metropole_lyon_condition_residence", period)
            * individu("rsj_metropole_lyon_condition_etudes", period)
            * individu("rsj_metropole_lyon_condition_revenus", period)
            * individu("rsj_metropole_lyon_condition_sans_soutien", period)
            * individu("rsj_metropole_lyon_condition_sans_rsa", period)
            * individu("rsj_metropole_lyon_condition_sans_allocation_handicap", period)
            * individu("rsj_metropole_lyon_condition_sans_contrat_jeune", period)
        )


class rsj_metropole_lyon_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "RSJ : dernier montant connu, en euros par mois"
    reference = "https://lyon.info-jeunes.fr/node/24911"

    def formula_2021_06(individu, period):
        return individu("rsj_metropole_lyon_montant_max", period)


class rsj_metropole_lyon_montant_min(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "RSJ : montant le plus bas possible, celui du lancement, en euros par mois"
    reference = MEDIACITES

    def formula_2021_06(individu, period, parameters):
        montants = parameters(period).droits_ouverts.rsj_metropole_lyon.montants.lancement
        sans_revenu = individu("rsj_metropole_lyon_revenus_activite", period) <= 0
        return individu("rsj_metropole_lyon_eligibilite", period) * where(sans_revenu, montants.sans_activite, montants.avec_activite)


class rsj_metropole_lyon_montant_max(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "RSJ : montant le plus haut possible, le dernier connu, en euros par mois"
    reference = "https://lyon.info-jeunes.fr/node/24911"

    def formula_2021_06(individu, period, parameters):
        montants = parameters(period).droits_ouverts.rsj_metropole_lyon.montants.dernier_connu
        sans_revenu = individu("rsj_metropole_lyon_revenus_activite", period) <= 0
        return individu("rsj_metropole_lyon_eligibilite", period) * where(sans_revenu, montants.sans_activite, montants.avec_activite)
