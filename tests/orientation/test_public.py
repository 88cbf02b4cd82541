"""The page of who answers without an account: only what goes with the chosen answer counts, in plain words, at an address that tells nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.orientation import liens, services_liens
from droits_ouverts.orientation.models import Envoi, SuiteEnvoi
from droits_ouverts.structures.models import Membre
from droits_ouverts.ui.templatetags.ui import deux_points, telephone
from tests.factories.orientations import oriented
from tests.factories.partages import person_of
from tests.factories.suivis import NOW, TODAY

PUBLIQUES = ("code", "fiche", "merci")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(ines: Membre) -> Client:
    """A browser at the desk, the code typed."""
    envoi = oriented(ines, personne=person_of(ines, "Zqsafi", now=NOW)).envois.get()
    client = Client()
    client.get(reverse("reponse:ouvrir", args=[services_liens.new_link(envoi, now=NOW)[1]]))
    client.post(reverse("reponse:code"), {"code": liens.desk_code(envoi.destinataire_id, 1)})
    return client


def answer(client: Client, **dit: str) -> object:
    return client.post(reverse("reponse:fiche"), {"rang": "1", "mots": "", "motif": "", "rdv_le": "", "depot_le": ""} | dit)


class TestOnlyWhatGoesWithTheAnswer:
    def test_each_field_stands_with_its_answer(self, desk: Client) -> None:
        page = desk.get(reverse("reponse:fiche")).content.decode()
        for pour, champ in (("rendez_vous", "rdv_le"), ("faite", "depot_le"), ("impossible", "motif")):
            assert page.index(f'class="si si--{pour}"') < page.index(f'name="{champ}"')
        assert page.count('class="si si--') == 3

    def test_what_belongs_to_another_answer_does_not_count(self, desk: Client) -> None:
        """She chose an appointment, typed its day, then chose "received": the day is not seen any more, and is not held against her."""
        page = answer(desk, statut="recue", rdv_le=(TODAY + timedelta(days=3)).isoformat(), motif="pas_nous", depot_le=TODAY.isoformat())

        assert page.status_code == 302  # type: ignore[attr-defined]  # an answer of Django's client
        suite = SuiteEnvoi.objects.get(rang=2)
        assert (suite.statut, suite.rdv_le, suite.depot_le, suite.motif) == ("recue", None, None, "")

    def test_a_field_with_a_mistake_is_shown_whatever_the_answer(self, desk: Client) -> None:
        page = answer(desk, statut="recue", rdv_le="31/02/2026")
        texte = page.content.decode()  # type: ignore[attr-defined]  # same reason

        assert page.status_code == 422  # type: ignore[attr-defined]  # same reason
        assert 'class="si si--rendez_vous"' not in texte
        assert "Ce jour n’existe pas" in texte
        assert Envoi.objects.get().statut == "envoyee"

    def test_the_mistake_is_told_without_two_marks(self, desk: Client) -> None:
        texte = answer(desk, statut="impossible").content.decode()  # type: ignore[attr-defined]  # same reason

        assert "Pourquoi est-ce impossible ? Dites pourquoi" in texte
        assert "? :" not in texte


class TestCharter:
    @pytest.mark.parametrize("nom", PUBLIQUES)
    def test_every_public_page_is_of_the_house(self, desk: Client, nom: str) -> None:
        page = desk.get(reverse(f"reponse:{nom}"))
        texte = page.content.decode()

        assert page.status_code == 200
        assert texte.count("<h1") == 1
        assert '<html lang="fr"' in texte
        assert 'name="viewport"' in texte
        assert "orientation/orientation.css" in texte
        assert " : " not in texte.split("<main", 1)[1].split("</main>", 1)[0]
        assert len(page.content) < 150_000
        for interdit in ("<style", "onclick", "Inès", "/personnes/", "/orientations/"):
            assert interdit not in texte, interdit
        if nom != "fiche":
            assert "Zqsafi" not in texte

    def test_the_sign_is_served_where_browsers_ask_for_it(self, db: None) -> None:
        reponse = Client().get("/favicon.ico")

        assert (reponse.status_code, reponse.headers["Location"].startswith("/statique/ui/signe")) == (302, True)


@pytest.mark.parametrize(
    ("tape", "lu"),
    [
        ("0400000000", "04\u00a000\u00a000\u00a000\u00a000"),
        ("04.00-00 00/00", "04\u00a000\u00a000\u00a000\u00a000"),
        ("+33 4 00 00 00 00", "+33\u00a04\u00a000\u00a000\u00a000\u00a000"),
        ("3230", "3230"),
        ("poste 12", "poste 12"),
        ("1400000000", "1400000000"),
        ("", ""),
    ],
)
def test_a_number_is_read_by_twos(tape: str, lu: str) -> None:
    assert telephone(tape) == lu


@pytest.mark.parametrize(("label", "lu"), [("Nom", "Nom\u00a0: "), ("Quel jour ?", "Quel jour ? "), ("أي يوم؟", "أي يوم؟ ")])
def test_a_label_leads_to_its_mistake(label: str, lu: str) -> None:
    assert deux_points(label) == lu
