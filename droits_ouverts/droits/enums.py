"""Closed lists of the catalogue. Values are stored in files and screens' addresses: ASCII, lower case, never renamed."""

from __future__ import annotations

from enum import StrEnum

from droits_ouverts.engine.formules.types import Grade

__all__ = [
    "Canal",
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
        return _FAMILLES[self]


_FAMILLES = {
    Famille.RESSOURCES: "Ressources",
    Famille.ENFANTS: "Enfants et famille",
    Famille.LOGEMENT: "Logement",
    Famille.ENERGIE_EAU: "Énergie et eau",
    Famille.SANTE: "Santé",
    Famille.HANDICAP: "Handicap",
    Famille.AGE: "Retraite et autonomie",
    Famille.EMPLOI: "Emploi",
    Famille.ETUDES: "Études, école et loisirs",
    Famille.TRANSPORTS: "Transports",
    Famille.BANQUE: "Banque et dettes",
    Famille.ADRESSE_JUSTICE: "Adresse et justice",
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
        return _CANAUX[self]


_CANAUX = {
    Canal.EN_LIGNE: "En ligne",
    Canal.PAPIER: "Par courrier ou sur papier",
    Canal.SUR_PLACE: "Sur place",
    Canal.TELEPHONE: "Par téléphone",
    Canal.COURRIEL: "Par courriel",
    Canal.RENDEZ_VOUS: "Sur rendez-vous",
    Canal.PROFESSIONNEL: "Avec un professionnel qui fait la demande",
    Canal.AUTOMATIQUE: "Sans démarche",
    Canal.AIDE: "Pour être aidé",
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
        return _UNITES[self]


_UNITES = {
    Unite.EUROS_MOIS: "\u00a0€ par mois",
    Unite.EUROS_MOIS_PERSONNE: "\u00a0€ par mois et par personne",
    Unite.EUROS_MOIS_PART: "\u00a0€ par mois et par part",
    Unite.EUROS_TRIMESTRE: "\u00a0€ par trimestre",
    Unite.EUROS_10_MOIS: "\u00a0€ pour 10\u00a0mois",
    Unite.EUROS_AN: "\u00a0€ par an",
    Unite.EUROS_UNE_FOIS: "\u00a0€",
    Unite.EUROS_JOUR: "\u00a0€ par jour",
    Unite.EUROS_HEURE: "\u00a0€ par heure",
    Unite.EUROS_REPAS: "\u00a0€ par repas",
    Unite.EUROS_OPERATION: "\u00a0€ par opération",
    Unite.POURCENT: "\u00a0%",
    Unite.POURCENT_AN: "\u00a0% par an",
    Unite.SMIC_MENSUEL: "\u00a0SMIC mensuel",
    Unite.HEURES: "\u00a0heures",
    Unite.HEURES_AN: "\u00a0heures par an",
    Unite.JOURS: "\u00a0jours",
    Unite.JOURS_MOIS: "\u00a0jours par mois",
    Unite.MOIS: "\u00a0mois",
    Unite.ANS: "\u00a0ans",
    Unite.LOYERS: "\u00a0loyers",
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
        return _VOIES[self]


_VOIES = {
    Voie.RAPO: "Recours préalable obligatoire",
    Voie.CRA: "Commission de recours amiable",
    Voie.CMRA: "Commission médicale de recours amiable",
    Voie.MEDIATION: "Médiation",
    Voie.RECOURS_GRACIEUX: "Recours gracieux",
    Voie.RECLAMATION: "Réclamation",
    Voie.JUGE: "Recours direct au juge",
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
        return _JURIDICTIONS[self]


_JURIDICTIONS = {
    Juridiction.TRIBUNAL_ADMINISTRATIF: "Tribunal administratif",
    Juridiction.TRIBUNAL_JUDICIAIRE: "Tribunal judiciaire",
    Juridiction.POLE_SOCIAL: "Tribunal judiciaire, pôle social",
    Juridiction.JUGE_PROTECTION: "Juge des contentieux de la protection",
    Juridiction.PREMIER_PRESIDENT: "Premier président de la cour d’appel, ou président de la cour administrative d’appel",
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
