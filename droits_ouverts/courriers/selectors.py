"""What screens read of letters, each with its cost in queries."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.courriers.contextes import text_context
from droits_ouverts.courriers.dossier import Affaire, case_of
from droits_ouverts.courriers.errors import NoSuchLetterError
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import Texte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.suivi import selectors as suivis

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.suivi.models import DroitSuivi


def case_for(actor: Compte, droit_suivi_id: uuid.UUID, *, on: date) -> Affaire:
    """Return a right that the actor may open, as its letters need it. Five queries. Raise `NotVisibleError`, `NoSuchLetterError`."""
    suivi = suivis.right_for(actor, droit_suivi_id, on=on)
    affaire = case_of(suivi, suivis.moves_in_order(suivi), on=on)
    if affaire is None:
        raise NoSuchLetterError
    return affaire


def letters_of(suivi: DroitSuivi) -> list[Courrier]:
    """Return the letters of a right, the last one first, those that were taken away included. One query."""
    rows = list(Courrier.objects.of_structures([suivi.structure_id]).filter(droit_suivi=suivi).select_related("par").recent_first())
    for row in rows:
        row.droit_suivi = suivi
    return rows


def letter_for(suivi: DroitSuivi, courrier_id: uuid.UUID) -> Courrier:
    """Return a letter of a right that the actor may open. One query. Raise `NotVisibleError` for any other."""
    lu = Courrier.objects.of_structures([suivi.structure_id]).filter(droit_suivi=suivi, pk=courrier_id).first()
    if lu is None:
        raise NotVisibleError
    lu.droit_suivi = suivi
    return lu


def open_text(courrier: Courrier) -> Texte | None:
    """Open the words of a letter; None once they were erased. No query once the key of its person is read. Raise the errors of `coffre`."""
    return Texte.from_bytes(open_sealed(courrier.texte_scelle, context=text_context(courrier))) if courrier.texte_scelle else None
