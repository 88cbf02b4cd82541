"""Serious acts ask again who acts: sharing changes, copies, erasure, roles, emergencies. What closes a door never waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.comptes import access
from droits_ouverts.documents.models import LienPapier
from droits_ouverts.personnes.enums import Portee
from droits_ouverts.personnes.models import Partage, Personne, SuitePartage
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.papiers import kept
from tests.factories.partages import person_of, shared
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GRAVES = {
    "personnes:partager": ("GET", "personne"),
    "personnes:ajouter": ("GET", "sensible"),
    "personnes:restreindre": ("POST", "partage"),
    "personnes:retablir": ("POST", "partage"),
    "personnes:copie": ("POST", "personne"),
    "personnes:effacer": ("POST", "personne"),
    "personnes:urgences": ("POST", ""),
    "documents:confier": ("POST", "papier"),
    "structures:membre_ajouter": ("GET", "structure"),
    "structures:membre_modifier": ("POST", "membre"),
    "structures:membre_depart": ("POST", "membre"),
    "structures:membre_suspendre": ("POST", "membre"),
}


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre, now=timezone.now())


@pytest.fixture
def partage(membre: Membre, safi: Personne) -> Partage:
    return shared(membre, safi, MembreFactory.create().structure_id, debut=timezone.localdate(), now=timezone.now())


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def address(nom: str, quoi: str, membre: Membre, partage: Partage) -> str:
    parts: dict[str, list[object]] = {
        "": [],
        "personne": [partage.personne_id],
        "partage": [partage.pk],
        "sensible": [partage.pk, Portee.SANTE.value],
        "papier": [partage.personne_id, kept(membre, partage.personne, now=timezone.now()).pk] if quoi == "papier" else [],
        "structure": [membre.structure_id],
        "membre": [membre.structure_id, membre.pk],
    }
    return reverse(nom, args=parts[quoi])


class TestASeriousAct:
    @pytest.mark.parametrize("nom", sorted(GRAVES))
    def test_asks_again_after_five_minutes(self, session: Client, membre: Membre, partage: Partage, nom: str) -> None:
        methode, quoi = GRAVES[nom]
        adresse = address(nom, quoi, membre, partage)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            reponse = session.generic(methode, adresse)

        assert reponse.status_code == 302
        assert reponse.headers["Location"].startswith("/compte/confirmer/?next=%2F")
        assert not SuitePartage.objects.exists()
        assert not LienPapier.objects.exists()

    @pytest.mark.parametrize("nom", ["personnes:restreindre", "personnes:retablir"])
    def test_comes_back_to_a_page_that_can_be_opened(self, session: Client, membre: Membre, partage: Partage, nom: str) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            reponse = session.post(address(nom, "partage", membre, partage))

        assert reponse.headers["Location"].endswith(f"next=%2Fpersonnes%2Fpartages%2F{partage.pk}%2F")

    def test_is_seen_where_the_proof_is_no_longer_asked(self, session: Client, safi: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.bilan.web.views_partage.is_fresh", lambda request: True)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            assert session.get(reverse("personnes:partager", args=[safi.pk])).status_code == 200

    def test_whoever_may_not_see_it_is_not_even_asked(self, partage: Partage) -> None:
        client = Client()
        client.force_login(MembreFactory.create().compte, backend=BACKEND)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            assert client.get(reverse("personnes:partager", args=[partage.personne_id])).status_code == 404
            assert client.post(reverse("personnes:copie", args=[partage.personne_id])).status_code == 404

    def test_a_proof_lasts_five_minutes(self) -> None:
        assert access.rules.is_recent(proved=0, now=300)
        assert not access.rules.is_recent(proved=0, now=301)


class TestClosing:
    def test_a_withdrawal_never_waits_and_holds_at_the_next_request(self, session: Client, partage: Partage) -> None:
        lecteur = Client()
        lecteur.force_login(MembreFactory.create(structure=partage.vers_structure).compte, backend=BACKEND)
        page = reverse("personnes:partagee", args=[partage.personne_id, partage.finalite])
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            assert lecteur.get(page).status_code == 200
            assert session.post(reverse("personnes:retirer", args=[partage.pk]), {"mode": "oral"}).status_code == 302
            assert lecteur.get(page).status_code == 404
            assert page not in lecteur.get(reverse("personnes:partagees")).content.decode()
