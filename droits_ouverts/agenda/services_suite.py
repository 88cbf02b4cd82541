"""The verbs of what becomes of an appointment: an outcome, another hour, the end of a series, and what takes each back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.agenda import rules
from droits_ouverts.agenda.contextes import outcome_context
from droits_ouverts.agenda.enums import EtatRendezVous
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError, ReplacedError, TooSoonError
from droits_ouverts.agenda.models import RendezVous, SuiteRendezVous
from droits_ouverts.agenda.services import check_wanted, locked_appointment, note, sealed, write_down
from droits_ouverts.coffre.services import seal

if TYPE_CHECKING:
    from droits_ouverts.agenda.rules import Voulu
    from droits_ouverts.comptes.models import Compte


@transaction.atomic
def note_outcome(*, actor: Compte, rendez_vous_id: uuid.UUID, vers: str, note_ecrite: str, rang_vu: int, now: datetime) -> SuiteRendezVous:
    """Note what became of an appointment; `rang_vu` is the rank that the actor had on screen. To put it off, see `put_off`.

    Raise `NotVisibleError`, `AgendaChangedError` if something was noted meanwhile, `AgendaRefusedError` for what is no outcome of it, `TooSoonError`.
    """
    un = _seen(actor, rendez_vous_id, rang_vu, now)
    if vers == EtatRendezVous.REPORTE or not rules.may_follow(un.etat, vers, avec_personne=un.personne_id is not None):
        raise AgendaRefusedError({"vers": "inconnu"})
    if rules.is_too_soon(vers, un.debut_at, now):
        raise TooSoonError
    suite = _write(un, actor, vers, now, note_ecrite=note_ecrite)
    note(actor, "noter_issue_rendez_vous", un)
    return suite


@transaction.atomic
def put_off(*, actor: Compte, rendez_vous_id: uuid.UUID, voulu: Voulu, rang_vu: int, now: datetime) -> RendezVous:
    """Put an appointment off: it stays as it was, and the one that is returned stands in its place. Its series goes on without it.

    Raise `NotVisibleError`, `AgendaChangedError`, `AgendaRefusedError`.
    """
    un = _seen(actor, rendez_vous_id, rang_vu, now)
    if not rules.may_follow(un.etat, EtatRendezVous.REPORTE, avec_personne=un.personne_id is not None):
        raise AgendaChangedError
    check_wanted(voulu, un.structure_id, now, deja=frozenset(un.participants.values_list("compte_id", flat=True)))
    debut, fin = voulu.on(voulu.jour)
    autre = RendezVous(
        structure_id=un.structure_id,
        personne_id=un.personne_id,
        sujet_genre=un.sujet_genre,
        sujet_id=un.sujet_id,
        mode=voulu.mode,
        debut_at=debut,
        fin_at=fin,
        remplace=un.pk,
        cree_par=actor,
        created_at=now,
    )
    autre.mots_scelles = sealed(autre, voulu.mots)
    write_down([autre], voulu.participants)
    _write(un, actor, EtatRendezVous.REPORTE, now)
    note(actor, "reporter_rendez_vous", un)
    return autre


@transaction.atomic
def take_back(*, actor: Compte, rendez_vous_id: uuid.UUID, rang_vu: int, now: datetime) -> RendezVous:
    """Take back the last thing noted of an appointment: where it was put off, the one in its place goes too; where its series was stopped, all of it is back.

    Raise `NotVisibleError`, `AgendaChangedError` where nothing stands to take back, `ReplacedError` where the other one has had a follow-up.
    """
    un = _seen(actor, rendez_vous_id, rang_vu, now)
    derniere = SuiteRendezVous.objects.filter(rendez_vous=un, rang=un.rang).first()
    if derniere is None or derniere.annule_id is not None:
        raise AgendaChangedError
    for autre, suite in _done_together(un, derniere):
        _write(autre, actor, suite.avant, now, annule=suite)
    if un.etat == EtatRendezVous.REPORTE:
        for autre in RendezVous.objects.select_for_update().filter(remplace=un.pk, structure_id=un.structure_id).exclude(etat=EtatRendezVous.ERREUR):
            if autre.etat != EtatRendezVous.PREVU:
                raise ReplacedError
            _write(autre, actor, EtatRendezVous.ERREUR, now)
    _write(un, actor, derniere.avant, now, annule=derniere)
    note(actor, "defaire_rendez_vous", un)
    return un


@transaction.atomic
def withdraw(*, actor: Compte, rendez_vous_id: uuid.UUID, toute_la_serie: bool, now: datetime) -> int:
    """Take back an appointment that was noted by mistake, with what is planned of the rest of its series if asked; return how many.

    One put in the place of another is taken back there. Raise `NotVisibleError`, `AgendaChangedError` where something is noted of it.
    """
    un = locked_appointment(actor, rendez_vous_id, now)
    if un.etat != EtatRendezVous.PREVU or un.remplace is not None:
        raise AgendaChangedError
    retires = [un, *_following(un)] if toute_la_serie else [un]
    for autre in retires:
        _write(autre, actor, EtatRendezVous.ERREUR, now)
    note(actor, "retirer_rendez_vous", un)
    return len(retires)


@transaction.atomic
def stop_series(*, actor: Compte, rendez_vous_id: uuid.UUID, rang_vu: int, now: datetime) -> int:
    """Cancel an appointment of a series and those planned after it; return how many. Raise `NotVisibleError`, `AgendaChangedError`."""
    un = _seen(actor, rendez_vous_id, rang_vu, now)
    if un.etat != EtatRendezVous.PREVU or un.serie is None:
        raise AgendaChangedError
    arretes = [un, *_following(un)]
    for autre in arretes:
        _write(autre, actor, EtatRendezVous.ANNULE, now)
    note(actor, "arreter_serie", un)
    return len(arretes)


def _done_together(un: RendezVous, derniere: SuiteRendezVous) -> list[tuple[RendezVous, SuiteRendezVous]]:
    """Return the other meetings of its series to which the same was done at the same instant, each with its last row, and nothing since."""
    if un.serie is None:
        return []
    autres = {autre.pk: autre for autre in RendezVous.objects.of_structures([un.structure_id]).filter(serie=un.serie).exclude(pk=un.pk).select_for_update()}
    suites = SuiteRendezVous.objects.filter(rendez_vous_id__in=autres, note_at=derniere.note_at, vers=derniere.vers, auteur_id=derniere.auteur_id)
    return [(autres[suite.rendez_vous_id], suite) for suite in suites if autres[suite.rendez_vous_id].rang == suite.rang and suite.annule_id is None]


def _following(un: RendezVous) -> list[RendezVous]:
    """Return what is planned of a series after one of its meetings, locked."""
    if un.serie is None:
        return []
    suivants = RendezVous.objects.of_structures([un.structure_id]).planned().filter(serie=un.serie, debut_at__gt=un.debut_at)
    return list(suivants.select_for_update().order_by("debut_at"))


def _seen(actor: Compte, rendez_vous_id: uuid.UUID, rang_vu: int, now: datetime) -> RendezVous:
    un = locked_appointment(actor, rendez_vous_id, now)
    if un.rang != rang_vu:
        raise AgendaChangedError
    return un


def _write(un: RendezVous, actor: Compte, vers: str, now: datetime, *, note_ecrite: str = "", annule: SuiteRendezVous | None = None) -> SuiteRendezVous:
    """Add what becomes of an appointment, and let it say so: both in one transaction, which the database checks."""
    suite = SuiteRendezVous(rendez_vous=un, rang=un.rang + 1, avant=un.etat, vers=vers, annule=annule, auteur=actor, note_at=now)
    mots = rules.cleaned(rules.Mots(note=note_ecrite))
    if mots.note:
        suite.mots_scelles = seal(mots.to_bytes(), context=outcome_context(suite))
    suite.save(force_insert=True)
    un.etat, un.rang = vers, suite.rang
    un.save(update_fields=["etat", "rang"])
    return suite
