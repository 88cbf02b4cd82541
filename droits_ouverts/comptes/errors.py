"""What signing in can refuse, with the sentences to show."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class FournisseurError(DomainError):
    """The identity provider did not answer, or its answer does not hold: nothing is believed of it."""

    title = _("Cette connexion n’a pas abouti")
    what = _("Vous n’êtes pas connecté, et rien n’a été changé.")
    why = _("La réponse du service de connexion n’a pas pu être vérifiée.")
    next_step = _("Recommencez. Si cela continue, connectez-vous par mot de passe et prévenez la personne qui administre le service.")
    status = 400
    code = "fournisseur_non_verifie"


class PreuveTropFaibleError(FournisseurError):
    """The provider let her in by one factor only."""

    title = _("Une seconde preuve est nécessaire")
    why = _("Le service de connexion vous a reconnu par un seul moyen, par exemple un mot de passe.")
    next_step = _("Mettez en place une double authentification chez lui, puis recommencez ; ou connectez-vous ici par mot de passe.")
    status = 403
    code = "preuve_trop_faible"


class IdentiteInconnueError(FournisseurError):
    """Nobody here has linked this identity: accounts are never opened, nor guessed from an address."""

    title = _("Cette identité n’est liée à aucun compte d’ici")
    why = _("Un compte s’ouvre par une structure, et c’est vous qui le liez à cette identité.")
    next_step = _("Connectez-vous par mot de passe, puis liez-la depuis la page de votre compte.")
    status = 403
    code = "identite_inconnue"


class IdentiteDejaLieeError(FournisseurError):
    """The identity, or the account at this provider, is linked already."""

    title = _("Cette identité est déjà liée")
    why = _("Une identité ouvre un seul compte, et un compte a une seule identité par service de connexion.")
    next_step = _("Retirez d’abord le lien qui existe, depuis la page du compte.")
    status = 409
    code = "identite_deja_liee"
