"""The pages: what they say, what they keep of what was typed, what they refuse, at what cost."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.irritants.models import Irritant
from droits_ouverts.orientation import selectors, services_reponse
from droits_ouverts.orientation.enums import Voie
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.liens import desk_code
from droits_ouverts.orientation.models import Blocage, Destinataire, Envoi, Orientation, Pause
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.orientations import a_service, asked, oriented, sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, followed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hers(ines: Membre) -> Client:
    return session(ines)


def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def read(client: Client, nom: str, *args: object, **query: str) -> str:
    page = client.get(reverse(f"orientation:{nom}", args=args), query)
    assert page.status_code == 200, page.content.decode()
    return page.content.decode()


class TestSending:
    def test_shows_what_each_service_can_take_and_sends(self, ines: Membre, hers: Client) -> None:
        caf = a_service(ines, capacite="lente", delai_promis=5)
        droit = followed(ines, person_of(ines, now=NOW))
        assert "Plus d’un mois d’attente" in read(hers, "envoyer", droit.pk)

        envoi = {"destinataires": [caf.pk], "pourquoi": "decide", "demande": "instruire", "champs": ["prenom", "droit"], "accord_mode": "oral"}
        reponse = hers.post(reverse("orientation:envoyer", args=[droit.pk]), envoi)
        faite = Orientation.objects.get()
        assert reponse.headers["Location"] == reverse("orientation:orientation", args=[faite.pk])
        page = read(hers, "orientation", faite.pk)
        assert "Safi" in page
        # No mail leaves here: the page does not say that a reminder will.
        assert "Sans réponse le 7 décembre 2026, appelez le service" in page
        assert "relancé" not in page

    def test_a_mistake_keeps_what_was_typed(self, ines: Membre, hers: Client) -> None:
        caf, droit = a_service(ines), followed(ines, person_of(ines, now=NOW))
        reponse = hers.post(
            reverse("orientation:envoyer", args=[droit.pk]),
            {"destinataires": [caf.pk], "pourquoi": "proche", "demande": "papier", "champs": ["prenom"], "accord_mode": "oral", "precision": "Un mot gardé"},
        )
        page = reponse.content.decode()

        assert (reponse.status_code, "Un mot gardé" in page, "Elle n’a pas accepté" in page) == (422, True, True)
        assert not Orientation.objects.exists()

    def test_nothing_is_ticked_beforehand(self, ines: Membre, hers: Client) -> None:
        a_service(ines)
        assert " checked" not in read(hers, "envoyer", followed(ines, person_of(ines, now=NOW)).pk)

    def test_without_a_service_proposes_a_first_one(self, ines: Membre, hers: Client) -> None:
        assert "Ajouter un premier service" in read(hers, "envoyer", followed(ines, person_of(ines, now=NOW)).pk)


class TestOne:
    def test_answer_noted_undone_and_taken_back(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        adresse = reverse("orientation:envoi", args=[envoi.pk])
        noter = {
            "statut": "rendez_vous",
            "rdv_le": "2026-12-10",
            "voie": "telephone",
            "fait_le": "2026-11-27",
            "rang": "1",
            "motif": "",
            "depot_le": "",
            "mots": "",
        }
        assert hers.post(adresse, noter | {"rdv_le": ""}).status_code == 422
        assert hers.post(adresse, noter).status_code == 302
        assert "10 décembre 2026" in read(hers, "orientation", envoi.orientation_id)
        hers.post(reverse("orientation:revenir", args=[envoi.pk]), {"rang": "2"})
        hers.post(reverse("orientation:annuler", args=[envoi.pk]), {"rang": "3"})

        assert [suite.statut for suite in envoi.suites.order_by("rang")] == ["envoyee", "rendez_vous", "envoyee", "annulee"]
        assert "corrigé depuis" in read(hers, "orientation", envoi.orientation_id)

    def test_two_people_at_once_nothing_typed_is_lost(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="recue", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        reponse = hers.post(
            reverse("orientation:envoi", args=[envoi.pk]),
            {"statut": "impossible", "motif": "pas_nous", "voie": "telephone", "fait_le": "2026-11-27", "rang": "1", "mots": "Un mot gardé"},
        )

        assert (reponse.status_code, "Un mot gardé" in reponse.content.decode(), "n’est pas enregistré" in reponse.content.decode()) == (422, True, True)

    @pytest.mark.parametrize("rang", ["", "x", "9" * 30, "-1", "²"])
    def test_a_strange_rank_is_a_refusal_in_words(self, ines: Membre, hers: Client, rang: str) -> None:
        envoi = sent(ines)
        assert hers.post(reverse("orientation:annuler", args=[envoi.pk]), {"rang": rang}).status_code == 409
        assert hers.post(reverse("orientation:revenir", args=[envoi.pk]), {"rang": rang}).status_code == 409

    def test_a_link_is_shown_once_with_the_code_apart(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        page = hers.post(reverse("orientation:lien", args=[envoi.pk])).content.decode()

        lien = re.search(r"/reponse/lien/[\w-]+/", page)
        assert lien
        assert desk_code(envoi.destinataire_id, 1) in page
        assert Client().get(lien.group(), follow=True).status_code == 200
        assert lien.group() not in read(hers, "orientation", envoi.orientation_id)

    def test_pause_handover_another_service(self, ines: Membre, hers: Client) -> None:
        envoi, ccas = sent(ines), a_service(ines, "CCAS")
        numero = envoi.orientation_id
        for nom, dit in (
            ("pause", {"motif": "elle_demande"}),
            ("pause", {"geste": "reprendre"}),
            ("relais", {"destinataire": envoi.destinataire_id, "nature": "appel", "prevu_le": "2026-12-01"}),
            ("aussi", {"destinataire": ccas.pk}),
        ):
            assert hers.post(reverse(f"orientation:{nom}", args=[numero]), dit).status_code == 302, nom
            read(hers, "orientation", numero)
        relais = Orientation.objects.get().relais.get()
        assert hers.post(reverse("orientation:relais_issue", args=[numero, relais.pk]), {"issue": "", "fait_le": ""}).status_code == 422
        assert hers.post(reverse("orientation:relais_issue", args=[numero, relais.pk]), {"issue": "relais_pris", "fait_le": "2026-11-27"}).status_code == 302
        assert (Pause.objects.get().au, Envoi.objects.count()) == (TODAY, 2)

    @pytest.mark.parametrize("nom", ["pause", "relais", "aussi"])
    def test_an_empty_form_shows_the_page_again(self, ines: Membre, hers: Client, nom: str) -> None:
        assert hers.post(reverse(f"orientation:{nom}", args=[sent(ines).orientation_id])).status_code == 422

    def test_blocked_is_counted_without_anybody_or_handed_over(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        page = hers.post(reverse("orientation:irritant", args=[envoi.pk]), {"irritant-blocage": "telephone", "irritant-etape": "etude"}).content.decode()
        assert "C’est compté" in page
        assert Irritant.objects.get().nombre == 1
        jeton = re.search(r'name="jeton" value="([^"]+)"', page)
        assert jeton
        hers.post(reverse("irritants:retirer"), {"jeton": jeton.group(1), "suite": "//ailleurs.test/"})
        assert Irritant.objects.get().nombre == 0

        MembreFactory.create(role=Role.COORDINATEUR)
        adresse = reverse("orientation:bloquer", args=[envoi.pk])
        assert hers.post(adresse, {"blocage": "sans_reponse", "etape": "etude"}).status_code == 422
        assert hers.post(adresse, {"blocage": "sans_reponse", "etape": "etude", "pieces": ["banque"], "accord_mode": "oral"}).status_code == 302
        assert Blocage.objects.get().pieces == ["banque"]
        assert "Transmise à la coordination" in read(hers, "orientation", envoi.orientation_id)


class TestHandOvers:
    def test_two_that_wait_have_fields_of_their_own_and_a_mistake_stays_with_its_own(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        for nature in ("appel", "visite"):
            prevoir = {"destinataire": envoi.destinataire_id, "nature": nature, "prevu_le": "2026-11-27"}
            assert hers.post(reverse("orientation:relais", args=[envoi.orientation_id]), prevoir).status_code == 302
        page = read(hers, "orientation", envoi.orientation_id)
        identifiants = re.findall(r' id="([^"]+)"', page)
        assert sorted(identifiants) == sorted(set(identifiants))
        appel, visite = Orientation.objects.get().relais.order_by("pk")
        refus = hers.post(reverse("orientation:relais_issue", args=[envoi.orientation_id, visite.pk]), {"issue": "relais_pris", "fait_le": "2026-12-27"})
        texte = refus.content.decode()
        assert refus.status_code == 422
        assert f'id="relais{visite.pk}_fait_le_erreur"' in texte
        assert f'id="relais{appel.pk}_fait_le_erreur"' not in texte
        assert (
            hers.post(
                reverse("orientation:relais_issue", args=[envoi.orientation_id, visite.pk]), {"issue": "elle_absente", "fait_le": "2026-11-27"}
            ).status_code
            == 302
        )
        page = read(hers, "orientation", envoi.orientation_id)
        # Its outcome is its own: the recipient waits for an answer as before.
        assert "Elle n’était pas là, 27 novembre 2026" in page
        assert (Envoi.objects.get().statut, page.count("Noter ce qu’il en est sorti")) == ("envoyee", 1)


class TestWhatBlocksInOneTap:
    @pytest.mark.parametrize(
        ("dit", "blocage", "etape"),
        [
            ({"statut": "impossible", "motif": "plus_de_place"}, "pas_de_rendez_vous", "dossier"),
            ({"statut": "impossible", "motif": "pas_nous"}, "renvoi", "dossier"),
            ({"statut": "a_l_etude"}, "delai_depasse", "dossier"),
        ],
    )
    def test_is_filled_by_what_is_known(self, ines: Membre, hers: Client, dit: dict[str, str], blocage: str, etape: str) -> None:
        envoi = sent(ines)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(fait_le=TODAY, **dit), voie=Voie.TELEPHONE, now=NOW)
        page = read(hers, "bloquer", envoi.pk)
        transmettre, compter = page.split(f'action="{reverse("orientation:irritant", args=[envoi.pk])}"')
        choisis = re.findall(r'<option value="([a-z_]+)" selected', compter)
        # What is handed over is filled by the same.
        assert re.findall(r'value="([a-z_]+)"[^>]*checked', transmettre) == [blocage]
        assert re.findall(r'<option value="([a-z_]+)" selected', transmettre) == [etape]
        assert choisis == [blocage, etape]
        # One tap: what the page shows is sent as it stands.
        hers.post(reverse("orientation:irritant", args=[envoi.pk]), {"irritant-blocage": choisis[0], "irritant-etape": choisis[1]})
        irritant = Irritant.objects.get()
        assert (irritant.blocage, irritant.etape, irritant.nombre) == (blocage, etape, 1)

    def test_every_state_of_a_right_has_its_step(self) -> None:
        from droits_ouverts.orientation.web.forms_blocages import IrritantForm
        from droits_ouverts.suivi.enums import Etat

        assert set(IrritantForm.PAR_ETAT) <= set(Etat.values)


class TestPaper:
    def test_the_sheet_fits_on_a_page_and_leads_back_to_the_answer(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        reponse = hers.get(reverse("orientation:bordereau", args=[envoi.pk]))
        document = pypdfium2.PdfDocument(reponse.content)
        texte = document[0].get_textpage().get_text_range()

        assert (reponse.headers["Content-Type"], len(document)) == ("application/pdf", 1)
        for mot in ("Safi", "Passerelle", "CAF de Vénissieux", "Elle attend depuis mars.", "À rendre à"):
            assert mot in texte

    def test_what_she_did_not_agree_to_is_on_no_paper(self, ines: Membre, hers: Client) -> None:
        safi = person_of(ines, "Zqsafi", now=NOW)
        envoi = oriented(ines, personne=safi, demandee=asked({"droit"})).envois.get()
        contenu = hers.get(reverse("orientation:bordereau", args=[envoi.pk])).content
        fichier = hers.get(reverse("orientation:fichier", args=[envoi.pk])).content.decode()

        assert "Zqsafi" not in pypdfium2.PdfDocument(contenu)[0].get_textpage().get_text_range()
        assert json.loads(fichier)["fiche"] == {"droit": "prime_activite"}


class TestLists:
    def test_by_what_is_awaited_blocked_or_done(self, ines: Membre, hers: Client) -> None:
        envoi = sent(ines)
        assert "Safi" in read(hers, "liste")
        assert "Safi" not in read(hers, "liste", vue="bloquees")
        dit = Reponse(statut="impossible", fait_le=TODAY, motif="pas_nous")
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=NOW)

        assert "Safi" in read(hers, "liste", vue="bloquees")
        assert "Safi" not in read(hers, "liste", vue="\x00")
        assert "Safi" not in read(hers, "liste", vue="bloquees", page="9999")

    @pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 40])
    def test_a_strange_page_breaks_nothing(self, ines: Membre, hers: Client, page: str) -> None:
        read(hers, "liste", page=page)

    def test_costs_the_same_with_one_and_with_ten(self, ines: Membre, hers: Client) -> None:
        caf = a_service(ines)
        oriented(ines, caf, personne=person_of(ines, "P", now=NOW))
        read(hers, "liste")
        with CaptureQueriesContext(connection) as une:
            read(hers, "liste")
        for rang in range(9):
            oriented(ines, caf, personne=person_of(ines, f"P{rang}", now=NOW))
        with CaptureQueriesContext(connection) as dix:
            page = read(hers, "liste")

        assert page.count("CAF de Vénissieux") == 10
        assert len(dix) == len(une)

    def test_pages_of_fifty(self, ines: Membre, hers: Client) -> None:
        droit, caf = followed(ines, person_of(ines, now=NOW)), a_service(ines)
        premiere = oriented(ines, caf, droit_suivi=droit).envois.get()
        for rang in range(51):
            autre = a_service(ines, f"S{rang}")
            Envoi.objects.create(
                orientation_id=premiere.orientation_id,
                structure=ines.structure,
                destinataire=autre,
                statut="envoyee",
                statut_le=TODAY,
                rang=1,
                envoyee_le=TODAY + timedelta(days=1),
                horloge_le=TODAY,
                horloge_rang=1,
            )
        lignes, encore = selectors.sendings_of(ines.compte, vue="attente", on=TODAY)

        assert (len(lignes), encore) == (50, True)
        assert "Page d’après" in read(hers, "liste")
        assert len(selectors.sendings_of(ines.compte, vue="attente", on=TODAY, page=2)[0]) == 2


class TestReceived:
    def test_listed_without_a_name_read_and_answered(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        envoi = sent(ines, vers_structure_id=karim.structure_id)
        client = session(karim)
        assert "Safi" not in read(client, "recues")
        assert "Safi" in read(client, "recue", envoi.pk)
        adresse = reverse("orientation:recue", args=[envoi.pk])
        assert client.post(adresse, {"statut": "impossible", "rang": "1", "mots": "Gardé"}).status_code == 422
        assert client.post(adresse, {"statut": "faite", "depot_le": "2026-11-27", "rang": "1", "mots": "", "motif": "", "rdv_le": ""}).status_code == 302

        assert DroitSuivi.objects.get().etat == "depose"
        assert client.get(reverse("orientation:orientation", args=[envoi.orientation_id])).status_code == 404

    def test_both_sides_read_the_same_figures_and_none_that_is_small(self, ines: Membre, hers: Client) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        caf, personne = a_service(ines, vers_structure_id=karim.structure_id, email=""), person_of(ines, now=NOW)
        droits = [followed(ines, personne, droit=code, now=NOW) for code in ("prime_activite", "cmi", "rsa", "aspa", "aah")]
        for rang, droit in enumerate(droits):
            envoi = oriented(ines, caf, droit_suivi=droit).envois.get()
            services_reponse.answer_received(actor=karim.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="recue", fait_le=TODAY), now=NOW)
            petit = rang < 4
            for page in (read(hers, "services"), read(session(karim), "recues")):
                assert ("pas encore de recul" in page) is petit
                assert ("5 réponses sur 5, 5 dans le délai" in page) is not petit
        for page in (read(hers, "service", caf.pk), read(session(karim), "recues")):
            assert "Recevoir ou étudier sa demande" in page
            assert "5 sur 5" in page


class TestServices:
    def test_added_changed_retired_put_back(self, ines: Membre, hers: Client) -> None:
        ajouter = reverse("orientation:service_ajouter", args=[ines.structure_id])
        dit = {
            "nom": "MDPH",
            "genre": "metropole",
            "capacite": "ouverte",
            "email": "",
            "telephone": "",
            "adresse": "",
            "accueil": "Guichet 2",
            "delai_promis": "15",
        }
        assert hers.post(ajouter, dit | {"email": "pas une adresse"}).status_code == 422
        assert hers.post(ajouter, dit).status_code == 302
        assert hers.post(ajouter, dit).status_code == 422
        mdph = Destinataire.objects.get()
        page = read(hers, "service", mdph.pk)
        assert desk_code(mdph.pk, 1) in page
        assert hers.post(reverse("orientation:service", args=[mdph.pk]), dit | {"nom": "MDMPH"}).status_code == 302
        hers.post(reverse("orientation:service_code", args=[mdph.pk]))
        hers.post(reverse("orientation:service_retirer", args=[mdph.pk]))
        mdph.refresh_from_db()
        assert (mdph.nom, mdph.rang_code, mdph.retire_le) == ("MDMPH", 2, TODAY)
        assert "Remettre dans la liste" in read(hers, "services")
        a_service(ines, "MDMPH")
        hers.post(reverse("orientation:service_retirer", args=[mdph.pk]), {"geste": "remettre"})
        assert "déjà dans votre liste" in read(hers, "services")

    def test_of_another_structure_do_not_exist(self, hers: Client) -> None:
        autre = a_service(MembreFactory.create())
        assert hers.get(reverse("orientation:service", args=[autre.pk])).status_code == 404
        assert hers.get(reverse("orientation:service_ajouter", args=[autre.structure_id])).status_code == 404


class TestCoordinationPages:
    def test_a_case_is_handed_on_and_closed(self, ines: Membre, hers: Client) -> None:
        odile = MembreFactory.create(role=Role.COORDINATEUR)
        envoi = sent(ines)
        hers.post(reverse("orientation:bloquer", args=[envoi.pk]), {"blocage": "sans_reponse", "etape": "etude", "accord_mode": "oral"})
        client, cas = session(odile), Blocage.objects.get()
        adresse = reverse("coordination:blocage", args=[cas.pk])
        assert "Noter d’abord un référent" in client.get(adresse).content.decode()
        referents = reverse("coordination:referents")
        assert client.post(referents, {"genre": "caf", "organisme": "", "nom": "", "email": "x"}).status_code == 422
        assert client.post(referents, {"genre": "caf", "organisme": "CAF", "nom": "Nadia", "email": "nadia@caf.test", "telephone": ""}).status_code == 302
        assert client.post(adresse, {"geste": "transmettre", "referent": ""}).status_code == 422
        numero = re.search(r'<option value="(\d+)">', client.get(adresse).content.decode())
        assert numero
        assert client.post(adresse, {"geste": "transmettre", "referent": numero.group(1)}).status_code == 302
        page = client.get(adresse).content.decode()
        assert "Le code à lui dire au téléphone" in page
        assert "Safi" not in page
        assert client.post(adresse, {"geste": "clore"}).status_code == 422
        assert client.post(adresse, {"geste": "clore", "statut": "debloque"}).status_code == 302
        assert "Débloqué" in client.get(reverse("coordination:blocages"), {"vue": "clos"}).content.decode()

    def test_are_not_for_others(self, hers: Client) -> None:
        for nom in ("blocages", "referents"):
            assert hers.get(reverse(f"coordination:{nom}")).status_code == 403
