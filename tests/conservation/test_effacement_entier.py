"""Whoever erases a person leaves nothing of her, whatever holds her rows: under the role that serves, on PostgreSQL, no row is out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from droits_ouverts.bilan.effacement import erase_rows
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services import start_bilan
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.models import Contact, MiseEnReserve, Preavis
from droits_ouverts.conservation.services import lift_hold, note_contact, set_hold
from droits_ouverts.foundation.lignes.contexte import Service, acting_for, as_service
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import an_action, appointment
from tests.factories.orientations import everything
from tests.factories.papiers import kept
from tests.factories.partages import shared
from tests.factories.structures import MembreFactory, StructureFactory
from tests.factories.suivis import NOW, TODAY
from tests.role import served
from tests.suivi.test_effacement import whole

pytestmark = pytest.mark.django_db
SUR_DOSSIER = (Contact, MiseEnReserve, Preavis)


def traced(membre: Membre, genre: str, sujet_id: object) -> None:
    """A contact, a hold that was lifted and a notice about a file."""
    ici = {"actor": membre.compte, "genre": genre, "sujet_id": str(sujet_id), "now": NOW}
    note_contact(le=TODAY, **ici)  # type: ignore[arg-type]  # the same values
    set_hold(motif=MotifReserve.RECOURS, **ici)  # type: ignore[arg-type]  # the same values
    lift_hold(**ici)  # type: ignore[arg-type]  # the same values
    Preavis.objects.create(structure_id=membre.structure_id, genre=genre, sujet_id=str(sujet_id), terme=TODAY + timedelta(days=30), donne_le=TODAY)


def everywhere(membre: Membre, prenom: str) -> Personne:
    """A person of whom each room holds something."""
    elle = whole(membre, prenom)
    appointment(membre, elle)
    an_action(membre, elle)
    kept(membre, elle)
    shared(membre, elle, StructureFactory.create().pk)
    traced(membre, "personne", elle.pk)
    return elle


def of_the_house() -> Iterator[type[Model]]:
    """Every table that may hold something of a person or of a check-up."""
    sans = {"journal", "coffre", "conservation", "comptes", "structures", "territoires", "droits", "annuaire"}
    for modele in apps.get_models():
        if modele._meta.app_config.name.startswith("droits_ouverts.") and modele._meta.app_label not in sans:
            yield modele
    yield from SUR_DOSSIER


def held() -> dict[str, int]:
    return {modele._meta.label: modele._default_manager.count() for modele in of_the_house()}


@contextmanager
def as_account(membre: Membre) -> Iterator[None]:
    with acting_for(membre.compte_id, on=TODAY):
        yield


QUI: dict[str, Callable[[Membre], AbstractContextManager[None]]] = {"the night": lambda _membre: as_service(Service.COMMANDE), "an account": as_account}


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.mark.parametrize("qui", list(QUI))
def test_a_person_goes_whole_and_alone(membre: Membre, qui: str) -> None:
    everywhere(membre, "Mariam")
    avant = held()
    elle = everywhere(membre, "Safi")
    everything(membre, elle)
    pleines = {nom for nom, combien in held().items() if combien > avant[nom]}
    assert {modele._meta.label for modele in SUR_DOSSIER} | {"suivi.Echeance", "suivi.Piece", "orientation.Envoi", "documents.Document"} <= pleines
    services = held()["orientation.Destinataire"] - avant["orientation.Destinataire"]

    with served(), QUI[qui](membre), transaction.atomic():
        erase_rows(structure_id=elle.structure_id, bilan_ids=[], personne=elle, actor=None, purpose="test", now=NOW)

    connection.check_constraints()
    # The services to which she was sent are the structure's own.
    assert held() == avant | {"orientation.Destinataire": avant["orientation.Destinataire"] + services}


@pytest.mark.parametrize("qui", list(QUI))
def test_what_is_noted_about_a_check_up_goes_with_it(membre: Membre, qui: str) -> None:
    garde, parti = (start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-11", now=NOW) for _ in range(2))
    for bilan in (garde, parti):
        traced(membre, "bilan", bilan.pk)

    with served(), QUI[qui](membre), transaction.atomic():
        erase_rows(structure_id=membre.structure_id, bilan_ids=[parti.pk], actor=None, purpose="test", now=NOW)

    assert list(Bilan.objects.values_list("pk", flat=True)) == [garde.pk]
    assert {modele: list(modele.objects.values_list("sujet_id", flat=True)) for modele in SUR_DOSSIER} == {modele: [str(garde.pk)] for modele in SUR_DOSSIER}
