"""What a letter can be refused for, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class NoSuchLetterError(DomainError):
    """This letter does not go with where the right stands."""

    title = _("Ce courrier ne va pas avec l’étape de ce droit")
    what = _("Aucun courrier n’a été préparé.")
    why = _("Le droit a peut-être bougé depuis l’ouverture de la page.")
    next_step = _("Revenez à la page du droit : elle dit les courriers qui vont avec son étape.")
    status = 409
    code = "courrier_impossible"


class LetterChangedError(DomainError):
    """Somebody else wrote in the letter meanwhile."""

    title = _("Ce courrier a changé entre-temps")
    what = _("Ce que vous venez d’écrire n’est pas enregistré. Il reste sur la page.")
    why = _("Quelqu’un de votre structure a écrit dans ce courrier pendant que vous l’aviez ouvert.")
    next_step = _("Copiez vos mots, rouvrez le courrier, puis complétez-le.")
    status = 409
    code = "courrier_change"


class TooLongError(DomainError):
    """The letter does not hold on one page."""

    title = _("Ce courrier dépasse une page")
    what = _("Il n’a pas été imprimé. Ce que vous avez écrit est enregistré.")
    why = _("Une lettre d’une page est lue. Le reste peut être joint sur une autre feuille.")
    next_step = _("Revenez au courrier, raccourcissez le texte, puis imprimez.")
    status = 422
    code = "courrier_trop_long"


class LetterGoneError(DomainError):
    """The text was erased after its time: the fact stays, the words do not."""

    title = _("Le texte de ce courrier est effacé")
    what = _("Il reste seulement la trace que ce courrier a existé.")
    why = _("Le texte est effacé 90 jours après le dernier geste. La personne a son exemplaire.")
    next_step = _("Si vous en avez encore besoin, préparez un nouveau courrier.")
    status = 410
    code = "courrier_efface"


class SentRefusedError(DomainError):
    """The day it left is not possible. `errors` maps a field to the sentence that says what is wrong."""

    title = _("Ce départ ne peut pas être noté ainsi")
    what = _("Rien n’a été changé.")
    why = _("Le jour ne va pas, ou le droit a bougé.")
    next_step = _("Vérifiez le jour, puis recommencez.")
    status = 422
    code = "depart_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()
