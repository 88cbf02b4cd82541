"""The demo: made once, completed if something lacks, refused in production."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.demo.corps import DE_L_ACTE, INVENTEES
from droits_ouverts.config.management.commands import seed_demo
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Genre, Role
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.territoires.models import Programme, Site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bodies and accounts only: `test_demo_familles.py` looks at the families."""
    monkeypatch.setattr(seed_demo, "seed_familles", lambda on: 0)


class TestSeed:
    def test_twice_is_as_once(self) -> None:
        call_command("seed_demo")
        lines = Ligne.objects.count()

        call_command("seed_demo")

        assert Ligne.objects.count() == lines
        assert (Programme.objects.count(), Site.objects.count(), Structure.objects.count()) == (1, 3, len(seed_demo.STRUCTURES))
        assert Compte.objects.count() == len(seed_demo.COMPTES)
        assert Membre.objects.count() == sum(len(compte.structures) for compte in seed_demo.COMPTES)

    def test_it_says_what_the_founding_act_says(self) -> None:
        call_command("seed_demo")

        programme = Programme.objects.get()
        assert (programme.debut_le.isoformat(), programme.fin_le.isoformat()) == ("2024-01-01", "2026-12-31")
        assert set(Site.objects.values_list("nom", "commune_insee")) == {("Moulin à Vent", "69259"), ("Mas du Taureau", "69256"), ("Lyon 7e", "69387")}
        assert list(Structure.objects.get(code="passerelle").sites.values_list("nom", flat=True)) == ["Moulin à Vent"]

    def test_what_lacks_is_completed(self) -> None:
        call_command("seed_demo")
        compte = Compte.objects.get(email="ambassadrice@demo.droits-ouverts.fr")
        compte.set_password("autre")
        compte.save()
        Membre.objects.filter(compte=compte).delete()

        call_command("seed_demo")

        compte.refresh_from_db()
        assert compte.check_password(seed_demo.DEMO_PASSWORD)
        assert Membre.objects.filter(compte=compte).count() == 1

    def test_its_accounts_open(self, client: Client) -> None:
        call_command("seed_demo")

        for compte in seed_demo.COMPTES:
            client.post("/compte/connexion/", {"login": compte.email, "password": seed_demo.DEMO_PASSWORD})
            assert client.get("/").status_code == 200
            client.logout()

    def test_every_role_has_an_account_and_one_works_in_two_structures(self) -> None:
        assert {compte.role for compte in seed_demo.COMPTES} == set(Role)
        assert any(len(compte.structures) == 2 for compte in seed_demo.COMPTES)

    def test_bodies_that_the_act_does_not_name_say_they_are_invented(self) -> None:
        assert {structure.nom for structure in DE_L_ACTE} == {
            "Passerelle",
            "Pimms Médiation Lyon Métropole",
            "Le 107 (Centsept)",
            "CCAS de Vénissieux",
            "Ville de Vénissieux",
            "Métropole de Lyon",
        }
        assert all(structure.nom.endswith("(démo)") for structure in INVENTEES)
        assert {structure.genre for structure in seed_demo.STRUCTURES} >= {Genre.CAF, Genre.CPAM, Genre.FRANCE_TRAVAIL, Genre.MISSION_LOCALE, Genre.LIEU_DE_VIE}

    def test_every_account_is_of_the_demo_domain_and_says_so(self) -> None:
        assert all(compte.email.endswith("@demo.droits-ouverts.fr") and "(démo)" in compte.nom for compte in seed_demo.COMPTES)

    def test_it_is_refused_in_production(self, settings: Settings) -> None:
        settings.DEMO_PERMISE = False

        with pytest.raises(CommandError, match="refusée"):
            call_command("seed_demo")

        assert not Compte.objects.exists()
