"""Closed lists of agreements to be called back, and of what a change of the law newly opens. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReponseRappel(models.TextChoices):
    """What the person answered. `RETIRE`: she took back her yes."""

    OUI = "oui", _("Oui, on peut la rappeler")
    NON = "non", _("Non, elle ne veut pas")
    RETIRE = "retire", _("Elle retire son accord")


class EtatRelecture(models.TextChoices):
    """Where the two computations of one check-up stand. `IMPOSSIBLE` says nothing about any right."""

    A_FAIRE = "a_faire", _("À relire")
    FAITE = "faite", _("Relu")
    IMPOSSIBLE = "impossible", _("N’a pas pu être relu")


class RaisonImpossible(models.TextChoices):
    """Why a check-up could not be computed again."""

    SANS_BILAN = "sans_bilan", _("Aucun bilan terminé")
    ILLISIBLE = "illisible", _("Ses réponses ne se lisent plus : un nouveau bilan est à faire")
    ECHEC = "echec", _("Le calcul n’a pas abouti")


class NatureNouveau(models.TextChoices):
    """How a right stands under the second law, beside the first. None of them is a promise."""

    NOUVEAU = "nouveau", _("Pas possible avant, possible maintenant")
    PRECISE = "precise", _("On ne savait pas avant, possible maintenant")
    A_PRECISER = "a_preciser", _("Pas possible avant, on ne sait pas maintenant")


class SuiteRappel(models.TextChoices):
    """What came of the call; each one ends the line. `INJOIGNABLE` is a result like another."""

    RAPPELEE = "rappelee", _("Rappelée")
    INJOIGNABLE = "injoignable", _("Pas pu être jointe")
    NE_VEUT_PAS = "ne_veut_pas", _("Ne veut pas de ce droit")
