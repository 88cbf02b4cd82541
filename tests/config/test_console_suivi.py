"""`droits-ouverts suivi`: the clocks of the night."""

from __future__ import annotations

import pytest
import time_machine

from droits_ouverts.suivi import echeances
from droits_ouverts.suivi.models import DroitSuivi, Echeance
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

        assert (dit.code, dit.texte.strip()) == (0, "1 droit(s) suivi(s) relu(s).")
        assert Echeance.objects.filter(droit_suivi=suivi).exists()

    def test_one_that_fails_is_told_without_a_name_and_stops_no_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        membre = MembreFactory.create()
        casse, sain = followed(membre, person_of(membre), droit="aah"), followed(membre, person_of(membre, "Mariam"), droit="aah")
        Echeance.objects.all().delete()
        vraie = echeances.refresh

        def broken(droit: DroitSuivi, *args: object, **kwargs: object) -> None:
            if droit.pk == casse.pk:
                raise ZeroDivisionError
            vraie(droit, *args, **kwargs)  # type: ignore[arg-type]  # what the night gave

        monkeypatch.setattr(echeances, "refresh", broken)
        with time_machine.travel(NOW, tick=False), served():
            dit = run("suivi", "echeances")

        assert dit.code == 1
        assert "1 droit(s) suivi(s) relu(s)." in dit.texte
        assert f"{casse.pk} : ZeroDivisionError" in dit.erreur
        assert "Safi" not in dit.texte + dit.erreur
        assert set(Echeance.objects.values_list("droit_suivi_id", flat=True)) == {sain.pk}
