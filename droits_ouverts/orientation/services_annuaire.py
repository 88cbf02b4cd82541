"""A place of the directory becomes a service of a structure's list: once, whoever sends there first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from droits_ouverts.annuaire.proches import by_number
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.orientation import access
from droits_ouverts.orientation.gestes import day_of
from droits_ouverts.orientation.models import Destinataire
from droits_ouverts.orientation.services import Demandee, send_orientation
from droits_ouverts.orientation.services_destinataires import Service, new_recipient
from droits_ouverts.structures.enums import Genre

if TYPE_CHECKING:
    from droits_ouverts.annuaire.models import Lieu
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.orientation.models import Orientation
    from droits_ouverts.suivi.models import DroitSuivi

NOM_MAX, ADRESSE_MAX, TELEPHONE_MAX = 120, 200, 40
_GENRES: Final = {
    "caf": Genre.CAF,
    "cpam": Genre.CPAM,
    "ccas-cias": Genre.CCAS,
    "ccas": Genre.CCAS,
    "france-travail": Genre.FRANCE_TRAVAIL,
    "mission-locale": Genre.MISSION_LOCALE,
    "centres-sociaux": Genre.CENTRE_SOCIAL,
}
"""Networks of data·inclusion to what a structure is."""


@transaction.atomic
def take_from_directory(*, actor: Compte, structure_id: int, lieux: Sequence[int], now: datetime) -> list[int]:
    """Return the services of a structure's list that are these places, added where they are not there yet. Three queries, and those of what is added.

    A place that its source no longer gives is left aside. Raise `ForbiddenError`, `OrientationRefusedError`.
    """
    if not lieux:
        return []
    if not access.may_orient(actor, structure_id, on=day_of(now)):
        raise ForbiddenError
    siens = list(Destinataire.objects.of_structures([structure_id]).filter(retire_le__isnull=True))
    connus = {un.service_annuaire: un.pk for un in siens if un.service_annuaire}
    noms = {un.nom for un in siens}
    pris = []
    for lieu in by_number(lieux):
        if str(lieu.pk) not in connus:
            service = _service(lieu, noms)
            connus[str(lieu.pk)] = new_recipient(structure_id=structure_id, service=service, actor=actor, now=now).pk
            noms.add(service.nom)
        pris.append(connus[str(lieu.pk)])
    return pris


@transaction.atomic
def send(*, actor: Compte, droit: DroitSuivi, demandee: Demandee, destinataires: Sequence[int], lieux: Sequence[int], now: datetime) -> Orientation:
    """Send a person to services of the list and to places of the directory: the list keeps these only if she is sent. Raise as `send_orientation`."""
    pris = take_from_directory(actor=actor, structure_id=droit.structure_id, lieux=lieux, now=now)
    vers = list(dict.fromkeys([*destinataires, *pris]))
    return send_orientation(actor=actor, droit_suivi_id=droit.pk, demandee=demandee, destinataires=vers, now=now)


def _service(lieu: Lieu, noms: set[str]) -> Service:
    nom = lieu.nom[:NOM_MAX]
    if nom in noms:
        # Two places of one name: the commune tells them apart, else the number of the sheet.
        nom = f"{lieu.nom[:70]} ({lieu.commune[:40]})" if lieu.commune else f"{lieu.nom[:100]} ({lieu.pk})"
    if nom in noms:
        nom = f"{lieu.nom[:100]} ({lieu.pk})"
    ville = f"{lieu.code_postal} {lieu.commune}".strip()
    return Service(
        nom=nom,
        genre=next((_GENRES[reseau] for reseau in lieu.reseaux if reseau in _GENRES), Genre.AUTRE),
        email=lieu.courriel,
        telephone=lieu.telephone[:TELEPHONE_MAX],
        adresse=", ".join(part for part in (lieu.adresse, ville) if part)[:ADRESSE_MAX],
        service_annuaire=str(lieu.pk),
    )
