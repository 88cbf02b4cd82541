"""Closed lists of the room. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Champ(models.TextChoices):
    """What a column of somebody's table is for us."""

    RIEN = "", _("Ne pas reprendre")
    NUMERO = "numero", _("Numéro de dossier")
    PRENOM = "prenom", _("Prénom")
    NOM = "nom", _("Nom")
    NOM_COMPLET = "nom_complet", _("Nom et prénom ensemble")
    NAISSANCE = "naissance", _("Date de naissance")
    DROIT = "droit", _("Droit")
    ETAT = "etat", _("Où en est le droit")
    DROIT_ETAT = "droit_etat", _("Droit et où il en est, ensemble")
    ETAT_LE = "etat_le", _("Dans cet état depuis le")
    DEMANDE_LE = "demande_le", _("Demande déposée le")
    MONTANT = "montant", _("Montant par mois")
    ACCORD_LE = "accord_le", _("Jour de l’accord de la personne")
    ACCORD_MODE = "accord_mode", _("Comment elle a donné son accord")
    MOTS = "mots", _("Note sur le droit")


class Statut(models.TextChoices):
    """Where an import stands."""

    COLONNES = "colonnes", _("Colonnes à confirmer")
    VALEURS = "valeurs", _("Mots à confirmer")
    ESSAI = "essai", _("À relire avant d’importer")
    EN_COURS = "en_cours", _("En cours")
    FAITE = "faite", _("Faite")
    EN_ANNULATION = "en_annulation", _("Annulation en cours")
    ANNULEE = "annulee", _("Annulée")


class Sort(models.TextChoices):
    """What becomes of a row."""

    CREER = "creer", _("Nouvelle personne")
    RECONNUE = "reconnue", _("Personne déjà là")
    DEJA = "deja", _("Déjà à jour")
    DOUTEUSE = "douteuse", _("À décider")
    REFUSEE = "refusee", _("Refusée")
