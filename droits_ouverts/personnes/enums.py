"""Closed lists of the persons. Stored values are never renamed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class ModeAccord(models.TextChoices):
    """How the person agreed."""

    ORAL = "oral", _("de vive voix")
    PAPIER = "papier", _("sur papier")
    ECRAN = "ecran", _("à l’écran")


class Portee(models.TextChoices):
    """A part of what is known of a person, which she may share or not. No code holds another one."""

    IDENTITE = "identite", _("son nom et sa date de naissance")
    CONTACT = "contact", _("comment la joindre")
    FOYER = "foyer", _("qui vit avec elle")
    RESSOURCES = "ressources", _("son travail et ses ressources")
    LOGEMENT = "logement", _("son logement")
    DROITS = "droits", _("ses droits estimés")
    DEMARCHES = "demarches", _("ce qu’elle a décidé de demander")
    ORIENTATION = "orientation", _("les services vers lesquels elle est orientée")
    SANTE = "sante", _("sa santé")
    SEJOUR = "sejour", _("son séjour en France")
    VIOLENCES = "violences", _("les violences subies")
    NOTES = "notes", _("les avis écrits par des professionnels")


class Finalite(models.TextChoices):
    """What the other structure reads for, and nothing else."""

    ACCOMPAGNEMENT = "accompagnement", _("l’accompagner dans ses démarches")
    INSTRUCTION = "instruction", _("étudier une demande qu’elle fait")
    ORIENTATION = "orientation", _("la recevoir après une orientation")


class NatureSuite(models.TextChoices):
    """What followed an agreement to share."""

    RESTREINT = "restreint", _("restreint")
    RETIRE = "retire", _("retiré")
    RETABLI = "retabli", _("rétabli dans la minute")


class EtatPartage(StrEnum):
    """Where an agreement to share stands on a day. Nothing is stored of it."""

    A_VENIR = "a_venir"
    EN_COURS = "en_cours"
    RESTREINT = "restreint"
    EXPIRE = "expire"
    RETIRE = "retire"


class Moyen(models.TextChoices):
    """A way to reach a person."""

    ECRIRE = "ecrire", _("lui écrire")
    APPELER = "appeler", _("l’appeler")
    MESSAGE = "message", _("lui laisser un message")


class ObjetRectification(models.TextChoices):
    """What a person asks to have corrected."""

    IDENTITE = "identite", _("son identité")
    BILAN = "bilan", _("un bilan gardé")
    AUTRE = "autre", _("autre chose")


class SuiteRectification(models.TextChoices):
    """What was done of it."""

    FAITE = "faite", _("corrigé")
    NOTEE = "notee", _("noté à côté")
    REFUSEE = "refusee", _("refusé")


class Obstacle(models.TextChoices):
    """What obliges to keep a file that a person asks to erase (RGPD, art. 17, 3)."""

    AUCUN = "aucun", _("rien n’oblige à le garder")
    LOI = "loi", _("une loi oblige à le garder encore")
    RECOURS = "recours", _("il sert à un recours ou à un procès en cours")


class MotifUrgence(models.TextChoices):
    """Why somebody without access must read a file now."""

    DANGER = "danger", _("sa vie ou sa santé est en danger")
    PROTEGER = "proteger", _("un enfant ou un adulte est à protéger")
    SANS_TOIT = "sans_toit", _("elle serait sans toit ou sans nourriture ce soir")


class DecisionUrgence(models.TextChoices):
    """What the second person answered."""

    ACCORDEE = "accordee", _("accordée")
    REFUSEE = "refusee", _("refusée")
