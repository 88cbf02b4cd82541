"""The door of the pages about persons: shut to who meets nobody, whatever the page and whatever the row."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.config.web.porte import PERSONNELLES, POURQUOI
from droits_ouverts.journal.enums import Issue
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Activite, Role
from tests.factories.structures import CompteFactory, MembreFactory
from tests.house.monde import Monde, adresse, nos_routes, peupler

pytestmark = pytest.mark.django_db
MOTIFS = {Role.COORDINATEUR: "coordination", Role.PILOTE: "pilotage", Role.ELU: "mandat", Role.TECHNIQUE: "technique"}
FERMES = list(MOTIFS)
PAGES = [route for route in nos_routes() if set(route.name.split(":")[:-1]) & PERSONNELLES and not route.is_open]


@pytest.fixture
def monde() -> Monde:
    return peupler("Awä")


class TestShut:
    @pytest.mark.parametrize("role", FERMES)
    def test_every_page_about_persons_is_refused_and_says_why(self, client: Client, monde: Monde, role: Role) -> None:
        client.force_login(MembreFactory.create(structure=monde.membre.structure, role=role, compte__nom="Camille").compte)
        before = Ligne.objects.count()
        asked = 0

        for route in PAGES:
            for method in (client.get, client.post):
                answer = method(adresse(route, monde.valeurs()))
                asked += 1
                text = answer.content.decode()
                assert answer.status_code == 403, route.name
                assert "réservée à celles et ceux qui rencontrent les personnes" in text
                assert monde.marque not in text
                assert 'href="/"' in text
        assert len(PAGES) > 10
        lignes = list(Ligne.objects.order_by("id")[before:])
        assert len(lignes) == asked
        assert {(ligne.issue, ligne.motif) for ligne in lignes} == {(Issue.REFUSE, f"porte_{MOTIFS[role]}")}

    def test_a_refusal_is_the_same_for_a_row_that_does_not_exist(self, client: Client, monde: Monde) -> None:
        client.force_login(MembreFactory.create(structure=monde.membre.structure, role=Role.ELU).compte)
        there, nowhere = (client.get(reverse("bilan:resultats", args=[pk])) for pk in (monde.bilans[0].pk, uuid.uuid4()))

        assert there.status_code == nowhere.status_code == 403
        assert there.content.partition(b"<main")[2] == nowhere.content.partition(b"<main")[2]

    @pytest.mark.parametrize("ferme", [Role.ELU, Role.TECHNIQUE])
    def test_a_mandate_shuts_the_pages_of_every_structure(self, client: Client, monde: Monde, ferme: Role) -> None:
        """Even where an installation gave both roles to one account."""
        MembreFactory.create(compte=monde.compte, role=ferme)
        client.force_login(monde.compte)

        assert client.get(reverse("bilan:resultats", args=[monde.bilans[0].pk])).status_code == 403
        assert monde.marque + "1" not in client.get("/").content.decode()

    def test_an_account_without_a_structure_is_told_so(self, client: Client, monde: Monde) -> None:
        client.force_login(CompteFactory.create())

        answer = client.get(reverse("bilan:list"))

        assert answer.status_code == 403
        assert "membre d’aucune structure" in answer.content.decode()


class TestOpen:
    @pytest.mark.parametrize("role", [Role.AMBASSADEUR, Role.MEDIATEUR, Role.AGENT, Role.RESPONSABLE])
    def test_who_meets_people_enters(self, client: Client, monde: Monde, role: Role) -> None:
        client.force_login(MembreFactory.create(structure=monde.membre.structure, role=role).compte)

        assert f"{monde.marque}1" in client.get(reverse("bilan:list")).content.decode()

    @pytest.mark.parametrize("role", FERMES)
    def test_other_pages_stay_open_to_all(self, client: Client, role: Role) -> None:
        client.force_login(MembreFactory.create(role=role).compte)

        assert client.get(reverse("structures:liste")).status_code == 200
        assert client.get(reverse("structures:la_mienne"), follow=True).status_code == 200

    def test_nobody_signed_in_is_asked_to_sign_in(self, client: Client, monde: Monde) -> None:
        assert client.get(reverse("bilan:list")).status_code == 302

    def test_each_activity_that_meets_nobody_has_its_reason(self) -> None:
        assert set(POURQUOI) == set(Activite) - {Activite.RENCONTRE}
