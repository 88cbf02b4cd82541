"""What the room of persons can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class IdentityRefusedError(DomainError):
    """A person cannot be written so. `errors` maps a field to the code of what is wrong."""

    title = _("Cette personne ne peut pas être enregistrée")
    what = _("Il manque un nom, ou la date de l’accord est dans le futur ou remonte à plus de deux ans. Rien n’a été changé.")
    why = _("Un nom n’est gardé que depuis le jour où la personne a dit oui.")
    next_step = _("Revenez à la page, et corrigez.")
    status = 422
    code = "personne_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()
