"""What the check-up can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.bilan.phrases import said
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext
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


class ChoiceRefusedError(DomainError):
    """A choice cannot be noted so. `errors` maps a field to its sentence; nothing was written."""

    title = _("Ce choix ne peut pas être noté")
    what = _("Une partie de ce choix n’est pas possible. Rien n’a été changé.")
    next_step = _("Revenez aux résultats, et choisissez de nouveau.")
    status = 422
    code = "choix_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(gettext(phrase) for phrase in errors.values()))


class ChoiceMovedError(DomainError):
    """A choice can no longer be undone: its minute is over, or another one was made since."""

    title = _("Ce choix ne peut plus être annulé")
    what = _("Rien n’a été changé.")
    why = _("Il date de plus d’une minute, ou un autre choix a été fait depuis.")
    next_step = _("Revenez aux résultats : vous pouvez toujours y changer de choix.")
    status = 409
    code = "choix_depasse"


class OpinionRefusedError(DomainError):
    """A professional's opinion cannot be noted so. `errors` maps a field to its sentence; nothing was written."""

    title = _("Cet avis ne peut pas être noté")
    what = _("Une partie de cet avis n’est pas possible. Rien n’a été changé.")
    next_step = _("Revenez aux résultats, et écrivez l’avis de nouveau.")
    status = 422
    code = "avis_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(why=" ".join(gettext(phrase) for phrase in errors.values()))


class NothingToOverruleError(DomainError):
    """An opinion stands beside an estimate, and none is done yet."""

    title = _("Il n’y a pas encore d’estimation")
    what = _("L’avis n’a pas été noté.")
    why = _("Un avis se range à côté d’une estimation, et aucune n’est encore faite.")
    next_step = _("Revenez aux résultats, et demandez l’estimation d’abord.")
    status = 409
    code = "avis_sans_estimation"


class EstimateKeptError(RuntimeError):
    """An estimate that is done was about to be rewritten: a mistake of ours, refused before the database refuses it."""


class NotAnonymousError(DomainError):
    """What is asked makes sense for an anonymous check-up only."""

    title = _("Ce bilan n’est pas anonyme")
    what = _("Ce bilan n’a pas de code, et ne s’efface pas d’ici.")
    why = _("Il est gardé avec la personne, qui a donné son accord, ou il a commencé avec un prénom.")
    next_step = _("Retrouvez-le dans la liste des bilans.")
    status = 409
    code = "bilan_non_anonyme"


class AlreadyAttachedError(DomainError):
    """The check-up belongs to a person already."""

    title = _("Ce bilan est déjà rattaché")
    what = _("Ce bilan est déjà celui d’une personne. Rien n’a été changé.")
    why = _("Un bilan ne change pas de personne.")
    next_step = _("Revenez au bilan, ou commencez-en un autre.")
    status = 409
    code = "bilan_deja_rattache"
