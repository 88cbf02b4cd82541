"""Closed lists of the rights check-up. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatutBilan(models.TextChoices):
    """Where a check-up stands: answers are still coming in, or its results were read with the person."""

    EN_COURS = "en_cours", _("En cours")
    TERMINE = "termine", _("Terminé")


class FormeBilan(models.TextChoices):
    """How much a check-up asks: five questions to begin with, or all that matter."""

    COURT = "court", _("Cinq questions")
    COMPLET = "complet", _("Bilan complet")


class StatutEstimation(models.TextChoices):
    """Where an estimate stands. `ECHOUEE` says nothing about any right: the engine could not answer."""

    DEMANDEE = "demandee", _("Demandée")
    FAITE = "faite", _("Faite")
    ECHOUEE = "echouee", _("Échouée")


class DecisionChoix(models.TextChoices):
    """What the person does with a right. `ECARTE` is a choice, not a failure. `AUCUNE`: she took her choice back, and none is in force."""

    VOULU = "voulu", _("Je le veux")
    PAS_MAINTENANT = "pas_maintenant", _("Pas maintenant")
    ECARTE = "ecarte", _("Je ne le veux pas")
    DEJA_DEMANDE = "deja_demande", _("Déjà demandé")
    DEJA_RECU = "deja_recu", _("Déjà reçu")
    AUCUNE = "aucune", _("Pas encore décidé")


class TypeNonRecours(models.TextChoices):
    """Why a right is not taken up: the types of the Observatoire des non-recours (Odenore, 2010, completed in 2014), and non-orientation."""

    NON_CONNAISSANCE = "non_connaissance", _("Le droit n’était pas connu")
    NON_DEMANDE = "non_demande", _("Le droit est connu, pas demandé")
    NON_RECEPTION = "non_reception", _("Le droit est demandé, pas reçu")
    NON_PROPOSITION = "non_proposition", _("Le droit n’a pas été proposé")
    NON_ORIENTATION = "non_orientation", _("La personne n’a pas été orientée")


class MotifChoix(models.TextChoices):
    """The reason in the person's words, each under one type of Odenore (see `rules.type_of`)."""

    NE_CONNAIT_PAS = "ne_connait_pas", _("Je ne connaissais pas ce droit")
    CROIT_NE_PAS_AVOIR_DROIT = "croit_ne_pas_avoir_droit", _("Je pensais ne pas y avoir droit")
    MONTANT_TROP_FAIBLE = "montant_trop_faible", _("C’est trop peu pour moi")
    DEMARCHE_COMPLIQUEE = "demarche_compliquee", _("La démarche est trop compliquée")
    NUMERIQUE = "numerique", _("C’est sur Internet, et c’est difficile")
    LANGUE = "langue", _("La langue est un obstacle")
    PAPIERS_MANQUANTS = "papiers_manquants", _("Il me manque des papiers")
    ATTEND_UN_PAPIER = "attend_un_papier", _("J’attends un papier")
    PEUR_DETTE = "peur_dette", _("J’ai peur de devoir rembourser")
    PEUR_CONTROLE = "peur_controle", _("J’ai peur d’un contrôle")
    PEUR_AUTRES_DROITS = "peur_autres_droits", _("J’ai peur de perdre autre chose")
    REGARD_DES_AUTRES = "regard_des_autres", _("Je crains le regard des autres")
    SE_DEBROUILLER = "se_debrouiller", _("Je préfère me débrouiller sans")
    CONFLIT_FAMILIAL = "conflit_familial", _("Je veux éviter un conflit dans ma famille")
    AIDE_DES_PROCHES = "aide_des_proches", _("Mes proches m’aident")
    SANS_REPONSE = "sans_reponse", _("J’ai demandé, sans réponse")
    REFUSE_AVANT = "refuse_avant", _("On me l’a refusé")
    COUPE_AU_RENOUVELLEMENT = "coupe_au_renouvellement", _("Il s’est arrêté au renouvellement")
    PAS_PROPOSE = "pas_propose", _("Personne ne me l’a proposé")
    MAL_ORIENTE = "mal_oriente", _("On m’a envoyé au mauvais endroit")
    AUTRE = "autre", _("Une autre raison")


class StatutAvis(models.TextChoices):
    """What a professional thinks of a right, where the estimate says otherwise. `RETIRE`: no opinion is in force any more."""

    PROBABLE = "probable", _("Probable")
    A_VERIFIER = "a_verifier", _("À vérifier")
    HORS = "hors", _("Pas dans cette situation")
    RETIRE = "retire", _("Avis retiré")
