"""What every verb of orientation does: take the row if the actor may, add a step, repeat what the steps say, note it (ids only)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.orientation import access, rules
from droits_ouverts.orientation.contextes import words_context
from droits_ouverts.orientation.enums import MotifImpossible, NatureSuiteEnvoi, StatutEnvoi, Voie
from droits_ouverts.orientation.models import Envoi, Orientation, RetraitAccord, SuiteEnvoi
from droits_ouverts.orientation.rules import Pas, Position
from droits_ouverts.personnes.models import DemandeEffacement

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "orientation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """What a service answers. `depot_le`: where it did what was asked, the day on which the demand was put in. `mots`: free words, kept sealed."""

    statut: str
    fait_le: date
    rdv_le: date | None = None
    depot_le: date | None = None
    motif: str = ""
    mots: str = ""


def day_of(now: datetime) -> date:
    """Return the day of an instant, in the time zone of the service."""
    return timezone.localtime(now).date()


def locked_envoi(envoi_id: uuid.UUID, actor: Compte, now: datetime) -> Envoi:
    """Return a recipient of an orientation that the actor's structure sent, locked until the transaction ends. Raise `NotVisibleError` for any other."""
    envoi = _locked(envoi_id)
    if envoi is None or not access.may_orient(actor, envoi.structure_id, on=day_of(now)):
        raise NotVisibleError
    return envoi


def locked_received(envoi_id: uuid.UUID, actor: Compte, now: datetime) -> Envoi:
    """Return what was sent to the actor's structure, locked until the transaction ends. Raise `NotVisibleError` for anything else."""
    envoi = _locked(envoi_id)
    if envoi is None or not access.may_answer(actor, envoi, on=day_of(now)) or is_leaving(envoi.orientation):
        raise NotVisibleError
    return envoi


def locked_orientation(orientation_id: uuid.UUID, actor: Compte, now: datetime) -> Orientation:
    """Return an orientation that the actor may write in, locked until the transaction ends. Raise `NotVisibleError` for any other."""
    orientation: Orientation | None = Orientation.objects.select_for_update().filter(pk=orientation_id).first()
    if orientation is None or not access.may_orient(actor, orientation.structure_id, on=day_of(now)):
        raise NotVisibleError
    return orientation


@as_service(Service.EFFACEMENT)
def is_leaving(orientation: Orientation) -> bool:
    """Tell whether the person of an orientation asked that everything be erased: nobody elsewhere reads of her meanwhile. One query."""
    return DemandeEffacement.objects.standing().about(orientation.personne_id).exists()


def sender_of(orientation: Orientation) -> Compte:
    """Return who is told what becomes of an orientation: who sent it; once she left, who follows the right."""
    return orientation.par if orientation.par.is_active else orientation.droit_suivi.responsable


def note(actor: Compte | None, verb: str, envoi: Envoi) -> None:
    """Write the journal's line of a verb about one recipient. `actor` is None for a link and for the night."""
    record(actor=actor, verb=verb, thing_kind="envoi", thing_id=envoi.pk, purpose=FINALITE, structure=envoi.structure_id)


def steps_of(rows: list[SuiteEnvoi]) -> list[Pas]:
    """Return the steps of one recipient as the rules see them. No query where the rows are whole."""
    rangs = {row.pk: row.rang for row in rows}
    return [
        Pas(rang=row.rang, statut=row.statut, fait_le=row.fait_le, rdv_le=row.rdv_le, annule=rangs[row.annule_id] if row.annule_id else None) for row in rows
    ]


def position_of(envoi: Envoi, rows: list[SuiteEnvoi]) -> Position:
    """Return where one recipient stands, by its steps and the day on which it got the sheet."""
    return rules.position(steps_of(rows), parvenue_le=envoi.parvenue_le)


def is_withdrawn(orientation_id: uuid.UUID) -> bool:
    """Tell whether the person took back her agreement for this orientation. One query."""
    return RetraitAccord.objects.filter(orientation_id=orientation_id).exists()


def close_links(envoi: Envoi, *, now: datetime) -> None:
    """Make every link of a recipient that still serves serve no more."""
    envoi.liens.filter(servi_at__isnull=True, ferme_at__isnull=True).update(ferme_at=now)


def reached(envoi: Envoi, *, on: date) -> None:
    """Note that the service got it on this day: reminders are counted from then on. The first time only."""
    if envoi.parvenue_le is None:
        envoi.parvenue_le = on
        envoi.save(update_fields=["parvenue_le"])
        repeat(envoi, [*envoi.suites.order_by("rang")])


def add_step(
    envoi: Envoi, dit: Reponse, *, voie: Voie, actor: Compte | None, now: datetime, mouvement_id: int | None = None, annule: SuiteEnvoi | None = None
) -> SuiteEnvoi:
    """Add a step to a recipient whose row is locked, and repeat in the row what its steps now say."""
    rang = envoi.rang + 1
    suite = SuiteEnvoi(
        envoi=envoi,
        rang=rang,
        nature=NatureSuiteEnvoi.CORRECTION if annule else NatureSuiteEnvoi.PAS,
        statut=StatutEnvoi(dit.statut),
        fait_le=dit.fait_le,
        rdv_le=dit.rdv_le,
        depot_le=dit.depot_le,
        motif=MotifImpossible(dit.motif) if dit.motif else "",
        voie=voie,
        mouvement_id=mouvement_id,
        annule=annule,
        auteur_id=actor.pk if actor else None,
        note_at=now,
    )
    if dit.mots:
        suite.mots_scelles = seal(dit.mots.encode(), context=words_context(envoi.orientation, envoi.pk, rang))
    suite.save(force_insert=True)
    repeat(envoi, [*envoi.suites.order_by("rang")])
    return suite


def repeat(envoi: Envoi, rows: list[SuiteEnvoi]) -> None:
    """Write in the row of a recipient what its steps say."""
    lue = position_of(envoi, rows)
    envoi.statut, envoi.statut_le, envoi.rdv_le, envoi.rang = StatutEnvoi(lue.statut), lue.statut_le, lue.rdv_le, rows[-1].rang
    envoi.repondue_le, envoi.horloge_le, envoi.horloge_rang = lue.repondue_le, lue.horloge_le, lue.horloge_rang
    envoi.lecture_fermee = lue.statut in rules.FERMES or envoi.destinataire.retire_le is not None or is_withdrawn(envoi.orientation_id)
    envoi.save(update_fields=["statut", "statut_le", "rdv_le", "rang", "repondue_le", "horloge_le", "horloge_rang", "lecture_fermee"])


def _locked(envoi_id: uuid.UUID) -> Envoi | None:
    envoi: Envoi | None = Envoi.objects.select_for_update(of=("self",)).select_related("orientation", "destinataire").filter(pk=envoi_id).first()
    return envoi
