"""How agreements and what a change of the law opens are said: plain sentences, no amount, no promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.traduction import translated
from droits_ouverts.veille.rules import NON, RETIRE, Dit, DroitLu, in_force

MANQUANTS_DITS = 3


def agreement_said(dits: Sequence[Dit], *, on: date) -> tuple[str, ...]:
    """Return where her answer stands on a day, in sentences."""
    dernier = dits[-1] if dits else None
    if dernier is None:
        return (_("On ne lui a pas encore demandé si on peut la rappeler."),)
    jour = date_format(dernier.le, "j F Y")
    if dernier.reponse == NON:
        return (_("Elle a dit non, le {jour}. Ne lui redemandez pas.").format(jour=jour),)
    if dernier.reponse == RETIRE:
        return (_("Elle a retiré son accord, le {jour}. Ne lui redemandez pas.").format(jour=jour),)
    fin = date_format(dernier.jusqu_au, "j F Y") if dernier.jusqu_au else ""
    if in_force(dits, on) is None:
        return (_("Son accord est fini depuis le {jour}. On peut lui redemander.").format(jour=fin),)
    return (_("Elle est d’accord pour qu’on la rappelle si une loi change, jusqu’au {jour}.").format(jour=fin),)


def missing_said(lu: DroitLu) -> tuple[str, ...]:
    """Return the questions whose answers would settle an uncertain right, a few at most."""
    connus = [FAITS[fait] for fait in lu.manquants if fait in FAITS]
    return tuple(translated(fait.question, "questionnaire", current()) for fait in connus[:MANQUANTS_DITS])
