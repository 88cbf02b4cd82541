"""What this room refuses, with the sentences to show."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class AccordRefusedError(DomainError):
    """The answer cannot be noted so. `errors`: the code of what is wrong, by field (`rules.check`)."""

    title = _("Cette réponse n’est pas notée")
    what = _("Rien n’a été enregistré.")
    why = _("Un jour ne convient pas, ou la personne a déjà dit non.")
    next_step = _("Revenez à la page : elle dit ce qui est noté.")
    status = 422
    code = "accord_rappel_refuse"

    def __init__(self, errors: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.errors = dict(errors or {})


class AccordKeptError(DomainError):
    """Somebody tried to rewrite what a person answered."""

    title = _("Une réponse ne se réécrit pas")
    what = _("Rien n’a été changé.")
    why = _("Ce que la personne a dit reste écrit ; ce qu’elle dit ensuite s’y ajoute.")
    next_step = _("Notez sa nouvelle réponse.")
    status = 409
    code = "accord_rappel_garde"


class MoisRefusedError(DomainError):
    """The two months are not two months of law in order."""

    title = _("Ces mois ne se comparent pas")
    what = _("Rien n’a été demandé.")
    why = _("Il faut deux mois de 2020 à 2030, le premier avant le second.")
    next_step = _("Choisissez d’autres mois.")
    status = 422
    code = "mois_de_loi_refuses"


class LigneChangeError(DomainError):
    """Somebody noted something else on this line meanwhile, or she may not be called any more."""

    title = _("Cette ligne a changé")
    what = _("Rien n’a été enregistré.")
    why = _("Un collègue l’a notée avant vous, ou la personne ne veut plus être rappelée.")
    next_step = _("Revenez à la liste : elle est à jour.")
    status = 409
    code = "ligne_de_veille_changee"
