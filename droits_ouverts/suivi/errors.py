"""What the ledger can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.bilan.phrases import said
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext
from droits_ouverts.foundation.langue import gettext_noop as _


class StepRefusedError(DomainError):
    """What was said of a step, a paper, a call or a change is not possible. `errors` maps a field to its sentence; nothing was written."""

    title = _("Cela ne peut pas être enregistré ainsi")
    what = _("Une information au moins n’est pas possible. Rien n’a été changé.")
    next_step = _("Revenez à la page d’avant, et corrigez.")
    status = 422
    code = "etape_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(said(phrase) for phrase in errors.values()))


class CallStandsError(DomainError):
    """The call is no longer the last one, is somebody else's, or was noted too long ago to be taken back."""

    title = _("Il est trop tard pour reprendre cet appel")
    what = _("Rien n’a été changé.")
    why = _("Dix minutes sont passées, ou un autre appel a été noté depuis.")
    next_step = _("Notez l’appel suivant : ce qui est vrai maintenant compte.")
    status = 409
    code = "appel_trop_tard"


class MovedError(DomainError):
    """Somebody moved the right meanwhile: what they noted stands, and what this one wanted is not lost. `vu`, `voulu`: both states, in words."""

    title = _("Ce droit a changé pendant que vous écriviez")
    next_step = _("Ouvrez la page du droit, lisez ce qui a été noté, puis notez ce qui reste vrai.")
    status = 409
    code = "droit_deja_bouge"

    def __init__(self, *, vu: str, par: str, voulu: str, reprise: bool = False) -> None:
        self.vu, self.par, self.voulu = vu, par or gettext("Le service"), voulu
        voulait = (
            gettext("Vous vouliez noter «\u00a0{voulu}\u00a0». Rien n’a été changé.")
            if voulu
            else gettext("Vous vouliez reprendre une étape. Rien n’a été repris.")
        )
        fait = (
            gettext("{par} a repris une étape\u00a0: ce droit est de nouveau «\u00a0{vu}\u00a0».")
            if reprise
            else gettext("{par} a noté «\u00a0{vu}\u00a0» entre-temps.")
        )
        super().__init__(what=voulait.format(voulu=voulu), why=fait.format(par=self.par, vu=vu))


class AlreadyFollowedError(DomainError):
    """The right is followed already for this person."""

    title = _("Ce droit est déjà suivi pour cette personne")
    what = _("Aucun second suivi n’a été ouvert.")
    why = _("Un droit se suit une seule fois, du repérage à son maintien.")
    next_step = _("Ouvrez le droit depuis la page de la personne, et notez-y la suite.")
    code = "droit_deja_suivi"


class NothingToCorrectError(DomainError):
    """No step is in force: each one was taken back already."""

    title = _("Il n’y a rien à corriger")
    what = _("Aucune étape n’est en vigueur pour ce droit.")
    why = _("Chacune a déjà été reprise par une correction.")
    next_step = _("Notez l’étape où en est vraiment ce droit.")
    code = "rien_a_corriger"


class NotAColleagueError(DomainError):
    """The one to whom a right would be given does not meet people for the structure that holds it."""

    title = _("Ce droit ne peut pas être confié à cette personne")
    what = _("La personne responsable de la suite n’a pas changé.")
    why = _("Elle n’est pas, aujourd’hui, membre de la structure qui accompagne cette personne.")
    next_step = _("Choisissez une personne de votre structure qui rencontre les personnes.")
    status = 422
    code = "pas_un_collegue"
