"""Facts that only the national rights need: the conditions of the unemployment allowance.

Every one is an input without formula; by default nothing is known in favour of the right.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu


class travail_suffisant_chomage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A travaillé 130 jours ou 910 heures dans les 24 derniers mois (36 mois à partir de 55 ans)"


class perte_emploi_involontaire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A perdu son dernier emploi sans l'avoir quitté : licenciement, fin de contrat, rupture conventionnelle"
