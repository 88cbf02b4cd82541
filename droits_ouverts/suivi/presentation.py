"""The ledger in words: amounts, states, what to do next. Pure: values in, values out."""

from __future__ import annotations

from decimal import Decimal

from droits_ouverts.foundation.langue import euros, gettext
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.suivi.rules import Montants

MOTS_MONTANTS = {
    "estime": _("estimé : {montant} par mois"),
    "accorde": _("accordé : {montant} par mois"),
    "verse": _("versé : {montant} par mois"),
    "rappel": _("rappel : {montant}, une fois"),
    "ponctuel": _("aide ponctuelle : {montant}"),
    "net": _("gain net : {montant} par mois"),
}


def amounts_said(montants: Montants) -> str:
    """Return amounts as one line, nothing where none is known."""
    return ", ".join(gettext(phrase).format(montant=money(valeur)) for nom, phrase in MOTS_MONTANTS.items() if (valeur := getattr(montants, nom)) is not None)


def money(valeur: Decimal) -> str:
    """Return an amount in whole euros, as the language writes it."""
    return euros(float(valeur))
