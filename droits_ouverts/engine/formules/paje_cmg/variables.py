"""Formulas of the CMG: conditions only, our own; OpenFisca's `paje_cmg` predates the reform of September 2025."""

from openfisca_core.model_api import MONTH, Variable, not_, where
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from droits_ouverts.engine.formules.entrees.situations import TypesArretTravailEnfant, TypesModeGarde


class paje_cmg_enfant_garde(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMG : enfant assez jeune, gardé par un mode de garde admis"
    reference = "CSS, art. L531-5 et L531-6"

    def formula(individu, period, parameters):
        p = parameters(period).droits_ouverts.paje_cmg
        mode = individu("mode_garde", period)
        admis = (mode == TypesModeGarde.assistante_maternelle) + (mode == TypesModeGarde.garde_domicile) + (mode == TypesModeGarde.micro_creche)
        limite = where(individu.famille("en_couple", period), p.age_limite, p.age_limite_parent_seul)
        return individu.has_role(Famille.ENFANT) * admis * (individu("age", period) < limite)


class paje_cmg_parent_actif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "CMG : parent qui travaille, étudie, reçoit l'AAH ou l'ASS"
    reference = "CSS, art. L531-5"

    def formula(individu, period):
        activite = individu("activite", period)
        return (
            (activite == TypesActivite.actif)
            + (activite == TypesActivite.etudiant)
            + (individu("aah", period) > 0)
            + (activite == TypesActivite.chomeur) * individu("ass_precondition_remplie", period)
        )


class paje_cmg_condition_garde(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "CMG : un enfant gardé par un mode de garde admis"
    reference = "CSS, art. L531-5 et L531-6"

    def formula(famille, period):
        return famille.any(famille.members("paje_cmg_enfant_garde", period))


class paje_cmg_condition_activite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "CMG : chaque parent travaille, étudie ou en est dispensé"
    reference = "CSS, art. L531-5"

    def formula(famille, period):
        return famille.all(famille.members("paje_cmg_parent_actif", period), role=Famille.PARENT)


class paje_cmg_condition_sans_prepare(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "CMG : aucun parent n'a arrêté tout travail avec la PreParE"
    reference = "CSS, règle de non-cumul (LEGIARTI000053279231)"

    def formula(famille, period):
        arret = famille.members("parent_arret_travail", period) == TypesArretTravailEnfant.arret
        return not_(famille("paje_prepare_eligibilite", period) * famille.any(arret))


class paje_cmg_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "CMG : les conditions pour le demander sont remplies"
    reference = "CSS, art. L531-5 et L531-6"

    def formula(famille, period):
        return famille("paje_cmg_condition_garde", period) * famille("paje_cmg_condition_activite", period) * famille("paje_cmg_condition_sans_prepare", period)
