"""Taking back, within minutes, what was noted by mistake: a call to a desk, an agreement that she did not withdraw.

What was noted took effect at once; taking it back restores what it changed, and only that. The journal keeps both.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.journal.services import record
from droits_ouverts.orientation.enums import StatutBlocage, StatutEnvoi
from droits_ouverts.orientation.errors import NothingToUndoError
from droits_ouverts.orientation.gestes import FINALITE, day_of, is_leaving, locked_envoi, locked_orientation, note, repeat
from droits_ouverts.orientation.models import Blocage, Envoi, Orientation, RetraitAccord
from droits_ouverts.orientation.services import DIX_MINUTES
from droits_ouverts.orientation.services_courriels import ARRIVES, AVEC_LIEN
from droits_ouverts.orientation.services_reponse import step_back
from droits_ouverts.personnes.errors import ErasureAskedError

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def may_undo_call(envoi: Envoi, actor: Compte, *, now: datetime) -> bool:
    """Tell whether the actor has just noted that she called this desk. No query."""
    return envoi.appele_at is not None and envoi.appele_par_id == actor.pk and now - envoi.appele_at <= DIX_MINUTES


def may_undo_withdrawal(retrait: RetraitAccord | None, actor: Compte, *, now: datetime) -> bool:
    """Tell whether the actor has just noted this withdrawal. No query."""
    return retrait is not None and retrait.par_id == actor.pk and now - retrait.note_at <= DIX_MINUTES


@transaction.atomic
def undo_call(*, actor: Compte, envoi_id: uuid.UUID, now: datetime) -> Envoi:
    """Take back a call to a desk that was not made: reminders are counted as before it. Raise `NothingToUndoError`, `NotVisibleError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    if not may_undo_call(envoi, actor, now=now):
        raise NothingToUndoError
    assert envoi.appele_at is not None  # noqa: S101  `may_undo_call` looked
    envoi.appele_le = envoi.appele_avant
    envoi.parvenue_le = envoi.parvenue_avant or _reached_since(envoi, envoi.appele_at)
    envoi.appele_at = envoi.appele_par = envoi.appele_avant = envoi.parvenue_avant = None
    envoi.save(update_fields=["appele_le", "parvenue_le", "appele_at", "appele_par", "appele_avant", "parvenue_avant"])
    repeat(envoi, [*envoi.suites.order_by("rang")])
    note(actor, "reprendre_appel", envoi)
    return envoi


def _reached_since(envoi: Envoi, depuis: datetime) -> date | None:
    """Return the day on which a mail left, or a link was handed over, since a call that is taken back: the desk knows by that."""
    partis = envoi.courriels.filter(nature__in=AVEC_LIEN, statut__in=ARRIVES, commence_at__gte=depuis).values_list("commence_at", flat=True)
    remis = envoi.liens.filter(cree_at__gte=depuis).values_list("cree_at", flat=True)
    return min((day_of(at) for at in [*partis, *remis] if at is not None), default=None)


@transaction.atomic
def undo_withdrawal(*, actor: Compte, orientation_id: uuid.UUID, now: datetime) -> Orientation:
    """Take back a withdrawal that she did not say: what it closed stands again, links and blocked cases included, and services are told nothing.

    Raise `NothingToUndoError`, `NotVisibleError`, `ErasureAskedError`.
    """
    orientation = locked_orientation(orientation_id, actor, now)
    retrait = RetraitAccord.objects.filter(orientation=orientation).first()
    if retrait is None or not may_undo_withdrawal(retrait, actor, now=now):
        raise NothingToUndoError
    if is_leaving(orientation):
        raise ErasureAskedError
    retrait.delete()
    for envoi in orientation.envois.select_for_update(of=("self",)).select_related("orientation", "destinataire"):
        rows = list(envoi.suites.order_by("rang"))
        if rows[-1].statut == StatutEnvoi.ANNULEE and rows[-1].note_at == retrait.note_at:
            step_back(envoi, rows, actor=actor, now=now)
        else:
            repeat(envoi, rows)
            envoi.liens.filter(servi_at__isnull=True, ferme_at=retrait.note_at).update(ferme_at=None)
    for numero, (statut, jour) in (retrait.blocages or {}).items():
        arretes = Blocage.objects.of_structures([orientation.structure_id]).filter(pk=numero, statut=StatutBlocage.SANS_SUITE)
        arretes.update(statut=StatutBlocage(statut), statut_le=date.fromisoformat(jour))
    record(actor=actor, verb="retablir_accord", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return orientation
