"""A member who meets people, and a mail server of one's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.structures import MembreFactory
from tests.orientation.messagerie import Boite, messagerie


@pytest.fixture
def ines(db: None) -> Membre:
    return MembreFactory.create(role=Role.AMBASSADEUR, structure__nom="Passerelle", compte__nom="Inès")


@pytest.fixture
def boite(settings: Settings, socket_enabled: None) -> Iterator[Boite]:
    with messagerie(settings) as ouverte:
        yield ouverte
