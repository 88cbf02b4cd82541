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


class StatementGoneError(DomainError):
    """The statement that was reported is no longer what the reader saw, or was never there."""

    title = _("Ce fait vient de changer")
    what = _("Votre signalement n’a pas été enregistré.")
    why = _("La phrase que vous aviez sous les yeux a été corrigée ou retirée depuis.")
    next_step = _("Relisez la page du droit. Si c’est toujours faux, signalez-le de nouveau.")
    status = 409
    code = "enonce_change"


class AlreadyReportedError(DomainError):
    """Enough readers said so already: one more would tell nothing."""

    title = _("Ce fait est déjà signalé")
    what = _("Votre signalement n’a pas été ajouté : plusieurs personnes ont déjà dit la même chose.")
    why = _("La vérification est en cours.")
    next_step = _("Rien à faire de votre côté. Merci.")
    status = 409
    code = "deja_signale"


class TooManyReportsError(DomainError):
    """One address sent many reports in a short time."""

    title = _("Trop de signalements à la suite")
    what = _("Ce signalement n’a pas été enregistré. Les précédents le sont.")
    why = _("Beaucoup de signalements sont partis du même endroit en peu de temps.")
    next_step = _("Attendez quelques minutes, puis recommencez.")
    status = 429
    code = "trop_de_signalements"


class TooLateToUndoError(DomainError):
    """The minute to take a report back, or the hour to complete it, is over."""

    title = _("Il est trop tard pour changer ce signalement")
    what = _("Le signalement est resté comme il était.")
    why = _("On peut l’annuler pendant une minute, et le préciser pendant une heure.")
    next_step = _("Si vous vous êtes trompé, ce n’est pas grave : quelqu’un relit chaque signalement.")
    status = 409
    code = "trop_tard"


class AlreadySettledError(DomainError):
    """Somebody else settled the report meanwhile."""

    title = _("Ce signalement est déjà réglé")
    what = _("Votre phrase n’a pas été enregistrée.")
    why = _("Une autre personne vient de le régler.")
    next_step = _("Ouvrez la liste des signalements réglés pour lire sa réponse.")
    status = 409
    code = "signalement_deja_regle"
