"""Formulas of the AME.

The ceiling is that of the free C2S. The resources are what the family says it received in the 12 months of the C2S (from the 13th to the
2nd before, CSS, art. R861-8), without the family benefits that OpenFisca would add: they suppose a right of residence (CSS, art. L512-2).
"""

from openfisca_core.model_api import ADD, MONTH, Variable, max_, not_
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesStatutOccupationLogement

from droits_ouverts.engine.formules.revenus_declares import mois_precedents, revenus_nets


class ame_adulte_en_sejour_irregulier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Étranger hors Europe sans titre de séjour, récépissé ni attestation de demande d'asile, d'après ses réponses"
    reference = "CASF, art. L251-1 ; CSS, art. R111-3"

    def formula(individu, period):
        papier = individu("sejour_regulier", period) + (individu("demande_asile_ou_titre_en_cours", period) * individu("recepisse_demande_sejour", period))
        return not_(individu("ressortissant_eee", period)) * not_(papier)


class ame_parents_en_sejour_irregulier(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Tous les parents sont en séjour irrégulier : leurs enfants mineurs relèvent aussi de l'AME"
    reference = "CASF, art. L251-1"

    def formula(famille, period):
        return famille.all(famille.members("ame_adulte_en_sejour_irregulier", period), role=Famille.PARENT)


class ame_mineur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enfant mineur de la famille : il suit ses parents, sans délai de présence"
    reference = "https://www.service-public.gouv.fr/particuliers/vosdroits/F3079"

    def formula(individu, period):
        return individu.has_role(Famille.ENFANT) * (individu("age", period) < 18)


class ame_condition_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "AME : séjour irrégulier"
    reference = "CASF, art. L251-1 ; CSS, art. R111-3"

    def formula(individu, period):
        mineur = individu("ame_mineur", period)
        return (mineur * individu.famille("ame_parents_en_sejour_irregulier", period)) + (not_(mineur) * individu("ame_adulte_en_sejour_irregulier", period))


class ame_condition_presence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "AME : plus de trois mois de présence en France, sauf pour les mineurs"
    reference = "CASF, art. L251-1 ; https://www.service-public.gouv.fr/particuliers/vosdroits/F3079"

    def formula(individu, period, parameters):
        delai = parameters(period).droits_ouverts.ame.delai_presence
        return individu("ame_mineur", period) + (individu("mois_residence_france", period) > delai)


class ame_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "AME : revenus nets de la famille pendant 12 mois, du 13e au 2e mois avant la demande, et forfait logement (euros par an)"
    reference = "CSS, art. R861-5 et R861-8"

    def formula(famille, period):
        annee = mois_precedents(period, 12, jusqu_a=2)
        revenus = famille.sum(revenus_nets(famille.members, annee))
        versees = famille.sum(abs(famille.members("pensions_alimentaires_versees_individu", annee, options=[ADD])))
        statut = famille.demandeur.menage("statut_occupation_logement", period)
        sans_loyer = (statut == TypesStatutOccupationLogement.loge_gratuitement) + (statut == TypesStatutOccupationLogement.proprietaire)
        forfait = sans_loyer * famille("css_cmu_forfait_logement_base", period)
        return max_(revenus - versees, 0) + forfait


class ame_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "AME : ressources de la famille sous le plafond de la C2S gratuite"
    reference = "CASF, art. L251-1 ; CSS, art. L861-1"

    def formula(individu, period):
        return individu.famille("ame_ressources", period) <= individu.famille("c2s_sans_participation_plafond", period)


class ame_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "AME : toutes les conditions sont remplies"
    reference = "CASF, art. L251-1"

    def formula(individu, period):
        return individu("ame_condition_sejour", period) * individu("ame_condition_presence", period) * individu("ame_condition_ressources", period)
