"""Facts that several rights need and that OpenFisca-France has no variable for.

Every one is an input: it has no formula, and is filled by the fact of the same name in `engine/questionnaire/faits/`.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, FoyerFiscal, Individu, Menage


class sejour_regulier(Variable):
    value_type = bool
    default_value = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Français, ou étranger avec un titre de séjour en cours de validité"


class demande_asile_ou_titre_en_cours(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A demandé l'asile ou un titre de séjour et attend la réponse"


class mois_residence_france(Variable):
    value_type = int
    default_value = 600
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nombre de mois de résidence en France sans interruption"


class mois_residence_metropole_lyon(Variable):
    value_type = int
    default_value = 600
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nombre de mois de résidence dans la Métropole de Lyon sans interruption"


class aide_financiere_des_parents(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit une aide financière de ses parents ou d'un proche"


class contrat_engagement_jeune_en_cours(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un contrat d'engagement jeune (CEJ) en cours"


class contrat_jeune_majeur_en_cours(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un contrat jeune majeur avec l'aide sociale à l'enfance"


class revenu_fiscal_reference_dernier_avis(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Revenu fiscal de référence écrit sur le dernier avis d'impôt, en euros par an"


class quotient_familial_caf(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Quotient familial de la CAF, en euros par mois"


class contrat_energie_a_son_nom(Variable):
    value_type = bool
    default_value = True
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Un contrat d'électricité ou de gaz est au nom d'une personne du foyer"
