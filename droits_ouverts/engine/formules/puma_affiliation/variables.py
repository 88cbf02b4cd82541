"""Formulas of the affiliation to health insurance."""

from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Individu
from openfisca_france.model.base import TypesActivite


class puma_affiliation_condition_sans_droits(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PUMa : aucun droit ouvert à l'assurance maladie"
    reference = "CSS, art. L160-1"

    def formula(individu, period):
        return not_(individu("assurance_maladie_ouverte", period))


class puma_affiliation_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PUMa : travail, études, minorité ou plus de trois mois de résidence"
    reference = "CSS, art. L160-1 et D160-2"

    def formula(individu, period, parameters):
        delai = parameters(period).droits_ouverts.puma_affiliation.delai_residence
        activite = individu("activite", period)
        return (
            (activite == TypesActivite.actif)
            + (activite == TypesActivite.etudiant)
            + (individu("age", period) < 18)
            + (individu("mois_residence_france", period) > delai)
        )


class puma_affiliation_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PUMa : Français, Européen, séjour régulier, récépissé ou attestation de demande d'asile"
    reference = "CSS, art. R111-3"

    def formula(individu, period):
        return (
            individu("sejour_regulier", period)
            + individu("ressortissant_eee", period)
            + individu("demande_asile_ou_titre_en_cours", period) * individu("recepisse_demande_sejour", period)
        )


class puma_affiliation_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "PUMa : l'affiliation peut être demandée"
    reference = "CSS, art. L160-1"

    def formula(individu, period):
        return (
            individu("puma_affiliation_condition_sans_droits", period)
            * individu("puma_affiliation_condition_residence", period)
            * individu("puma_affiliation_condition_sejour", period)
        )
