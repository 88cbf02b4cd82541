"""`droits-ouverts suivi`: the clocks of the night."""

from __future__ import annotations

import pytest
import time_machine

from droits_ouverts.suivi.models import Echeance
from tests.config.console import run
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, followed
from tests.role import served

pytestmark = pytest.mark.django_db(transaction=True)


class TestNight:
    def test_writes_the_clocks_of_every_right_again(self) -> None:
        membre = MembreFactory.create()
        suivi = followed(membre, person_of(membre), "choisi", "depose", droit="aah")
        followed(membre, person_of(membre, "Mariam"), "ecarte")
        assert Echeance.objects.filter(droit_suivi=suivi).exists()
        Echeance.objects.filter(droit_suivi=suivi).delete()

        with time_machine.travel(NOW, tick=False), served():
            dit = run("suivi", "echeances")

        assert dit.texte.strip() == "1 droit(s) suivi(s) relu(s)."
        assert Echeance.objects.filter(droit_suivi=suivi).exists()
