"""The pages of retention: what comes to term, and how long one file is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services import start_bilan
from droits_ouverts.conservation.models import Contact, MiseEnReserve
from droits_ouverts.conservation.services import give_notices
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
AVANT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
AUJOURD_HUI = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(AUJOURD_HUI, tick=False):
        yield


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE, depuis_le=date(2020, 1, 1))


@pytest.fixture
def client(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def personne(membre: Membre) -> Personne:
    qui = person_of(membre, "Safi", now=AVANT)
    give_notices(membre.structure_id, on=AUJOURD_HUI.date())
    return qui


def text(answer: object) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())  # type: ignore[attr-defined, union-attr]  # a page of ours


class TestList:
    def test_says_who_comes_to_term_and_when(self, client: Client, personne: Personne) -> None:
        page = text(client.get("/conservation/"))

        assert "1 dossier s’efface bientôt" in page
        assert "Safi Exemple" in page
        assert "s’efface le 1er novembre 2026" in page

    def test_says_that_there_is_nothing_to_do(self, client: Client) -> None:
        assert "Il n’y a rien à faire." in text(client.get("/conservation/"))

    def test_shows_what_is_held_apart(self, client: Client, personne: Personne) -> None:
        client.post(f"/conservation/personnes/{personne.pk}/", {"geste": "reserver", "motif": "recours"})

        page = text(client.get("/conservation/"))
        assert "Aucun dossier ne s’efface bientôt" in page
        assert "un recours est en cours, depuis le 20 octobre 2026" in page

    def test_shows_a_check_up_of_nobody_too(self, client: Client, membre: Membre) -> None:
        start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-08", now=AVANT)
        Bilan.objects.update(updated_at=AVANT - timedelta(days=705))
        give_notices(membre.structure_id, on=AUJOURD_HUI.date())

        assert "Bilan sans prénom" in text(client.get("/conservation/"))


class TestFile:
    def test_says_the_last_contact_and_the_term(self, client: Client, personne: Personne) -> None:
        page = text(client.get(f"/conservation/personnes/{personne.pk}/"))

        assert "Il s’efface le 1er novembre 2026." in page
        assert "Dernier contact : 1er août 2026. Le dossier est gardé 3\u00a0mois" in page.replace("3 mois", "3\u00a0mois")

    def test_notes_a_contact(self, client: Client, personne: Personne) -> None:
        answer = client.post(f"/conservation/personnes/{personne.pk}/", {"geste": "contact", "le": "2026-10-19"}, follow=True)

        assert "la durée repart de ce jour" in answer.content.decode()
        assert "Il s’efface le 19 janvier 2027." in text(answer)
        assert Contact.objects.get().le == date(2026, 10, 19)

    @pytest.mark.parametrize("envoi", [{"geste": "contact", "le": "2026-10-21"}, {"geste": "contact", "le": "hier"}, {"geste": "reserver"}, {}, {"geste": "x"}])
    def test_a_mistake_is_told_and_writes_nothing(self, client: Client, personne: Personne, envoi: dict[str, str]) -> None:
        assert client.post(f"/conservation/personnes/{personne.pk}/", envoi).status_code == 422
        assert not Contact.objects.exists()

    def test_sets_a_hold_and_lifts_it(self, client: Client, personne: Personne, membre: Membre) -> None:
        adresse = f"/conservation/personnes/{personne.pk}/"
        page = text(client.post(adresse, {"geste": "reserver", "motif": "demande_personne"}, follow=True))
        assert f"la personne le demande. Noté par {membre.compte.nom}." in page
        assert client.post(adresse, {"geste": "reserver", "motif": "recours"}).status_code == 409

        assert "Il s’efface le 19 novembre 2026." in text(client.post(adresse, {"geste": "lever"}, follow=True))
        assert MiseEnReserve.objects.get().levee_le == AUJOURD_HUI.date()

    def test_of_a_person_is_hers_and_not_her_check_ups(self, client: Client, personne: Personne, membre: Membre) -> None:
        bilan = start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-10", now=AUJOURD_HUI)
        assert "Il s’efface le 20 octobre 2028." in text(client.get(f"/conservation/bilans/{bilan.pk}/"))
        Bilan.objects.update(personne=personne)

        assert client.get(f"/conservation/bilans/{bilan.pk}/").headers["Location"] == f"/conservation/personnes/{personne.pk}/"

    @pytest.mark.parametrize("langue", ["en", "ar"])
    def test_is_read_in_each_language(self, client: Client, personne: Personne, langue: str) -> None:
        client.cookies["do_langue"] = langue
        for adresse in ("/conservation/", f"/conservation/personnes/{personne.pk}/"):
            assert "dossier" not in text(client.get(adresse))
