"""The home page by what an account does: one obvious step, links that open, and nothing about a person for who meets nobody."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.config.web.accueil import ACCUEILS
from droits_ouverts.structures.enums import Activite, Role
from tests.factories.structures import CompteFactory, MembreFactory, SiteFactory
from tests.house.test_budgets import LIGNE

pytestmark = pytest.mark.django_db

PREMIER = {
    Role.AMBASSADEUR: "bilan:start",
    Role.MEDIATEUR: "bilan:start",
    Role.AGENT: "bilan:start",
    Role.RESPONSABLE: "bilan:start",
    Role.COORDINATEUR: "coordination:blocages",
    Role.PILOTE: "structures:liste",
    Role.ELU: "droits:liste",
    Role.TECHNIQUE: "droits:liste",
}


def content(client: Client) -> str:
    return client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]


class TestEachRole:
    @pytest.mark.parametrize("role", list(Role))
    def test_has_one_obvious_step(self, client: Client, role: Role) -> None:
        client.force_login(MembreFactory.create(role=role).compte)

        text = content(client)

        assert text.count("bouton--principal") == 1
        assert f'bouton--principal" href="{reverse(PREMIER[role])}"' in text

    @pytest.mark.parametrize("role", list(Role))
    def test_every_link_opens(self, client: Client, role: Role) -> None:
        client.force_login(MembreFactory.create(role=role).compte)
        addresses = set(re.findall(r'href="(/[^"]*)"', content(client)))

        assert len(addresses) >= 3
        assert {address: client.get(address, follow=True).status_code for address in addresses} == dict.fromkeys(addresses, 200)

    @pytest.mark.parametrize("role", [Role.COORDINATEUR, Role.PILOTE, Role.ELU, Role.TECHNIQUE])
    def test_who_meets_nobody_has_no_way_to_a_person(self, client: Client, role: Role) -> None:
        client.force_login(MembreFactory.create(role=role).compte)

        assert "/bilan/" not in content(client)
        assert "Bilans récents" not in content(client)

    def test_who_manages_a_team_finds_it(self, client: Client) -> None:
        client.force_login(MembreFactory.create(role=Role.RESPONSABLE).compte)

        assert "Gérer mon équipe" in content(client)

    def test_each_activity_has_its_page(self) -> None:
        assert set(ACCUEILS) == set(Activite)
        assert all(accueil.phrase for activite, accueil in ACCUEILS.items() if activite is not Activite.RENCONTRE)


class TestSeveralStructures:
    def test_all_are_named_and_the_choice_is_announced(self, client: Client) -> None:
        compte = CompteFactory.create()
        for nom in ("Passerelle", "CCAS"):
            MembreFactory.create(compte=compte, structure__nom=nom)
        client.force_login(compte)

        text = content(client)

        assert "Passerelle ·" in text
        assert "CCAS ·" in text
        assert "vous choisirez laquelle au début" in text

    @pytest.mark.parametrize("combien", [1, 6])
    def test_cost_does_not_grow(self, client: Client, combien: int) -> None:
        compte = CompteFactory.create()
        for _ in range(combien):
            MembreFactory.create(compte=compte).structure.sites.set([SiteFactory.create()])
        client.force_login(compte)

        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")

        assert len(queries) <= 8 + LIGNE
