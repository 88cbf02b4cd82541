"""Accounts: opened by a structure, found whatever the capitals, signed in and out by our own pages."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import create_compte, replace_password
from droits_ouverts.journal.models import Ligne
from tests.factories.structures import PASSWORD, CompteFactory

pytestmark = pytest.mark.django_db


class TestCreate:
    def test_the_address_is_kept_in_lower_case_and_the_act_is_told(self) -> None:
        compte = create_compte(email=" Ines@Exemple.TEST ", nom="Inès", password=PASSWORD, actor=None)

        assert compte.email == "ines@exemple.test"
        assert compte.check_password(PASSWORD)
        assert Compte.objects.get_by_natural_key("INES@exemple.test") == compte
        assert [(line.verb, line.thing_id) for line in Ligne.objects.all()] == [("creer_compte", str(compte.pk))]

    def test_an_address_has_one_account_and_a_refusal_leaves_no_line(self) -> None:
        create_compte(email="ines@exemple.test", nom="Inès", password=PASSWORD, actor=None)

        with pytest.raises(IntegrityError), transaction.atomic():
            create_compte(email="INES@exemple.test", nom="Autre", password=PASSWORD, actor=None)

        assert Ligne.objects.count() == 1

    def test_the_database_itself_refuses_capitals(self) -> None:
        with pytest.raises(IntegrityError, match="compte_a_une_adresse_en_minuscules"), transaction.atomic():
            Compte.objects.create(email="Ines@exemple.test", nom="Inès")

    def test_a_new_password_replaces_the_old_one(self) -> None:
        compte = CompteFactory.create()

        replace_password(compte_id=compte.pk, password="une autre phrase assez longue", actor=None)

        compte.refresh_from_db()
        assert compte.check_password("une autre phrase assez longue")
        assert not compte.check_password(PASSWORD)

    def test_a_closed_account_is_not_among_the_active(self) -> None:
        CompteFactory.create(is_active=False)
        open_one = CompteFactory.create()

        assert list(Compte.objects.active()) == [open_one]


class TestSignIn:
    def test_the_right_password_opens_the_home_page_whatever_the_capitals(self, client: Client) -> None:
        CompteFactory.create(email="ines@exemple.test")

        answer = client.post("/compte/connexion/", {"login": "Ines@Exemple.test", "password": PASSWORD})

        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert client.get("/").status_code == 200

    def test_a_wrong_password_and_an_unknown_address_say_the_same(self, client: Client) -> None:
        CompteFactory.create(email="ines@exemple.test")

        answers = [client.post("/compte/connexion/", {"login": login, "password": "faux"}) for login in ("ines@exemple.test", "personne@exemple.test")]

        texts = [answer.context["form"].non_field_errors() for answer in answers]
        assert texts[0] == texts[1]
        assert texts[0]
        assert all('role="alert"' in answer.content.decode() for answer in answers)

    def test_a_closed_account_does_not_open(self, client: Client) -> None:
        CompteFactory.create(email="ines@exemple.test", is_active=False)

        client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": PASSWORD})

        assert client.get("/").status_code == 302

    def test_signing_out_closes_the_session(self, client: Client) -> None:
        client.force_login(CompteFactory.create())

        assert client.get("/compte/deconnexion/").status_code == 200
        assert client.post("/compte/deconnexion/").status_code == 302
        assert client.get("/").status_code == 302

    def test_nobody_opens_an_account_alone(self, client: Client) -> None:
        page = client.get("/compte/inscription/")
        client.post("/compte/inscription/", {"email": "x@exemple.test", "password1": PASSWORD, "password2": PASSWORD})

        assert "Les comptes sont ouverts par les structures" in page.content.decode()
        assert not Compte.objects.exists()

    def test_a_password_is_changed_by_its_owner(self, client: Client) -> None:
        compte = CompteFactory.create()
        client.force_login(compte)

        assert "12 caractères ou plus" in client.get("/compte/mot-de-passe/").content.decode()
        client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "porte bleue et thé vert", "password2": "porte bleue et thé vert"})

        compte.refresh_from_db()
        assert compte.check_password("porte bleue et thé vert")

    def test_a_short_password_is_refused(self, client: Client) -> None:
        compte = CompteFactory.create()
        client.force_login(compte)

        client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": "court", "password2": "court"})

        compte.refresh_from_db()
        assert compte.check_password(PASSWORD)

    def test_no_reset_by_mail_where_no_mail_leaves(self) -> None:
        with pytest.raises(NoReverseMatch):
            reverse("account_reset_password")

    def test_the_form_is_refused_without_its_token(self) -> None:
        client = Client(enforce_csrf_checks=True)

        answer = client.post("/compte/connexion/", {"login": "x@exemple.test", "password": "y"})

        assert answer.status_code == 403
        assert "La page est restée ouverte trop longtemps" in answer.content.decode()
