"""Facts of special situations: housing in trouble, bank and debts, justice, widowhood, disability, small children.

Every one is an input without formula; its default is the ordinary case, in which nothing is asked and no right opens by itself.
"""

from openfisca_core.model_api import MONTH, Enum, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Individu, Menage


class TypesLogementDifficile(Enum):
    __order__ = "aucun heberge_faute_de_logement expulsion_jugee dangereux trop_petit_ou_indecent hebergement_provisoire_long"
    aucun = "Aucun de ces problèmes"
    heberge_faute_de_logement = "Hébergé chez quelqu'un faute de logement à soi"
    expulsion_jugee = "Un jugement oblige à partir"
    dangereux = "Logement dangereux, insalubre ou qui n'est pas fait pour être habité"
    trop_petit_ou_indecent = "Logement trop petit ou en très mauvais état"
    hebergement_provisoire_long = "En hébergement depuis plus de 6 mois, ou en logement de transition depuis plus de 18 mois"


class logement_difficile(Variable):
    value_type = Enum
    possible_values = TypesLogementDifficile
    default_value = TypesLogementDifficile.aucun
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Difficulté principale du logement"


class TypesAttenteLogementSocial(Enum):
    __order__ = "aucune en_cours delai_depasse"
    aucune = "Pas de demande de logement social"
    en_cours = "Demande en cours"
    delai_depasse = "Demande en cours depuis plus longtemps que le délai écrit sur l'attestation"


class attente_logement_social(Variable):
    value_type = Enum
    possible_values = TypesAttenteLogementSocial
    default_value = TypesAttenteLogementSocial.aucune
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Demande de logement social, et délai d'attente du préfet dépassé ou non"


class adresse_courrier_stable(Variable):
    value_type = bool
    default_value = True
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A une adresse où recevoir son courrier de façon sûre et régulière"


class demande_hebergement_sans_place(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A demandé un hébergement (115, SIAO) sans recevoir de place adaptée"


class TypesDifficulteBancaire(Enum):
    __order__ = "aucune refus_de_compte sans_compte cinq_incidents_un_mois incidents_trois_mois interdit_bancaire"
    aucune = "Aucune"
    refus_de_compte = "Aucun compte, et une banque a refusé ou n'a pas répondu en 15 jours"
    sans_compte = "Aucun compte, et aucune demande à une banque"
    cinq_incidents_un_mois = "Cinq incidents de paiement ou plus en un mois"
    incidents_trois_mois = "Des incidents de paiement trois mois de suite"
    interdit_bancaire = "Interdiction de chèques ou carte retirée depuis trois mois"


class difficulte_bancaire(Variable):
    value_type = Enum
    possible_values = TypesDifficulteBancaire
    default_value = TypesDifficulteBancaire.aucune
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Difficulté principale avec la banque"


class TypesDettes(Enum):
    __order__ = "aucune impayables dossier_recevable"
    aucune = "Pas de dette, ou des dettes payées sans difficulté"
    impayables = "Des dettes que l'on ne peut plus payer"
    dossier_recevable = "Un dossier de surendettement déjà accepté"


class dettes_impayables(Variable):
    value_type = Enum
    possible_values = TypesDettes
    default_value = TypesDettes.aucune
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Dettes que le foyer ne peut plus payer"


class affaire_de_justice(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un procès, un divorce, une médiation ou un recours au tribunal, en cours ou à faire"


class frais_justice_assures(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Une assurance paie déjà les frais de justice"


class affaire_concerne_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "L'affaire concerne l'asile, un refus de séjour ou un éloignement"


class recepisse_demande_sejour(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A un récépissé ou une attestation de demande d'asile en cours de validité"


class assurance_maladie_ouverte(Variable):
    value_type = bool
    default_value = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A des droits ouverts à l'assurance maladie (carte Vitale ou attestation)"


class maladie_longue_sans_ald(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Une personne de la famille est suivie pour une maladie longue, sans prise en charge à 100 % (aucun autre détail)"


class TypesGeneHandicap(Enum):
    __order__ = "aucune emploi deplacement emploi_et_deplacement gestes_quotidiens"
    aucune = "Aucune"
    emploi = "Pour trouver ou garder un emploi"
    deplacement = "Pour marcher ou rester debout"
    emploi_et_deplacement = "Pour l'emploi et pour se déplacer"
    gestes_quotidiens = "Pour les gestes de tous les jours"


class gene_handicap(Variable):
    value_type = Enum
    possible_values = TypesGeneHandicap
    default_value = TypesGeneHandicap.aucune
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ce que le handicap ou la santé rend difficile, sans aucun détail de santé"


class gene_avant_60_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Les difficultés pour les gestes de tous les jours ont commencé avant 60 ans"


class ancien_epoux_decede(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A été marié, avant, avec une personne décédée"


class TypesMetierEpouxDecede(Enum):
    __order__ = "autre salarie_prive independant salarie_agricole exploitant_agricole"
    autre = "Fonctionnaire, autre régime ou jamais travaillé en France"
    salarie_prive = "Salarié du privé"
    independant = "À son compte"
    salarie_agricole = "Salarié agricole"
    exploitant_agricole = "Exploitant agricole"


class metier_epoux_decede(Variable):
    value_type = Enum
    possible_values = TypesMetierEpouxDecede
    default_value = TypesMetierEpouxDecede.autre
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Métier de l'époux décédé, qui dit son régime de retraite"


class mois_depuis_deces_epoux(Variable):
    value_type = int
    default_value = 0
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Nombre de mois depuis le décès de l'époux"


class epoux_decede_cotisait(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "L'époux décédé était assuré au moins 3 mois dans l'année avant son décès"


class a_cotise_retraite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A cotisé au moins un trimestre pour la retraite en France"


class TypesArretTravailEnfant(Enum):
    __order__ = "aucun arret mi_temps temps_partiel"
    aucun = "Non"
    arret = "Arrêt complet du travail"
    mi_temps = "Mi-temps ou moins"
    temps_partiel = "Entre la moitié et 80 % du temps"


class parent_arret_travail(Variable):
    value_type = Enum
    possible_values = TypesArretTravailEnfant
    default_value = TypesArretTravailEnfant.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Un parent a arrêté ou réduit son travail pour s'occuper de cet enfant"


class parent_huit_trimestres(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ce parent a cotisé 8 trimestres pour la retraite dans les années avant la naissance"


class TypesModeGarde(Enum):
    __order__ = "aucun assistante_maternelle garde_domicile micro_creche autre"
    aucun = "Gardé par ses parents"
    assistante_maternelle = "Assistante maternelle"
    garde_domicile = "Garde à domicile"
    micro_creche = "Micro-crèche ou crèche familiale payée par les parents"
    autre = "Crèche, école ou autre"


class mode_garde(Variable):
    value_type = Enum
    possible_values = TypesModeGarde
    default_value = TypesModeGarde.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mode de garde payé de cet enfant"
