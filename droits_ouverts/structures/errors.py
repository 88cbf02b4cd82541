"""What a structure can refuse, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class LastResponsableError(DomainError):
    """The only one who manages the members would leave or change role: nobody could add anyone any more."""

    title = _("Il faut une autre personne responsable d’abord")
    what = _("Rien n’a été changé.")
    why = _("C’est la seule personne responsable de la structure : sans elle, personne ne pourrait plus gérer les membres.")
    next_step = _("Donnez d’abord ce rôle à une autre personne de la structure, puis recommencez.")
    status = 409
    code = "derniere_responsable"


class AlreadyMemberError(DomainError):
    """The account already is a member of the structure."""

    title = _("Cette personne est déjà membre de la structure")
    what = _("Rien n’a été changé.")
    why = _("Son adresse est déjà dans la liste des membres.")
    next_step = _("Pour changer son rôle, ouvrez sa ligne dans la liste des membres.")
    status = 409
    code = "deja_membre"


class InvitationError(DomainError):
    """The link was used, is over, was replaced, or never was."""

    title = _("Ce lien d’invitation n’ouvre plus rien")
    what = _("Aucun compte n’a été ouvert.")
    why = _("Une invitation sert une fois, pendant sept jours. Celle-ci a servi, a expiré, ou a été remplacée.")
    next_step = _("Si vous avez déjà un compte, connectez-vous. Sinon, demandez une nouvelle invitation à la personne qui vous l’a donnée.")
    status = 410
    code = "invitation_inutilisable"


class MandateElsewhereError(DomainError):
    """The account would both meet people and hold a role that never does (see `rules.NEVER_MEETS`)."""

    title = _("Ces deux rôles ne vont pas ensemble")
    what = _("Rien n’a été changé.")
    why = _("Une personne élue, ou chargée de l’administration technique, n’ouvre aucune page sur une personne, dans aucune structure.")
    next_step = _("Donnez-lui un rôle sans rencontre, ou ouvrez-lui un second compte, à une autre adresse.")
    status = 409
    code = "roles_incompatibles"
