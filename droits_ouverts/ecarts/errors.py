"""What a test case can be refused for, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class CaseRefusedError(DomainError):
    """The person did not agree, or a word is not in the lists."""

    title = _("Ce cas n’est pas gardé")
    what = _("Rien n’a été enregistré.")
    why = _("Un cas n’est gardé qu’avec l’accord de la personne.")
    next_step = _("Revenez à la page, et demandez-lui.")
    status = 422
    code = "cas_refuse"


class TooRareError(DomainError):
    """The household is too large to be nobody's."""

    title = _("Ce foyer est trop rare pour rester anonyme")
    what = _("Aucun cas n’a été gardé.")
    why = _("Un très grand foyer se reconnaît, même sans nom.")
    next_step = _("Signalez l’écart avec le nom du droit seulement, sur la page du droit.")
    status = 422
    code = "foyer_trop_rare"
