"""Why something sealed cannot be opened. The messages never carry a key or a value."""

from __future__ import annotations

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class CoffreError(DomainError):
    """Something sealed cannot be opened, or nothing can be sealed."""

    title = _("Ces informations ne peuvent pas être lues")
    what = _("Elles sont protégées par une clé, et le coffre n’a pas pu s’ouvrir. Rien n’a été changé ni perdu.")
    why = _("Le coffre ne s’ouvre pas.")
    next_step = _("Prévenez la personne qui administre le service.")
    status = 500
    code = "coffre_ferme"


class MissingKeyError(CoffreError):
    """The key that sealed this is not in the folder of keys."""

    code = "cle_absente"


class KeyFileError(CoffreError):
    """The folder of keys, or one of its files, cannot be used: unreadable, altered, or open to others."""

    code = "fichier_de_cle_inutilisable"


class MalformedTokenError(CoffreError):
    """This is not something we sealed: its shape is wrong."""

    code = "jeton_mal_forme"


class TamperedError(CoffreError):
    """The seal is broken: the token was altered, or belongs to another thing than the one it was read from."""

    code = "sceau_rompu"
