"""What every answer carries, and the home page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from droits_ouverts.structures.enums import Role
from tests.factories.structures import CompteFactory, MembreFactory, SiteFactory

pytestmark = pytest.mark.django_db


def policy(header: str) -> dict[str, str]:
    return {name: values for name, _, values in (part.strip().partition(" ") for part in header.split(";"))}


class TestHeaders:
    @pytest.mark.parametrize("address", ["/compte/connexion/", "/nulle-part/", "/sante/", "/source/"])
    def test_the_content_policy_is_closed(self, client: Client, address: str) -> None:
        assert policy(client.get(address).headers["Content-Security-Policy"]) == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self'",
            "font-src": "'self'",
            "connect-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "default",
        }

    def test_the_other_headers_are_there(self, client: Client) -> None:
        headers = client.get("/compte/connexion/").headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]

    def test_a_page_made_for_somebody_is_kept_by_nobody(self, client: Client) -> None:
        client.force_login(CompteFactory.create())

        headers = client.get("/").headers

        assert {"no-store", "private"} <= {part.strip() for part in headers["Cache-Control"].split(",")}
        assert "Cookie" in headers["Vary"]

    def test_cookies_are_strict(self, client: Client) -> None:
        CompteFactory.create(email="ines@exemple.test")

        cookies = client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": "une phrase de douze mots"}).cookies

        assert {"do_session", "do_csrf"} <= set(cookies)
        assert all(cookie["httponly"] for cookie in cookies.values())
        assert {cookie["samesite"] for cookie in cookies.values()} <= {"Lax", "Strict"}


class TestHealth:
    def test_it_is_open_and_says_nothing_else(self, client: Client) -> None:
        answer = client.get("/sante/")

        assert answer.json() == {"etat": "ok"}
        assert client.post("/sante/").status_code == 405


class TestHome:
    def test_it_is_closed(self, client: Client) -> None:
        answer = client.get("/")

        assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/connexion/?next=/")

    def test_she_sees_her_structure_and_the_next_step(self, client: Client) -> None:
        membre = MembreFactory.create(structure__nom="Passerelle")
        membre.structure.sites.set([SiteFactory.create(nom="Moulin à Vent")])
        client.force_login(membre.compte)

        text = client.get("/").content.decode()

        assert "Passerelle" in text
        assert "Moulin à Vent" in text
        assert "Bonjour Inès" in text
        assert 'href="/bilan/nouveau/"' in text
        assert "Aucun bilan pour l’instant." in text

    def test_who_meets_nobody_is_offered_no_check_up(self, client: Client) -> None:
        membre = MembreFactory.create(role=Role.PILOTE)
        client.force_login(membre.compte)

        text = client.get("/").content.decode()

        assert "/bilan/nouveau/" not in text
        assert "il n’est pas de faire des bilans avec les personnes" in text

    def test_an_account_without_a_structure_is_told_what_to_do(self, client: Client) -> None:
        membre = MembreFactory.create(jusqu_au=timezone.localdate() - timedelta(days=1))
        client.force_login(membre.compte)

        text = client.get("/").content.decode()

        assert "rattaché à aucune structure" in text
        assert membre.structure.nom not in text
