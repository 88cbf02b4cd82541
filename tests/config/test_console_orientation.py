"""`droits-ouverts orientation`: the night of reminders and the box of mails, as cron runs them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from droits_ouverts.orientation.models import Courriel, Relance
from droits_ouverts.structures.enums import Role
from tests.config.console import run
from tests.factories.orientations import sent
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW
from tests.orientation.messagerie import messagerie, use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("socket_enabled")]


def test_the_night_reminds_once_and_sends(settings: Settings) -> None:
    with messagerie(settings) as boite:
        sent(MembreFactory.create(role=Role.AMBASSADEUR))
        with time_machine.travel(NOW, tick=False):
            depart = run("orientation", "courriels")
        with time_machine.travel(NOW + timedelta(days=10), tick=False):
            premiere, seconde = run("orientation", "relances"), run("orientation", "relances")

        assert (depart.code, premiere.code, seconde.code) == (0, 0, 0)
        assert "1 courriel(s) parti(s)" in depart.texte
        assert "1 relance(s) donnée(s), 0 orientation(s) close(s)." in premiere.texte
        assert "1 courriel(s) parti(s)" in premiere.texte
        assert "0 relance(s) donnée(s)" in seconde.texte
        assert (Relance.objects.count(), len(boite.recus)) == (1, 2)


def test_a_server_that_is_down_is_told_and_loses_nothing(settings: Settings) -> None:
    use(settings, 1)
    sent(MembreFactory.create(role=Role.AMBASSADEUR))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        vu = run("orientation", "courriels")

    assert (vu.code, "Rien n'est perdu" in vu.erreur) == (1, True)
    assert Courriel.objects.get().statut == "a_envoyer"
