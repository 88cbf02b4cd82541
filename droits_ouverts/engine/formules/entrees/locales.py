"""Facts that the local rights need: looking for a home, unpaid bills, water, mission locale, sight, leaving hospital."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu, Menage


class TypesRechercheLogement(Enum):
    __order__ = "non cherche vient_d_entrer"
    non = "Non"
    cherche = "Cherche un logement à louer, sans bail signé"
    vient_d_entrer = "Entré dans un logement loué depuis moins d'un mois"


class recherche_logement(Variable):
    value_type = Enum
    possible_values = TypesRechercheLogement
    default_value = TypesRechercheLogement.non
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Cherche un logement à louer, ou vient d'y entrer"


class TypesImpayeLogement(Enum):
    __order__ = "aucun loyer energie_eau loyer_et_energie_eau"
    aucun = "Aucun"
    loyer = "Loyer ou charges en retard"
    energie_eau = "Facture d'électricité, de gaz, de chauffage ou d'eau impossible à payer"
    loyer_et_energie_eau = "Les deux"


class impaye_logement(Variable):
    value_type = Enum
    possible_values = TypesImpayeLogement
    default_value = TypesImpayeLogement.aucun
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Retards de paiement pour le logement"


class depense_eau_annuelle(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Dépense d'eau du logement sur un an, facturée ou dans les charges, en euros par an"


class suivi_mission_locale(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Suivi par une mission locale dans un programme d'accompagnement ou de formation"


class malvoyance_ou_mutilation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Malvoyant, ou mutilé de guerre ou du travail de 65 ans et plus"


class sortie_hopital_recente(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "À l'hôpital, ou sorti depuis moins de quinze jours"
