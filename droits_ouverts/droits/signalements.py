"""The verbs of readers who say that the catalogue is no longer true, and of those who settle it.

They are beside `services.py`, which the command line reads without Django.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits import access, enonces
from droits_ouverts.droits.errors import AlreadyReportedError, AlreadySettledError, StatementGoneError, TooLateToUndoError
from droits_ouverts.droits.models import COMMENTAIRE_MAX, Signalement
from droits_ouverts.droits.services import get
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record

PURPOSE: Final = "qualite_du_catalogue"
ENOUGH: Final = 5
"""Open reports of one statement, after which one more tells nothing: what readers may write is bounded."""
UNDO: Final = timedelta(minutes=1)
COMPLETE: Final = timedelta(hours=1)


class PersonalCommentError(ValueError):
    """A comment that is too long, or seems to hold something personal; `traces` says what."""

    def __init__(self, traces: tuple[str, ...]) -> None:
        self.traces = traces
        super().__init__(", ".join(traces))


@transaction.atomic
def report_statement(*, code: str, cle: str, empreinte: str, now: datetime) -> Signalement:
    """Note that a reader, who stays unknown, says that a statement is no longer true. `cle` is empty for the whole page.

    `empreinte` is the fingerprint of what she read, whole or its first `enonces.ABREGE` digits. Raise `UnknownDroitError` for an unknown right, `StatementGoneError` where the statement is not (or no longer) the one that was read,
    `AlreadyReportedError` where enough readers said it.
    """
    droit = get(code)
    current = enonces.fingerprint_at(droit, cle)
    if current is None or empreinte not in {current, current[: enonces.ABREGE]}:
        raise StatementGoneError
    if Signalement.objects.open().filter(droit=code, cle=cle, empreinte=current).count() >= ENOUGH:
        raise AlreadyReportedError
    signalement = Signalement.objects.create(droit=code, cle=cle, empreinte=current, signale_le=timezone.localdate(now))
    _record(None, "signaler_enonce", signalement.pk)
    return signalement


@transaction.atomic
def withdraw_report(*, signalement_id: int, reported_at: datetime, now: datetime) -> None:
    """Take back a report within a minute: nothing is kept of it but two lines of the journal.

    Raise `NotVisibleError` where it is gone, `TooLateToUndoError` after a minute or once settled.
    """
    signalement = _mine(signalement_id)
    if now - reported_at > UNDO:
        raise TooLateToUndoError
    signalement.delete()
    _record(None, "retirer_signalement", signalement_id)


@transaction.atomic
def complete_report(*, signalement_id: int, reported_at: datetime, commentaire: str, now: datetime) -> Signalement:
    """Add to a report, within an hour, what its reader knows.

    Raise `NotVisibleError` where it is gone, `TooLateToUndoError` after an hour or once settled, `PersonalCommentError` for a text that seems to hold
    something personal or is longer than 300 characters.
    """
    signalement = _mine(signalement_id)
    if now - reported_at > COMPLETE:
        raise TooLateToUndoError
    text = " ".join(commentaire.split())
    traces = enonces.personal_traces(text) or (("longueur",) if len(text) > COMMENTAIRE_MAX else ())
    if traces:
        raise PersonalCommentError(traces)
    signalement.commentaire = text
    signalement.save(update_fields=["commentaire"])
    _record(None, "preciser_signalement", signalement.pk)
    return signalement


@transaction.atomic
def settle_report(*, signalement_id: int, actor: Compte, suite: str, now: datetime) -> Signalement:
    """Close a report with a sentence that says what was done.

    Raise `ForbiddenError` for another role, `NotVisibleError` for an unknown report, `AlreadySettledError`, `ValueError` for an empty or too
    long sentence.
    """
    if not access.may_settle_reports(actor, timezone.localdate(now)):
        raise ForbiddenError
    signalement = Signalement.objects.select_for_update().filter(pk=signalement_id).first()
    if signalement is None:
        raise NotVisibleError
    if signalement.regle_at is not None:
        raise AlreadySettledError
    text = " ".join(suite.split())
    if not text or len(text) > COMMENTAIRE_MAX:
        message = f"a sentence of 1 to {COMMENTAIRE_MAX} characters says what was done."
        raise ValueError(message)
    signalement.regle_at, signalement.regle_par, signalement.suite = now, actor, text
    signalement.save(update_fields=["regle_at", "regle_par", "suite"])
    _record(actor, "regler_signalement", signalement.pk)
    return signalement


def _mine(signalement_id: int) -> Signalement:
    signalement = Signalement.objects.select_for_update().filter(pk=signalement_id).first()
    if signalement is None:
        raise NotVisibleError
    if signalement.regle_at is not None:
        raise TooLateToUndoError
    return signalement


def _record(actor: Compte | None, verb: str, pk: int) -> None:
    record(actor=actor, verb=verb, thing_kind="signalement", thing_id=pk, purpose=PURPOSE, structure=None)
