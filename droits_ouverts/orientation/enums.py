"""Closed lists of orientation. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pourquoi(models.TextChoices):
    """Why she is sent to this service."""

    DECIDE = "decide", _("C’est ce service qui décide du droit")
    ACCOMPAGNE = "accompagne", _("Ce service accompagne cette démarche")
    CONNAIT = "connait", _("Ce service connaît bien ce sujet")
    PROCHE = "proche", _("Ce service est plus près d’elle")
    LANGUE = "langue", _("Ce service parle sa langue")
    ELLE_PREFERE = "elle_prefere", _("Elle préfère ce service")


class Demande(models.TextChoices):
    """What is asked of the service."""

    INSTRUIRE = "instruire", _("Recevoir ou étudier sa demande")
    DOSSIER = "dossier", _("L’aider à faire son dossier")
    RENDEZ_VOUS = "rendez_vous", _("Lui donner un rendez-vous")
    PAPIER = "papier", _("Lui donner un papier ou une attestation")
    REPONSE = "reponse", _("Répondre à une question précise")
    DEBLOQUER = "debloquer", _("Débloquer sa situation")


class Champ(models.TextChoices):
    """A thing that the sheet may say of her, if she agreed to it."""

    PRENOM = "prenom", _("son prénom")
    NOM = "nom", _("son nom")
    NAISSANCE = "naissance", _("sa date de naissance")
    JOINDRE = "joindre", _("son numéro sûr, si elle en a donné un")
    LANGUE = "langue", _("la langue dans laquelle lui parler")
    DROIT = "droit", _("de quel droit il s’agit")
    ETAPE = "etape", _("où en est ce droit")
    PRECISION = "precision", _("ce que vous écrivez au service")


class StatutEnvoi(models.TextChoices):
    """Where one recipient stands. Each recipient has its own."""

    ENVOYEE = "envoyee", _("Envoyée")
    RECUE = "recue", _("Reçue")
    RENDEZ_VOUS = "rendez_vous", _("Rendez-vous donné")
    A_L_ETUDE = "a_l_etude", _("À l’étude")
    FAITE = "faite", _("Faite")
    IMPOSSIBLE = "impossible", _("Impossible")
    EXPIREE = "expiree", _("Restée sans réponse")
    ANNULEE = "annulee", _("Annulée")


class NatureSuiteEnvoi(models.TextChoices):
    """A step, or the correction that says a step was written by mistake."""

    PAS = "pas", _("Étape")
    CORRECTION = "correction", _("Correction")


class Voie(models.TextChoices):
    """By which way a step was written."""

    EXPEDITEUR = "expediteur", _("noté par l’équipe qui oriente")
    TELEPHONE = "telephone", _("dit au téléphone")
    BORDEREAU = "bordereau", _("bordereau rendu")
    LIEN = "lien", _("répondu par le lien")
    COMPTE = "compte", _("répondu dans ce service")
    NUIT = "nuit", _("écrit par le service, la nuit")


class MotifImpossible(models.TextChoices):
    """Why the service cannot do what is asked. What the service says of itself first."""

    PAS_NOUS = "pas_nous", _("Ce n’est pas ce service qui s’en occupe")
    AUTRE_SECTEUR = "autre_secteur", _("Elle habite dans un autre secteur")
    PLUS_DE_PLACE = "plus_de_place", _("Plus de place, ou pas avant longtemps")
    PAPIERS = "papiers", _("Il manque un papier")
    CONDITIONS = "conditions", _("Une condition manque, selon ce service")
    PAS_JOINTE = "pas_jointe", _("Elle n’a pas pu être jointe")
    PAS_VENUE = "pas_venue", _("Elle n’est pas venue")
    NE_VEUT_PAS = "ne_veut_pas", _("Elle ne le souhaite plus")
    DEJA_SUIVIE = "deja_suivie", _("Un autre service s’en occupe déjà")
    AUTRE = "autre", _("Une autre raison")


class NatureRelais(models.TextChoices):
    """How the hand-over is made warm."""

    APPEL = "appel", _("Appel à trois")
    VISITE = "visite", _("Visite ensemble")


class IssueRelais(models.TextChoices):
    """What came of it. Nobody being there is an outcome like another."""

    RELAIS_PRIS = "relais_pris", _("Le service a pris le relais")
    RENDEZ_VOUS = "rendez_vous", _("Un rendez-vous est pris")
    SANS_SUITE = "sans_suite", _("Sans suite")
    ELLE_ABSENTE = "elle_absente", _("Elle n’était pas là")
    SERVICE_ABSENT = "service_absent", _("Personne au service")
    REPORTE = "reporte", _("Reporté")


class MotifPause(models.TextChoices):
    """Why nobody is reminded for a while."""

    ELLE_DEMANDE = "elle_demande", _("Elle le demande")
    ELLE_ABSENTE = "elle_absente", _("Elle est absente pour un temps")
    SERVICE_FERME = "service_ferme", _("Le service est fermé pour un temps")
    ON_ATTEND = "on_attend", _("On attend un papier ou une autre réponse")


class Capacite(models.TextChoices):
    """What a service can take now, as it says it."""

    INCONNUE = "inconnue", _("On ne sait pas")
    OUVERTE = "ouverte", _("Reçoit sous quinze jours")
    LENTE = "lente", _("Plus d’un mois d’attente")
    FERMEE = "fermee", _("Ne prend personne pour l’instant")


class NatureCourriel(models.TextChoices):
    """What a mail is for. None of them says anything of a person."""

    ENVOI = "envoi", _("Une orientation attend")
    RELANCE = "relance", _("Rappel")
    NOUVEAU_LIEN = "nouveau_lien", _("Un nouveau lien")
    CLOSE = "close", _("Orientation close")
    SANS_REPONSE = "sans_reponse", _("Restée sans réponse")
    NON_REMIS = "non_remis", _("Un courriel a été refusé")
    A_APPELER = "a_appeler", _("Un service à appeler")


class StatutCourriel(models.TextChoices):
    """Where a mail stands in the box of what leaves."""

    A_ENVOYER = "a_envoyer", _("à envoyer")
    EN_COURS = "en_cours", _("en train de partir")
    PARTI = "parti", _("parti")
    INCERTAIN = "incertain", _("peut-être parti")
    REFUSE = "refuse", _("refusé par la messagerie")
    SANS_OBJET = "sans_objet", _("plus utile")


class StatutBlocage(models.TextChoices):
    """Where a blocked case stands with the coordination."""

    A_TRAITER = "a_traiter", _("À traiter")
    TRANSMIS = "transmis", _("Transmis au référent")
    DEBLOQUE = "debloque", _("Débloqué")
    SANS_SUITE = "sans_suite", _("Sans suite")
