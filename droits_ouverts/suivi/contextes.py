"""What each envelope of the ledger is bound to: its structure, its person, its row, its column."""

from __future__ import annotations

from datetime import UTC

from droits_ouverts.coffre.services import Context, Sujet
from droits_ouverts.suivi.models import DroitSuivi, Echeance, Mouvement, Piece


def last_amounts_context(droit: DroitSuivi) -> Context:
    """What the envelope of a right's last amounts is bound to."""
    return _context(droit, "suivi.droitsuivi", str(droit.pk), "montants_scelles")


def amounts_context(mouvement: Mouvement) -> Context:
    """What the envelope of a move's amounts is bound to: a move is never changed, so that it is sealed before it has a number."""
    return _context(mouvement.droit_suivi, "suivi.mouvement", f"{mouvement.droit_suivi_id}/{mouvement.rang}", "montants_scelles")


def words_context(mouvement: Mouvement) -> Context:
    """What the envelope of a move's words is bound to."""
    return _context(mouvement.droit_suivi, "suivi.mouvement", f"{mouvement.droit_suivi_id}/{mouvement.rang}", "mots_scelles")


def paper_context(piece: Piece) -> Context:
    """What the envelope that says which paper is bound to."""
    moment = piece.note_at.astimezone(UTC).isoformat()
    return _context(piece.droit_suivi, "suivi.piece", f"{piece.droit_suivi_id}/{piece.nature}/{moment}", "precision_scellee")


def reason_context(echeance: Echeance) -> Context:
    """What the envelope of the reason why a clock was settled is bound to."""
    return _context(echeance.droit_suivi, "suivi.echeance", f"{echeance.droit_suivi_id}/{echeance.cle}", "raison_scellee")


def _context(droit: DroitSuivi, kind: str, ident: str, field: str) -> Context:
    return Context(structure=droit.structure_id, kind=kind, id=ident, field=field, sujet=Sujet("personne", droit.personne_id))
