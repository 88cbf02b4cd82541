"""A slice of the six years that `preuves/conservation.py` plays whole, and each defect that is planted turns it red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from droits_ouverts.bilan import effacement as derniers
from droits_ouverts.conservation import echeances, effacement, faits, nuit, purge, recepteurs, rules, services
from tests.conservation.rejeu import Constat, Rejeu

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="days are counted in Python; what SQL may say otherwise is in test_conservation.py"),
]
UN_JOUR = timedelta(days=1)


def lived(*, jusqu_a: str = "") -> Constat:
    return Rejeu(7, dossiers=24, jours=1200, structures=1, arrivees=300, calmes=False).play(jusqu_a=jusqu_a)


class TestDayByDay:
    def test_nothing_goes_early_and_nothing_stays_late(self) -> None:
        vu = lived()

        assert vu.fautes == []
        assert min(vu.effaces, vu.annonces, vu.techniques) >= 10
        assert vu.reserves >= 1


def _moved(by: timedelta) -> Callable[..., date]:
    return lambda une, dernier, *, levee_le=None: rules.term(une, dernier, levee_le=levee_le) + by


def _unheld(echeance: rules.Echeance, on: date) -> bool:
    return rules.may_erase(replace(echeance, reserve=None), on)


def _untold(echeance: rules.Echeance, on: date) -> bool:
    return on >= echeance.terme and not echeance.en_reserve


def _never(*_args: object, **_kwargs: object) -> bool:
    return False


def _in_universal_time(at: datetime) -> date:
    return at.date()


Plant = list[tuple[Any, str, Any]]
ERASING = (purge, effacement)
DEFAUTS: dict[str, tuple[Plant, str]] = {
    "a day early": ([(echeances, "term", _moved(-UN_JOUR))], "tot"),
    "a day late": ([(echeances, "term", _moved(UN_JOUR))], "tard"),
    "a day of another time zone": ([(echeances, "_day", _in_universal_time)], "preavis"),
    "a hold that nobody looks at": ([(room, "may_erase", _unheld) for room in ERASING], "tot"),
    "a notice that never leaves": ([(services, "is_notice_due", _never), *((room, "may_erase", _untold) for room in ERASING)], "preavis"),
    "a table that the night forgets": ([(nuit, "TABLES", {nom: une for nom, une in nuit.TABLES.items() if nom != "invitation"})], "tard"),
    "a trace that stays": ([(recepteurs, "TRACES", ())], "restes"),
    "a key that stays": ([(derniers, "destroy_keys", _never)], "restes"),
    "statistics that go": ([(faits, "keep", _never)], "faits"),
}


class TestPlantedDefects:
    @pytest.mark.parametrize("nom", list(DEFAUTS))
    def test_each_is_seen(self, monkeypatch: pytest.MonkeyPatch, nom: str) -> None:
        plant, ou = DEFAUTS[nom]
        for objet, attribut, valeur in plant:
            monkeypatch.setattr(objet, attribut, valeur)

        assert getattr(lived(jusqu_a=ou), ou) != []
