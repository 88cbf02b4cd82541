"""The verbs of the services to which a structure sends people: add, change, take off the list, say what they can take, change their code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.orientation import access
from droits_ouverts.orientation.enums import Capacite
from droits_ouverts.orientation.errors import OrientationRefusedError
from droits_ouverts.orientation.gestes import FINALITE, day_of
from droits_ouverts.orientation.models import Destinataire, LienReponse
from droits_ouverts.orientation.rules import FERMES
from droits_ouverts.structures.enums import Genre
from droits_ouverts.structures.models import Structure

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is said of a service. `vers_structure_id`: the structure that answers here, if it is one of the programme."""

    nom: str
    genre: str
    email: str = ""
    telephone: str = ""
    adresse: str = ""
    accueil: str = ""
    capacite: str = Capacite.INCONNUE.value
    delai_promis: int | None = None
    vers_structure_id: int | None = None
    service_annuaire: str = ""


@transaction.atomic
def add_recipient(*, actor: Compte, structure_id: int, service: Service, now: datetime) -> Destinataire:
    """Add a service to the list of a structure. Raise `ForbiddenError`, `OrientationRefusedError`."""
    if not access.may_orient(actor, structure_id, on=day_of(now)):
        raise ForbiddenError
    return new_recipient(structure_id=structure_id, service=service, actor=actor, now=now)


def new_recipient(*, structure_id: int, service: Service, actor: Compte, now: datetime) -> Destinataire:
    """Write a service in the list of a structure, in the transaction of the caller, who looked whether the actor may. Raise `OrientationRefusedError`."""
    _check(service, structure_id)
    ajoute = Destinataire(structure_id=structure_id, par=actor, created_at=now)
    _fill(ajoute, service, now)
    _saved(ajoute)
    record(actor=actor, verb="ajouter_destinataire", thing_kind="destinataire", thing_id=ajoute.pk, purpose=FINALITE, structure=structure_id)
    return ajoute


@transaction.atomic
def change_recipient(*, actor: Compte, destinataire_id: int, service: Service, now: datetime) -> Destinataire:
    """Change what is said of a service; its code changes with its address, so that an old desk answers nothing more. Raise as `add_recipient`, `NotVisibleError`."""
    change = _locked(actor, destinataire_id, now)
    _check(service, change.structure_id)
    avant = (change.email, change.vers_structure_id)
    _fill(change, service, now)
    if (change.email, change.vers_structure_id) != avant:
        change.rang_code += 1
    _saved(change)
    record(actor=actor, verb="modifier_destinataire", thing_kind="destinataire", thing_id=change.pk, purpose=FINALITE, structure=change.structure_id)
    return change


@transaction.atomic
def change_code(*, actor: Compte, destinataire_id: int, now: datetime) -> Destinataire:
    """Give a service another code: the old one opens nothing any more. Raise `NotVisibleError`."""
    change = _locked(actor, destinataire_id, now)
    change.rang_code += 1
    change.save(update_fields=["rang_code"])
    record(actor=actor, verb="changer_code", thing_kind="destinataire", thing_id=change.pk, purpose=FINALITE, structure=change.structure_id)
    return change


@transaction.atomic
def retire_recipient(*, actor: Compte, destinataire_id: int, retire: bool, now: datetime) -> Destinataire:
    """Take a service off the list, or put it back. What was sent to it stays, and who sent it notes what is answered; the service itself reads no sheet meanwhile.

    Raise `NotVisibleError`, `OrientationRefusedError`.
    """
    change = _locked(actor, destinataire_id, now)
    change.retire_le = day_of(now) if retire else None
    _saved(change)
    envois = change.envois.of_structures([change.structure_id])
    if retire:
        LienReponse.objects.filter(envoi__in=envois, servi_at__isnull=True, ferme_at__isnull=True).update(ferme_at=now)
        envois.update(lecture_fermee=True)
    else:
        envois.exclude(statut__in=FERMES).filter(orientation__retrait__isnull=True).update(lecture_fermee=False)
    verb = "retirer_destinataire" if retire else "remettre_destinataire"
    record(actor=actor, verb=verb, thing_kind="destinataire", thing_id=change.pk, purpose=FINALITE, structure=change.structure_id)
    return change


def _locked(actor: Compte, destinataire_id: int, now: datetime) -> Destinataire:
    trouve: Destinataire | None = Destinataire.objects.select_for_update().filter(pk=destinataire_id).first()
    if trouve is None or not access.may_orient(actor, trouve.structure_id, on=day_of(now)):
        raise NotVisibleError
    return trouve


def _check(service: Service, structure_id: int) -> None:
    erreurs: dict[str, str] = {}
    if not service.nom.strip():
        erreurs["nom"] = _("Écrivez le nom du service.")
    if service.genre not in Genre.values:
        erreurs["genre"] = _("Choisissez dans la liste.")
    if service.capacite not in Capacite.values:
        erreurs["capacite"] = _("Choisissez dans la liste.")
    if service.vers_structure_id == structure_id:
        erreurs["vers_structure"] = _("C’est votre structure. Choisissez-en une autre, ou aucune.")
    elif service.vers_structure_id is not None and not Structure.objects.filter(pk=service.vers_structure_id).exists():
        erreurs["vers_structure"] = _("Choisissez dans la liste.")
    if erreurs:
        raise OrientationRefusedError(erreurs)


def _fill(row: Destinataire, service: Service, now: datetime) -> None:
    if service.capacite != row.capacite:
        row.capacite_le = day_of(now)
    row.nom, row.genre, row.email, row.telephone = service.nom.strip(), Genre(service.genre), service.email.strip().lower(), service.telephone.strip()
    row.adresse, row.accueil, row.capacite = service.adresse.strip(), service.accueil.strip(), Capacite(service.capacite)
    row.delai_promis, row.vers_structure_id, row.service_annuaire = service.delai_promis, service.vers_structure_id, service.service_annuaire


def _saved(row: Destinataire) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as double:
        raise OrientationRefusedError({"nom": _("Un service de ce nom est déjà dans votre liste.")}) from double
