"""Pages of outreach: taps counted, bad input told, nothing typed lost, no name taken in."""

from __future__ import annotations

import re
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.reperage.models import Campagne, Endroit, EndroitPrevu, Exposition, LienRencontre, Rencontre, Tournee
from droits_ouverts.reperage.selectors import words_of
from droits_ouverts.reperage.services_campagnes import plan_places
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.reperages import NOW, campaign, met, place, tapped, under_way
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _mardi() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def text(reponse: object) -> str:
    return reponse.content.decode()  # type: ignore[attr-defined,no-any-return]  # an answer


def round_body(membre: Membre, **autres: object) -> dict[str, object]:
    valeurs: dict[str, object] = {
        "numero": uuid.uuid4(),
        "forme": "stand",
        "jour": "2026-11-24",
        "debut": "15:00",
        "fin": "17:00",
        "equipe": [membre.compte_id],
    }
    return valeurs | autres


class TestRounds:
    def test_planned_left_noted_back_and_closed(self, session: Client, membre: Membre) -> None:
        reponse = session.post(reverse("reperage:nouvelle"), round_body(membre, partenaire="Maison de quartier"), follow=True)
        une = Tournee.objects.get()
        assert "Maison de quartier" in text(reponse)
        for geste in ("partir", "rentrer"):
            session.post(reverse("reperage:geste", args=[une.pk]), {"geste": geste})
        page = session.post(
            reverse("reperage:compte_rendu", args=[une.pk]), {"observations": "Digicode changé.", "consignes": "Repasser jeudi.", "rang": 0}, follow=True
        )
        assert "Digicode changé." in text(page)
        session.post(reverse("reperage:geste", args=[une.pk]), {"geste": "clore"})
        une.refresh_from_db()

        assert une.close_at is not None
        assert words_of(une).consignes == "Repasser jeudi."
        assert "Digicode" not in une.mots_scelles
        assert session.post(reverse("reperage:compte_rendu", args=[une.pk]), {"observations": "x", "rang": 1}).status_code == 409

    def test_the_same_form_sent_twice_is_one_round(self, session: Client, membre: Membre) -> None:
        corps = round_body(membre)
        for _fois in range(2):
            session.post(reverse("reperage:nouvelle"), corps)

        assert Tournee.objects.count() == 1

    @pytest.mark.parametrize(
        ("autres", "dit"),
        [
            ({"fin": "14:00"}, "La fin doit venir après le début"),
            ({"forme": "porte_a_porte"}, "Personne ne va seul de porte en porte"),
            ({"partenaire": "Mme Diallo"}, "le nom, l’adresse ou le numéro de quelqu’un"),
            ({"equipe": []}, "obligatoire"),
            ({"jour": "1926-11-24"}, "vérifiez l’année"),
        ],
    )
    def test_what_cannot_be_is_told_and_nothing_typed_is_lost(self, session: Client, membre: Membre, autres: dict[str, object], dit: str) -> None:
        reponse = session.post(
            reverse("reperage:nouvelle"), round_body(membre, **({"partenaire": "Le Relais"} | autres | ({"partenaire": ""} if "forme" in autres else {})))
        )

        assert reponse.status_code == 422
        assert dit in text(reponse)
        assert 'value="15:00"' in text(reponse)

    def test_two_who_write_the_report_lose_nothing(self, session: Client, membre: Membre) -> None:
        une = under_way(membre)
        adresse = reverse("reperage:compte_rendu", args=[une.pk])
        session.post(adresse, {"observations": "Le mien.", "rang": 0})

        reponse = session.post(adresse, {"observations": "Le sien.", "rang": 0})

        assert reponse.status_code == 422
        assert "Le sien." in text(reponse)
        assert "a changé entre-temps" in text(reponse)
        assert session.post(adresse, {"observations": "Les deux.", "rang": 1}).status_code == 302

    @pytest.mark.parametrize("texte", ["Mme Diallo au 3e", "rappeler le 06 12 34 56 78", "awa@exemple.fr", "elle s’appelle Awa"])
    def test_words_about_somebody_are_refused_and_kept_on_screen(self, session: Client, membre: Membre, texte: str) -> None:
        une = under_way(membre)

        reponse = session.post(reverse("reperage:compte_rendu", args=[une.pk]), {"observations": texte, "rang": 0})

        assert reponse.status_code == 422
        assert "parle d’un lieu" in text(reponse)
        assert texte in text(reponse).replace("&#x27;", "'")
        assert Tournee.objects.get().mots_scelles == ""


class TestNoting:
    def body(self, **autres: object) -> dict[str, object]:
        return {"numero": uuid.uuid4(), "endroit": "", "forme": "stand", "suite": "conversation"} | autres

    def test_a_plain_encounter_is_one_tap_and_is_undone_by_one(self, session: Client, membre: Membre) -> None:
        une = under_way(membre)
        page = session.post(reverse("reperage:noter", args=[une.pk]), self.body(), follow=True)

        rencontre = Rencontre.objects.get()
        assert (rencontre.heure, rencontre.suite, rencontre.par_id) == (15, "conversation", membre.compte_id)
        assert reverse("reperage:defaire", args=[rencontre.pk]) in text(page)
        session.post(reverse("reperage:defaire", args=[rencontre.pk]))
        rencontre.refresh_from_db()
        assert rencontre.annulee

    @pytest.mark.parametrize("champ", ["nom", "prenom", "telephone", "note"])
    def test_a_name_is_refused_and_the_answers_stay(self, session: Client, membre: Membre, champ: str) -> None:
        une = under_way(membre)

        reponse = session.post(reverse("reperage:noter", args=[une.pk]), self.body(langue="ar", **{champ: "Awa"}))

        assert reponse.status_code == 422
        assert "ni nom, ni numéro, ni phrase" in text(reponse)
        assert re.search(r'name="langue" value="ar" checked', text(reponse))
        assert not Rencontre.objects.exists()

    @pytest.mark.parametrize("autres", [{"numero": "x"}, {"suite": ""}, {"suite": "mariage"}, {"forme": ""}, {"age": "Awa"}, {"endroit": "x"}])
    def test_bad_input_is_told_and_never_a_failure(self, session: Client, membre: Membre, autres: dict[str, object]) -> None:
        une = under_way(membre)

        assert session.post(reverse("reperage:noter", args=[une.pk]), self.body(**autres)).status_code == 422
        assert not Rencontre.objects.exists()

    def test_where_and_how_stay_from_one_to_the_next(self, session: Client, membre: Membre) -> None:
        rue, une = place(membre), under_way(membre)

        reponse = session.post(reverse("reperage:noter", args=[une.pk]), self.body(endroit=rue.pk, forme="bus"), follow=True)

        assert re.search(rf'name="endroit" value="{rue.pk}"', text(reponse))
        assert re.search(r'name="forme" value="bus"', text(reponse))

    def test_a_refusal_asks_why_and_an_acceptance_leads_to_the_check_up(self, session: Client, membre: Membre) -> None:
        une = under_way(membre)
        refus = text(session.post(reverse("reperage:noter", args=[une.pk]), self.body(suite="bilan_refuse"), follow=True))
        accepte = text(session.post(reverse("reperage:noter", args=[une.pk]), self.body(suite="bilan_accepte"), follow=True))

        assert 'value="peur_dette"' in refus
        assert 'value="peur_dette"' not in accepte
        assert reverse("bilan:start") in accepte

    def test_counters_by_a_script_and_by_the_page(self, session: Client, membre: Membre) -> None:
        adresse = reverse("reperage:compter", args=[under_way(membre).pk])
        corps = {"endroit": "", "forme": "stand", "nature": "minutes"}

        assert session.post(adresse, corps | {"sens": "plus", "numero": uuid.uuid4()}, headers={"X-Compteur": "1"}).json() == {"nombre": 15}
        assert session.post(adresse, corps | {"sens": "moins", "numero": uuid.uuid4()}).status_code == 302
        assert session.post(adresse, corps | {"sens": "moins", "numero": uuid.uuid4()}, headers={"X-Compteur": "1"}).status_code == 422
        for autres in ({"sens": "x"}, {"nature": "x"}, {"forme": "x"}):
            assert session.post(adresse, corps | {"sens": "plus", "numero": "x"} | autres).status_code == 302
        assert sorted(Exposition.objects.values_list("nombre", flat=True)) == [-15, 15]

    def test_the_register_opens_in_one_tap(self, session: Client, membre: Membre) -> None:
        page = session.post(reverse("reperage:registre"), {"forme": "spontane"}, follow=True)

        assert "Ce qui a suivi enregistre" in text(page)
        assert session.post(reverse("reperage:registre"), {"forme": "x"}).status_code == 404


class TestCampaigns:
    def test_places_are_drawn_in_equal_blocks_and_the_draw_is_the_same_again(self, session: Client, membre: Membre) -> None:
        rues = [place(membre, f"Rue {rang}") for rang in range(7)]
        une = campaign(membre, comparaison="blocs", blocs=3, pas_jours=10)
        adresse = reverse("reperage:campagne", args=[une.pk])

        session.post(adresse, {"endroits": [str(rue.pk) for rue in rues]})
        premier = dict(EndroitPrevu.objects.values_list("endroit_id", "bloc"))
        session.post(adresse, {"endroits": [str(rue.pk) for rue in reversed(rues)]})

        assert dict(EndroitPrevu.objects.values_list("endroit_id", "bloc")) == premier
        assert sorted(list(premier.values()).count(bloc) for bloc in range(3)) == [2, 2, 3]
        assert {(une.a_partir_du - Campagne.objects.get().du).days for une in EndroitPrevu.objects.all()} == {0, 10, 20}

    def test_what_is_done_and_to_do_is_said_place_by_place(self, session: Client, membre: Membre) -> None:
        faite, reste = place(membre, "Rue faite"), place(membre, "Rue qui reste")
        une = campaign(membre)
        plan_places(actor=membre.compte, campagne_id=une.pk, endroits=[faite.pk, reste.pk], now=NOW)
        ronde = under_way(membre, campagne=une.pk)
        met(membre, ronde, endroit=faite.pk)
        tapped(membre, ronde, 10, endroit=faite.pk)

        page = text(session.get(reverse("reperage:campagne", args=[une.pk])))

        assert "Il reste 1 endroit à faire" in page
        assert "fait, 1 passage" in page
        assert "10\u00a0% (entre" in page

    @pytest.mark.parametrize(
        "autres", [{"au": "2026-11-01"}, {"comparaison": "blocs", "blocs": 1}, {"comparaison": "blocs", "blocs": 12, "pas_jours": 90}, {"nom": "M. Diallo"}]
    )
    def test_what_cannot_be_is_told(self, session: Client, membre: Membre, autres: dict[str, object]) -> None:
        corps: dict[str, object] = {
            "numero": uuid.uuid4(),
            "nom": "Jeunes",
            "public": "jeunes",
            "forme": "stand",
            "du": "2026-11-24",
            "au": "2027-01-24",
            "comparaison": "aucune",
        }

        assert session.post(reverse("reperage:campagne_nouvelle"), corps | autres).status_code == 422
        assert session.post(reverse("reperage:campagne_nouvelle"), corps).status_code == 302
        assert Campagne.objects.count() == 1

    def test_a_place_of_another_structure_is_not_planned(self, membre: Membre) -> None:
        une, ailleurs = campaign(membre), place(MembreFactory.create())

        with pytest.raises(NotVisibleError):
            plan_places(actor=membre.compte, campagne_id=une.pk, endroits=[ailleurs.pk], now=NOW)

    @pytest.mark.parametrize("autres", [{"iris": "12"}, {"qpv": "MOULIN"}, {"nom": "Mme Diallo"}, {"nom": ""}, {"genre": "lieu_de_vie"}])
    def test_a_place_that_cannot_be_is_told(self, session: Client, membre: Membre, autres: dict[str, object]) -> None:
        corps: dict[str, object] = {"numero": uuid.uuid4(), "genre": "rue", "nom": "Rue Neuve", "iris": "692590101", "qpv": "qn06901m"}

        assert session.post(reverse("reperage:endroits"), corps | autres).status_code == 422
        session.post(reverse("reperage:endroits"), corps)
        assert Endroit.objects.get().qpv == "QN06901M"


class TestLinks:
    def test_linked_at_the_screen_only_with_an_agreement_then_unlinked(self, session: Client, membre: Membre) -> None:
        safi, une = person_of(membre, now=NOW), met(membre, under_way(membre))
        adresse = reverse("reperage:personne", args=[safi.pk])

        assert session.post(adresse, {"rencontre": une.pk}).status_code == 422
        assert not LienRencontre.objects.exists()
        assert "Accord donné de vive voix" in text(session.post(adresse, {"rencontre": une.pk, "accord_mode": "oral"}, follow=True))
        session.post(reverse("reperage:delier", args=[safi.pk, LienRencontre.objects.get().pk]))
        assert not LienRencontre.objects.exists()
