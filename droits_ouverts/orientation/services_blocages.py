"""The verbs of what is blocked: hand a case to the coordination, hand it on to the referent of the institution, say how it ended; keep the referents.

The coordination reads no name and no word: the sheet leaves for the referent from the structure that holds it, as for any service, by a link and a code.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service as Interne
from droits_ouverts.foundation.lignes.contexte import as_service
from droits_ouverts.irritants.enums import Blocage as CeQuiBloque
from droits_ouverts.irritants.enums import Etape
from droits_ouverts.journal.services import record
from droits_ouverts.orientation import access
from droits_ouverts.orientation.enums import StatutBlocage, StatutEnvoi
from droits_ouverts.orientation.errors import AgreementWithdrawnError, AnswerMovedError, NoCoordinationError, OrientationRefusedError
from droits_ouverts.orientation.gestes import FINALITE, day_of, is_withdrawn, locked_envoi
from droits_ouverts.orientation.models import Blocage, Destinataire, Referent
from droits_ouverts.orientation.services import new_sending
from droits_ouverts.orientation.services_destinataires import Service, new_recipient
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre, Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.enums import NaturePiece

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINS = frozenset({StatutBlocage.DEBLOQUE, StatutBlocage.SANS_SUITE})
SANS_BLOCAGE = frozenset({StatutEnvoi.FAITE, StatutEnvoi.ANNULEE})
"""What is done, and what was taken back, is not blocked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cas:
    """What is said of a blocked case: closed lists only. `pieces`: kinds of papers that are ready (`NaturePiece`)."""

    etape: str
    blocage: str
    pieces: Sequence[str]
    accord_mode: str
    accord_le: date


@transaction.atomic
def hand_to_coordination(*, actor: Compte, envoi_id: uuid.UUID, cas: Cas, now: datetime) -> Blocage:
    """Hand a blocked case to the coordination of the programme. Raise `NotVisibleError`, `OrientationRefusedError`, `NoCoordinationError`, `AnswerMovedError`."""
    envoi = locked_envoi(envoi_id, actor, now)
    if is_withdrawn(envoi.orientation_id):
        raise AgreementWithdrawnError
    if envoi.statut in SANS_BLOCAGE:
        raise AnswerMovedError
    if erreurs := _check(cas, today=day_of(now)):
        raise OrientationRefusedError(erreurs)
    coordination = coordination_for(envoi.structure_id, on=day_of(now))
    try:
        with transaction.atomic():
            blocage: Blocage = Blocage.objects.create(
                structure_id=envoi.structure_id,
                vers_structure_id=coordination,
                envoi=envoi,
                droit=envoi.orientation.droit_suivi.droit,
                genre=Genre(envoi.destinataire.genre),
                etape=Etape(cas.etape),
                blocage=CeQuiBloque(cas.blocage),
                pieces=sorted(set(cas.pieces)),
                accord_mode=ModeAccord(cas.accord_mode),
                accord_le=cas.accord_le,
                statut=StatutBlocage.A_TRAITER,
                statut_le=day_of(now),
                par=actor,
                created_at=now,
            )
    except IntegrityError as double:
        raise AnswerMovedError from double
    record(actor=actor, verb="signaler_blocage", thing_kind="blocage", thing_id=blocage.pk, purpose=FINALITE, structure=blocage.structure_id)
    return blocage


@as_service(Interne.ORIENTATION)
def coordination_for(structure_id: int, *, on: date) -> int:
    """Return the structure that coordinates: one's own if it does, else the first that has a coordinator today. Two queries. Raise `NoCoordinationError`."""
    presents = Membre.objects.present(on).filter(role=Role.COORDINATEUR, compte__is_active=True)
    trouvees = sorted(set(presents.values_list("structure_id", flat=True)))
    if not trouvees:
        raise NoCoordinationError
    return structure_id if structure_id in trouvees else trouvees[0]


@transaction.atomic
def hand_to_referent(*, actor: Compte, blocage_id: uuid.UUID, referent_id: int, now: datetime) -> Blocage:
    """Send the sheet of a blocked case to the referent of the institution, with the papers that are ready. Raise `NotVisibleError`, `AnswerMovedError`.

    The coordination decides; what leaves is the holding structure's. In the name of the service: the coordinator reads nothing of it.
    """
    blocage = _coordinated(actor, blocage_id, now)
    referent = Referent.objects.filter(pk=referent_id, structure_id=blocage.vers_structure_id).first()
    if referent is None or (referent.jusqu_au is not None and referent.jusqu_au < day_of(now)):
        raise NotVisibleError
    if blocage.statut != StatutBlocage.A_TRAITER:
        raise AnswerMovedError
    with as_service(Interne.ORIENTATION):
        orientation = blocage.envoi.orientation
        blocage.envoi_referent = new_sending(orientation, _desk(blocage, referent, actor, now), actor=actor, now=now)
        blocage.statut, blocage.statut_le = StatutBlocage.TRANSMIS, day_of(now)
        blocage.save(update_fields=["envoi_referent", "statut", "statut_le"])
        record(actor=actor, verb="transmettre_blocage", thing_kind="blocage", thing_id=blocage.pk, purpose=FINALITE, structure=blocage.structure_id)
    return blocage


@transaction.atomic
def close_case(*, actor: Compte, blocage_id: uuid.UUID, statut: StatutBlocage, now: datetime) -> Blocage:
    """Say how a blocked case ended: by the coordination, or by the structure that holds it. Raise `NotVisibleError`, `AnswerMovedError`."""
    blocage: Blocage | None = Blocage.objects.select_for_update().filter(pk=blocage_id).first()
    on = day_of(now)
    if blocage is None or not (access.may_orient(actor, blocage.structure_id, on=on) or blocage.vers_structure_id in access.coordinations_of(actor, on=on)):
        raise NotVisibleError
    if statut not in FINS or blocage.statut in FINS:
        raise AnswerMovedError
    blocage.statut, blocage.statut_le = statut, on
    blocage.save(update_fields=["statut", "statut_le"])
    record(actor=actor, verb="clore_blocage", thing_kind="blocage", thing_id=blocage.pk, purpose=FINALITE, structure=blocage.structure_id)
    return blocage


@transaction.atomic
def name_referent(*, actor: Compte, structure_id: int, genre: str, organisme: str, nom: str, email: str, telephone: str, now: datetime) -> Referent:
    """Write down whom an institution names. Raise `ForbiddenError`, `OrientationRefusedError`."""
    if structure_id not in access.coordinations_of(actor, on=day_of(now)):
        raise ForbiddenError
    if genre not in Genre.values or not organisme.strip() or not nom.strip() or not email.strip():
        raise OrientationRefusedError({"nom": _("Il faut l’organisme, le nom de la personne référente et son adresse électronique.")})
    referent = Referent.objects.create(
        structure_id=structure_id,
        genre=Genre(genre),
        organisme=organisme.strip(),
        nom=nom.strip(),
        email=email.strip().lower(),
        telephone=telephone.strip(),
        par=actor,
        created_at=now,
    )
    record(actor=actor, verb="nommer_referent", thing_kind="referent", thing_id=referent.pk, purpose=FINALITE, structure=structure_id)
    return referent


@transaction.atomic
def end_referent(*, actor: Compte, referent_id: int, now: datetime) -> Referent:
    """Say that somebody is no longer the referent, from tomorrow on. Raise `NotVisibleError`."""
    referent: Referent | None = Referent.objects.select_for_update().filter(pk=referent_id).first()
    if referent is None or referent.structure_id not in access.coordinations_of(actor, on=day_of(now)):
        raise NotVisibleError
    referent.jusqu_au = day_of(now)
    referent.save(update_fields=["jusqu_au"])
    record(actor=actor, verb="terminer_referent", thing_kind="referent", thing_id=referent.pk, purpose=FINALITE, structure=referent.structure_id)
    return referent


def _coordinated(actor: Compte, blocage_id: uuid.UUID, now: datetime) -> Blocage:
    blocage: Blocage | None = Blocage.objects.select_for_update().filter(pk=blocage_id).first()
    if blocage is None or blocage.vers_structure_id not in access.coordinations_of(actor, on=day_of(now)):
        raise NotVisibleError
    return blocage


def _desk(blocage: Blocage, referent: Referent, actor: Compte, now: datetime) -> Destinataire:
    """Return the desk of a referent in the list of the structure that holds the case, added the first time."""
    nom = f"{referent.organisme} · {referent.nom}"[:120]
    connu: Destinataire | None = Destinataire.objects.filter(structure_id=blocage.structure_id, nom=nom, retire_le__isnull=True).first()
    if connu is not None and connu.email == referent.email:
        return connu
    if connu is not None:
        connu.retire_le = day_of(now)
        connu.save(update_fields=["retire_le"])
    decrit = Service(nom=nom, genre=referent.genre, email=referent.email, telephone=referent.telephone)
    return new_recipient(structure_id=blocage.structure_id, service=decrit, actor=actor, now=now)


def _check(cas: Cas, *, today: date) -> dict[str, str]:
    erreurs: dict[str, str] = {}
    if cas.etape not in Etape.values:
        erreurs["etape"] = _("Choisissez dans la liste.")
    if cas.blocage not in CeQuiBloque.values:
        erreurs["blocage"] = _("Choisissez dans la liste.")
    if not set(cas.pieces) <= set(NaturePiece.values):
        erreurs["pieces"] = _("Choisissez dans la liste.")
    if cas.accord_mode not in ModeAccord.values or cas.accord_le > today:
        erreurs["accord_mode"] = _("Sans son accord, la fiche ne part pas vers le référent de l’organisme.")
    return erreurs
