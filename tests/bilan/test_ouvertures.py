"""J6: the person, and the professional with her, read in plain words who opened her file, when and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import ouvertures
from droits_ouverts.journal.models import Ligne
from droits_ouverts.journal.services import record, record_refusal
from droits_ouverts.structures.enums import Role
from tests.bilan.faux import FauxMoteur
from tests.factories.structures import CompteFactory, MembreFactory
from tests.house.monde import Monde, peupler

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def nous(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Monde:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return peupler("Awä")


def session(compte: object) -> Client:
    client = Client()
    client.force_login(compte, backend=BACKEND)  # type: ignore[arg-type]  # an account of ours
    return client


class TestPage:
    def test_of_a_person_tells_each_opening_another_structure_s_included(self, nous: Monde) -> None:
        collegue = MembreFactory.create(structure=nous.membre.structure, role=Role.MEDIATEUR, compte__nom="Inès Collègue")
        lecteur = MembreFactory.create(structure=nous.partage.vers_structure, role=Role.MEDIATEUR, compte__nom="Paul Lecteur")
        curieux = MembreFactory.create(role=Role.MEDIATEUR, compte__nom="Jo Curieux")
        page = reverse("personnes:personne", args=[nous.personne.pk])
        session(collegue.compte).get(page)
        session(lecteur.compte).get(reverse("personnes:partagee", args=[nous.personne.pk, nous.partage.finalite]))
        assert session(curieux.compte).get(page).status_code == 404

        answer = session(nous.compte).get(reverse("personnes:ouvertures", args=[nous.personne.pk]))
        text = answer.content.decode()

        assert answer.status_code == 200
        assert f"<strong>Inès Collègue</strong> · {nous.membre.structure}" in text
        assert f"<strong>Paul Lecteur</strong> · {nous.partage.vers_structure}" in text
        assert f"<strong>Jo Curieux</strong> · {curieux.structure}" in text
        assert "a lu la part que la personne partage" in text
        assert "Refusé : rien n’a été montré" in text
        assert "l’accompagner dans ses démarches" in text
        assert "data-imprime" in text

    def test_of_a_check_up_tells_what_was_done_in_it(self, nous: Monde) -> None:
        client = session(nous.compte)
        client.get(reverse("bilan:fiche", args=[nous.bilans[0].pk]))
        text = client.get(reverse("bilan:ouvertures", args=[nous.bilans[0].pk])).content.decode()

        assert "a lu ou imprimé la fiche" in text
        assert "a noté des réponses" in text
        assert "faire le bilan des droits" in text
        assert nous.compte.nom in text

    def test_is_linked_from_the_person_and_from_her_check_up(self, nous: Monde) -> None:
        client = session(nous.compte)

        for depuis, vers, pk in (("personnes:personne", "personnes:ouvertures", nous.personne.pk), ("bilan:resultats", "bilan:ouvertures", nous.bilans[0].pk)):
            assert reverse(vers, args=[pk]) in client.get(reverse(depuis, args=[pk])).content.decode()

    def test_of_another_structure_s_person_does_not_exist(self, nous: Monde) -> None:
        voisins = peupler("Voisine")

        for name, pk in (("personnes:ouvertures", voisins.personne.pk), ("bilan:ouvertures", voisins.bilans[0].pk)):
            assert session(nous.compte).get(reverse(name, args=[pk])).status_code == 404

    def test_being_read_is_told_to_the_next_reader(self, nous: Monde) -> None:
        client = session(nous.compte)
        page = reverse("personnes:ouvertures", args=[nous.personne.pk])
        assert "a lu cette liste" not in client.get(page).content.decode()

        assert "lui montrer qui a ouvert son dossier" in client.get(page).content.decode()


class TestSaid:
    def write(self, monde: Monde, when: datetime, verb: str, **changes: object) -> None:
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("droits_ouverts.journal.services.timezone.now", lambda: when)
            champs = {"actor": monde.compte, "thing_kind": "bilan", "thing_id": 5, "purpose": "bilan_des_droits", "structure": monde.membre.structure_id}
            record(verb=verb, **(champs | changes))  # type: ignore[arg-type]  # a test gives what it wants

    def test_gathers_a_day_s_acts_of_one_person_for_one_purpose(self, nous: Monde) -> None:
        debut = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
        for minutes, verb in ((0, "lire_resultats"), (5, "lire_bilan"), (9, "enregistrer_reponses"), (12, "verbe_inconnu"), (60 * 24, "lire_bilan")):
            self.write(nous, debut + timedelta(minutes=minutes), verb)
        lignes = Ligne.objects.filter(thing_id="5").order_by("-id")

        demain, jour = ouvertures.said(lignes, "Chez nous")

        assert jour.actes == ("a lu le bilan", "a noté des réponses", "a travaillé sur ce dossier")
        assert (jour.debut, jour.fin, jour.structure, jour.qui) == (debut, debut + timedelta(minutes=12), "Chez nous", nous.compte.nom)
        assert demain.un_instant
        assert not jour.un_instant

    def test_names_the_service_and_an_account_that_is_gone(self, nous: Monde) -> None:
        now = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
        self.write(nous, now, "purger", actor=None)
        self.write(nous, now, "lire_bilan", actor=987_654)
        sans = CompteFactory.create(nom="Sans Structure")
        self.write(nous, now, "lire_bilan", actor=sans)

        passages = ouvertures.said(Ligne.objects.filter(thing_id="5").order_by("-id"), "Chez nous")

        assert [(p.qui, p.structure) for p in passages] == [
            ("Sans Structure", "aucune structure"),
            ("Un compte qui n’existe plus", "aucune structure"),
            ("Le service lui-même", ""),
        ]

    def test_sabotage_without_refusals_an_outsider_would_not_be_told(self, nous: Monde) -> None:
        with transaction.atomic():
            record_refusal(
                actor=nous.compte,
                verb="lire_bilan",
                thing_kind="bilan",
                thing_id=5,
                purpose="bilan_des_droits",
                structure=nous.membre.structure_id,
                motif="introuvable",
            )
        lignes = Ligne.objects.filter(thing_id="5")

        assert [(p.refuse, p.pourquoi) for p in ouvertures.said(lignes, "")] == [(True, "")]
        assert ouvertures.said(lignes.filter(issue="fait"), "") == []

    def test_every_reading_of_a_file_has_its_words(self) -> None:
        from droits_ouverts.config.web.lecture import LECTURES

        verbes = {lecture.verb for name, lecture in LECTURES.items() if not lecture.verb.startswith(("lister_", "chercher_"))}

        assert verbes - set(ouvertures.ACTES) == set()
        assert {lecture.purpose for lecture in LECTURES.values()} <= set(ouvertures.POURQUOI)
