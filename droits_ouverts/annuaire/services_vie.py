"""The verbs of places of life: give a card, leave a word without naming anyone, take it in charge. One transaction, one line of the journal."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.annuaire import access
from droits_ouverts.annuaire.enums import Besoin, EtatMot, GenreLieuDeVie
from droits_ouverts.annuaire.models_vie import LieuDeVie, MotDepose
from droits_ouverts.coffre.services import Context, seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE: Final = "lieux_de_vie"
MOTS_MAX, QUAND_MAX = 200, 80
LETTRES: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of codes that may be read aloud: nothing that looks like another."""
_PERSONNEL: Final = (
    ("courriel", re.compile(r"\S+@\S+\.\S+")),
    ("telephone", re.compile(r"(?:\+33|\b0)\s*[1-9](?:[\s.\-]*\d{2}){4}\b")),
    ("numero", re.compile(r"\d(?:[\s.\-]*\d){9,}")),
)


def personal_traces(texte: str) -> tuple[str, ...]:
    """Return which kinds of personal data a free text seems to hold: "courriel", "telephone", "numero"."""
    return tuple(genre for genre, motif in _PERSONNEL if motif.search(texte))


def words_context(mot: MotDepose) -> Context:
    """What binds the words left in a place of life."""
    return Context(structure=mot.structure_id, kind="mot_depose", id=str(mot.pk), field="mots")


@transaction.atomic
def open_place(*, actor: Compte, structure_id: int, nom: str, genre: GenreLieuDeVie, adresse: str, now: datetime) -> LieuDeVie:
    """Make a place of life a partner of a structure, with a card of its own. Raise `NotVisibleError` for a structure that is not the actor's."""
    if structure_id not in access.structures_of(actor, on=_day(now)):
        raise NotVisibleError
    code = "".join(secrets.choice(LETTRES) for _ in range(10))
    lieu = LieuDeVie.objects.create(structure_id=structure_id, code=code, nom=nom, genre=GenreLieuDeVie(genre), adresse=adresse, cree_par=actor, cree_at=now)
    _note(actor, "ouvrir_lieu_de_vie", "lieu_de_vie", lieu.pk, structure_id)
    return lieu


@transaction.atomic
def close_place(*, actor: Compte, lieu_de_vie_id: int, ferme: bool, now: datetime) -> LieuDeVie:
    """Withdraw a card, or give it back: its address no longer takes words. Raise `NotVisibleError`."""
    lieu = place_for(actor, lieu_de_vie_id, on=_day(now))
    lieu.ferme_le = _day(now) if ferme else None
    lieu.save(update_fields=["ferme_le"])
    _note(actor, "fermer_lieu_de_vie" if ferme else "rouvrir_lieu_de_vie", "lieu_de_vie", lieu.pk, lieu.structure_id)
    return lieu


@transaction.atomic
def leave_word(*, code: str, besoin: Besoin, quand: str, mots: str, now: datetime) -> MotDepose:
    """Keep three lines left by whoever holds a card: no account, no address, a day and no hour.

    Raise `NotVisibleError` for a card that is withdrawn, `ValueError` for a text that is too long or seems to hold something personal.
    """
    lieu = card(code)
    if len(mots) > MOTS_MAX or len(quand) > QUAND_MAX or personal_traces(f"{quand} {mots}"):
        message = "too long, or personal"
        raise ValueError(message)
    mot = MotDepose(structure_id=lieu.structure_id, lieu_de_vie=lieu, besoin=Besoin(besoin), quand=quand, depose_le=_day(now))
    mot.mots_scelles = seal(mots.encode(), context=words_context(mot)) if mots else ""
    mot.save(force_insert=True)
    _note(None, "deposer_mot", "mot_depose", mot.pk, lieu.structure_id)
    return mot


@transaction.atomic
def answer_word(*, actor: Compte, mot_id: object, etat: EtatMot, now: datetime) -> MotDepose:
    """Take a word in charge, close it, or put it back to be read. Raise `NotVisibleError` for a word of another structure."""
    mot = MotDepose.objects.of_structures(access.structures_of(actor, on=_day(now))).select_for_update().filter(pk=mot_id).first()
    if not isinstance(mot, MotDepose):
        raise NotVisibleError
    mot.etat = EtatMot(etat)
    mot.par, mot.repondu_at = (None, None) if etat == EtatMot.A_LIRE else (actor, now)
    mot.save(update_fields=["etat", "par", "repondu_at"])
    _note(actor, "repondre_mot", "mot_depose", mot.pk, mot.structure_id)
    return mot


@transaction.atomic
def note_reading(*, actor: Compte, structure_id: int) -> None:
    """Write that the words left for a structure were read."""
    _note(actor, "lire_mots_deposes", "structure", structure_id, structure_id)


def card(code: str, *, closed: bool = False) -> LieuDeVie:
    """Return the place of life whose card has this code, with its structure. One query. Raise `NotVisibleError` for none, or one that is withdrawn unless `closed`."""
    lieu: LieuDeVie | None = LieuDeVie.objects.select_related("structure").filter(code=code).first()
    if lieu is None or (lieu.ferme_le is not None and not closed):
        raise NotVisibleError
    return lieu


def place_for(actor: Compte, lieu_de_vie_id: int, *, on: date) -> LieuDeVie:
    """Return a place of life that the actor looks after. Two queries. Raise `NotVisibleError` for any other."""
    lieu: LieuDeVie | None = LieuDeVie.objects.of_structures(access.structures_of(actor, on=on)).filter(pk=lieu_de_vie_id).first()
    if lieu is None:
        raise NotVisibleError
    return lieu


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _note(actor: HasPk | None, verb: str, genre: str, numero: object, structure_id: int) -> None:
    record(actor=actor, verb=verb, thing_kind=genre, thing_id=numero, purpose=FINALITE, structure=structure_id)
