"""What can be refused to a reader of the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class UnknownDroitError(DomainError):
    """No right has this code."""

    title = _("Ce droit n’est pas dans le catalogue")
    what = _("Nous n’avons pas de fiche pour ce droit.")
    why = _("Son code est mal écrit, ou ce droit n’est pas encore suivi ici.")
    next_step = _("Revenez à la liste des droits.")
    status = 404
    code = "droit_inconnu"
