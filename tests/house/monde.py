"""Two structures that both hold people, and every address with numbers of one of them: what the tests of the wall walk through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.urls import get_resolver
from django.utils import timezone

from droits_ouverts.bilan import services, tasks
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.bilan.estimations import whole
from tests.factories.structures import MembreFactory
from tests.house.test_routes import Route, routes

PARTIE = re.compile(r"<(?:\w+:)?(\w+)>")
PUBLIQUES: dict[str, object] = {
    "code": "rsa",
    "droit": "rsa",
    "nom": "rsa",
    "name": "rsa",
    "identifiant": "x",
    "identifier": "x",
    "key": "x",
    "uidb36": "1",
    "role": "enfant",
    "sujet": "logement",
    "ident": "p1",
    "jeton": "x",
    "signalement_id": 1,
}
"""Parts of addresses that say nothing of a structure, each with a value that may be tried."""


@dataclass(frozen=True, kw_only=True)
class Monde:
    """A structure, who works there, and check-ups of hers; `marque` is in every first name."""

    marque: str
    membre: Membre
    bilans: list[Bilan]

    @property
    def compte(self) -> Compte:
        return self.membre.compte

    def valeurs(self) -> dict[str, object]:
        """A value for each part of an address."""
        return PUBLIQUES | {"bilan_id": self.bilans[0].pk, "structure_id": self.membre.structure_id, "membre_id": self.membre.pk}


def peupler(marque: str, *, now: datetime | None = None) -> Monde:
    """Make a structure with two check-ups, each with an estimate, and two members."""
    now = now or datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=9)
    membre = MembreFactory.create(role=Role.RESPONSABLE, compte__nom=f"{marque} responsable")
    MembreFactory.create(structure=membre.structure, compte__nom=f"{marque} collègue")
    return Monde(marque=marque, membre=membre, bilans=[_bilan(membre, f"{marque}{rang}", now) for rang in (1, 2)])


def ajouter_bilans(monde: Monde, combien: int) -> None:
    """Make more check-ups in the same structure."""
    now = datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=10)
    for rang in range(combien):
        _bilan(monde.membre, f"{monde.marque}{rang}", now)


def _bilan(membre: Membre, prenom: str, now: datetime) -> Bilan:
    actor = membre.compte
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    services.add_person(bilan_id=bilan.pk, actor=actor, role=Place.DEMANDEUR, prenom=prenom, date_naissance=date(1992, 3, 14), now=now)
    estimation = services.request_estimate(bilan_id=bilan.pk, actor=actor, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=whole(), now=now)
    return bilan


def nos_routes() -> Iterator[Route]:
    """Every route of ours, in the order of the addresses."""
    return (route for route in routes(get_resolver().url_patterns) if route.ours)


def adresse(route: Route, valeurs: dict[str, object]) -> str:
    """The address of a route with these values. Raise `KeyError` for a part without a value: give one to `PUBLIQUES` or to `Monde.valeurs`."""
    return "/" + PARTIE.sub(lambda partie: str(valeurs[partie.group(1)]), route.address)
