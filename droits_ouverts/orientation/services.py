"""The verbs of who sends: send a person to one or several services, add one, take one back, hold the reminders, hand over warmly.

One function, one transaction, one line of the journal. Mail leaves after, from the box (`services_courriels`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.orientation import access
from droits_ouverts.orientation.composer import composed
from droits_ouverts.orientation.contextes import sheet_context
from droits_ouverts.orientation.enums import (
    Champ,
    Demande,
    IssueRelais,
    MotifPause,
    NatureCourriel,
    NatureRelais,
    NatureSuiteEnvoi,
    Pourquoi,
    StatutBlocage,
    StatutEnvoi,
    Voie,
)
from droits_ouverts.orientation.errors import AgreementWithdrawnError, AnswerMovedError, OrientationRefusedError, RecipientRetiredError
from droits_ouverts.orientation.fiche import MOTS_MAX
from droits_ouverts.orientation.gestes import (
    FINALITE,
    Reponse,
    add_step,
    close_links,
    day_of,
    is_leaving,
    is_withdrawn,
    locked_envoi,
    locked_orientation,
    note,
    reached,
)
from droits_ouverts.orientation.models import Blocage, Destinataire, Envoi, Orientation, PassageDeRelais, Pause, RetraitAccord, SuiteEnvoi
from droits_ouverts.orientation.services_courriels import enqueue
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.suivi.models import DroitSuivi

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

DESTINATAIRES_MAX = 8
MINUTE, DIX_MINUTES = timedelta(minutes=1), timedelta(minutes=10)
OUVERTS = (StatutBlocage.A_TRAITER, StatutBlocage.TRANSMIS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demandee:
    """What is sent: why, what is asked, what she agreed to share (`Champ` values) and how she agreed, the words for the service."""

    pourquoi: str
    demande: str
    champs: frozenset[str]
    accord_mode: str
    accord_le: date
    precision: str = ""


@transaction.atomic
def send_orientation(*, actor: Compte, droit_suivi_id: uuid.UUID, demandee: Demandee, destinataires: Sequence[int], now: datetime) -> Orientation:
    """Send a person for a right to these services. Raise `NotVisibleError`, `OrientationRefusedError`, `RecipientRetiredError`; nothing is written then."""
    droit = DroitSuivi.objects.select_related("personne").filter(pk=droit_suivi_id).first()
    if droit is None or not access.may_orient(actor, droit.structure_id, on=day_of(now)):
        raise NotVisibleError
    if erreurs := _check(demandee, destinataires, today=day_of(now)):
        raise OrientationRefusedError(erreurs)
    orientation = Orientation(
        structure_id=droit.structure_id,
        personne_id=droit.personne_id,
        droit_suivi=droit,
        pourquoi=Pourquoi(demandee.pourquoi),
        demande=Demande(demandee.demande),
        champs=sorted(demandee.champs),
        accord_mode=ModeAccord(demandee.accord_mode),
        accord_le=demandee.accord_le,
        par=actor,
        created_at=now,
    )
    fiche = composed(droit, precision=demandee.precision.strip()).only(demandee.champs)
    orientation.fiche_scellee = seal(fiche.to_bytes(), context=sheet_context(orientation))
    orientation.save(force_insert=True)
    for numero in dict.fromkeys(destinataires):
        new_sending(orientation, _recipient(droit.structure_id, numero), actor=actor, now=now)
    record(actor=actor, verb="orienter", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return orientation


@transaction.atomic
def send_to_another(*, actor: Compte, orientation_id: uuid.UUID, destinataire_id: int, now: datetime) -> Envoi:
    """Send the same sheet to one more service. Raise `NotVisibleError`, `RecipientRetiredError`, `OrientationRefusedError` where it has it already."""
    orientation = locked_orientation(orientation_id, actor, now)
    envoi = new_sending(orientation, _recipient(orientation.structure_id, destinataire_id), actor=actor, now=now)
    note(actor, "orienter_aussi", envoi)
    return envoi


@transaction.atomic
def cancel_sending(*, actor: Compte, envoi_id: uuid.UUID, rang_vu: int, now: datetime) -> SuiteEnvoi:
    """Take an orientation back from one service: links close, reminders stop, the service is told. Raise `NotVisibleError`, `AnswerMovedError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    if envoi.rang != rang_vu or not envoi.est_ouvert:
        raise AnswerMovedError
    suite = add_step(envoi, Reponse(statut=StatutEnvoi.ANNULEE.value, fait_le=day_of(now)), voie=Voie.EXPEDITEUR, actor=actor, now=now)
    close_links(envoi, now=now)
    # Whoever cancels has a minute to change her mind: the service is told after it.
    enqueue(envoi, NatureCourriel.CLOSE, cle=f"close-{suite.rang}", now=now, pas_avant=now + MINUTE)
    note(actor, "annuler_envoi", envoi)
    return suite


@transaction.atomic
def withdraw_agreement(*, actor: Compte, orientation_id: uuid.UUID, mode: ModeAccord, now: datetime) -> RetraitAccord:
    """She no longer agrees: every service reads nothing any more, links close, what is blocked stops, and nothing more is sent.

    Raise `NotVisibleError`, `AnswerMovedError` where it is noted already.
    """
    orientation = locked_orientation(orientation_id, actor, now)
    if is_withdrawn(orientation.pk):
        raise AnswerMovedError
    ouverts = Blocage.objects.of_structures([orientation.structure_id]).filter(envoi__orientation=orientation, statut__in=OUVERTS)
    arretes = {str(un.pk): [un.statut, un.statut_le.isoformat()] for un in ouverts}
    retrait = RetraitAccord.objects.create(orientation=orientation, le=day_of(now), mode=ModeAccord(mode), blocages=arretes, par=actor, note_at=now)
    for envoi in orientation.envois.select_for_update(of=("self",)).select_related("orientation", "destinataire"):
        if envoi.est_ouvert:
            suite = add_step(envoi, Reponse(statut=StatutEnvoi.ANNULEE.value, fait_le=day_of(now)), voie=Voie.EXPEDITEUR, actor=actor, now=now)
            # It reads nothing from now on; it is told once whoever noted it has had the time to see a mistake.
            enqueue(envoi, NatureCourriel.CLOSE, cle=f"close-{suite.rang}", now=now, pas_avant=now + DIX_MINUTES)
        envoi.lecture_fermee = True
        envoi.save(update_fields=["lecture_fermee"])
        close_links(envoi, now=now)
    ouverts.update(statut=StatutBlocage.SANS_SUITE, statut_le=day_of(now))
    record(actor=actor, verb="retirer_accord", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return retrait


@transaction.atomic
def note_call(*, actor: Compte, envoi_id: uuid.UUID, fait_le: date, now: datetime) -> Envoi:
    """Note that the desk was called: it knows from that day on, and nobody reminds it within the week. Raise `NotVisibleError`, `AnswerMovedError`, `OrientationRefusedError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    if not envoi.est_ouvert:
        raise AnswerMovedError
    if not envoi.envoyee_le <= fait_le <= day_of(now):
        raise OrientationRefusedError({"fait_le": _("Écrivez le jour de l’appel : après l’envoi, et pas dans le futur.")})
    # What it changes is kept for whoever noted it by mistake (`services_retour.undo_call`).
    envoi.appele_avant, envoi.parvenue_avant, envoi.appele_at, envoi.appele_par = envoi.appele_le, envoi.parvenue_le, now, actor
    envoi.appele_le = fait_le if envoi.appele_le is None else max(envoi.appele_le, fait_le)
    envoi.save(update_fields=["appele_le", "appele_avant", "parvenue_avant", "appele_at", "appele_par"])
    reached(envoi, on=fait_le)
    note(actor, "appeler_service", envoi)
    return envoi


@transaction.atomic
def hold_reminders(*, actor: Compte, orientation_id: uuid.UUID, motif: MotifPause, now: datetime) -> Pause:
    """Remind nobody of this orientation until it is resumed. Raise `NotVisibleError`, `AnswerMovedError` where it is held already."""
    orientation = locked_orientation(orientation_id, actor, now)
    if orientation.pauses.filter(au__isnull=True).exists():
        raise AnswerMovedError
    pause = Pause.objects.create(orientation=orientation, motif=MotifPause(motif), du=day_of(now), par=actor)
    record(actor=actor, verb="suspendre_relances", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return pause


@transaction.atomic
def resume_reminders(*, actor: Compte, orientation_id: uuid.UUID, now: datetime) -> Pause:
    """Count the days again. Raise `NotVisibleError`, `AnswerMovedError` where nothing is held."""
    orientation = locked_orientation(orientation_id, actor, now)
    pause = orientation.pauses.filter(au__isnull=True).first()
    if pause is None:
        raise AnswerMovedError
    pause.au = max(pause.du, day_of(now))
    pause.save(update_fields=["au"])
    record(actor=actor, verb="reprendre_relances", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return pause


@transaction.atomic
def plan_handover(*, actor: Compte, orientation_id: uuid.UUID, destinataire_id: int, nature: NatureRelais, prevu_le: date, now: datetime) -> PassageDeRelais:
    """Plan a call with the three, or a visit together. Raise `NotVisibleError`, `RecipientRetiredError`."""
    orientation = locked_orientation(orientation_id, actor, now)
    relais = PassageDeRelais.objects.create(
        orientation=orientation,
        destinataire=_recipient(orientation.structure_id, destinataire_id),
        nature=NatureRelais(nature),
        prevu_le=prevu_le,
        par=actor,
        note_at=now,
    )
    record(actor=actor, verb="prevoir_relais", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return relais


@transaction.atomic
def tell_handover(*, actor: Compte, orientation_id: uuid.UUID, relais_id: int, issue: IssueRelais, fait_le: date, now: datetime) -> PassageDeRelais:
    """Note what came of it. Said again, it replaces what was said. Raise `NotVisibleError`, `OrientationRefusedError` for a day to come."""
    orientation = locked_orientation(orientation_id, actor, now)
    relais = orientation.relais.filter(pk=relais_id).first()
    if relais is None:
        raise NotVisibleError
    if fait_le > day_of(now):
        raise OrientationRefusedError({"fait_le": _("Ce jour est dans le futur. Écrivez le jour où c’est arrivé.")})
    relais.issue, relais.fait_le, relais.par, relais.note_at = IssueRelais(issue), fait_le, actor, now
    relais.save(update_fields=["issue", "fait_le", "par", "note_at"])
    record(actor=actor, verb="noter_relais", thing_kind="orientation", thing_id=orientation.pk, purpose=FINALITE, structure=orientation.structure_id)
    return relais


def new_sending(orientation: Orientation, destinataire: Destinataire, *, actor: Compte, now: datetime) -> Envoi:
    """Send an orientation to a service, in the transaction of the caller, who looked whether the actor may.

    Raise `OrientationRefusedError`, `AgreementWithdrawnError`, `ErasureAskedError` while she asks that everything be erased.
    """
    if is_leaving(orientation):
        raise ErasureAskedError
    if is_withdrawn(orientation.pk):
        raise AgreementWithdrawnError
    on = day_of(now)
    envoi = Envoi(
        orientation=orientation,
        structure_id=orientation.structure_id,
        vers_structure_id=destinataire.vers_structure_id,
        destinataire=destinataire,
        statut=StatutEnvoi.ENVOYEE,
        statut_le=on,
        rang=1,
        envoyee_le=on,
        delai_promis=destinataire.delai_promis,
        horloge_le=on,
        horloge_rang=1,
        # Who answers here has it in its list at once; any other, once the mail left or the desk was called.
        parvenue_le=on if destinataire.vers_structure_id is not None else None,
    )
    try:
        with transaction.atomic():
            envoi.save(force_insert=True)
    except IntegrityError as double:
        raise OrientationRefusedError({"destinataires": _("Ce service a déjà reçu cette orientation.")}) from double
    SuiteEnvoi.objects.create(
        envoi=envoi, rang=1, nature=NatureSuiteEnvoi.PAS, statut=StatutEnvoi.ENVOYEE, fait_le=on, voie=Voie.EXPEDITEUR, auteur=actor, note_at=now
    )
    enqueue(envoi, NatureCourriel.ENVOI, cle="envoi", now=now)
    return envoi


def _recipient(structure_id: int, numero: int) -> Destinataire:
    trouve: Destinataire | None = Destinataire.objects.filter(pk=numero, structure_id=structure_id).first()
    if trouve is None:
        raise OrientationRefusedError({"destinataires": _("Choisissez dans la liste.")})
    if trouve.retire_le is not None:
        raise RecipientRetiredError
    return trouve


def _check(demandee: Demandee, destinataires: Sequence[int], *, today: date) -> dict[str, str]:
    erreurs: dict[str, str] = {}
    if demandee.pourquoi not in Pourquoi.values:
        erreurs["pourquoi"] = _("Choisissez dans la liste.")
    if demandee.demande not in Demande.values:
        erreurs["demande"] = _("Choisissez dans la liste.")
    if not demandee.champs or not demandee.champs <= set(Champ.values):
        erreurs["champs"] = _("Cochez ce qu’elle accepte de partager : sans rien, le service ne saurait pas de qui il s’agit.")
    if demandee.accord_mode not in ModeAccord.values:
        erreurs["accord_mode"] = _("Dites comment elle a dit oui.")
    if demandee.accord_le > today:
        erreurs["accord_le"] = _("Ce jour est dans le futur. Écrivez le jour où elle a dit oui.")
    if len(demandee.precision) > MOTS_MAX:
        erreurs["precision"] = _("Ce texte est trop long : 600 caractères au plus.")
    if demandee.precision.strip() and Champ.PRECISION.value not in demandee.champs:
        erreurs["precision"] = _("Elle n’a pas accepté que vous écriviez au service. Cochez-le avec elle, ou effacez ce texte.")
    if not destinataires:
        erreurs["destinataires"] = _("Choisissez au moins un service.")
    elif len(set(destinataires)) > DESTINATAIRES_MAX:
        erreurs["destinataires"] = _("Huit services au plus à la fois.")
    return erreurs
