"""Inès, ambassadrice of Passerelle, and a check-up of hers for Awa and Moussa."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from droits_ouverts.bilan import services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.structures.models import Membre
from tests.bilan import faux
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def faux_moteur(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> faux.FauxMoteur:
    """The engine's stand-in, new for each test."""
    neuf = faux.FauxMoteur()
    monkeypatch.setattr(faux, "COURANT", neuf)
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return neuf


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def ines(membre: Membre) -> Compte:
    return membre.compte


@pytest.fixture
def bilan(membre: Membre) -> Bilan:
    """A check-up with nobody in it."""
    return services.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-11", now=NOW)


@pytest.fixture
def foyer(bilan: Bilan, ines: Compte) -> Bilan:
    """Awa (p1) and her son Moussa (p2)."""
    services.add_person(bilan_id=bilan.pk, actor=ines, role=Role.DEMANDEUR, prenom="Awa", date_naissance=date(1992, 3, 14), now=NOW)
    services.add_person(bilan_id=bilan.pk, actor=ines, role=Role.ENFANT, prenom="Moussa", date_naissance=date(2019, 5, 2), now=NOW)
    bilan.refresh_from_db()
    return bilan


@pytest.fixture
def session(ines: Compte, faux_moteur: faux.FauxMoteur) -> Client:
    """Inès's browser, without JavaScript."""
    client = Client()
    client.force_login(ines, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
