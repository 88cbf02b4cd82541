"""Complémentaire santé solidaire with a participation."""

from numpy import logical_not as not_
from numpy import select
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu

ARTICLE_PLAFOND = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000037950247"
ARTICLE_PRESOMPTION = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000048702111"
ARRETE_PARTICIPATION = "https://juriblio.fr/arretes/arrete-du-29-decembre-2023/182955383/article-1"

DEMI_CENTIME = 0.005
"""OpenFisca holds amounts in single precision: an amount is a maximum when it is so to the cent."""


class c2s_avec_participation_plafond(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "C2S avec participation : plafond de ressources du foyer, en euros par an"
    reference = ARTICLE_PLAFOND

    def formula_2025_04(famille, period, parameters):
        plafonds = parameters(period).droits_ouverts.c2s_avec_participation.plafonds
        rang = famille.members("c2s_sans_participation_rang", period)
        part = where(famille.members("garde_alternee", period), 0.5, 1)
        hausse = select(
            [rang == 2, rang == 3, rang == 4, rang >= 5],
            [
                plafonds.deux_personnes - plafonds.une_personne,
                plafonds.trois_personnes - plafonds.deux_personnes,
                plafonds.quatre_personnes - plafonds.trois_personnes,
                plafonds.par_personne_en_plus,
            ],
        )
        couple = famille("nb_parents", period) >= 2
        return plafonds.une_personne + couple * (plafonds.deux_personnes - plafonds.une_personne) + famille.sum(hausse * part)


class c2s_avec_participation_activite_recente(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : un revenu de travail d'un parent dans le mois ou les trois mois d'avant"
    reference = ARTICLE_PRESOMPTION

    def formula(famille, period):
        revenus = sum(famille.members(nom, period.offset(-k, "month")) for nom in ("salaire_net", "rpns_auto_entrepreneur_benefice") for k in range(4))
        return famille.sum(revenus, role=Famille.PARENT) > 0


class c2s_avec_participation_presomption(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S avec participation : présumée ouverte (ASPA, ASI, AAH, ASS, contrat d'engagement jeune)"
    reference = ARTICLE_PRESOMPTION

    def formula_2024_07(famille, period, parameters):
        en_vigueur = parameters(period).droits_ouverts.c2s_avec_participation.presomptions
        plein_taux = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah.montant
        sans_activite = not_(famille("c2s_avec_participation_activite_recente", period))
        seul = famille("c2s_sans_participation_nombre_personnes", period) == 1
        asi = famille.sum(famille.members("asi", period), role=Famille.PARENT)
        ass = famille.sum(famille.members("ass", period), role=Famille.PARENT)
        aah = famille.sum(famille.members("aah", period), role=Famille.PARENT)
        cej = famille.any(famille.members("contrat_engagement_jeune_en_cours", period), role=Famille.PARENT)
        non_imposable = famille.demandeur.foyer_fiscal("ir_tranche", period.n_2) == 0
        return (
            en_vigueur.aspa_asi * sans_activite * ((famille("aspa_droit_montant", period) > 0) + (asi > 0))
            + en_vigueur.aah * sans_activite * seul * (aah > plein_taux - DEMI_CENTIME)
            + en_vigueur.ass * seul * (ass > 0)
            + en_vigueur.contrat_engagement_jeune * cej * non_imposable
        ) > 0


class c2s_avec_participation_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S avec participation : ressources sous le plafond majoré de 35 %, ou droit présumé"
    reference = [ARTICLE_PLAFOND, ARTICLE_PRESOMPTION]

    def formula_2025_04(famille, period):
        sous_le_plafond = famille("c2s_sans_participation_ressources", period) <= famille("c2s_avec_participation_plafond", period)
        return sous_le_plafond + famille("c2s_avec_participation_presomption", period)


class c2s_avec_participation_condition_pas_gratuite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S avec participation : la C2S gratuite n'est pas ouverte"
    reference = ARTICLE_PLAFOND

    def formula_2025_04(famille, period):
        return not_(famille("c2s_sans_participation_eligibilite", period))


class c2s_avec_participation_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S avec participation : toutes les conditions sont remplies"
    reference = ARTICLE_PLAFOND

    def formula_2025_04(famille, period):
        return (
            famille("c2s_avec_participation_condition_ressources", period)
            * famille("c2s_avec_participation_condition_pas_gratuite", period)
            * famille("c2s_sans_participation_condition_sejour", period)
            * famille("c2s_sans_participation_condition_demande_personnelle", period)
        )


class c2s_avec_participation_cout_individuel(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "C2S : participation de la personne selon son âge au 1er janvier, en euros par mois (un coût)"
    reference = ARRETE_PARTICIPATION

    def formula_2024_01(individu, period, parameters):
        bareme = parameters(period).droits_ouverts.c2s_avec_participation.participation
        annee_naissance = individu("date_naissance", period).astype("datetime64[Y]")
        ne_le_1er_janvier = individu("date_naissance", period).astype("datetime64[D]") == annee_naissance.astype("datetime64[D]")
        age = period.start.year - (annee_naissance.astype(int) + 1970) - 1 + ne_le_1er_janvier
        cout = select(
            [age <= 29, age <= 49, age <= 59, age <= 69],
            [bareme.jusqu_a_29_ans, bareme.de_30_a_49_ans, bareme.de_50_a_59_ans, bareme.de_60_a_69_ans],
            default=bareme.a_partir_de_70_ans,
        )
        return cout * individu("c2s_sans_participation_dans_le_foyer", period)


class c2s_avec_participation_cout(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "C2S avec participation : ce que le foyer paie, en euros par mois (un coût, jamais un gain)"
    reference = ARRETE_PARTICIPATION

    def formula_2025_04(famille, period):
        couts = famille.members("c2s_avec_participation_cout_individuel", period)
        return famille("c2s_avec_participation_eligibilite", period) * famille.sum(couts)
