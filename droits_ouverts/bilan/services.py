"""The verbs of the check-up: one function, one transaction, one journal line (ids only)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.bilan import access, rules
from droits_ouverts.bilan.codes import code_digest
from droits_ouverts.bilan.enums import FormeBilan, StatutBilan, StatutEstimation
from droits_ouverts.bilan.errors import AnswersRefusedError, NothingToEstimateError, PersonRefusedError, UndoTooLateError
from droits_ouverts.bilan.gestes import day_of, locked, note, write_answers
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.rules import Membre, Reponse, Reponses
from droits_ouverts.bilan.selectors import (
    answers_context,
    digest,
    fingerprint,
    kept_estimate,
    open_answers,
    open_situation,
    results_context,
    situation_context,
)
from droits_ouverts.coffre.services import seal
from droits_ouverts.engine.questionnaire.types import Role, Sujet
from droits_ouverts.engine.serialize import estimation_to_dict
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine import results

UNDO = timedelta(minutes=1)
GARDE_ANONYME = timedelta(days=regle("anonyme").terme.jours)
"""How long an anonymous check-up is kept, from the day it was begun, unless the person agrees before that it be attached to her."""
LEASE = timedelta(minutes=2)
"""How long a request may compute an estimate before another one takes it over."""


@transaction.atomic
def start_bilan(
    *,
    actor: Compte,
    structure_id: int,
    site_id: int | None,
    mois: str,
    now: datetime,
    forme: FormeBilan = FormeBilan.COMPLET,
    code: str = "",
) -> Bilan:
    """Open a check-up for the month `mois` ("AAAA-MM"), with nothing answered yet.

    With a `code` it is anonymous: no name is ever kept, the code alone finds it again, and it is erased 90 days later.
    Raise `ForbiddenError` if the actor is not a member of the structure, `ValueError` for a month that is not one.
    """
    if not access.may_start(actor, structure_id, on=day_of(now)):
        raise ForbiddenError
    if not rules.month_is_sound(mois, day_of(now)):
        message = f"{mois!r} is not a month for which a check-up can be started."
        raise ValueError(message)
    bilan = Bilan(
        id=uuid.uuid4(),
        structure_id=structure_id,
        site_id=site_id,
        auteur_id=actor.pk,
        mois=mois,
        forme=forme,
        anonyme=bool(code),
        code_reprise=code_digest(code) if code else "",
        efface_le=day_of(now) + GARDE_ANONYME if code else None,
        created_at=now,
        updated_at=now,
    )
    bilan.reponses_scellees = seal(Reponses(mois=mois).to_bytes(), context=answers_context(bilan))
    bilan.save(force_insert=True)
    note(actor, "commencer_bilan", bilan)
    return bilan


@transaction.atomic
def save_answers(*, bilan_id: uuid.UUID, actor: Compte, reponses: list[Reponse], sujet: Sujet | None, now: datetime) -> Reponses:
    """Save the answers of a screen, the others untouched; `sujet` is set when its screen was gone through to the end.

    Nothing is written, in the row or in the journal, where nothing changed. Raise `AnswersRefusedError` (nothing is written) for an
    answer outside the schema's types or bounds, `NotVisibleError` for a check-up of another structure.
    """
    bilan = locked(bilan_id, actor, now)
    avant = open_answers(bilan)
    erreurs = {(r.fait, r.entite): erreur for r in reponses if (erreur := rules.check(r, bilan.mois))}
    if erreurs:
        raise AnswersRefusedError(erreurs)
    apres = rules.with_answers(avant, reponses, sujet)
    if apres == avant:
        return avant
    return write_answers(bilan, apres, actor, "enregistrer_reponses", now)


@transaction.atomic
def add_person(*, bilan_id: uuid.UUID, actor: Compte, role: Role, prenom: str, date_naissance: date | None, now: datetime) -> Membre:
    """Add a person to the household. Raise `PersonRefusedError`, `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    avant = open_answers(bilan)
    if erreurs := rules.check_person(avant, role=role, date_naissance=date_naissance):
        raise PersonRefusedError(erreurs)
    apres, membre = rules.with_person(avant, role=role, prenom=_name(bilan, prenom), date_naissance=date_naissance)
    write_answers(bilan, apres, actor, "ajouter_personne", now)
    return membre


@transaction.atomic
def update_person(
    *,
    bilan_id: uuid.UUID,
    actor: Compte,
    ident: str,
    role: Role,
    prenom: str,
    date_naissance: date | None,
    now: datetime,
) -> Membre:
    """Change the name, place or birth of a person. Raise `PersonRefusedError`, `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    avant = open_answers(bilan)
    membre = avant.membre(ident)
    if membre is None:
        raise NotVisibleError
    if erreurs := rules.check_person(avant, role=role, date_naissance=date_naissance, ident=ident):
        raise PersonRefusedError(erreurs)
    faits = membre.faits | ({"date_naissance": date_naissance.isoformat()} if date_naissance else {})
    change = replace(membre, role=role, prenom=_name(bilan, prenom), faits=faits)
    if change == membre:
        return membre
    apres = replace(avant, membres=tuple(change if m.id == ident else m for m in avant.membres))
    write_answers(bilan, apres, actor, "modifier_personne", now)
    return change


@transaction.atomic
def remove_person(*, bilan_id: uuid.UUID, actor: Compte, ident: str, now: datetime) -> Membre:
    """Take a person out of the household; she can be put back for a minute. Raise `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    avant = open_answers(bilan)
    membre = avant.membre(ident)
    if membre is None:
        raise NotVisibleError
    write_answers(bilan, rules.without_person(avant, ident, now + UNDO), actor, "retirer_personne", now)
    return membre


@transaction.atomic
def restore_person(*, bilan_id: uuid.UUID, actor: Compte, ident: str, now: datetime) -> Reponses:
    """Put a person back within the minute, with all that was answered. Raise `UndoTooLateError`, `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    apres = rules.with_restored(open_answers(bilan), ident, now)
    if apres is None:
        raise UndoTooLateError
    return write_answers(bilan, apres, actor, "remettre_personne", now)


@transaction.atomic
def request_estimate(*, bilan_id: uuid.UUID, actor: Compte, versions: Mapping[str, str], now: datetime) -> Estimation:
    """Ask for the estimate of the answers as they are; the same answers under the same rules are never computed twice.

    Return the row already there for these answers, else a new one to be computed. One journal line for a new row only.
    Raise `NothingToEstimateError` where nobody is described, `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    reponses = open_answers(bilan)
    if reponses.demandeur is None:
        raise NothingToEstimateError
    empreinte = fingerprint(reponses, versions)
    connue = bilan.estimations.filter(empreinte=empreinte).exclude(statut=StatutEstimation.ECHOUEE).first()
    if connue:
        return connue
    estimation = Estimation(bilan=bilan, empreinte=empreinte, versions=dict(versions), demandee_at=now)
    return _ask(estimation, reponses.questionnaire(), actor, "demander_estimation")


@transaction.atomic
def remake_estimate(*, bilan_id: uuid.UUID, actor: Compte, estimation_id: int, versions: Mapping[str, str], now: datetime) -> Estimation:
    """Ask for the estimate of an older one's answers under the rules of now: it will stand beside, and the older one stays as it is.

    Return the row already there, else a new one to be computed. One journal line for a new row only. Raise `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    ancienne = kept_estimate(bilan, estimation_id)
    questionnaire = open_situation(ancienne)
    empreinte = digest(questionnaire, versions, refaite_de=ancienne.pk)
    connue = bilan.estimations.filter(empreinte=empreinte).exclude(statut=StatutEstimation.ECHOUEE).first()
    if connue:
        return connue
    estimation = Estimation(bilan=bilan, empreinte=empreinte, versions=dict(versions), refaite_de=ancienne, demandee_at=now)
    return _ask(estimation, questionnaire, actor, "refaire_estimation")


@transaction.atomic
def take_estimate(*, estimation_id: int, now: datetime) -> bool:
    """Reserve an estimate for the caller, who will compute it; False where it is done, or where one of its check-up is being computed.

    One at a time by check-up: answers that were replaced meanwhile never stand in a queue before the last ones.
    A technical lock, on no personal data: no journal line.
    """
    ligne = Estimation.objects.select_for_update().get(pk=estimation_id)
    en_cours = Estimation.objects.filter(bilan_id=ligne.bilan_id, statut=StatutEstimation.DEMANDEE, prise_at__gt=now - LEASE)
    if ligne.statut != StatutEstimation.DEMANDEE or en_cours.exists():
        return False
    ligne.prise_at = now
    ligne.save(update_fields=["prise_at"])
    return True


@transaction.atomic
def release_estimate(*, estimation_id: int) -> None:
    """Give an estimate back, to be computed by another request: the engine is not ready yet. A technical lock: no journal line."""
    Estimation.objects.filter(pk=estimation_id, statut=StatutEstimation.DEMANDEE).update(prise_at=None)


@transaction.atomic
def store_estimate(*, estimation_id: int, actor: Compte, resultat: results.Estimation, now: datetime) -> Estimation:
    """Seal and store what the engine answered, once: a row already done is returned as it is. Raise `NotVisibleError`."""
    ligne = _locked_estimate(estimation_id, actor, now)
    if ligne.statut == StatutEstimation.FAITE:
        return ligne
    contenu = json.dumps(estimation_to_dict(resultat), ensure_ascii=False, separators=(",", ":")).encode()
    ligne.resultats_scelles = seal(contenu, context=results_context(ligne))
    ligne.statut = StatutEstimation.FAITE
    ligne.versions = {**ligne.versions, **resultat.versions}
    ligne.faite_at = now
    ligne.save(update_fields=["resultats_scelles", "statut", "versions", "faite_at"])
    note(actor, "enregistrer_estimation", ligne.bilan)
    return ligne


@transaction.atomic
def fail_estimate(*, estimation_id: int, actor: Compte, now: datetime) -> Estimation:
    """Note that the engine could not answer. It says nothing about any right. Raise `NotVisibleError`."""
    ligne = _locked_estimate(estimation_id, actor, now)
    if ligne.statut == StatutEstimation.DEMANDEE:
        ligne.statut = StatutEstimation.ECHOUEE
        ligne.save(update_fields=["statut"])
        note(actor, "noter_estimation_echouee", ligne.bilan)
    return ligne


@transaction.atomic
def close_bilan(*, bilan_id: uuid.UUID, actor: Compte, now: datetime) -> Bilan:
    """Note that the sheet was handed over: the check-up is done; its answers can still change. Raise `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    if bilan.statut != StatutBilan.TERMINE:
        bilan.statut = StatutBilan.TERMINE
        bilan.updated_at = now
        bilan.save(update_fields=["statut", "updated_at"])
        note(actor, "terminer_bilan", bilan)
    return bilan


def _name(bilan: Bilan, prenom: str) -> str:
    """Return the first name to keep: none in an anonymous check-up, whatever was sent."""
    return "" if bilan.anonyme else prenom[: rules.PRENOM_MAX]


def _locked_estimate(estimation_id: int, actor: Compte, now: datetime) -> Estimation:
    ligne = Estimation.objects.select_for_update(of=("self",)).select_related("bilan").filter(pk=estimation_id).first()
    if ligne is None or not access.may_open(actor, ligne.bilan, on=day_of(now)):
        raise NotVisibleError
    return ligne


def _ask(estimation: Estimation, questionnaire: Mapping[str, object], actor: Compte, verb: str) -> Estimation:
    """Write a new row with the answers that it is about: the envelope is bound to the row, so that the row comes first."""
    estimation.save(force_insert=True)
    contenu = json.dumps(dict(questionnaire), ensure_ascii=False, separators=(",", ":")).encode()
    estimation.situation_scellee = seal(contenu, context=situation_context(estimation))
    estimation.save(update_fields=["situation_scellee"])
    note(actor, verb, estimation.bilan)
    return estimation
