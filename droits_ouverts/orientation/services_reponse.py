"""The verbs of answers: noted by who sends, given by the structure that received, given once by a link; and taken back within a minute.

One function, one transaction, one line of the journal. `rang_vu`: the rank of the last step that was seen; another one since, and nothing is written.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.orientation import rules
from droits_ouverts.orientation.droit import moved_by
from droits_ouverts.orientation.enums import MotifImpossible, StatutEnvoi, Voie
from droits_ouverts.orientation.errors import AnswerMovedError, LinkDeadError, NothingToUndoError, OrientationRefusedError
from droits_ouverts.orientation.fiche import MOTS_MAX
from droits_ouverts.orientation.gestes import Reponse, add_step, close_links, day_of, is_withdrawn, locked_envoi, locked_received, note, steps_of
from droits_ouverts.orientation.models import Envoi, SuiteEnvoi
from droits_ouverts.orientation.services_courriels import unsend
from droits_ouverts.orientation.services_liens import proven_link, take_link
from droits_ouverts.suivi.services import correct_last

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

MINUTE = timedelta(minutes=1)
LOIN = timedelta(days=366)
VOIES_NOTEES = frozenset({Voie.TELEPHONE, Voie.BORDEREAU, Voie.EXPEDITEUR})


@transaction.atomic
def note_answer(*, actor: Compte, envoi_id: uuid.UUID, rang_vu: int, dit: Reponse, voie: Voie, now: datetime) -> SuiteEnvoi:
    """Note what a service said on the telephone, on a slip, or to the person. Raise `NotVisibleError`, `AnswerMovedError`, `OrientationRefusedError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    if voie not in VOIES_NOTEES:
        raise OrientationRefusedError({"voie": _("Choisissez dans la liste.")})
    suite = _written(envoi, rang_vu, dit, voie=voie, actor=actor, now=now)
    note(actor, "noter_reponse", envoi)
    return suite


@as_service(Service.ORIENTATION)
@transaction.atomic
def answer_received(*, actor: Compte, envoi_id: uuid.UUID, rang_vu: int, dit: Reponse, now: datetime) -> SuiteEnvoi:
    """Answer for the structure that received. Raise as `note_answer`.

    In the name of the service: the row is the other structure's, and what is answered is written there. Whether the actor may is asked first.
    """
    envoi = locked_received(envoi_id, actor, now)
    if envoi.lecture_fermee:
        raise AnswerMovedError
    suite = _written(envoi, rang_vu, dit, voie=Voie.COMPTE, actor=actor, now=now)
    note(actor, "repondre", envoi)
    return suite


@as_service(Service.ORIENTATION)
@transaction.atomic
def answer_by_link(*, empreinte: str, preuve: str, dit: Reponse, now: datetime) -> SuiteEnvoi:
    """Answer once by a link whose code was typed. Raise `LinkDeadError` (the second of two at once included), `OrientationRefusedError`: the link still serves."""
    lien = proven_link(empreinte, preuve, now=now)
    envoi: Envoi = Envoi.objects.select_for_update(of=("self",)).select_related("orientation", "destinataire").get(pk=lien.envoi_id)
    # Whoever takes it first has it: the other finds nothing to take.
    if not take_link(lien, now=now):
        raise LinkDeadError
    suite = _written(envoi, envoi.rang, dit, voie=Voie.LIEN, actor=None, now=now)
    close_links(envoi, now=now)
    note(None, "repondre_par_lien", envoi)
    return suite


@transaction.atomic
def undo_answer(*, actor: Compte, envoi_id: uuid.UUID, rang_vu: int, now: datetime) -> SuiteEnvoi:
    """Take back, within a minute, the step that the actor wrote last: a correction says so, and the right goes back too. Raise `NothingToUndoError`, `NotVisibleError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    rows = list(envoi.suites.order_by("rang"))
    en_vigueur = {pas.rang for pas in rules.in_force(steps_of(rows))}
    derniere = rows[-1]
    mienne = derniere.rang in en_vigueur and derniere.rang > 1 and derniere.auteur_id == actor.pk and derniere.voie != Voie.COMPTE
    if envoi.rang != rang_vu or not mienne or now - derniere.note_at > MINUTE or is_withdrawn(envoi.orientation_id):
        raise NothingToUndoError
    if derniere.mouvement is not None:
        correct_last(droit_suivi_id=envoi.orientation.droit_suivi_id, actor=actor, rang_vu=derniere.mouvement.rang, now=now)
    suite = step_back(envoi, rows, actor=actor, now=now)
    note(actor, "corriger_reponse", envoi)
    return suite


def step_back(envoi: Envoi, rows: list[SuiteEnvoi], *, actor: Compte, now: datetime) -> SuiteEnvoi:
    """Correct the last step of a recipient whose row is locked: where it stood before stands again. In the transaction of a verb."""
    derniere, en_vigueur = rows[-1], {pas.rang for pas in rules.in_force(steps_of(rows))}
    precedente = [row for row in rows[:-1] if row.rang in en_vigueur][-1]
    dit = Reponse(statut=precedente.statut, fait_le=precedente.fait_le, rdv_le=precedente.rdv_le)
    suite = add_step(envoi, dit, voie=Voie.EXPEDITEUR, actor=actor, now=now, annule=derniere)
    # What this very step closed serves again, and what it was about to say is not said.
    envoi.liens.filter(servi_at__isnull=True, ferme_at=derniere.note_at).update(ferme_at=None)
    unsend(envoi, derniere)
    return suite


def _written(envoi: Envoi, rang_vu: int, dit: Reponse, *, voie: Voie, actor: Compte | None, now: datetime) -> SuiteEnvoi:
    if envoi.rang != rang_vu or envoi.statut not in rules.ATTENDUS | rules.TARDIVES:
        raise AnswerMovedError
    if erreurs := check_answer(envoi, dit, today=day_of(now)):
        raise OrientationRefusedError(erreurs)
    mouvement_id = moved_by(envoi, dit, voie=voie, actor=actor, now=now)
    suite = add_step(envoi, dit, voie=voie, actor=actor, now=now, mouvement_id=mouvement_id)
    if not envoi.est_ouvert:
        close_links(envoi, now=now)
    return suite


def check_answer(envoi: Envoi, dit: Reponse, *, today: date) -> dict[str, str]:
    """Say what is wrong with an answer, by field."""
    if not rules.may_answer(envoi.statut, dit.statut):
        return {"statut": _("Cette réponse ne peut pas suivre la précédente. Choisissez-en une autre.")}
    erreurs: dict[str, str] = {}
    if dit.fait_le > today:
        erreurs["fait_le"] = _("Ce jour est dans le futur. Écrivez le jour où le service a répondu.")
    elif dit.fait_le < envoi.envoyee_le:
        erreurs["fait_le"] = _("Ce jour vient avant l’envoi. Vérifiez la date.")
    rendez_vous, faite = dit.statut == StatutEnvoi.RENDEZ_VOUS.value, dit.statut == StatutEnvoi.FAITE.value
    if rendez_vous and (dit.rdv_le is None or not envoi.envoyee_le <= dit.rdv_le <= today + LOIN):
        erreurs["rdv_le"] = _("Écrivez le jour du rendez-vous : après l’envoi, et dans l’année qui vient.")
    if not rendez_vous and dit.rdv_le is not None:
        erreurs["rdv_le"] = _("Un jour de rendez-vous ne va qu’avec « Rendez-vous donné ».")
    if dit.depot_le is not None and (not faite or dit.depot_le > today):
        erreurs["depot_le"] = _("Le jour du dépôt ne va qu’avec « Faite », et n’est pas dans le futur.")
    if dit.statut == StatutEnvoi.IMPOSSIBLE.value and dit.motif not in MotifImpossible.values:
        erreurs["motif"] = _("Dites pourquoi : la personne pourra être aidée autrement.")
    elif dit.statut != StatutEnvoi.IMPOSSIBLE.value and dit.motif:
        erreurs["motif"] = _("Une raison ne va qu’avec « Impossible ».")
    if len(dit.mots) > MOTS_MAX:
        erreurs["mots"] = _("Ce texte est trop long : 600 caractères au plus.")
    return erreurs
