"""The after-care calls of a right as its page tells them: each attempt and what it found, and those that nobody made in their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from droits_ouverts.suivi.echeances import MOIS_APPELS, closes_on, last_paid
from droits_ouverts.suivi.enums import ResultatAppel
from droits_ouverts.suivi.models import Appel, DroitSuivi, Mouvement


@dataclass(frozen=True, slots=True, kw_only=True)
class AppelDit:
    """One call: `le` its day, or the day from which it was over where nobody made it (`fait` false). `note`: the row, for whoever takes it back."""

    mois: int
    le: date
    fait: bool
    dit: str
    par: str = ""
    note: Appel | None = None


def calls_said(droit: DroitSuivi, rows: Sequence[Mouvement], *, on: date) -> list[AppelDit]:
    """Return the calls that were made and those that were missed, the last one first. One query."""
    faits = list(droit.appels.select_related("par").order_by("-pk"))
    dits = [AppelDit(mois=un.mois, le=un.fait_le, fait=True, dit=str(un.get_resultat_display()), par=un.par.nom, note=un) for un in faits]
    return sorted([*dits, *_missed(droit, rows, faits, on=on)], key=lambda un: (un.le, un.fait), reverse=True)


def _missed(droit: DroitSuivi, rows: Sequence[Mouvement], faits: Sequence[Appel], *, on: date) -> list[AppelDit]:
    paye = last_paid(rows)
    if paye is None or droit.ouvert_le is None:
        return []
    depuis = [un for un in faits if un.fait_le >= paye]
    # Who does not want calls is not told as forgotten.
    refus = min((un.fait_le for un in depuis if un.resultat == ResultatAppel.NE_SOUHAITE_PAS), default=None)
    appeles = {un.mois for un in depuis}
    finis = [(mois, closes_on(paye, mois)) for mois in MOIS_APPELS if mois not in appeles]
    return [AppelDit(mois=mois, le=fin, fait=False, dit=_("Pas fait")) for mois, fin in finis if fin <= on and (refus is None or fin < refus)]
