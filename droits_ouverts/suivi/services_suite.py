"""The verbs around the path of a right: papers, after-care calls, changes of life, clocks that somebody settles.

One function, one transaction, one line of the journal. Each may be taken back by itself: a paper is missing again, a clock runs again.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.bilan import departs
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.errors import DossierJointError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.suivi import access, echeances
from droits_ouverts.suivi.contextes import paper_context, reason_context
from droits_ouverts.suivi.enums import ChangementVie, NaturePiece, ReglementEcheance, ResultatAppel, SuitePiece
from droits_ouverts.suivi.errors import CallStandsError, StepRefusedError
from droits_ouverts.suivi.gestes import FINALITE, day_of, locked, note
from droits_ouverts.suivi.models import Appel, Changement, DroitSuivi, Echeance, Piece
from droits_ouverts.suivi.rules_saisie import FUTUR, MOTS_MAX, PLUS_ANCIEN

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.comptes.models import Compte

LISTE = _("Choisissez une réponse dans la liste.")
DIX_MINUTES = timedelta(minutes=10)
TROP_LONG = _("Ce texte est trop long\u00a0: 500 caractères au plus.")


@transaction.atomic
def ask_paper(*, droit_suivi_id: uuid.UUID, actor: Compte, nature: str, precision: str = "", avant_le: date | None = None, now: datetime) -> Piece:
    """Note that a paper is asked for, today; `avant_le`: the last day to give it. Raise `StepRefusedError`, `NotVisibleError`."""
    droit, today = locked(droit_suivi_id, actor, now), day_of(now)
    precision = precision.strip()
    _refuse(
        {
            "nature": LISTE if nature not in NaturePiece.values else "",
            "precision": TROP_LONG if len(precision) > MOTS_MAX else "",
            "avant_le": _("Ce jour est déjà passé. Écrivez le dernier jour pour donner ce papier.") if avant_le and avant_le < today else "",
        }
    )
    piece = Piece(droit_suivi=droit, nature=nature, demandee_le=today, avant_le=avant_le, par_id=actor.pk, note_at=now)
    if precision:
        piece.precision_scellee = seal(precision.encode(), context=paper_context(piece))
    piece.save(force_insert=True)
    _refresh(droit, now)
    note(actor, "demander_piece", droit)
    return piece


@transaction.atomic
def settle_paper(*, piece_id: int, actor: Compte, suite: str, now: datetime) -> Piece:
    """Note that a paper was given, is of no use any more, or is missing after all. Raise `StepRefusedError`, `NotVisibleError`."""
    droit_id = Piece.objects.filter(pk=piece_id).values_list("droit_suivi_id", flat=True).first()
    if droit_id is None:
        raise NotVisibleError
    droit, today = locked(droit_id, actor, now), day_of(now)
    _refuse({"suite": LISTE if suite not in SuitePiece.values else ""})
    piece: Piece = Piece.objects.select_for_update().get(pk=piece_id)
    piece.donnee_le = today if suite == SuitePiece.DONNEE else None
    piece.sans_objet_le = today if suite == SuitePiece.SANS_OBJET else None
    piece.save(update_fields=["donnee_le", "sans_objet_le"])
    _refresh(droit, now)
    note(actor, "donner_piece", droit)
    return piece


@transaction.atomic
def note_call(*, droit_suivi_id: uuid.UUID, actor: Compte, mois: int, resultat: str, now: datetime) -> Appel:
    """Note an after-care call of today and what it found. Nobody reached is a result; who does not want calls gets none.

    Raise `StepRefusedError`, `NotVisibleError`.
    """
    droit = locked(droit_suivi_id, actor, now)
    _refuse({"mois": LISTE if mois not in echeances.MOIS_APPELS else "", "resultat": LISTE if resultat not in ResultatAppel.values else ""})
    appel: Appel = Appel.objects.create(droit_suivi=droit, mois=mois, fait_le=day_of(now), resultat=resultat, par_id=actor.pk, note_at=now)
    _refresh(droit, now)
    note(actor, "noter_appel", droit)
    return appel


@transaction.atomic
def undo_call(*, droit_suivi_id: uuid.UUID, appel_id: int, actor: Compte, now: datetime) -> DroitSuivi:
    """Take back, within ten minutes, the last call of a right, which the actor noted by mistake: it is due again. Raise `CallStandsError`, `NotVisibleError`."""
    droit = locked(droit_suivi_id, actor, now)
    appel = droit.appels.order_by("-pk").first()
    if appel is None or appel.pk != appel_id or not may_undo_call(appel, actor, now=now):
        raise CallStandsError
    appel.delete()
    _refresh(droit, now)
    note(actor, "reprendre_appel", droit)
    return droit


def may_undo_call(appel: Appel | None, actor: Compte, *, now: datetime) -> bool:
    """Tell whether the actor has just noted this call. No query."""
    return appel is not None and appel.par_id == actor.pk and now - appel.note_at <= DIX_MINUTES


@transaction.atomic
def note_change_of_life(*, personne_id: int, actor: Compte, nature: str, le: date, now: datetime) -> Changement:
    """Note what changed in a person's life: it proposes a new check-up. Raise `StepRefusedError`, `NotVisibleError`."""
    personne = Personne.objects.filter(pk=personne_id).first()
    if personne is None or not access.may_follow(actor, personne.structure_id, on=day_of(now)):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    trop_ancien = _("Ce jour est trop ancien. Vérifiez l’année.")
    _refuse({"nature": LISTE if nature not in ChangementVie.values else "", "le": FUTUR if le > day_of(now) else trop_ancien if le < PLUS_ANCIEN else ""})
    changement: Changement = Changement.objects.create(
        personne=personne, structure_id=personne.structure_id, nature=nature, le=le, par_id=actor.pk, note_at=now
    )
    _note_person(actor, "noter_changement", changement)
    return changement


@transaction.atomic
def set_change_aside(*, changement_id: int, actor: Compte, ecarte: bool, now: datetime) -> Changement:
    """Note that no new check-up is wanted for a change of life, or that one is after all. Raise `NotVisibleError`."""
    changement: Changement | None = Changement.objects.select_for_update().filter(pk=changement_id).first()
    if changement is None or not access.may_follow(actor, changement.structure_id, on=day_of(now)):
        raise NotVisibleError
    changement.ecarte_le = day_of(now) if ecarte else None
    changement.save(update_fields=["ecarte_le"])
    _note_person(actor, "ecarter_changement", changement)
    return changement


@transaction.atomic
def renew_check_up(*, personne_id: int, actor: Compte, now: datetime) -> Bilan:
    """Open a new check-up of a person who agrees, her last answers already there; what changed in her life is answered by it. Raise `NotVisibleError`."""
    personne = Personne.objects.filter(pk=personne_id).first()
    if personne is None or not access.may_follow(actor, personne.structure_id, on=day_of(now)):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    bilan = departs.renew_bilan(personne=personne, actor=actor, now=now)
    restes = Changement.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne), bilan__isnull=True, ecarte_le__isnull=True)
    restes.update(bilan=bilan)
    return bilan


@transaction.atomic
def settle_clock(*, echeance_id: int, actor: Compte, reglement: str, jour: date | None = None, raison: str = "", now: datetime) -> Echeance:
    """Note that a clock is done, moved to another day or paused, each of the last two with its reason; or that it runs again.

    Raise `StepRefusedError`, `NotVisibleError`.
    """
    droit_id = Echeance.objects.filter(pk=echeance_id).values_list("droit_suivi_id", flat=True).first()
    if droit_id is None:
        raise NotVisibleError
    droit, today, raison = locked(droit_id, actor, now), day_of(now), raison.strip()
    echeance: Echeance = Echeance.objects.select_for_update().get(pk=echeance_id)
    echeance.droit_suivi = droit
    avec_raison = reglement in {ReglementEcheance.DEPLACEE, ReglementEcheance.PAUSE}
    deplacee = reglement == ReglementEcheance.DEPLACEE
    _refuse(
        {
            "reglement": LISTE if reglement not in ReglementEcheance.values else "",
            "jour": _("Choisissez un jour à venir.") if deplacee and (jour is None or jour < today) else "",
            "raison": TROP_LONG if len(raison) > MOTS_MAX else _("Écrivez la raison en quelques mots.") if avec_raison and not raison else "",
        }
    )
    echeance.faite_le = today if reglement == ReglementEcheance.FAITE else None
    echeance.pausee = reglement == ReglementEcheance.PAUSE
    echeance.jusqu_au = jour if deplacee else None
    echeance.a_faire_le = echeance.jusqu_au or echeance.prudence_le or echeance.due_le
    echeance.raison_scellee = seal(raison.encode(), context=reason_context(echeance)) if avec_raison else ""
    echeance.reglee_par_id, echeance.reglee_at = (None, None) if reglement == ReglementEcheance.COURT else (actor.pk, now)
    echeance.save()
    # What is done or paused says when the next one comes.
    _refresh(droit, now)
    note(actor, "regler_echeance", droit)
    return echeance


def _refresh(droit: DroitSuivi, now: datetime) -> None:
    echeances.refresh(droit, list(droit.mouvements.in_order()), now=now)


def _refuse(erreurs: dict[str, str]) -> None:
    if faux := {champ: phrase for champ, phrase in erreurs.items() if phrase}:
        raise StepRefusedError(faux)


def _note_person(actor: Compte, verb: str, changement: Changement) -> None:
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=changement.personne_id, purpose=FINALITE, structure=changement.structure_id)
