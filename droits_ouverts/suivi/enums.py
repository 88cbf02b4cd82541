"""Closed lists of the followed right. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Etat(models.TextChoices):
    """Where one right stands for one person, in the order of the path. Which move may follow which is in `rules.SUITES`.

    `ANNULE` is no step: each one was taken back by a correction, and no list and no count knows the right any more.
    """

    REPERE = "repere", _("Repéré")
    PROPOSE = "propose", _("Proposé")
    CHOISI = "choisi", _("Voulu par la personne")
    ECARTE = "ecarte", _("Pas voulu par la personne")
    EN_PREPARATION = "en_preparation", _("Dossier en préparation")
    DEPOSE = "depose", _("Demande déposée")
    PIECES_DEMANDEES = "pieces_demandees", _("Pièces demandées")
    EN_INSTRUCTION = "en_instruction", _("Demande à l’étude")
    ACCORDE = "accorde", _("Accordé")
    PARTIEL = "partiel", _("Accordé en partie")
    REFUSE = "refuse", _("Refusé")
    SILENCE = "silence", _("Resté sans réponse")
    VERSE = "verse", _("Versé ou utilisé")
    MAINTENU = "maintenu", _("Maintenu")
    PERDU = "perdu", _("Arrêté")
    RECOURS = "recours", _("Recours déposé")
    RENONCE = "renonce", _("La personne y a renoncé")
    ANNULE = "annule", _("Ouvert par erreur")


class NatureMouvement(models.TextChoices):
    """A step on the path, or the correction that says a step was written by mistake."""

    PAS = "pas", _("Étape")
    CORRECTION = "correction", _("Correction")


class NiveauPreuve(models.TextChoices):
    """How a fact is known, from the weakest to the strongest."""

    DIT = "dit", _("Dit par la personne")
    VU = "vu", _("Vu sur un papier")
    CONFIRME = "confirme", _("Confirmé par l’organisme")


class Origine(models.TextChoices):
    """Where the follow-up of a right comes from."""

    BILAN = "bilan", _("Choisi dans un bilan")
    MAIN = "main", _("Ouvert par un professionnel")
    IMPORT = "import", _("Repris d’un tableau")


class SensSilence(models.TextChoices):
    """What the silence of the institution meant for this right on that day."""

    ACCORD = "accord", _("Il vaut accord")
    REFUS = "refus", _("Il vaut refus")
    INCONNU = "inconnu", _("Ce qu’il veut dire est à vérifier")


class MotifDecision(models.TextChoices):
    """Why the institution refused, granted a part, or stopped, as it says it."""

    RESSOURCES = "ressources", _("Ressources au-dessus de la limite")
    FOYER = "foyer", _("Composition du foyer")
    AGE = "age", _("Condition d’âge")
    SEJOUR = "sejour", _("Droit au séjour ou ancienneté de résidence")
    RESIDENCE = "residence", _("Lieu d’habitation")
    TAUX_HANDICAP = "taux_handicap", _("Taux ou effet du handicap")
    PIECES_MANQUANTES = "pieces_manquantes", _("Pièces manquantes")
    HORS_DELAI = "hors_delai", _("Demande hors délai")
    AUTRE_DROIT = "autre_droit", _("Un autre droit passe avant, ou ne se cumule pas")
    DECLARATION_MANQUANTE = "declaration_manquante", _("Déclaration non faite")
    RENOUVELLEMENT_MANQUE = "renouvellement_manque", _("Renouvellement non demandé à temps")
    CHANGEMENT_SITUATION = "changement_situation", _("Changement de situation")
    DUREE_ATTEINTE = "duree_atteinte", _("Durée maximale atteinte")
    CONTROLE = "controle", _("Suspendu après un contrôle")
    BUDGET = "budget", _("Aide facultative : plus de budget, ou refus de la commission")
    NON_DIT = "non_dit", _("Motif non donné")
    AUTRE = "autre", _("Un autre motif")


class NaturePiece(models.TextChoices):
    """What kind of paper is asked for."""

    IDENTITE = "identite", _("Pièce d’identité")
    SEJOUR = "sejour", _("Titre de séjour")
    DOMICILE = "domicile", _("Justificatif de domicile ou domiciliation")
    LOGEMENT = "logement", _("Bail, quittance ou attestation de loyer")
    IMPOT = "impot", _("Avis d’impôt")
    RESSOURCES = "ressources", _("Justificatif de ressources")
    BANQUE = "banque", _("RIB")
    FAMILLE = "famille", _("Livret de famille, acte ou jugement")
    SCOLARITE = "scolarite", _("Certificat de scolarité ou carte d’étudiant")
    EMPLOI = "emploi", _("Contrat ou attestation d’employeur")
    SANTE = "sante", _("Certificat médical, sous pli fermé")
    FORMULAIRE = "formulaire", _("Formulaire rempli et signé")
    ATTESTATION = "attestation", _("Attestation d’un organisme")
    AUTRE = "autre", _("Un autre papier")


class ResultatAppel(models.TextChoices):
    """What an after-care call found. `INJOIGNABLE` is a result like another."""

    TOUJOURS_VERSE = "toujours_verse", _("Le droit est toujours là")
    ARRETE = "arrete", _("Le droit s’est arrêté")
    JAMAIS_RECU = "jamais_recu", _("Rien n’est encore arrivé")
    INJOIGNABLE = "injoignable", _("La personne n’a pas pu être jointe")
    NE_SOUHAITE_PAS = "ne_souhaite_pas", _("La personne ne souhaite pas être rappelée")


class ChangementVie(models.TextChoices):
    """What changes in a life and calls for a new check-up."""

    NAISSANCE = "naissance", _("Naissance ou grossesse")
    EMPLOI = "emploi", _("Emploi trouvé")
    PERTE_EMPLOI = "perte_emploi", _("Emploi perdu")
    DEMENAGEMENT = "demenagement", _("Déménagement")
    SEPARATION = "separation", _("Séparation")
    VIE_COMMUNE = "vie_commune", _("Vie de couple")
    DEPART_ENFANT = "depart_enfant", _("Départ d’un enfant")
    DECES = "deces", _("Décès d’un proche")
    SANTE = "sante", _("Maladie ou handicap")
    RETRAITE = "retraite", _("Retraite")
    SEJOUR = "sejour", _("Titre de séjour")
    AUTRE = "autre", _("Un autre changement")


class SuitePiece(models.TextChoices):
    """What became of a paper that was asked for."""

    DONNEE = "donnee", _("Donnée")
    SANS_OBJET = "sans_objet", _("N’est plus demandée")
    MANQUE = "manque", _("Manque encore")


class ReglementEcheance(models.TextChoices):
    """What somebody does with a clock."""

    FAITE = "faite", _("C’est fait")
    DEPLACEE = "deplacee", _("Déplacer à un autre jour")
    PAUSE = "pause", _("Mettre en pause")
    COURT = "court", _("La remettre en route")
