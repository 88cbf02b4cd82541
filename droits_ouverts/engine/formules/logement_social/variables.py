"""Social housing claim, with the PLUS ceilings of 2026 outside Île-de-France."""

from numpy import logical_not as not_
from numpy import select
from openfisca_core.model_api import MONTH, Variable, max_, set_input_dispatch_by_period
from openfisca_france.entities import Famille, FoyerFiscal
from openfisca_france.model.base import TypesStatutOccupationLogement
from openfisca_france.model.prestations.logement_social import CategorieMenageLogementSocial

from droits_ouverts.engine.formules.entrees.locales import TypesRechercheLogement

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F10007"
PLAFONDS = "https://www.service-public.gouv.fr/particuliers/vosdroits/F869"


class logement_social_plafond_plus(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Logement social : plafond PLUS hors Île-de-France, en euros par an"
    reference = PLAFONDS

    def formula_2026(famille, period, parameters):
        plafonds = parameters(period).droits_ouverts.logement_social.plafonds_plus
        categorie = famille("logement_social_categorie_menage", period)
        base = select(
            [
                categorie == CategorieMenageLogementSocial.categorie_1,
                categorie == CategorieMenageLogementSocial.categorie_2,
                categorie == CategorieMenageLogementSocial.categorie_3,
                categorie == CategorieMenageLogementSocial.categorie_4,
                categorie == CategorieMenageLogementSocial.categorie_5,
            ],
            [
                plafonds.une_personne,
                plafonds.deux_personnes,
                plafonds.trois_personnes,
                plafonds.quatre_personnes,
                plafonds.cinq_personnes,
            ],
            default=plafonds.six_personnes,
        )
        au_dela_de_six = max_(famille("al_nb_personnes_a_charge", period) - 4, 0)
        return base + au_dela_de_six * plafonds.par_personne_au_dela_de_six


class logement_social_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement social : revenu fiscal de référence sous le plafond PLUS"
    reference = PLAFONDS

    def formula_2026(famille, period):
        rfr = famille.members.foyer_fiscal("revenu_fiscal_reference_dernier_avis", period)
        return famille.sum(rfr, role=FoyerFiscal.DECLARANT_PRINCIPAL) <= famille("logement_social_plafond_plus", period)


class logement_social_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement social : être Français ou en séjour régulier"
    reference = FICHE

    def formula(famille, period):
        return famille.demandeur("sejour_regulier", period)


class logement_social_condition_besoin(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement social : ni propriétaire ni déjà en HLM, ou en recherche"
    reference = FICHE

    def formula(famille, period):
        statut = famille.demandeur.menage("statut_occupation_logement", period)
        recherche = famille.demandeur.menage("recherche_logement", period)
        deja_loge = (
            (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.proprietaire)
            + (statut == TypesStatutOccupationLogement.primo_accedant)
        )
        return not_(deja_loge) + (recherche == TypesRechercheLogement.cherche)


class logement_social_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement social : toutes les conditions sont remplies"
    reference = FICHE

    def formula_2026(famille, period):
        return (
            famille("logement_social_condition_ressources", period)
            * famille("logement_social_condition_sejour", period)
            * famille("logement_social_condition_besoin", period)
        )
