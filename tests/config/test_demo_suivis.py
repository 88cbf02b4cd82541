"""The demo shows something in each room from the first visit, once, on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from droits_ouverts.agenda.models import Action, RendezVous
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.demo import semer
from droits_ouverts.config.demo.corps import AMBASSADRICE
from droits_ouverts.config.demo.semer import seed_corps, seed_familles
from droits_ouverts.config.demo.suivis import seed_suivis
from droits_ouverts.config.demo.types import DEMO_DOMAIN
from droits_ouverts.orientation.models import Envoi
from droits_ouverts.suivi.models import DroitSuivi, Mouvement, Piece

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_family(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semer, "FAMILLES", semer.FAMILLES[:1])


def made(on: date) -> int:
    seed_corps(on=on)
    seed_familles(on=on)
    return seed_suivis(on=on)


@pytest.mark.parametrize("jour", [date(2026, 11, 27), date(2027, 1, 1), date(2028, 2, 29)])
def test_takes_the_rights_of_a_family_further_once(jour: date) -> None:
    with time_machine.travel(jour, tick=False):
        assert made(jour) == 2
        assert made(jour + timedelta(days=1)) == 0

    etats = dict(DroitSuivi.objects.values_list("droit", "etat"))
    assert etats == {"prime_activite": "depose", "aides_logement": "choisi", "c2s_sans_participation": "depose", "asf": "ecarte"}
    assert (Piece.objects.count(), Envoi.objects.count(), RendezVous.objects.count(), Action.objects.count()) == (1, 1, 1, 1)
    assert Mouvement.objects.filter(droit_suivi__droit="prime_activite").count() == 2
    # Nobody is written to: the service of the demo has no mail.
    assert not Envoi.objects.exclude(destinataire__email="").exists()


def test_pages_of_each_room_show_it(client: Client) -> None:
    with time_machine.travel(date(2026, 11, 27), tick=False):
        made(date(2026, 11, 27))
        client.force_login(Compte.objects.get(email=f"{AMBASSADRICE}@{DEMO_DOMAIN}"), backend="allauth.account.auth_backends.AuthenticationBackend")
        for adresse, dit in (
            ("/suivi/", "Awa"),
            ("/suivi/a-faire/", "Awa"),
            ("/orientations/", "Agence des allocations"),
            ("/agenda/semaine/", "Awa"),
            ("/personnes/", "Awa"),
        ):
            reponse = client.get(adresse, follow=True)
            assert reponse.status_code == 200
            assert dit in reponse.content.decode(), adresse


def test_nothing_without_its_family() -> None:
    seed_corps(on=date(2026, 11, 27))

    assert seed_suivis(on=date(2026, 11, 27)) == 0
