"""Closed lists of what blocks. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Etape(models.TextChoices):
    """The step of the path at which it blocks."""

    INFORMATION = "information", _("S’informer")
    DOSSIER = "dossier", _("Remplir le dossier")
    DEPOT = "depot", _("Déposer la demande")
    PIECES = "pieces", _("Donner les papiers")
    ETUDE = "etude", _("Attendre la réponse")
    DECISION = "decision", _("Comprendre ou contester la décision")
    VERSEMENT = "versement", _("Recevoir le droit")
    MAINTIEN = "maintien", _("Garder le droit")


class Blocage(models.TextChoices):
    """What blocks. Words of services, never of a person: a list that is too short is made longer, it is not written beside."""

    SANS_REPONSE = "sans_reponse", _("Le service ne répond pas")
    DELAI_DEPASSE = "delai_depasse", _("Le délai est dépassé")
    PAS_DE_RENDEZ_VOUS = "pas_de_rendez_vous", _("Pas de rendez-vous avant longtemps")
    TELEPHONE = "telephone", _("Le téléphone ne répond pas")
    EN_LIGNE_SEULEMENT = "en_ligne_seulement", _("En ligne seulement, ou le site ne marche pas")
    PIECE_IMPOSSIBLE = "piece_impossible", _("Un papier demandé est impossible à avoir")
    PIECE_REDEMANDEE = "piece_redemandee", _("Un papier déjà donné est redemandé")
    LANGUE = "langue", _("Pas d’interprète, pas de traduction")
    ACCESSIBILITE = "accessibilite", _("Le lieu ou le site n’est pas accessible")
    RENVOI = "renvoi", _("Chaque service renvoie vers un autre")
    REFUS_GUICHET = "refus_guichet", _("Refus d’enregistrer la demande")
    REGLE_MAL_APPLIQUEE = "regle_mal_appliquee", _("La règle semble mal appliquée")
    MOTIF_ABSENT = "motif_absent", _("Décision sans motif")
    RUPTURE = "rupture", _("Le droit s’arrête à un changement de situation")
    COUT = "cout", _("Il faut payer ou avancer de l’argent")
