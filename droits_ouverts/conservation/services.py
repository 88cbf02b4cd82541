"""The verbs of those who hold a file: one function, one transaction, one journal line (ids only)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.conservation import access
from droits_ouverts.conservation.echeances import schedule, standing
from droits_ouverts.conservation.enums import GenreDossier, MotifReserve
from droits_ouverts.conservation.errors import ContactRefusedError, HeldError
from droits_ouverts.conservation.models import Contact, MiseEnReserve, Preavis
from droits_ouverts.conservation.rules import Echeance, is_notice_due
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.models import Personne

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "conservation"


@transaction.atomic
def note_contact(*, actor: Compte, genre: str, sujet_id: int | str | uuid.UUID, le: date, now: datetime) -> Contact:
    """Note a contact with the person that nothing else tells: the clock starts again from that day.

    Raise `NotVisibleError`, `ContactRefusedError` for a day to come, or before the file was opened.
    """
    on = _day(now)
    echeance, depuis = _locked(actor, genre, sujet_id, on)
    if not _day(depuis) <= le <= on:
        raise ContactRefusedError
    structure_id = echeance.structure_id
    if le > echeance.dernier_contact:
        Preavis.objects.about(structure_id, genre, sujet_id).delete()
    contact: Contact = Contact.objects.create(structure_id=structure_id, genre=genre, sujet_id=str(sujet_id), le=le, par=actor, note_at=now)
    _note(actor, "noter_contact", genre, sujet_id, structure_id)
    return contact


@transaction.atomic
def set_hold(*, actor: Compte, genre: str, sujet_id: int | str | uuid.UUID, motif: MotifReserve, now: datetime) -> MiseEnReserve:
    """Set a file apart from erasing, for a reason, until somebody lifts it. Raise `NotVisibleError`, `HeldError`."""
    on = _day(now)
    structure_id = _locked(actor, genre, sujet_id, on)[0].structure_id
    if MiseEnReserve.objects.about(structure_id, genre, sujet_id).filter(levee_le__isnull=True).exists():
        raise HeldError
    reserve = MiseEnReserve.objects.create(
        structure_id=structure_id, genre=genre, sujet_id=str(sujet_id), motif=MotifReserve(motif), posee_le=on, posee_par=actor
    )
    _note(actor, "mettre_en_reserve", genre, sujet_id, structure_id)
    return reserve


@transaction.atomic
def lift_hold(*, actor: Compte, genre: str, sujet_id: int | str | uuid.UUID, now: datetime) -> MiseEnReserve:
    """Lift the hold of a file: it is erased at its term, and not within the thirty days of a notice. Raise `NotVisibleError`, `HeldError`."""
    on = _day(now)
    structure_id = _locked(actor, genre, sujet_id, on)[0].structure_id
    reserve: MiseEnReserve | None = MiseEnReserve.objects.about(structure_id, genre, sujet_id).filter(levee_le__isnull=True).first()
    if reserve is None:
        raise HeldError
    reserve.levee_le, reserve.levee_par = on, actor
    reserve.save(update_fields=["levee_le", "levee_par"])
    _note(actor, "lever_reserve", genre, sujet_id, structure_id)
    return reserve


@transaction.atomic
def give_notices(structure_id: int, *, on: date) -> int:
    """Write down that a structure is told today of the files that come to term; return how many are new. A line of the journal for each.

    A notice of a term that is no longer the file's goes: the list of what comes to term is the night's.
    """
    toutes = schedule(structure_id)
    dus = [echeance for echeance in toutes if is_notice_due(echeance, on)]
    annoncees = {(echeance.genre, echeance.sujet_id) for echeance in toutes if echeance.preavis_le is not None}
    donnes = Preavis.objects.of_structures([structure_id])
    donnes.filter(pk__in=[pk for pk, *cle in donnes.values_list("pk", "genre", "sujet_id") if tuple(cle) not in annoncees]).delete()
    Preavis.objects.bulk_create(
        [Preavis(structure_id=structure_id, genre=un.genre, sujet_id=un.sujet_id, terme=un.terme, donne_le=on) for un in dus],
        update_conflicts=True,
        unique_fields=["structure", "genre", "sujet_id"],
        update_fields=["terme", "donne_le"],
    )
    for un in dus:
        _note(None, "annoncer_echeance", un.genre, un.sujet_id, structure_id)
    return len(dus)


def _locked(actor: Compte, genre: str, sujet_id: int | str | uuid.UUID, on: date) -> tuple[Echeance, datetime]:
    """Return where a file stands and when it was opened, its row locked: nothing erases it meanwhile. Raise `NotVisibleError`."""
    modele = Personne if genre == GenreDossier.PERSONNE else Bilan
    ligne = modele.objects.select_for_update().filter(pk=str(sujet_id)).first()
    echeance = standing(ligne.structure_id, genre, str(sujet_id)) if ligne is not None and access.may_keep(actor, ligne.structure_id, on=on) else None
    if ligne is None or echeance is None:
        raise NotVisibleError
    return echeance, ligne.created_at


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _note(actor: Compte | None, verb: str, genre: str, sujet_id: int | str | uuid.UUID, structure_id: int) -> None:
    record(actor=actor, verb=verb, thing_kind=genre, thing_id=sujet_id, purpose=FINALITE, structure=structure_id)
