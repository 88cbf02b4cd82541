"""The verbs of an absence: somebody is away and somebody covers, then she is back. And those of an agenda's private address."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from droits_ouverts.agenda import access, rules, rules_absence
from droits_ouverts.agenda.errors import AbsenceOverlapError, AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.models import Absence, FluxAgenda
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.structures.models import Structure
from droits_ouverts.structures.selectors import who_meets_people

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "organisation"
JETON_OCTETS = 32


@transaction.atomic
def note_absence(*, actor: Compte, structure_id: int, compte_id: int, du: date, au: date, remplace_par_id: int | None, now: datetime) -> Absence:
    """Note that a member of a structure is away, both days included, and who covers.

    Raise `ForbiddenError` for somebody else's unless the actor manages the team, `AgendaRefusedError`, `AbsenceOverlapError`.
    """
    on = timezone.localtime(now).date()
    if not access.may_note_absence(actor, structure_id, compte_id, on=on):
        raise ForbiddenError
    # Two absences of one structure are written one after the other: neither misses the other.
    Structure.objects.select_for_update().get(pk=structure_id)
    connus = {compte.pk for compte in who_meets_people(structure_id, on=on)}
    faux = rules_absence.check(du, au)
    if rules.is_far(du, on):
        faux["du"] = "trop_loin"
    if au < on:
        faux.setdefault("au", "passe")
    if compte_id not in connus:
        faux["compte"] = "inconnu"
    if remplace_par_id is not None and (remplace_par_id not in connus or remplace_par_id == compte_id):
        faux["remplace_par"] = "inconnu"
    if faux:
        raise AgendaRefusedError(faux)
    siennes = Absence.objects.of_structures([structure_id]).touching(du, au).filter(compte_id=compte_id)
    if rules_absence.overlaps(du, au, [une.relais for une in siennes]):
        raise AbsenceOverlapError
    absence = Absence.objects.create(structure_id=structure_id, compte_id=compte_id, du=du, au=au, remplace_par_id=remplace_par_id, note_par=actor, note_at=now)
    _note(actor, "noter_absence", "absence", absence.pk, structure_id)
    return absence


@transaction.atomic
def come_back(*, actor: Compte, absence_id: int, now: datetime) -> Absence:
    """Note that she is back today, before the last day that was said: everything is hers again. Before its first day, the absence is as if it never was.

    Raise `NotVisibleError`, `ForbiddenError`, `AgendaChangedError` for one that is over.
    """
    on = timezone.localtime(now).date()
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None or not access.may_write(actor, absence.structure_id, on=on):
        raise NotVisibleError
    if not access.may_end_absence(actor, absence, on=on):
        raise ForbiddenError
    if absence.relais.au < on or absence.relais.au < absence.du:
        raise AgendaChangedError
    absence.rendue_le = max(on, absence.du)
    absence.save(update_fields=["rendue_le"])
    _note(actor, "rendre_absence", "absence", absence.pk, absence.structure_id)
    return absence


@transaction.atomic
def open_feed(*, actor: Compte, now: datetime) -> str:
    """Open a private address for the actor's own agenda, in place of the one before, and return its secret: it is shown once, and never kept.

    Raise `ForbiddenError` for who meets nobody.
    """
    if not access.structures_of(actor, on=timezone.localtime(now).date()):
        raise ForbiddenError
    jeton = secrets.token_urlsafe(JETON_OCTETS)
    FluxAgenda.objects.filter(compte=actor).delete()
    FluxAgenda.objects.create(compte=actor, empreinte=digest_of(jeton), cree_at=now)
    _note(actor, "ouvrir_flux_agenda", "compte", actor.pk, None)
    return jeton


@transaction.atomic
def close_feed(*, actor: Compte) -> bool:
    """Close the actor's private address: it opens nothing from now on. Return whether there was one."""
    fermees, _ = FluxAgenda.objects.filter(compte=actor).delete()
    if fermees:
        _note(actor, "fermer_flux_agenda", "compte", actor.pk, None)
    return bool(fermees)


@as_service(Service.CALENDRIER)
def owner_of(jeton: str) -> Compte | None:
    """Return whose agenda an address shows; None where it opens nothing. One query."""
    flux = FluxAgenda.objects.select_related("compte").filter(empreinte=digest_of(jeton)).first()
    return flux.compte if flux is not None and flux.compte.is_active else None


def digest_of(jeton: str) -> str:
    """Return what is kept of an address: a keyed digest. A copy of the database alone opens none."""
    return salted_hmac("agenda.flux", jeton.encode("utf-8", "replace").decode(), algorithm="sha256").hexdigest()


def _note(actor: Compte, verb: str, kind: str, ident: int, structure_id: int | None) -> None:
    record(actor=actor, verb=verb, thing_kind=kind, thing_id=ident, purpose=FINALITE, structure=structure_id)
