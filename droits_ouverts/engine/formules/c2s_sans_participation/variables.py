"""Complémentaire santé solidaire without participation: household, ceiling, twelve months of resources."""

from numpy import logical_not as not_
from numpy import select
from openfisca_core.model_api import ADD, MONTH, Variable, max_, min_, set_input_dispatch_by_period, set_input_divide_by_period, where
from openfisca_core.periods import Period
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite, TypesStatutOccupationLogement

ARTICLE_FOYER = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000018052382"
ARTICLE_PERIODE = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000051821176"
ARTICLE_PLAFOND = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000037950247"
ARTICLE_EXCLUSIONS = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000051821125"

RESSOURCES_INDIVIDUELLES = (
    "salaire_net",
    "rpns_auto_entrepreneur_benefice",
    "chomage_net",
    "indemnites_chomage_partiel",
    "allocation_securisation_professionnelle",
    "indemnites_journalieres",
    "indemnites_stage",
    "retraite_nette",
    "pensions_invalidite",
    "rente_accident_travail",
    "prestation_compensatoire",
    "pensions_alimentaires_percues",
    "ass",
    "caah",
    "css_base_ressources_aah_individu",
    "css_base_ressources_asi_individu",
    "rsa_base_ressources_patrimoine_individu",
)
"""What counts of a person, by month. AAH and ASI come after OpenFisca's abatement (at most 15 % of their maximum, art. L861-2)."""

RESSOURCES_FAMILIALES = ("af", "cf", "asf", "paje_prepare", "c2s_sans_participation_aspa_comptee")
"""What counts of a family, by month: neither RSA, prime d'activité, AEEH, ARS, other PAJE nor grants (art. R861-10)."""

RESSOURCES_ANNUELLES = ("rpns_micro_entreprise_benefice", "rpns_benefice_exploitant_agricole", "rpns_autres_revenus")
"""Profits known only by year: those of the last calendar year."""


def mois_de_reference(period: Period) -> Period:
    """Return the twelve months from the thirteenth to the second before the claim (art. R861-8, in force on 2025-10-01)."""
    return Period(("month", period.start.offset(-13, "month"), 12))


class c2s_sans_participation_dans_le_foyer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : compte dans le foyer (parents, personnes à charge de moins de 25 ans)"
    reference = ARTICLE_FOYER

    def formula(individu, period, parameters):
        age_limite = parameters(period).droits_ouverts.c2s_sans_participation.foyer.age_limite_personne_a_charge
        age = individu("age", period)
        enfant = individu.has_role(Famille.ENFANT)
        return individu.has_role(Famille.PARENT) + (enfant * (age >= 0) * (age < age_limite))


class c2s_sans_participation_nombre_personnes(Variable):
    value_type = int
    is_period_size_independent = True
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : nombre de personnes du foyer"
    reference = ARTICLE_FOYER

    def formula(famille, period):
        return famille.sum(famille.members("c2s_sans_participation_dans_le_foyer", period))


class c2s_sans_participation_rang(Variable):
    value_type = int
    is_period_size_independent = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : rang de la personne à charge dans le foyer (2 pour la deuxième personne), 0 pour les autres"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038701537"

    def formula(individu, period):
        compte = individu("c2s_sans_participation_dans_le_foyer", period) * individu.has_role(Famille.ENFANT)
        rang_enfant = individu.get_rank(individu.famille, -individu("age_en_mois", period), condition=compte)
        return where(compte, individu.famille("nb_parents", period) + rang_enfant + 1, 0)


class c2s_sans_participation_plafond(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "C2S sans participation : plafond de ressources du foyer, en euros par an"
    reference = ARTICLE_PLAFOND

    def formula_2025_04(famille, period, parameters):
        plafonds = parameters(period).droits_ouverts.c2s_sans_participation.plafonds
        rang = famille.members("c2s_sans_participation_rang", period)
        # A child in alternating residence adds half of what a person of that rank adds (as in OpenFisca's cmu_c_plafond).
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


class c2s_sans_participation_arret_long(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : en arrêt maladie indemnisé depuis plus de six mois"
    reference = ARTICLE_PERIODE

    def formula(individu, period):
        mois = [individu("indemnites_journalieres_maladie", period.offset(-k, "month")) > 0 for k in range(7)]
        return mois[0] * mois[1] * mois[2] * mois[3] * mois[4] * mois[5] * mois[6]


class c2s_sans_participation_abattement_salaires(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "C2S : abattement de 30 % sur les salaires des douze mois, en euros"
    reference = ARTICLE_PERIODE

    def formula(individu, period, parameters):
        taux = parameters(period).droits_ouverts.c2s_sans_participation.foyer.abattement_salaires
        chomage = (individu("activite", period) == TypesActivite.chomeur) * (
            individu("chomage_net", period) + individu("indemnites_chomage_partiel", period) + individu("allocation_securisation_professionnelle", period) > 0
        )
        ouvert = (
            chomage
            + (individu("ass", period) > 0)
            + individu("c2s_sans_participation_arret_long", period)
            + (individu("revenus_stage_formation_pro", period) > 0)
        )
        return ouvert * taux * individu("salaire_net", mois_de_reference(period), options=[ADD])


class c2s_sans_participation_ressources_individuelles(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "C2S : ressources de la personne sur les douze mois de référence, en euros"
    reference = [ARTICLE_PERIODE, ARTICLE_EXCLUSIONS]

    def formula(individu, period):
        reference = mois_de_reference(period)
        mensuelles = sum(individu(nom, reference, options=[ADD]) for nom in RESSOURCES_INDIVIDUELLES)
        annuelles = sum(individu(nom, period.last_year) for nom in RESSOURCES_ANNUELLES)
        # A training allowance that has ended is left out, as in OpenFisca's css_cmu_base_ressources_individu.
        stage = individu("revenus_stage_formation_pro", reference, options=[ADD]) * (individu("revenus_stage_formation_pro", period.last_month) > 0)
        versees = abs(individu("pensions_alimentaires_versees_individu", reference, options=[ADD]))
        return mensuelles + annuelles + stage - versees - individu("c2s_sans_participation_abattement_salaires", period)


class c2s_sans_participation_forfait_logement(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "C2S : forfait logement ajouté aux ressources, en euros par an"
    reference = [
        "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000038929244",
        "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000031694499",
    ]

    def formula_2019_11_01(famille, period, parameters):
        minima = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux
        majorations = minima.rsa.rsa_maj.maj_montant_max
        css = minima.cs.css
        personnes = famille("c2s_sans_participation_nombre_personnes", period)
        rsa_du_foyer = minima.rsa.rsa_m.montant_de_base_du_rsa * (
            1 + majorations.couples_celibataire_avec_enfant * (personnes >= 2) + majorations.couple_1_enfant_ou_2e_enfant * (personnes >= 3)
        )
        taille = [personnes <= 1, personnes == 2, personnes > 2]
        avec_aide = css.forfait_logement_avec_al
        sans_aide = css.forfait_logement_sans_al
        forfait_avec_aide = 12 * rsa_du_foyer * select(taille, [avec_aide.taux_1p, avec_aide.taux_2p, avec_aide.taux_3p_plus])
        forfait_sans_aide = 12 * rsa_du_foyer * select(taille, [sans_aide.taux_1p, sans_aide.taux_2p, sans_aide.taux_3p_plus])
        # Aid that was received counts (R861-7): that of the last month of the twelve, not the one that is being asked for.
        aide = famille("aide_logement", period.offset(-2, "month"))
        statut = famille.demandeur.menage("statut_occupation_logement", period)
        sans_loyer = (
            (statut == TypesStatutOccupationLogement.proprietaire)
            + (statut == TypesStatutOccupationLogement.primo_accedant)
            + (statut == TypesStatutOccupationLogement.loge_gratuitement)
        )
        return where(aide > 0, min_(12 * aide, forfait_avec_aide), sans_loyer * forfait_sans_aide)


class c2s_sans_participation_aspa_comptee(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "C2S : ASPA du mois après l'abattement, en euros"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000048702111"

    def formula_2021_04(famille, period, parameters):
        # OpenFisca's css_base_ressources_aspa_asv reads its own ASPA, which counts gross pensions only.
        abattements = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.css.abattements.aspa_asv
        aspa = famille("aspa_droit_montant", period)
        return max_(aspa - where(famille("aspa_couple", period), abattements.couple, abattements.personne_seule), 0)


class c2s_sans_participation_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "C2S : ressources du foyer sur les douze mois de référence, forfait logement compris, en euros"
    reference = [ARTICLE_PERIODE, ARTICLE_EXCLUSIONS]

    def formula(famille, period):
        reference = mois_de_reference(period)
        familiales = sum(famille(nom, reference, options=[ADD]) for nom in RESSOURCES_FAMILIALES)
        individuelles = famille.members("c2s_sans_participation_ressources_individuelles", period)
        comptees = famille.sum(individuelles * famille.members("c2s_sans_participation_dans_le_foyer", period))
        return max_(familiales + comptees + famille("c2s_sans_participation_forfait_logement", period), 0)


class c2s_sans_participation_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S sans participation : ressources sous le plafond, ou RSA"
    reference = [ARTICLE_PLAFOND, "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000048702111"]

    def formula_2025_04(famille, period):
        rsa = famille("rsa_droit_montant", period) > 0
        return rsa + (famille("c2s_sans_participation_ressources", period) <= famille("c2s_sans_participation_plafond", period))


class c2s_sans_participation_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : la personne qui demande est en séjour régulier"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049451865"

    def formula(famille, period):
        return famille.demandeur("sejour_regulier", period)


class c2s_sans_participation_condition_demande_personnelle(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S : la personne qui demande a 25 ans, a un enfant, ou n'est pas à la charge de ses parents"
    reference = ARTICLE_FOYER

    def formula(famille, period, parameters):
        age_limite = parameters(period).droits_ouverts.c2s_sans_participation.foyer.age_limite_personne_a_charge
        parents = famille.members.has_role(Famille.PARENT)
        majeur_de_25_ans = famille.any((famille.members("age", period) >= age_limite) * parents)
        avec_enfant = famille("c2s_sans_participation_nombre_personnes", period) > famille("nb_parents", period)
        dependant = famille.demandeur("habite_chez_parents", period) + famille.demandeur("enfant_a_charge", period.this_year)
        return majeur_de_25_ans + avec_enfant + not_(dependant)


class c2s_sans_participation_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "C2S sans participation : toutes les conditions sont remplies"
    reference = ARTICLE_PLAFOND

    def formula_2025_04(famille, period):
        return (
            famille("c2s_sans_participation_condition_ressources", period)
            * famille("c2s_sans_participation_condition_sejour", period)
            * famille("c2s_sans_participation_condition_demande_personnelle", period)
        )
