"""Housing aid (APL, ALF, ALS): OpenFisca's amount net of CRDS and the conditions that explain it.

Two conditions are ours: the right of residence, and the grant asked of students from outside Europe since 07/2026
(loi de finances 2026, art. 67), which OpenFisca-France 176.1.8 does not know.
"""

from numpy import logical_not as not_
from numpy import round as round_
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement


def statut(famille, period):
    """Return the household's way of being housed."""
    return famille.demandeur.menage("statut_occupation_logement", period)


class aides_logement_condition_locataire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : locataire, résident d'un foyer, ou accédant avec un ancien prêt"
    reference = "CCH, art. L822-2"

    def formula(famille, period):
        occupation = statut(famille, period)
        types = TypesStatutOccupationLogement
        locataire = (occupation == types.locataire_hlm) + (occupation == types.locataire_vide) + (occupation == types.locataire_meuble)
        accedant = famille.demandeur.menage("aides_logement_primo_accedant_eligibilite", period)
        return locataire + (occupation == types.locataire_foyer) + accedant


class aides_logement_condition_loyer(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : un loyer est payé"
    reference = "CCH, art. L822-2 et D823-16"

    def formula(famille, period):
        return (famille.demandeur.menage("loyer", period) > 0) + not_(famille("aides_logement_condition_locataire", period))


class aides_logement_condition_loyer_plafond(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : loyer sous le plafond de suppression"
    reference = "CCH, art. D823-16 ; arrêté du 27/09/2019, art. 8"

    def formula_2016_07_01(famille, period, parameters):
        zone = famille.demandeur.menage("zone_apl", period)
        locatif = parameters(period).prestations_sociales.aides_logement.allocations_logement.locatif
        suppression = round_(famille("aide_logement_loyer_plafond", period) * locatif.coefficients_degressivite_suppression[zone].suppression, 2)
        types = TypesStatutOccupationLogement
        exempte = (statut(famille, period) == types.locataire_foyer) + (statut(famille, period) == types.primo_accedant)
        handicap = famille.any(famille.members("handicap", period))
        return (famille("aide_logement_loyer_reel", period) < suppression) + exempte + handicap + not_(famille("aides_logement_condition_locataire", period))


class aides_logement_condition_proprietaire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : le logement n'appartient pas à un parent proche"
    reference = "CCH, art. L822-3"

    def formula(famille, period):
        return not_(famille("proprietaire_proche_famille", period))


class aides_logement_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : Français ou en séjour régulier"
    reference = "CCH, art. L822-2"

    def formula(famille, period):
        return famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class aides_logement_condition_bourse(Variable):
    value_type = bool
    default_value = True
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : un étudiant hors Europe a une bourse sur critères sociaux"
    reference = "Loi de finances pour 2026, art. 67"

    def formula_2026_07_01(famille, period):
        europeen = famille.members("ressortissant_eee", period) + (famille.members("nationalite", period) == b"CH")
        boursier = famille.members("bourse_enseignement_sup", period) > 0
        ouvre = not_(famille.members("etudiant", period)) + europeen + boursier
        return famille.any(ouvre, role=Famille.PARENT)


class aides_logement_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : ressources des 12 derniers mois et patrimoine assez bas"
    reference = "CCH, art. L822-5, R822-2 et D823-16"

    def formula(famille, period):
        evaluable = famille("aides_logement_condition_locataire", period) * famille("aides_logement_condition_loyer", period)
        evaluable = evaluable * famille("aides_logement_condition_loyer_plafond", period)
        return (famille("aide_logement_montant", period) > 0) + not_(evaluable)


class aides_logement_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide au logement : toutes les conditions sont réunies"
    reference = "CCH, art. L821-1 et L822-2"

    def formula(famille, period):
        return (
            famille("aides_logement_condition_locataire", period)
            * famille("aides_logement_condition_loyer", period)
            * famille("aides_logement_condition_loyer_plafond", period)
            * famille("aides_logement_condition_proprietaire", period)
            * famille("aides_logement_condition_sejour", period)
            * famille("aides_logement_condition_bourse", period)
            * famille("aides_logement_condition_ressources", period)
        )


class aides_logement_montant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Aide au logement payée par mois, en euros entiers, CRDS de 0,5 % déduite"
    reference = "CCH, art. D823-16 ; ordonnance 96-50, art. 14"

    def formula(famille, period):
        return famille("aides_logement_eligibilite", period) * famille("aide_logement", period)
