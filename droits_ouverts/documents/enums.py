"""Closed lists of papers. Stored values are never renamed."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """What kind of paper it is: the same list as the papers that an institution asks for."""

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


class Validite(StrEnum):
    """Where a paper stands on a day."""

    SANS_FIN = "sans_fin"
    VALABLE = "valable"
    BIENTOT = "bientot"
    EXPIREE = "expiree"


class EtatLien(StrEnum):
    """Where a link stands at an instant."""

    OUVERT = "ouvert"
    EPUISE = "epuise"
    EXPIRE = "expire"
    REVOQUE = "revoque"
    FERME = "ferme"
    """Closed after too many wrong codes."""


class DureeLien(models.IntegerChoices):
    """How many hours a link serves."""

    UN_JOUR = 24, _("24 heures")
    TROIS_JOURS = 72, _("3 jours")
