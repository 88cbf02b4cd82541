"""What the check-up can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.foundation.errors import DomainError


class AnswersRefusedError(DomainError):
    """An answer is outside the schema. `errors` maps (fact, person or group) to the sentence; nothing of the batch was written."""

    title = "Ces réponses ne peuvent pas être enregistrées"
    what = "Une réponse au moins n’est pas possible. Rien n’a été changé."
    next_step = "Revenez à la question, et corrigez la réponse."
    status = 422
    code = "reponses_refusees"

    def __init__(self, errors: dict[tuple[str, str], str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(errors.values()))


class PersonRefusedError(DomainError):
    """A person cannot be added or changed so. `errors` maps a field to its sentence."""

    title = "Cette personne ne peut pas être enregistrée"
    what = "Une information sur cette personne n’est pas possible. Rien n’a été changé."
    next_step = "Revenez à la page du foyer, et corrigez."
    status = 422
    code = "personne_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(errors.values()))


class UndoTooLateError(DomainError):
    """The minute during which a person could be put back is over."""

    title = "Il est trop tard pour annuler"
    what = "La personne a été retirée du foyer il y a plus d’une minute."
    why = "Ses réponses ont été effacées pour de bon."
    next_step = "Ajoutez la personne de nouveau si elle vit dans le foyer."
    status = 409
    code = "annulation_trop_tard"


class NothingToEstimateError(DomainError):
    """No estimate is possible yet: nobody is described."""

    title = "L’estimation ne peut pas encore se faire"
    what = "Personne n’est encore décrit dans ce foyer."
    why = "La date de naissance de la personne est nécessaire pour estimer un droit."
    next_step = "Revenez à la page du foyer, et ajoutez la personne."
    status = 409
    code = "foyer_vide"
