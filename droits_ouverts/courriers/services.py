"""The verbs of a letter: prepare it, write in it, print it, note that it left (which moves the right by its own verb), take that back, put it away.

One function, one transaction, one line of the journal.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.coffre.services import seal
from droits_ouverts.courriers.contextes import text_context
from droits_ouverts.courriers.dossier import case_of, written
from droits_ouverts.courriers.errors import LetterChangedError, LetterGoneError, NoSuchLetterError, SentRefusedError
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import Proposition, Texte, too_long
from droits_ouverts.courriers.selectors import letter_for, open_text
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.suivi import services as suivis
from droits_ouverts.suivi import services_suite
from droits_ouverts.suivi.enums import NiveauPreuve
from droits_ouverts.suivi.errors import StepRefusedError
from droits_ouverts.suivi.gestes import day_of, locked, note
from droits_ouverts.suivi.models import DroitSuivi, Piece
from droits_ouverts.suivi.rules import may_follow
from droits_ouverts.suivi.rules_saisie import FUTUR, Saisie
from droits_ouverts.suivi.selectors import moves_in_order

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

GARDE = timedelta(days=regle("courrier").terme.jours)
"""How long the words of a letter are kept after they were last touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depart:
    """What the departure of a letter did to the right: the step that was noted, empty where none could be."""

    courrier: Courrier
    etape: str = ""


@transaction.atomic
def prepare_letter(*, droit_suivi_id: uuid.UUID, actor: Compte, voulue: Proposition, now: datetime) -> Courrier:
    """Write a letter from what is known of a right. Raise `NoSuchLetterError` for one that does not go with where it stands, `NotVisibleError`."""
    droit, on = locked(droit_suivi_id, actor, now), day_of(now)
    affaire = case_of(droit, moves_in_order(droit), on=on)
    if affaire is None or voulue not in affaire.propositions:
        raise NoSuchLetterError
    courrier = Courrier(
        id=uuid.uuid4(),
        structure_id=droit.structure_id,
        droit_suivi=droit,
        nature=voulue.nature,
        place=voulue.place,
        par=actor,
        ecrit_par=actor,
        created_at=now,
        updated_at=now,
    )
    courrier.texte_scelle = seal(written(affaire, voulue, on=on).to_bytes(), context=text_context(courrier))
    courrier.save(force_insert=True)
    note(actor, "preparer_courrier", droit)
    return courrier


@transaction.atomic
def write_letter(*, droit_suivi_id: uuid.UUID, courrier_id: uuid.UUID, actor: Compte, texte: Texte, rang_vu: int, now: datetime) -> Courrier:
    """Keep what was typed in a letter. Nothing is written where nothing changed.

    Raise `LetterChangedError` where somebody else wrote in it since, `LetterGoneError` once its words were erased, `NotVisibleError`.
    """
    droit = locked(droit_suivi_id, actor, now)
    courrier = _kept(droit, courrier_id)
    if courrier.rang != rang_vu and courrier.ecrit_par_id != actor.pk:
        raise LetterChangedError
    if _rewritten(courrier, texte, actor, now):
        note(actor, "ecrire_courrier", droit)
    return courrier


@transaction.atomic
def print_letter(*, droit_suivi_id: uuid.UUID, courrier_id: uuid.UUID, actor: Compte, now: datetime) -> Texte:
    """Note that a letter is printed, and return its words. Raise `LetterGoneError`, `NotVisibleError`."""
    droit = locked(droit_suivi_id, actor, now)
    courrier = _kept(droit, courrier_id)
    texte = open_text(courrier)
    if texte is None:
        raise LetterGoneError
    courrier.imprime_le = day_of(now)
    courrier.updated_at = now
    courrier.save(update_fields=["imprime_le", "updated_at"])
    note(actor, "imprimer_courrier", droit)
    return texte


@transaction.atomic
def note_sent(*, droit_suivi_id: uuid.UUID, courrier_id: uuid.UUID, actor: Compte, le: date, now: datetime) -> Depart:
    """Note that a letter left, and what it does to the right: an appeal is noted, papers are given. A silence that nobody noted is noted first.

    Raise `SentRefusedError` for a day that is not possible, `NotVisibleError`.
    """
    droit = locked(droit_suivi_id, actor, now)
    courrier = _kept(droit, courrier_id)
    if le > day_of(now):
        raise SentRefusedError({"le": FUTUR})
    avant = droit.rang
    etape = _moved(droit, courrier, actor, le, now)
    droit.refresh_from_db()
    courrier.envoye_le, courrier.updated_at = le, now
    courrier.mouvement_rang = droit.rang if droit.rang != avant else None
    courrier.save(update_fields=["envoye_le", "mouvement_rang", "updated_at"])
    note(actor, "noter_depart_courrier", droit)
    return Depart(courrier=courrier, etape=etape)


@transaction.atomic
def take_back_sent(*, droit_suivi_id: uuid.UUID, courrier_id: uuid.UUID, actor: Compte, now: datetime) -> Courrier:
    """Say that a letter did not leave; the step that its departure noted is taken back where it is still the last one. Raise `NotVisibleError`."""
    droit = locked(droit_suivi_id, actor, now)
    courrier = letter_for(droit, courrier_id)
    if courrier.mouvement_rang is not None and courrier.mouvement_rang == droit.rang:
        suivis.correct_last(droit_suivi_id=droit.pk, actor=actor, rang_vu=droit.rang, mots="", now=now)
    courrier.envoye_le = courrier.mouvement_rang = None
    courrier.updated_at = now
    courrier.save(update_fields=["envoye_le", "mouvement_rang", "updated_at"])
    note(actor, "reprendre_depart_courrier", droit)
    return courrier


@transaction.atomic
def put_away(*, droit_suivi_id: uuid.UUID, courrier_id: uuid.UUID, actor: Compte, retire: bool, now: datetime) -> Courrier:
    """Take a letter out of the list, or put it back. One that left stays. Raise `NotVisibleError`."""
    droit = locked(droit_suivi_id, actor, now)
    courrier = letter_for(droit, courrier_id)
    if courrier.envoye_le is None and (courrier.retire_at is not None) != retire:
        courrier.retire_at = now if retire else None
        courrier.save(update_fields=["retire_at"])
        note(actor, "retirer_courrier" if retire else "remettre_courrier", droit)
    return courrier


def erase_texts(now: datetime, *, dry_run: bool) -> int:
    """Erase the words of letters that nobody touched since the term of the policy; return how many. The night's own: no line of the journal."""
    vieux = Courrier.objects.filter(updated_at__lt=now - GARDE).exclude(texte_scelle="")
    return vieux.count() if dry_run else vieux.update(texte_scelle="")


def _kept(droit: DroitSuivi, courrier_id: uuid.UUID) -> Courrier:
    """Return a letter that may still be written, printed and sent; one that was put away comes back by the gesture."""
    courrier = letter_for(droit, courrier_id)
    if not courrier.texte_scelle:
        raise LetterGoneError
    if courrier.retire_at is not None:
        courrier.retire_at = None
        courrier.save(update_fields=["retire_at"])
    return courrier


def _rewritten(courrier: Courrier, texte: Texte, actor: Compte, now: datetime) -> bool:
    """Seal the words where they changed; the papers that the letter sends stay those it was prepared with."""
    connu = open_text(courrier) or Texte()
    neuf = replace(texte, pieces=connu.pieces)
    if neuf == connu or too_long(neuf):
        return False
    courrier.texte_scelle = seal(neuf.to_bytes(), context=text_context(courrier))
    courrier.rang += 1
    courrier.ecrit_par = actor
    courrier.updated_at = now
    courrier.save(update_fields=["texte_scelle", "rang", "ecrit_par", "updated_at"])
    return True


def _moved(droit: DroitSuivi, courrier: Courrier, actor: Compte, le: date, now: datetime) -> str:
    try:
        if courrier.nature == "recours":
            return _appealed(droit, actor, le, now)
        if courrier.nature == "piece":
            return _given(droit, courrier, actor, le, now)
    except StepRefusedError as refus:
        raise SentRefusedError({"le": next(iter(refus.errors.values()))}) from None
    return ""


def _appealed(droit: DroitSuivi, actor: Compte, le: date, now: datetime) -> str:
    """Note the appeal. Where the right still waits for an answer that can no longer come, the silence is noted first, on the day it became a refusal."""
    if not may_follow(droit.etat, "recours") and may_follow(droit.etat, "silence"):
        affaire = case_of(droit, moves_in_order(droit), on=day_of(now))
        refus_le = affaire.dossier.refus_le if affaire else None
        if refus_le is not None and refus_le <= le:
            _step(droit, Saisie(vers="silence", fait_le=refus_le, preuve=NiveauPreuve.DIT.value), actor, now)
    if not may_follow(droit.etat, "recours"):
        return ""
    _step(droit, Saisie(vers="recours", fait_le=le, preuve=NiveauPreuve.DIT.value), actor, now)
    return "recours"


def _given(droit: DroitSuivi, courrier: Courrier, actor: Compte, le: date, now: datetime) -> str:
    """Note that the papers of the letter were given, and that the study goes on where nothing else is missing."""
    texte = open_text(courrier) or Texte()
    for piece in Piece.objects.filter(droit_suivi=droit, pk__in=texte.pieces, donnee_le__isnull=True, sans_objet_le__isnull=True):
        services_suite.settle_paper(piece_id=piece.pk, actor=actor, suite="donnee", now=now)
    manque = Piece.objects.filter(droit_suivi=droit, donnee_le__isnull=True, sans_objet_le__isnull=True).exists()
    if droit.etat != "pieces_demandees" or manque:
        return ""
    _step(droit, Saisie(vers="en_instruction", fait_le=le, preuve=NiveauPreuve.DIT.value), actor, now)
    return "en_instruction"


def _step(droit: DroitSuivi, saisie: Saisie, actor: Compte, now: datetime) -> None:
    suivis.move_right(droit_suivi_id=droit.pk, actor=actor, rang_vu=droit.rang, saisie=saisie, now=now)
    droit.refresh_from_db()
