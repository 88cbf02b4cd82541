"""Whoever tries links and codes, one after another or all at once, opens nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from droits_ouverts.orientation import liens, services_liens
from droits_ouverts.orientation.enums import NatureCourriel
from droits_ouverts.orientation.errors import LinkDeadError
from droits_ouverts.orientation.models import Courriel, LienReponse
from droits_ouverts.orientation.services_courriels import enqueue
from droits_ouverts.structures.enums import Role
from tests.factories.orientations import sent
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW
from tests.orientation import assauts


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_dozen_guesses_at_once_are_five(self) -> None:
        if connection.vendor != "postgresql":
            # One writer at a time has the whole database: there is nothing to race for.
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            return
        envoi = sent(MembreFactory.create(role=Role.AMBASSADEUR))
        with transaction.atomic():
            empreinte = services_liens.new_link(envoi, now=NOW)[0].empreinte
        faux, vus, depart = ("000000" if liens.desk_code(envoi.destinataire_id, 1) != "000000" else "111111"), [], threading.Barrier(12)

        def guess() -> None:
            depart.wait()
            try:
                vus.append(services_liens.check_code(empreinte, faux, now=NOW))
            except LinkDeadError:
                vus.append("mort")
            finally:
                connection.close()

        threads = [threading.Thread(target=guess) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(vus) == [""] * 5 + ["mort"] * 7
        assert LienReponse.objects.get().essais == 5


@pytest.mark.django_db(transaction=True)
class TestTheBoxAtOnce:
    def test_six_who_ask_for_a_mail_put_one_in_the_box(self, settings: Settings) -> None:
        settings.COURRIEL_ACTIF = True
        envoi = sent(MembreFactory.create(role=Role.AMBASSADEUR))
        Courriel.objects.all().delete()
        if connection.vendor != "postgresql":
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            return
        depart = threading.Barrier(6)

        def ask(rang: int) -> None:
            depart.wait()
            with transaction.atomic():
                enqueue(envoi, NatureCourriel.NOUVEAU_LIEN, cle=f"x{rang}", now=NOW)
            connection.close()

        threads = [threading.Thread(target=ask, args=[rang]) for rang in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert Courriel.objects.count() == 1


class TestAssaults:
    """A slice of `preuves/orientation.py`."""

    @pytest.mark.parametrize(("essai", "combien"), [(assauts.guess, 300), (assauts.visit, 6), (assauts.try_codes, 512), (assauts.use_again, 12)])
    def test_open_nothing(self, db: None, essai: Callable[[], tuple[int, list[str]]], combien: int) -> None:
        faits, fautes = essai(*([{assauts.visit: 6, assauts.try_codes: 64, assauts.use_again: 4}[essai]] if essai is not assauts.guess else []))

        assert fautes == []
        assert faits >= combien
