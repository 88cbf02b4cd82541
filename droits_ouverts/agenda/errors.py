"""What the agenda refuses, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class AgendaRefusedError(DomainError):
    """It cannot be written so. `errors` maps a field to the code of what is wrong (see `rules`)."""

    title = _("Cela ne peut pas être noté ainsi")
    what = _("Il manque quelque chose, ou une date ne va pas. Rien n’a été changé.")
    why = _("Un rendez-vous a un jour, une heure et quelqu’un de l’équipe ; une action dit quoi faire et qui la suit.")
    next_step = _("Revenez à la page, et corrigez.")
    status = 422
    code = "agenda_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class AgendaChangedError(DomainError):
    """Somebody else changed it meanwhile, or what is asked cannot follow where it stands."""

    title = _("Cela a changé entre-temps")
    what = _("Rien n’a été changé.")
    why = _("Quelqu’un d’autre vient d’y noter quelque chose.")
    next_step = _("Rouvrez la page : elle montre où cela en est. Puis recommencez si c’est encore utile.")
    status = 409
    code = "agenda_change"


class TooSoonError(DomainError):
    """An appointment that has not begun cannot have taken place."""

    title = _("Ce rendez-vous n’a pas encore commencé")
    what = _("Rien n’a été changé.")
    why = _("On ne peut pas savoir avant l’heure si la personne viendra.")
    next_step = _("Notez ce qui s’est passé à partir de l’heure du rendez-vous. Si elle a prévenu, notez « elle a prévenu ».")
    status = 422
    code = "agenda_trop_tot"


class ReplacedError(DomainError):
    """The appointment that stands in place of this one already had something noted."""

    title = _("Le nouveau rendez-vous a déjà une suite")
    what = _("Rien n’a été changé.")
    why = _("Ce rendez-vous a été reporté, et quelque chose a été noté sur celui qui le remplace.")
    next_step = _("Ouvrez le nouveau rendez-vous et défaites d’abord ce qui y est noté.")
    status = 409
    code = "agenda_remplace"


class AbsenceOverlapError(DomainError):
    """The member is already noted absent on one of these days."""

    title = _("Une absence est déjà notée pour ces jours")
    what = _("Rien n’a été changé.")
    why = _("Deux absences d’une même personne ne se chevauchent pas : on ne saurait pas qui prend le relais.")
    next_step = _("Revenez à la page : terminez l’absence déjà notée, ou choisissez d’autres jours.")
    status = 409
    code = "absence_deja_notee"
