"""What the check-up can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.bilan.phrases import said
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class AnswersRefusedError(DomainError):
    """An answer is outside the schema. `errors` maps (fact, person or group) to the sentence; nothing of the batch was written."""

    title = _("Ces réponses ne peuvent pas être enregistrées")
    what = _("Une réponse au moins n’est pas possible. Rien n’a été changé.")
    next_step = _("Revenez à la question, et corrigez la réponse.")
    status = 422
    code = "reponses_refusees"

    def __init__(self, errors: dict[tuple[str, str], str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(said(phrase) for phrase in errors.values()))


class PersonRefusedError(DomainError):
    """A person cannot be added or changed so. `errors` maps a field to its sentence."""

    title = _("Cette personne ne peut pas être enregistrée")
    what = _("Une information sur cette personne n’est pas possible. Rien n’a été changé.")
    next_step = _("Revenez à la page du foyer, et corrigez.")
    status = 422
    code = "personne_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(said(phrase) for phrase in errors.values()))


class UndoTooLateError(DomainError):
    """The minute during which a person could be put back is over."""

    title = _("Il est trop tard pour annuler")
    what = _("La personne a été retirée du foyer il y a plus d’une minute.")
    why = _("Ses réponses ont été effacées pour de bon.")
    next_step = _("Ajoutez la personne de nouveau si elle vit dans le foyer.")
    status = 409
    code = "annulation_trop_tard"


class NothingToEstimateError(DomainError):
    """No estimate is possible yet: nobody is described."""

    title = _("L’estimation ne peut pas encore se faire")
    what = _("Personne n’est encore décrit dans ce foyer.")
    why = _("La date de naissance de la personne est nécessaire pour estimer un droit.")
    next_step = _("Revenez à la page du foyer, et ajoutez la personne.")
    status = 409
    code = "foyer_vide"


class EstimateKeptError(RuntimeError):
    """An estimate that is done was about to be rewritten: a mistake of ours, refused before the database refuses it."""
