"""From a right to the nearest places, and from a place of the directory to an orientation sent there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.annuaire import vocabulaire
from droits_ouverts.annuaire.models import Lieu
from droits_ouverts.bilan import services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.orientation.models import Destinataire, Envoi, Orientation
from droits_ouverts.orientation.services_annuaire import take_from_directory
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.annuaire import VENISSIEUX, imported, structure
from tests.factories.orientations import a_service
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory, SiteFactory
from tests.factories.suivis import NOW, followed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OUVERT, FERME, INCONNU = "Mo-Su 00:00-24:00", "Mo-Su off", ""
SUITE = {"pourquoi": "decide", "demande": "instruire", "champs": ["prenom", "droit"], "accord_mode": "oral"}


@pytest.fixture(autouse=True)
def _today() -> object:
    vocabulaire.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    vocabulaire.forget()


@pytest.fixture
def hers(ines: Membre) -> Client:
    client = Client()
    client.force_login(ines.compte, backend=BACKEND)
    return client


@pytest.fixture
def droit(ines: Membre) -> DroitSuivi:
    suivi = followed(ines, person_of(ines, now=NOW))
    suivi.site = SiteFactory.create(commune_insee="69259")
    suivi.save(update_fields=["site"])
    return suivi


@pytest.fixture
def cafs() -> list[Lieu]:
    """Four desks of the CAF, the nearest first, and a library nearer than all."""
    imported(
        [
            structure(9, nom="Bibliothèque", reseaux_porteurs=[]),
            *(
                structure(rang, nom=f"CAF {rang}", latitude=VENISSIEUX[0] + rang / 200, horaires_accueil=heures, reseaux_porteurs=["caf"], code_insee="69266")
                for rang, heures in ((1, FERME), (2, INCONNU), (3, OUVERT), (4, OUVERT))
            ),
        ]
    )
    return list(Lieu.objects.filter(nom__startswith="CAF").order_by("nom"))


def soup(client: Client, adresse: str) -> BeautifulSoup:
    """A page, once what is kept in memory is there and its line of the day is written; twelve queries, and the six of the line of a reading."""
    client.get(adresse)
    with CaptureQueriesContext(connection) as requetes:
        page = client.get(adresse)
    assert page.status_code == 200, page.content.decode()
    assert len(requetes) <= 18 or connection.vendor != "sqlite", "\n".join(un["sql"][:200] for un in requetes)
    assert len(page.content) < 150_000
    return BeautifulSoup(page.content, "html.parser")


class TestNearest:
    def test_three_places_nearest_first_open_closed_or_not_known_and_one_tap_to_the_form(self, hers: Client, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        page = soup(hers, reverse("orientation:lieux", args=[droit.pk]))

        lieux = page.select(".lieux__un")
        assert [un.select_one(".lieux__nom a").get_text(strip=True) for un in lieux] == ["CAF 1", "CAF 2", "CAF 3"]  # type: ignore[union-attr]  # they are there
        assert [un.select_one(".signes").get_text(strip=True) for un in lieux] == ["Fermé en ce moment", "Horaires à vérifier", "Ouvert"]  # type: ignore[union-attr]  # same

        formulaire = soup(hers, lieux[1].select_one(".bouton")["href"])  # type: ignore[index,arg-type]  # same
        (coche,) = formulaire.select("input[name=lieux]")
        assert (coche["value"], coche.has_attr("checked")) == (str(cafs[1].pk), True)
        assert not formulaire.select("input[name=destinataires]")

    def test_from_a_check_up_as_from_the_followed_right(self, hers: Client, ines: Membre, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        bilan = services.start_bilan(actor=ines.compte, structure_id=ines.structure_id, site_id=None, mois="2026-11", now=NOW)
        commune = services.Reponse(fait="commune", entite="menage", valeur="69259")
        services.save_answers(bilan_id=bilan.pk, actor=ines.compte, reponses=[commune], sujet=None, now=NOW)
        Bilan.objects.filter(pk=bilan.pk).update(personne=droit.personne_id, accord_le=NOW.date(), accord_mode="oral")
        page = soup(hers, reverse("orientation:lieux_du_bilan", args=[bilan.pk, droit.droit]))
        assert len(page.select(".lieux__un .bouton")) == 3
        assert f"droits/{droit.pk}/?lieu={cafs[0].pk}" in page.select(".lieux__un .bouton")[0]["href"]

        autre = soup(hers, reverse("orientation:lieux_du_bilan", args=[bilan.pk, "rsa"]))
        assert not autre.select(".lieux__un .bouton")
        assert hers.get(reverse("orientation:lieux_du_bilan", args=[bilan.pk, "pas_un_droit"])).status_code == 404

    def test_is_closed_to_another_structure(self, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        client = Client()
        client.force_login(MembreFactory.create().compte, backend=BACKEND)

        assert client.get(reverse("orientation:lieux", args=[droit.pk])).status_code == 404


class TestPicker:
    def adresse(self, droit: DroitSuivi) -> str:
        return reverse("orientation:envoyer", args=[droit.pk])

    def test_a_search_finds_with_a_slip_and_loses_nothing_typed(self, hers: Client, ines: Membre, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        ecole = a_service(ines, "Notre CAF")
        tape = SUITE | {"destinataires": [ecole.pk], "lieux": [cafs[3].pk], "precision": "Elle attend.", "geste": "chercher", "cherche": "bibliotheqe"}
        page = BeautifulSoup(hers.post(self.adresse(droit), tape).content, "html.parser")

        assert not Orientation.objects.exists()
        assert [(un["value"], un.has_attr("checked")) for un in page.select("input[name=lieux]")] == [
            (str(cafs[3].pk), True),
            (str(Lieu.objects.get(nom="Bibliothèque").pk), False),
        ]
        assert page.select_one("textarea[name=precision]").get_text(strip=True) == "Elle attend."  # type: ignore[union-attr]  # it is there
        assert {un["value"] for un in page.select("input[checked]")} == {str(ecole.pk), str(cafs[3].pk), "decide", "instruire", "prenom", "droit", "oral"}
        assert not page.select(".champ__erreur")

    def test_as_it_is_typed_only_the_places_come(self, hers: Client, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        hers.post(self.adresse(droit), {"cherche": "caf", "geste": "chercher"}, headers={"HX-Request": "true"})
        with CaptureQueriesContext(connection) as requetes:
            page = hers.post(self.adresse(droit), {"cherche": "caf", "geste": "chercher"}, headers={"HX-Request": "true"}).content.decode()

        assert page.startswith('<div id="lieux-trouves"')
        assert page.count('name="lieux"') == 4
        assert len(requetes) <= 18 or connection.vendor != "sqlite"
        rien = hers.post(self.adresse(droit), {"cherche": "zzzzzz", "geste": "chercher"}, headers={"HX-Request": "true"}).content.decode()
        assert "Aucun lieu de l’annuaire" in rien

    def test_nothing_written_finds_the_places_of_the_right(self, hers: Client, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        page = BeautifulSoup(hers.post(self.adresse(droit), {"geste": "chercher"}).content, "html.parser")

        assert [un["value"] for un in page.select("input[name=lieux]")] == [str(un.pk) for un in cafs]

    def test_a_ticked_place_joins_the_list_once_and_is_sent_to(self, hers: Client, ines: Membre, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        assert hers.post(self.adresse(droit), SUITE | {"lieux": [cafs[0].pk]}).status_code == 302

        un = Destinataire.objects.get()
        assert (un.nom, un.genre, un.email, un.service_annuaire) == ("CAF 1", "caf", "accueil@exemple.test", str(cafs[0].pk))
        assert Envoi.objects.get().destinataire == un
        # There from now on: the same place is ticked in the list.
        page = soup(hers, self.adresse(droit) + f"?lieu={cafs[0].pk}")
        assert page.select_one("input[name=destinataires]").has_attr("checked")  # type: ignore[union-attr]  # it is there
        assert not page.select("input[name=lieux]")
        assert take_from_directory(actor=ines.compte, structure_id=ines.structure_id, lieux=[cafs[0].pk], now=NOW + timedelta(days=1)) == [un.pk]

    def test_nothing_chosen_is_told_and_nothing_joins_the_list(self, hers: Client, droit: DroitSuivi, cafs: list[Lieu]) -> None:
        rien = hers.post(self.adresse(droit), SUITE)
        assert (rien.status_code, "Choisissez au moins un service." in rien.content.decode()) == (422, True)

        incomplet = hers.post(self.adresse(droit), SUITE | {"lieux": [cafs[0].pk], "accord_mode": ""})
        assert incomplet.status_code == 422
        assert BeautifulSoup(incomplet.content, "html.parser").select_one("input[name=lieux]").has_attr("checked")  # type: ignore[union-attr]  # it is there
        assert not Destinataire.objects.exists()

    @pytest.mark.parametrize("lieu", ["x", "9" * 30, "-1", "999999", ""])
    def test_an_odd_place_breaks_nothing(self, hers: Client, droit: DroitSuivi, lieu: str) -> None:
        assert hers.get(self.adresse(droit), {"lieu": lieu}).status_code == 200
        assert hers.post(self.adresse(droit), SUITE | {"lieux": [lieu]}).status_code == 422

    def test_two_places_of_one_name_are_told_apart(self, ines: Membre, cafs: list[Lieu]) -> None:
        a_service(ines, "CAF 1")
        Lieu.objects.filter(pk=cafs[1].pk).update(nom="CAF 1")
        take_from_directory(actor=ines.compte, structure_id=ines.structure_id, lieux=[un.pk for un in cafs[:2]], now=NOW)

        assert set(Destinataire.objects.values_list("nom", flat=True)) == {"CAF 1", "CAF 1 (Vénissieux)", f"CAF 1 ({cafs[1].pk})"}
