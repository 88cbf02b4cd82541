"""What can be refused to whoever asks for a time limit."""

from __future__ import annotations

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class DayOutOfReachError(DomainError):
    """The first day, or the length, is outside what a time limit of French law can be."""

    title = _("Cette date ne permet pas de calculer un délai")
    what = _("Le délai n’a pas été calculé.")
    why = _("La date est trop ancienne ou trop lointaine, ou la durée dépasse 100\u00a0ans.")
    next_step = _("Vérifiez l’année, puis recommencez.")
    status = 422
    code = "delai_hors_bornes"


class DatesInDisorderError(DomainError):
    """What comes after is dated before."""

    title = _("Deux dates ne vont pas ensemble")
    what = _("Le délai n’a pas été calculé.")
    why = _("Une lettre ne peut pas être retirée, ni une pièce reçue, avant d’avoir été présentée ou demandée.")
    next_step = _("Vérifiez les deux dates, puis recommencez.")
    status = 422
    code = "dates_en_desordre"
