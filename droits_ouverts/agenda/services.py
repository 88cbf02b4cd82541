"""The verbs of appointments: one function, one transaction, one journal line (ids only)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.contextes import appointment_context
from droits_ouverts.agenda.enums import ModeRencontre, Rythme
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.models import Participant, RendezVous
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.services_droits import locked
from droits_ouverts.structures.selectors import who_meets_people

if TYPE_CHECKING:
    from droits_ouverts.agenda.rules import Mots, Voulu
    from droits_ouverts.comptes.models import Compte

FINALITE = "accompagnement"
SANS_SUJET = ("", "")


@transaction.atomic
def make_appointment(
    *, actor: Compte, structure_id: int, personne_id: int | None, voulu: Voulu, now: datetime, sujet: tuple[str, str] = SANS_SUJET
) -> list[RendezVous]:
    """Write an appointment of a person, or of the team where none is given: each meeting of its series, the first one first.

    `sujet`: kind and number of what it is about, in a later room. Raise `NotVisibleError` for a person whom the actor does not accompany,
    `ForbiddenError` in a structure where she meets nobody, `AgendaRefusedError`.
    """
    check_may_write(actor, structure_id, personne_id, now)
    check_wanted(voulu, structure_id, now)
    serie = uuid.uuid4() if voulu.rythme else None
    jours = rules.occurrences(voulu.jour, voulu.rythme, voulu.jusqu_au) if voulu.jusqu_au else [voulu.jour]
    ecrits = []
    for jour in jours:
        debut, fin = voulu.on(jour)
        un = RendezVous(
            structure_id=structure_id,
            personne_id=personne_id,
            sujet_genre=sujet[0],
            sujet_id=sujet[1],
            mode=ModeRencontre(voulu.mode),
            debut_at=debut,
            fin_at=fin,
            rythme=Rythme(voulu.rythme) if voulu.rythme else "",
            serie=serie,
            cree_par=actor,
            created_at=now,
        )
        un.mots_scelles = sealed(un, voulu.mots)
        ecrits.append(un)
    write_down(ecrits, voulu.participants)
    note(actor, "prendre_rendez_vous", ecrits[0])
    return ecrits


@transaction.atomic
def change_details(*, actor: Compte, rendez_vous_id: uuid.UUID, voulu: Voulu, now: datetime) -> RendezVous:
    """Change how people meet, where, what for, and who attends: its hours stay. Raise `NotVisibleError`, `AgendaRefusedError`, `AgendaChangedError`."""
    un = locked_appointment(actor, rendez_vous_id, now)
    if un.etat != rules.PREVU:
        raise AgendaChangedError
    check_wanted(voulu, un.structure_id, now, deja=_attending(un))
    un.mode, un.mots_scelles = ModeRencontre(voulu.mode), sealed(un, voulu.mots)
    un.save(update_fields=["mode", "mots_scelles"])
    Participant.objects.filter(rendez_vous=un).exclude(compte_id__in=voulu.participants).delete()
    _attend([un], [compte for compte in voulu.participants if compte not in _attending(un)])
    note(actor, "changer_rendez_vous", un)
    return un


def check_may_write(actor: Compte, structure_id: int, personne_id: int | None, now: datetime) -> None:
    """Raise `NotVisibleError` for a person of another structure or unknown, `ForbiddenError` where the actor meets nobody. Her row stays locked."""
    if personne_id is not None:
        if locked(personne_id, actor, now).structure_id != structure_id:
            raise NotVisibleError
    elif not access.may_write(actor, structure_id, on=timezone.localtime(now).date()):
        raise ForbiddenError


def check_wanted(voulu: Voulu, structure_id: int, now: datetime, *, deja: frozenset[int] = frozenset()) -> None:
    """Raise `AgendaRefusedError` for what cannot be written so. `deja`: who attends already, even if she has left since. One query."""
    connus = {compte.pk for compte in who_meets_people(structure_id, on=timezone.localtime(now).date())} | deja
    faux = rules.check(voulu, connus=connus, on=timezone.localtime(now).date())
    if voulu.mode not in ModeRencontre.values:
        faux["mode"] = "vide"
    if voulu.rythme and voulu.rythme not in Rythme.values:
        faux["rythme"] = "inconnu"
    if faux:
        raise AgendaRefusedError(faux)


def locked_appointment(actor: Compte, rendez_vous_id: uuid.UUID, now: datetime) -> RendezVous:
    """Return an appointment whom the actor may write of, its row locked. Raise `NotVisibleError` for any other."""
    un = RendezVous.objects.select_for_update().filter(pk=rendez_vous_id).first()
    if un is None or un.gone or not access.may_write(actor, un.structure_id, on=timezone.localtime(now).date()):
        raise NotVisibleError
    return un


def sealed(un: RendezVous, mots: Mots) -> str:
    """Return the envelope of an appointment's words; nothing where nothing is said."""
    propres = rules.cleaned(mots)
    return seal(propres.to_bytes(), context=appointment_context(un)) if propres != rules.Mots() else ""


def write_down(ecrits: list[RendezVous], participants: tuple[int, ...]) -> None:
    """Write new appointments and who attends each."""
    RendezVous.objects.bulk_create(ecrits)
    _attend(ecrits, participants)


def _attend(rendez_vous: list[RendezVous], comptes: list[int] | tuple[int, ...]) -> None:
    Participant.objects.bulk_create(Participant(rendez_vous=un, compte_id=compte) for un in rendez_vous for compte in comptes)


def _attending(un: RendezVous) -> frozenset[int]:
    return frozenset(Participant.objects.filter(rendez_vous=un).values_list("compte_id", flat=True))


def note(actor: Compte, verb: str, un: RendezVous) -> None:
    """Write the line of the journal: about the person, or about the appointment of the team."""
    kind, ident = ("personne", un.personne_id) if un.personne_id is not None else ("rendez_vous", un.pk)
    record(actor=actor, verb=verb, thing_kind=kind, thing_id=ident, purpose=FINALITE, structure=un.structure_id)
