"""What this room refuses, with the sentences to show."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class RisqueError(DomainError):
    """She has to ask for it in spite of the risk, and nobody noted that she does."""

    title = _("Sa page n’est pas ouverte")
    what = _("Rien n’a été ouvert, et aucun code n’a été donné.")
    why = _("Cette personne n’a pas dit comment la joindre sans danger, ou a demandé que rien ne dise qui écrit.")
    next_step = _("Parlez avec elle de qui pourrait trouver le code. Si elle veut sa page quand même, cochez la case.")
    status = 422
    code = "carnet_risque"


class CarnetChangeError(DomainError):
    """There is no page to close any more."""

    title = _("Sa page est déjà fermée")
    what = _("Rien n’a été changé.")
    why = _("Elle a fini de servir, ou quelqu’un l’a fermée avant vous.")
    next_step = _("Donnez un nouveau code si elle veut encore sa page.")
    status = 409
    code = "carnet_change"
