"""What leaves the service: a card on paper and an address for a telephone. Neither says anything of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.agenda import carte, selectors
from droits_ouverts.agenda.models import FluxAgenda
from droits_ouverts.agenda.rules import Mots
from droits_ouverts.agenda.web import views_absence
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.services_droits import set_contact
from droits_ouverts.structures.models import Membre
from droits_ouverts.ui.langues import language
from tests.delais.test_ics import read_back
from tests.factories.agendas import an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _mardi() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre, now=NOW)


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def text(reponse: object) -> str:
    return reponse.content.decode()  # type: ignore[attr-defined,no-any-return]  # an answer


def contact(membre: Membre, safi: Personne, *, neutre: bool) -> None:
    set_contact(actor=membre.compte, personne_id=safi.pk, contact=Contact(neutre=neutre, discretion="Son mari"), now=NOW)


class TestCard:
    @pytest.mark.parametrize(("langue", "titre"), [("fr", "Vos prochaines dates"), ("en", ""), ("ar", "")])
    def test_says_dates_in_her_language(self, membre: Membre, safi: Personne, langue: str, titre: str) -> None:
        appointment(membre, safi)
        dates = selectors.dates_of(safi, now=NOW)

        dite = carte.said(dates, language(langue), neutre=True, numero="", structure="Passerelle")

        assert dite.titre == titre or (not titre and dite.titre)
        assert {"fr": "mercredi 25 novembre 2026", "en": "Wednesday", "ar": "الأربعاء"}[langue] in dite.dates[0].jour
        assert dite.dates[0].heure == "10:00"

    def test_neutral_says_nothing_of_anybody(self, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi, mots=Mots(objet="Violences", lieu="Planning familial"))
        dates = selectors.dates_of(safi, now=NOW)

        neutre = str(carte.said(dates, language("fr"), neutre=True, numero="06 00 00 00 00", structure="Passerelle"))
        dite = str(carte.said(dates, language("fr"), neutre=False, numero="06 00 00 00 00", structure="Passerelle"))

        assert [mot for mot in ("Violences", "Planning", "Passerelle", "Inès", "Safi") if mot in neutre] == []
        assert [mot for mot in ("Planning", "Passerelle", "Inès") if mot not in dite] == []
        assert "Violences" not in dite

    def test_that_forgets_to_be_neutral_would_be_seen(self, membre: Membre, safi: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        appointment(membre, safi, mots=Mots(lieu="Planning familial"))
        dite = carte._date
        monkeypatch.setattr(carte, "_date", lambda ligne, neutre: dite(ligne, neutre=False))

        carte_dite = carte.said(selectors.dates_of(safi, now=NOW), language("fr"), neutre=True, numero="", structure="Passerelle")

        assert "Planning" in str(carte_dite)

    @pytest.mark.parametrize(("neutre", "coche"), [(True, True), (False, False), (None, True)])
    def test_is_neutral_beforehand_where_she_said_so_or_was_not_asked(
        self, session: Client, membre: Membre, safi: Personne, neutre: bool | None, coche: bool
    ) -> None:
        appointment(membre, safi)
        if neutre is not None:
            contact(membre, safi, neutre=neutre)

        page = text(session.get(reverse("agenda:carte", args=[safi.pk])))

        assert ("checked" in page) is coche
        assert ("Son mari" in page) is (neutre is not None)

    @pytest.mark.parametrize("langue", ["fr", "ar"])
    def test_is_a_file_whose_name_tells_nothing(self, session: Client, membre: Membre, safi: Personne, langue: str, monkeypatch: pytest.MonkeyPatch) -> None:
        appointment(membre, safi)
        monkeypatch.setattr("droits_ouverts.agenda.web.views_actions.language", lambda code: language(langue if code != "fr" else code))

        reponse = session.post(reverse("agenda:carte", args=[safi.pk]), {"numero": "06 00 00 00 00", "neutre": "on"})

        assert reponse["Content-Type"] == "application/pdf"
        assert reponse.content.startswith(b"%PDF-")
        assert reponse["Content-Disposition"] == 'attachment; filename="document.pdf"'
        assert Ligne.objects.filter(verb="donner_carte", thing_id=str(safi.pk)).count() == 1

    def test_without_a_date_there_is_none(self, session: Client, safi: Personne) -> None:
        assert "aucun rendez-vous à venir" in text(session.post(reverse("agenda:carte", args=[safi.pk]), {})).lower()
        assert not Ligne.objects.filter(verb="donner_carte").exists()


class TestFeed:
    def opened(self, session: Client) -> str:
        page = text(session.post(reverse("agenda:abonnement"), {"geste": "ouvrir"}))
        trouvee = re.search(r"http://testserver(/agenda/flux/[\w-]+/)", page)
        assert trouvee is not None
        return trouvee.group(1)

    def test_shows_hours_and_nothing_else(self, session: Client, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi, jour=date(2027, 3, 29))
        an_action(membre, safi)
        adresse = self.opened(session)

        reponse = Client().get(adresse)

        assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in reponse["Cache-Control"]
        evenements = read_back(text(reponse))
        assert [(un["SUMMARY"], un["DTSTART"]) for un in evenements] == [("À faire", "20261125"), ("Rendez-vous", "20270329T080000Z")]
        assert [mot for mot in ("Safi", "CAF", "Bureau", "Passerelle", "Inès", str(safi.pk) + "-") if mot in text(reponse)] == []
        assert len({un["UID"] for un in evenements}) == 2

    def test_is_shown_once_and_closed_at_will(self, session: Client) -> None:
        adresse = self.opened(session)

        assert adresse not in text(session.get(reverse("agenda:abonnement")))
        session.post(reverse("agenda:abonnement"), {"geste": "fermer"})
        assert Client().get(adresse).status_code == 404
        assert not FluxAgenda.objects.exists()

    def test_stops_with_her_membership(self, session: Client, membre: Membre, safi: Personne) -> None:
        appointment(membre, safi)
        adresse = self.opened(session)
        Membre.objects.filter(pk=membre.pk).update(jusqu_au=TODAY - timedelta(days=1))

        assert read_back(text(Client().get(adresse))) == []

    def test_guessing_is_slowed_down(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views_absence, "ESSAIS_PAR_HEURE", 2)

        assert [Client().get(f"/agenda/flux/{rang}/").status_code for rang in range(4)] == [404, 404, 429, 429]

    def test_reading_without_end_is_slowed_down(self, session: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views_absence, "LECTURES_PAR_HEURE", 2)
        adresse = self.opened(session)

        assert [Client().get(adresse).status_code for _ in range(3)] == [200, 200, 429]

    def test_a_prefetch_changes_nothing(self, session: Client) -> None:
        adresse = self.opened(session)

        assert Client().head(adresse).status_code == 200
        assert Client().post(adresse).status_code == 405
        assert Client().get(adresse).status_code == 200
