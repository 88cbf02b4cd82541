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


class ErasedError(CoffreError):
    """The key of this person or check-up was destroyed: nobody can read it any more, nor write beside it."""

    title = _("Ces informations ont été effacées")
    what = _("Leur clé a été détruite : plus personne ne peut les lire, ni nous ni vous.")
    why = _("La personne l’a demandé, ou la durée pendant laquelle nous pouvions les garder est finie.")
    next_step = _("Si la personne revient, commencez un nouveau bilan avec elle.")
    status = 410
    code = "efface"


class WornKeyError(CoffreError):
    """This key has sealed as many messages as is safe (NIST SP 800-38D, §8.3)."""

    code = "cle_usee"


class KeyServiceError(CoffreError):
    """The service that holds the key-encryption key does not answer, or refuses."""

    what = _("Elles sont protégées par une clé, et le service qui la garde ne répond pas. Rien n’a été changé ni perdu.")
    why = _("Le service des clés est arrêté, ou nous refuse.")
    next_step = _("Attendez une minute, puis réessayez. Si cela dure, prévenez la personne qui administre le service.")
    status = 503
    code = "service_de_cles_indisponible"


class ErasureFileError(CoffreError):
    """The file of erasures is not whole: nothing was replayed."""

    code = "registre_incomplet"


class AppendOnlyRegisterError(RuntimeError):
    """A line of the register of erasures is never changed nor removed by the application: a mistake of ours."""
