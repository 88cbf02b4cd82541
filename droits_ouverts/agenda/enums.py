"""Closed lists of the agenda. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModeRencontre(models.TextChoices):
    """How people meet."""

    SUR_PLACE = "sur_place", _("sur place")
    TELEPHONE = "telephone", _("au téléphone")
    VISITE = "visite", _("en visite")
    VISIO = "visio", _("en visio")


class Rythme(models.TextChoices):
    """How an appointment comes back."""

    HEBDOMADAIRE = "hebdomadaire", _("chaque semaine")
    QUINZAINE = "quinzaine", _("toutes les deux semaines")
    MENSUEL = "mensuel", _("chaque mois")


class EtatRendezVous(models.TextChoices):
    """What became of an appointment. A person who did not come and one who said so before are two things."""

    PREVU = "prevu", _("prévu")
    TENU = "tenu", _("a eu lieu")
    ABSENTE = "absente", _("elle n’est pas venue")
    EXCUSEE = "excusee", _("elle a prévenu")
    REPORTE = "reporte", _("reporté")
    ANNULE = "annule", _("annulé par l’équipe")
    ERREUR = "erreur", _("noté par erreur")


class QuiFait(models.TextChoices):
    """Who does what is next."""

    PERSONNE = "personne", _("la personne")
    PROFESSIONNEL = "professionnel", _("quelqu’un de l’équipe")


class EtatAction(models.TextChoices):
    """Where an action stands."""

    A_FAIRE = "a_faire", _("à faire")
    FAITE = "faite", _("faite")
    ERREUR = "erreur", _("notée par erreur")


class RythmeResume(models.TextChoices):
    """How often the quiet mail of a member comes."""

    JAMAIS = "jamais", _("jamais")
    HEBDOMADAIRE = "hebdomadaire", _("chaque semaine")
    QUOTIDIEN = "quotidien", _("chaque jour de travail")


class StatutResume(models.TextChoices):
    """What came of the last one. `rien`: there was nothing to say; `en_cours`: it began to leave, and nothing was heard since."""

    AUCUN = "aucun", _("aucun")
    PLUS_TARD = "plus_tard", _("remis à plus tard")
    RIEN = "rien", _("rien à dire")
    EN_COURS = "en_cours", _("en train de partir")
    PARTI = "parti", _("parti")
    INCERTAIN = "incertain", _("peut-être parti")
    REFUSE = "refuse", _("refusé par la messagerie")
