"""A team that is not back: whom it asked to tell is told once, in words that say nothing else; nobody is told of a team that is back."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.models import Ligne
from droits_ouverts.reperage import rules
from droits_ouverts.reperage.errors import ReperageRefusedError
from droits_ouverts.reperage.models import Tournee
from droits_ouverts.reperage.retards import tell_late
from droits_ouverts.reperage.services import come_back
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.reperages import NOW, planned, under_way
from tests.factories.structures import MembreFactory
from tests.orientation.messagerie import Boite, messagerie, use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
FIN = NOW + timedelta(hours=2)
TARD = FIN + timedelta(minutes=16)


@pytest.fixture(autouse=True)
def _mail(settings: SettingsWrapper) -> None:
    settings.COURRIEL_ACTIF, settings.SITE_URL = True, "https://droits.exemple.test"


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def claire(membre: Membre) -> Membre:
    return MembreFactory.create(structure=membre.structure, role=Role.COORDINATEUR, compte__nom="Claire", compte__email="claire@exemple.test")


@pytest.fixture
def sortie(membre: Membre, claire: Membre) -> Tournee:
    return under_way(membre, prevenir=claire.compte_id, partenaire="Maison de quartier")


def told(now: object) -> tuple[int, int]:
    with as_service(Service.COMMANDE):
        return tell_late(now)  # type: ignore[arg-type]  # an instant


def test_she_is_told_once_a_quarter_of_an_hour_after_the_end(sortie: Tournee, mailoutbox: list[EmailMessage]) -> None:
    assert told(FIN + timedelta(minutes=15)) == (0, 0)
    assert told(TARD) == (1, 1)
    assert told(TARD + timedelta(hours=1)) == (0, 0)

    lettre = mailoutbox[0]
    assert lettre.to == ["claire@exemple.test"]
    assert not any(mot in lettre.subject + lettre.body for mot in ("Inès", "Maison", "stand", "Rue"))
    assert Ligne.objects.filter(verb="dire_retard_tournee", thing_id=str(sortie.pk), actor_id=None).count() == 1


def test_nobody_is_told_of_a_team_that_is_back_or_has_not_left(membre: Membre, claire: Membre, sortie: Tournee, mailoutbox: list[EmailMessage]) -> None:
    come_back(actor=membre.compte, tournee_id=sortie.pk, now=FIN + timedelta(minutes=14))
    planned(membre, prevenir=claire.compte_id)

    assert told(TARD) == (0, 0)
    assert mailoutbox == []


def test_sabotage_a_team_that_is_back_is_not_told_even_by_a_list_that_is_old(membre: Membre, sortie: Tournee, monkeypatch: pytest.MonkeyPatch) -> None:
    come_back(actor=membre.compte, tournee_id=sortie.pk, now=FIN)
    monkeypatch.setattr("droits_ouverts.reperage.retards._late", lambda now: [sortie.pk])
    assert told(TARD) == (0, 0)

    monkeypatch.setattr(rules, "is_late", lambda moments, now: True)
    assert told(TARD)[0] == 1


class TestTheServerDoesNotAnswer:
    """A real one: whoever watches over a team is told as soon as mail leaves again, and never twice."""

    @pytest.fixture
    def boite(self, settings: SettingsWrapper, socket_enabled: None) -> Iterator[Boite]:
        with messagerie(settings) as ouverte:
            yield ouverte

    def test_it_is_away(self, sortie: Tournee, boite: Boite, settings: SettingsWrapper) -> None:
        use(settings, 9)
        assert told(TARD) == (0, 0)

        use(settings, boite.port)
        assert told(TARD + timedelta(minutes=5)) == (1, 1)
        assert told(TARD + timedelta(minutes=10)) == (0, 0)
        assert len(boite.recus) == 1

    def test_it_says_later(self, sortie: Tournee, boite: Boite) -> None:
        boite.data = "451 Later"
        assert told(TARD) == (0, 0)

        boite.data = "250 OK"
        assert told(TARD + timedelta(minutes=5)) == (1, 1)
        assert len(boite.recus) == 1

    def test_it_hangs_up_and_may_have_taken_it(self, sortie: Tournee, boite: Boite) -> None:
        boite.coupe = True
        assert told(TARD) == (1, 0)

        boite.coupe = False
        assert told(TARD + timedelta(minutes=5)) == (0, 0)
        assert len(boite.recus) == 1


def test_the_command_says_how_many(sortie: Tournee) -> None:
    dit = StringIO()
    with time_machine.travel(TARD), as_service(Service.COMMANDE):
        call_command("tournees_en_retard", stdout=dit)

    assert dit.getvalue() == "1 tournée(s) en retard, 1 courriel(s) parti(s).\n"


@pytest.mark.parametrize(
    ("role", "voit"), [(Role.COORDINATEUR, True), (Role.ELU, False), (Role.PILOTE, False), (Role.TECHNIQUE, False), (Role.MEDIATEUR, True)]
)
def test_the_page_is_for_whom_is_told_and_for_the_team(membre: Membre, claire: Membre, sortie: Tournee, role: Role, voit: bool) -> None:
    qui = claire if role == Role.COORDINATEUR else MembreFactory.create(structure=membre.structure, role=role, compte__nom="Omar")
    client = Client()
    client.force_login(qui.compte, backend="allauth.account.auth_backends.AuthenticationBackend")

    with time_machine.travel(TARD):
        page = client.get(reverse("retards:liste")).content.decode()

    assert ("Inès" in page) is voit


def test_whoever_left_the_structure_reads_nothing_more(claire: Membre, sortie: Tournee) -> None:
    Membre.objects.filter(pk=claire.pk).update(jusqu_au=NOW.date() - timedelta(days=1))
    client = Client()
    client.force_login(claire.compte, backend="allauth.account.auth_backends.AuthenticationBackend")

    with time_machine.travel(TARD):
        assert "Inès" not in client.get(reverse("retards:liste")).content.decode()


@pytest.mark.parametrize("role", [Role.ELU, Role.TECHNIQUE])
def test_a_mandate_and_machines_are_not_asked_to_watch(membre: Membre, role: Role) -> None:
    autre = MembreFactory.create(structure=membre.structure, role=role)

    with pytest.raises(ReperageRefusedError):
        planned(membre, prevenir=autre.compte_id)
    with pytest.raises(ReperageRefusedError):
        planned(membre, prevenir=membre.compte_id)
