"""Persons, and what they agreed to share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_partage import SENSIBLES, Accord
from droits_ouverts.personnes.services import create_person
from droits_ouverts.personnes.services_partage import share
from droits_ouverts.structures.models import Membre

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BASES = frozenset({Portee.IDENTITE, Portee.DROITS})


def person_of(membre: Membre, prenom: str = "Safi", *, now: datetime = NOW) -> Personne:
    """A person held by the member's structure."""
    return create_person(
        actor=membre.compte,
        structure_id=membre.structure_id,
        identite=Identite(prenom=prenom, nom="Exemple"),
        accord_mode=ModeAccord.ORAL,
        accord_le=timezone.localtime(now).date(),
        now=now,
    )


def an_agreement(vers_structure_id: int, portees: Iterable[Portee] = BASES, **reste: object) -> Accord:
    """An agreement for thirty days from today on."""
    voulues = frozenset(portees)
    debut = reste.pop("debut", TODAY)
    assert isinstance(debut, date)
    valeurs = {
        "finalite": Finalite.ACCOMPAGNEMENT,
        "debut": debut,
        "fin": debut + timedelta(days=30),
        "mode": ModeAccord.ORAL,
        "langue": "fr",
        "explication": bool(voulues & SENSIBLES),
    }
    return Accord(vers_structure_id=vers_structure_id, portees=voulues, **(valeurs | reste))  # type: ignore[arg-type]  # the test's own values


def shared(membre: Membre, personne: Personne, vers_structure_id: int, portees: Iterable[Portee] = BASES, *, now: datetime = NOW, **reste: object) -> Partage:
    """An agreement of a person, noted by a member of her structure."""
    return share(actor=membre.compte, personne_id=personne.pk, accord=an_agreement(vers_structure_id, portees, **reste), now=now)
