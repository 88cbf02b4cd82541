"""Closed lists of the catalogue. Values are stored in files and screens' addresses: ASCII, lower case, never renamed."""

from __future__ import annotations

from enum import StrEnum

from droits_ouverts.engine.formules.types import Grade
from droits_ouverts.foundation.langue import gettext
from droits_ouverts.foundation.langue import gettext_noop as _

__all__ = [
    "Canal",
    "ConstatLien",
    "Depart",
    "Effet",
    "Famille",
    "Grade",
    "Juridiction",
    "Methode",
    "Mode",
    "Prealable",
    "Public",
    "Rappel",
    "Sens",
    "Unite",
    "Voie",
]


class Famille(StrEnum):
    """Theme of a right, in the order of the results page."""

    RESSOURCES = "ressources"
    ENFANTS = "enfants"
    LOGEMENT = "logement"
    ENERGIE_EAU = "energie_eau"
    SANTE = "sante"
    HANDICAP = "handicap"
    AGE = "age"
    EMPLOI = "emploi"
    ETUDES = "etudes"
    TRANSPORTS = "transports"
    BANQUE = "banque"
    ADRESSE_JUSTICE = "adresse_justice"

    @property
    def libelle(self) -> str:
        """The words of the screen."""
        return gettext(_FAMILLES[self])


_FAMILLES = {
    Famille.RESSOURCES: _("Ressources"),
    Famille.ENFANTS: _("Enfants et famille"),
    Famille.LOGEMENT: _("Logement"),
    Famille.ENERGIE_EAU: _("Énergie et eau"),
    Famille.SANTE: _("Santé"),
    Famille.HANDICAP: _("Handicap"),
    Famille.AGE: _("Retraite et autonomie"),
    Famille.EMPLOI: _("Emploi"),
    Famille.ETUDES: _("Études, école et loisirs"),
    Famille.TRANSPORTS: _("Transports"),
    Famille.BANQUE: _("Banque et dettes"),
    Famille.ADRESSE_JUSTICE: _("Adresse et justice"),
}


class Public(StrEnum):
    """Whom a right is for, to sort and search; the sentence for people is `public.texte`."""

    TOUS = "tous"
    FAMILLE = "famille"
    PARENT_ISOLE = "parent_isole"
    GROSSESSE = "grossesse"
    JEUNE = "jeune"
    ELEVE = "eleve"
    ETUDIANT = "etudiant"
    TRAVAILLEUR = "travailleur"
    DEMANDEUR_EMPLOI = "demandeur_emploi"
    RETRAITE = "retraite"
    PERSONNE_AGEE = "personne_agee"
    VEUF = "veuf"
    HANDICAP = "handicap"
    MALADE = "malade"
    LOCATAIRE = "locataire"
    MAL_LOGE = "mal_loge"
    SANS_DOMICILE = "sans_domicile"
    ETRANGER = "etranger"
    ENDETTE = "endette"


class Canal(StrEnum):
    """How one asks."""

    EN_LIGNE = "en_ligne"
    PAPIER = "papier"
    SUR_PLACE = "sur_place"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    RENDEZ_VOUS = "rendez_vous"
    PROFESSIONNEL = "professionnel"
    AUTOMATIQUE = "automatique"
    AIDE = "aide"

    @property
    def libelle(self) -> str:
        """The words of the screen."""
        return gettext(_CANAUX[self])


_CANAUX = {
    Canal.EN_LIGNE: _("En ligne"),
    Canal.PAPIER: _("Par courrier ou sur papier"),
    Canal.SUR_PLACE: _("Sur place"),
    Canal.TELEPHONE: _("Par téléphone"),
    Canal.COURRIEL: _("Par courriel"),
    Canal.RENDEZ_VOUS: _("Sur rendez-vous"),
    Canal.PROFESSIONNEL: _("Avec un professionnel qui fait la demande"),
    Canal.AUTOMATIQUE: _("Sans démarche"),
    Canal.AIDE: _("Pour être aidé"),
}


class Unite(StrEnum):
    """What an amount is counted in."""

    EUROS_MOIS = "euros_mois"
    EUROS_MOIS_PERSONNE = "euros_mois_personne"
    EUROS_MOIS_PART = "euros_mois_part"
    EUROS_TRIMESTRE = "euros_trimestre"
    EUROS_10_MOIS = "euros_10_mois"
    EUROS_AN = "euros_an"
    EUROS_UNE_FOIS = "euros"
    EUROS_JOUR = "euros_jour"
    EUROS_HEURE = "euros_heure"
    EUROS_REPAS = "euros_repas"
    EUROS_OPERATION = "euros_operation"
    POURCENT = "pourcent"
    POURCENT_AN = "pourcent_an"
    SMIC_MENSUEL = "smic_mensuel"
    HEURES = "heures"
    HEURES_AN = "heures_an"
    JOURS = "jours"
    JOURS_MOIS = "jours_mois"
    MOIS = "mois"
    ANS = "ans"
    LOYERS = "loyers"

    @property
    def libelle(self) -> str:
        """The unit as it follows a figure, no-break space included."""
        return gettext(_UNITES[self])


_UNITES = {
    Unite.EUROS_MOIS: _("\u00a0€ par mois"),
    Unite.EUROS_MOIS_PERSONNE: _("\u00a0€ par mois et par personne"),
    Unite.EUROS_MOIS_PART: _("\u00a0€ par mois et par part"),
    Unite.EUROS_TRIMESTRE: _("\u00a0€ par trimestre"),
    Unite.EUROS_10_MOIS: _("\u00a0€ pour 10\u00a0mois"),
    Unite.EUROS_AN: _("\u00a0€ par an"),
    Unite.EUROS_UNE_FOIS: _("\u00a0€"),
    Unite.EUROS_JOUR: _("\u00a0€ par jour"),
    Unite.EUROS_HEURE: _("\u00a0€ par heure"),
    Unite.EUROS_REPAS: _("\u00a0€ par repas"),
    Unite.EUROS_OPERATION: _("\u00a0€ par opération"),
    Unite.POURCENT: _("\u00a0%"),
    Unite.POURCENT_AN: _("\u00a0% par an"),
    Unite.SMIC_MENSUEL: _("\u00a0SMIC mensuel"),
    Unite.HEURES: _("\u00a0heures"),
    Unite.HEURES_AN: _("\u00a0heures par an"),
    Unite.JOURS: _("\u00a0jours"),
    Unite.JOURS_MOIS: _("\u00a0jours par mois"),
    Unite.MOIS: _("\u00a0mois"),
    Unite.ANS: _("\u00a0ans"),
    Unite.LOYERS: _("\u00a0loyers"),
}


class Sens(StrEnum):
    """What silence means. `AUCUN`: it decides nothing. Where nobody knows, the catalogue says null."""

    ACCORD = "accord"
    REFUS = "refus"
    AUCUN = "aucun"


class Depart(StrEnum):
    """From when a silence is counted."""

    DEPOT = "depot"
    RECEPTION = "reception"
    ACCUSE_RECEPTION = "accuse_reception"
    DOSSIER_COMPLET = "dossier_complet"
    DECISION = "decision"


class Prealable(StrEnum):
    """Whether something must be tried before the court."""

    OBLIGATOIRE = "obligatoire"
    FACULTATIF = "facultatif"
    AUCUN = "aucun"


class Voie(StrEnum):
    """The first step of an appeal."""

    RAPO = "rapo"
    CRA = "cra"
    CMRA = "cmra"
    MEDIATION = "mediation"
    RECOURS_GRACIEUX = "recours_gracieux"
    RECLAMATION = "reclamation"
    JUGE = "juge"

    @property
    def libelle(self) -> str:
        """The words of the screen."""
        return gettext(_VOIES[self])


_VOIES = {
    Voie.RAPO: _("Recours préalable obligatoire"),
    Voie.CRA: _("Commission de recours amiable"),
    Voie.CMRA: _("Commission médicale de recours amiable"),
    Voie.MEDIATION: _("Médiation"),
    Voie.RECOURS_GRACIEUX: _("Recours gracieux"),
    Voie.RECLAMATION: _("Réclamation"),
    Voie.JUGE: _("Recours direct au juge"),
}


class Juridiction(StrEnum):
    """The court that comes after."""

    TRIBUNAL_ADMINISTRATIF = "tribunal_administratif"
    TRIBUNAL_JUDICIAIRE = "tribunal_judiciaire"
    POLE_SOCIAL = "pole_social"
    JUGE_PROTECTION = "juge_protection"
    PREMIER_PRESIDENT = "premier_president"

    @property
    def libelle(self) -> str:
        """The words of the screen."""
        return gettext(_JURIDICTIONS[self])


_JURIDICTIONS = {
    Juridiction.TRIBUNAL_ADMINISTRATIF: _("Tribunal administratif"),
    Juridiction.TRIBUNAL_JUDICIAIRE: _("Tribunal judiciaire"),
    Juridiction.POLE_SOCIAL: _("Tribunal judiciaire, pôle social"),
    Juridiction.JUGE_PROTECTION: _("Juge des contentieux de la protection"),
    Juridiction.PREMIER_PRESIDENT: _("Premier président de la cour d’appel, ou président de la cour administrative d’appel"),
}


class Effet(StrEnum):
    """Whether an appeal holds the decision back."""

    OUI = "oui"
    NON = "non"
    SELON_LE_CAS = "selon_le_cas"


class Mode(StrEnum):
    """How a right goes on."""

    AUTOMATIQUE = "automatique"
    DECLARATION = "declaration"
    DEMANDE = "demande"
    SELON_LE_CAS = "selon_le_cas"
    AUCUN = "aucun"


class Rappel(StrEnum):
    """Whether the past can be paid."""

    AUCUN = "aucun"
    LIMITE = "limite"
    SANS_OBJET = "sans_objet"


class Methode(StrEnum):
    """How the house estimates the right."""

    OPENFISCA = "openfisca"
    NOUS = "nous"
    CONDITIONS = "conditions"


class ConstatLien(StrEnum):
    """What a visit to an address found. `MUET`: it answers, but not to a machine, so nothing is known of the page."""

    OK = "ok"
    ABSENT = "absent"
    MUET = "muet"
    EN_PANNE = "en_panne"
    INJOIGNABLE = "injoignable"
