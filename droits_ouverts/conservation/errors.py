"""What retention refuses, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class ContactRefusedError(DomainError):
    """The day of the contact is to come, or before the file."""

    title = _("Ce jour ne peut pas être celui du contact")
    what = _("Rien n’a été noté.")
    why = _("Il est dans le futur, ou d’avant l’ouverture du dossier.")
    next_step = _("Revenez à la page précédente et écrivez le jour où vous avez été en contact avec la personne.")
    status = 422
    code = "contact_refuse"


class HeldError(DomainError):
    """The file is on hold already, or is not."""

    title = _("Cette mise en réserve a déjà changé")
    what = _("Rien n’a été changé.")
    why = _("Quelqu’un l’a posée ou levée entre-temps.")
    next_step = _("Rouvrez la page du dossier : elle dit où il en est.")
    status = 409
    code = "reserve_deja_changee"


class PurgeRefusedError(RuntimeError):
    """Nothing is erased; the message says why and what to do. For those who run the service."""
