"""The verbs of actions: what is next, done, not done after all. One function, one transaction, one journal line."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.contextes import action_context
from droits_ouverts.agenda.enums import EtatAction, QuiFait
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.models import Action
from droits_ouverts.agenda.services import FINALITE, SANS_SUJET, check_may_write
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.structures.selectors import who_meets_people

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


@dataclass(frozen=True, slots=True, kw_only=True)
class AFaire:
    """An action as somebody wants it: what, who does it, which account does it or follows it, before when."""

    quoi: str
    qui: str
    responsable: int
    avant_le: date | None = None


@transaction.atomic
def note_action(*, actor: Compte, structure_id: int, personne_id: int | None, voulue: AFaire, now: datetime, sujet: tuple[str, str] = SANS_SUJET) -> Action:
    """Write what is next, for a person or for the team. Raise as `services.make_appointment`."""
    check_may_write(actor, structure_id, personne_id, now)
    _check(voulue, structure_id, personne_id, now)
    action = Action(
        structure_id=structure_id,
        personne_id=personne_id,
        sujet_genre=sujet[0],
        sujet_id=sujet[1],
        qui=QuiFait(voulue.qui),
        responsable_id=voulue.responsable,
        avant_le=voulue.avant_le,
        cree_par=actor,
        created_at=now,
        updated_at=now,
    )
    action.mots_scelles = _sealed(action, voulue)
    action.save(force_insert=True)
    _note(actor, "noter_action", action)
    return action


@transaction.atomic
def change_action(*, actor: Compte, action_id: uuid.UUID, voulue: AFaire, now: datetime) -> Action:
    """Change what is next. Raise `NotVisibleError`, `AgendaChangedError` once it is done, `AgendaRefusedError`."""
    action = _locked(actor, action_id, now)
    if action.etat != EtatAction.A_FAIRE:
        raise AgendaChangedError
    _check(voulue, action.structure_id, action.personne_id, now, deja=action.responsable_id)
    action.qui, action.responsable_id, action.avant_le = QuiFait(voulue.qui), voulue.responsable, voulue.avant_le
    action.mots_scelles, action.updated_at = _sealed(action, voulue), now
    action.save(update_fields=["qui", "responsable", "avant_le", "mots_scelles", "updated_at"])
    _note(actor, "changer_action", action)
    return action


@transaction.atomic
def do_action(*, actor: Compte, action_id: uuid.UUID, now: datetime) -> Action:
    """Note that an action is done today. Raise `NotVisibleError`, `AgendaChangedError` if somebody noted it before."""
    return _turned(actor, action_id, EtatAction.A_FAIRE, EtatAction.FAITE, "faire_action", now)


@transaction.atomic
def undo_action(*, actor: Compte, action_id: uuid.UUID, now: datetime) -> Action:
    """Note that an action is not done after all. Raise `NotVisibleError`, `AgendaChangedError`."""
    return _turned(actor, action_id, EtatAction.FAITE, EtatAction.A_FAIRE, "defaire_action", now)


@transaction.atomic
def withdraw_action(*, actor: Compte, action_id: uuid.UUID, now: datetime) -> Action:
    """Take back an action that was noted by mistake. Raise `NotVisibleError`, `AgendaChangedError` once it is done."""
    return _turned(actor, action_id, EtatAction.A_FAIRE, EtatAction.ERREUR, "retirer_action", now)


@transaction.atomic
def restore_action(*, actor: Compte, action_id: uuid.UUID, now: datetime) -> Action:
    """Put an action back that was taken back. Raise `NotVisibleError`, `AgendaChangedError`."""
    return _turned(actor, action_id, EtatAction.ERREUR, EtatAction.A_FAIRE, "remettre_action", now)


def _turned(actor: Compte, action_id: uuid.UUID, avant: EtatAction, vers: EtatAction, verb: str, now: datetime) -> Action:
    action = _locked(actor, action_id, now)
    if action.etat != avant:
        raise AgendaChangedError
    faite = vers == EtatAction.FAITE
    action.etat, action.updated_at = vers, now
    action.faite_le, action.faite_par = (timezone.localtime(now).date(), actor) if faite else (None, None)
    action.save(update_fields=["etat", "faite_le", "faite_par", "updated_at"])
    _note(actor, verb, action)
    return action


def _check(voulue: AFaire, structure_id: int, personne_id: int | None, now: datetime, *, deja: int | None = None) -> None:
    connus = {compte.pk for compte in who_meets_people(structure_id, on=timezone.localtime(now).date())} | {deja}
    faux = {}
    if not voulue.quoi.strip():
        faux["quoi"] = "vide"
    if voulue.avant_le is not None and rules.is_far(voulue.avant_le, timezone.localtime(now).date()):
        faux["avant_le"] = "trop_loin"
    if voulue.responsable not in connus:
        faux["responsable"] = "inconnu"
    if voulue.qui not in QuiFait.values or (voulue.qui == QuiFait.PERSONNE and personne_id is None):
        faux["qui"] = "inconnu"
    if faux:
        raise AgendaRefusedError(faux)


def _locked(actor: Compte, action_id: uuid.UUID, now: datetime) -> Action:
    action = Action.objects.select_for_update().filter(pk=action_id).first()
    if action is None or not access.may_write(actor, action.structure_id, on=timezone.localtime(now).date()):
        raise NotVisibleError
    return action


def _sealed(action: Action, voulue: AFaire) -> str:
    return seal(rules.cleaned(rules.Mots(objet=voulue.quoi)).to_bytes(), context=action_context(action))


def _note(actor: Compte, verb: str, action: Action) -> None:
    kind, ident = ("personne", action.personne_id) if action.personne_id is not None else ("action", action.pk)
    record(actor=actor, verb=verb, thing_kind=kind, thing_id=ident, purpose=FINALITE, structure=action.structure_id)
