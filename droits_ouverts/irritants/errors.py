"""What this room can refuse, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class TooLateError(DomainError):
    """What was noted can no longer be taken back: the minute is over, or it was already done."""

    title = _("Ce blocage ne peut plus être retiré")
    what = _("Rien n’a été changé.")
    why = _("La minute pour revenir en arrière est passée, ou c’est déjà fait. Le compte ne dit ni de qui, ni par qui : rien ne permet de le retrouver.")
    next_step = _("Continuez : une erreur de un sur un compte ne change pas ce qui en sera fait.")
    status = 409
    code = "irritant_trop_tard"


class UnknownIrritantError(DomainError):
    """A right, a site or a word of the lists is not known."""

    title = _("Ce blocage ne peut pas être noté")
    what = _("Rien n’a été noté.")
    why = _("Il manque un choix, ou l’un d’eux n’est pas dans la liste.")
    next_step = _("Revenez à la page, et choisissez dans chaque liste.")
    status = 422
    code = "irritant_inconnu"
