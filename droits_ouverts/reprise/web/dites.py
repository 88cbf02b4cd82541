"""What a trial and its outcome say, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.reprise.enums import Sort
from droits_ouverts.reprise.essai import Verdict
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.presentation import label_of

PAR_PAGE = 50


def sorted_counts(verdicts: Sequence[Verdict]) -> list[tuple[str, str, int]]:
    """Return how many rows have each fate, those that exist."""
    nombres = Counter(verdict.sort for verdict in verdicts)
    return [(sort.value, str(sort.label), nombres[sort.value]) for sort in Sort if nombres[sort.value]]


def said_verdicts(verdicts: Sequence[Verdict], quoi: str) -> list[dict[str, Any]]:
    """Return what would become of each row, or of those of one fate."""
    return [
        {
            "rang": verdict.rang,
            "nom": verdict.nom,
            "sort": verdict.sort,
            "mot": str(Sort(verdict.sort).label),
            "droit": label_of(verdict.droit) if verdict.droit else "",
            "etat": str(Etat(verdict.etat).label) if verdict.etat else "",
            "comme": verdict.comme,
            "proches": verdict.proches,
            "fautes": [(faute.colonne, said(faute.phrase).format(valeur=faute.valeur)) for faute in verdict.fautes],
        }
        for verdict in verdicts
        if not quoi or verdict.sort == quoi
    ]


def paged(lignes: Sequence[dict[str, Any]], page: str) -> dict[str, object]:
    """Return a page of rows, and those beside it."""
    numero = min(int(page), 1000) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1
    debut = (numero - 1) * PAR_PAGE
    return {
        "lignes": lignes[debut : debut + PAR_PAGE],
        "avant": numero - 1,
        "apres": numero + 1 if len(lignes) > debut + PAR_PAGE else 0,
    }


def why_left(refus: str) -> str:
    """Return why a row was left, in words."""
    phrases = {
        Sort.DOUTEUSE.value: _("Personne n’a dit qui c’est."),
        Sort.REFUSEE.value: _("Refusée à l’essai."),
        "change_depuis": _("Quelqu’un qui lui ressemble est arrivé depuis l’essai."),
    }
    return phrases.get(refus, _("Ce droit a changé depuis l’essai."))
