"""The pages: search, place, one tap, corrections, imports. What is typed never breaks one."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from droits_ouverts.annuaire import services
from droits_ouverts.annuaire.models import Constat, Correction, Import, Lieu
from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures.enums import Role
from tests.factories.annuaire import NOW, VENISSIEUX, imported, octets, service, structure
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(MembreFactory.create(role=role).compte, backend=BACKEND)
    return client


def page(client: Client, adresse: str, code: int = 200) -> BeautifulSoup:
    reponse = client.get(adresse)
    assert reponse.status_code == code
    return BeautifulSoup(reponse.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def directory() -> list[Lieu]:
    imported(
        [
            structure(1, nom="Épicerie des Minguettes", latitude=VENISSIEUX[0] + 0.01, horaires_accueil="Mo-Su 00:00-24:00; PH 00:00-24:00"),
            structure(2, nom="=HYPERLINK(1)", latitude=VENISSIEUX[0] + 0.02, telephone=""),
            service(1, 1, nom="Colis", thematiques=["equipement-et-alimentation--alimentation"]),
            service(2, 2, nom="<script>alert(1)</script>", frais=None, thematiques=["equipement-et-alimentation--alimentation"]),
        ]
    )
    return list(Lieu.objects.order_by("pk"))


class TestSearch:
    def test_without_a_question_shows_the_form_only(self, directory: list[Lieu]) -> None:
        soup = page(Client(), "/annuaire/")

        assert soup.select(".lieux__un") == []
        assert soup.find("input", {"name": "ou"}) is not None

    def test_shows_a_numbered_list_and_its_map(self, directory: list[Lieu]) -> None:
        soup = page(Client(), "/annuaire/?ou=Vénissieux&besoin=manger&qualite=gratuit")

        sures, douteuses = soup.select(".deux-vues ol")
        assert "Épicerie des Minguettes" in text(sures)
        assert "prix à demander" in text(douteuses)
        assert [ancre["href"] for ancre in soup.select(".plan a")] == ["#lieu-1", "#lieu-2"]
        assert [un["id"] for un in soup.select(".lieux__un")] == ["lieu-1", "lieu-2"]
        assert soup.select("script:not([src])") == []
        assert "<script>alert(1)</script>" in text(douteuses)

    def test_says_that_a_place_is_not_known(self, directory: list[Lieu]) -> None:
        assert "Nous ne connaissons pas « Xyzzy »" in text(page(Client(), "/annuaire/?ou=Xyzzy&besoin=manger").select_one("[role=status]"))

    @pytest.mark.parametrize(
        "question",
        [
            "?q=%00",
            "?q=" + "a" * 5000,
            "?besoin=rien&qualite=x&langue=xx&n=999999999999",
            "?ou=1e999,2",
            "?droit=../../etc",
            "?n=-1&ouvert=peut-etre",
            "?q=%FF%FE",
            "?n=١٢",
        ],
    )
    def test_nothing_typed_breaks_it(self, directory: list[Lieu], question: str) -> None:
        for adresse in ("/annuaire/", "/annuaire/tournee/", "/annuaire/tournee/tableau/"):
            assert Client().get(adresse + question).status_code == 200

    def test_the_list_is_kept_on_paper_and_for_a_spreadsheet(self, directory: list[Lieu]) -> None:
        assert len(page(Client(), "/annuaire/tournee/?besoin=manger&ou=Vénissieux").select(".lieux__un")) == 2
        tableau = Client().get("/annuaire/tournee/tableau/?besoin=manger&ou=Vénissieux")

        assert tableau["Content-Type"].startswith("text/csv")
        assert '"\'=HYPERLINK(1)"' in tableau.content.decode("utf-8-sig")


class TestRound:
    """The list that is taken along: several needs, dated, with what must be read again."""

    def test_any_of_several_needs_answers(self, directory: list[Lieu]) -> None:
        imported(
            [structure(3, nom="Permanence santé"), service(3, 3, thematiques=["sante--acces-aux-soins"]), structure(4, nom="Ailleurs"), service(4, 4)],
            complet=False,
        )

        def noms(question: str) -> set[str]:
            return {un["nom"] for un in Client().get(f"/annuaire/tournee/donnees/?ou=Vénissieux&{question}").json()["lieux"]}

        assert noms("besoin=sante") == {"Permanence santé"}
        assert noms("besoin=sante&besoin=manger") == {"Permanence santé", "Épicerie des Minguettes", "=HYPERLINK(1)"}
        assert noms("besoin=sante&besoin=rien&besoin=%00") == {"Permanence santé"}
        assert noms("besoin=sante&droit=rsa&droit=domiciliation") == {"Permanence santé", "Épicerie des Minguettes", "=HYPERLINK(1)", "Ailleurs"}

    def test_says_of_when_it_is_and_what_expires(self, directory: list[Lieu]) -> None:
        Lieu.objects.filter(pk=directory[1].pk).update(verifie_le=NOW.date().replace(month=8, day=31), maj_le=None, horaires="")
        Lieu.objects.filter(pk=directory[0].pk).update(maj_le=NOW.date().replace(year=2024))
        lu = Client().get("/annuaire/tournee/donnees/?ou=Vénissieux&besoin=manger").json()

        assert (lu["version"], lu["le"], lu["perime_le"], lu["depuis"]["nom"]) == (1, "2026-11-27", "2026-12-27", "Vénissieux")
        un, deux = lu["lieux"]
        assert (un["a_revoir"], un["a_revoir_le"], un["maj_le"]) == (True, "2025-05-27", "2024-11-27")
        # Six months after 31 August there is no 31 February.
        assert (deux["a_revoir"], deux["a_revoir_le"], deux["horaires"], deux["accessible"]) == (False, "2027-03-01", None, "inconnu")
        assert "brut" not in json.dumps(lu)

        papier = text(page(Client(), "/annuaire/tournee/?ou=Vénissieux&besoin=manger"))
        assert "À refaire avant le 27 décembre 2026." in papier
        assert papier.count("fiche à revoir") == 1
        assert "horaires à vérifier" in papier


class TestPlace:
    def test_says_what_is_known_and_how_fresh(self, directory: list[Lieu]) -> None:
        lu = text(page(Client(), f"/annuaire/lieux/{directory[0].pk}/"))

        assert "Épicerie des Minguettes" in lu
        assert "Sans rendez-vous" in lu
        assert "Personne ne l’a encore vérifié ici" in lu
        assert "Mis à jour par essai le 1er octobre 2026" in lu
        assert "C’est exact" not in lu
        page(Client(), "/annuaire/lieux/999999/", 404)

    def test_one_tap_says_it_is_no_longer_true_and_takes_it_back(self, directory: list[Lieu]) -> None:
        client, adresse = Client(), f"/annuaire/lieux/{directory[0].pk}/"
        merci = client.post(adresse + "signaler/")["Location"]
        assert "n’est plus vraie" in text(page(client, adresse))

        client.post(merci + "annuler/")
        assert "n’est plus vraie" not in text(page(client, adresse))
        page(client, merci, 404)

    def test_one_address_cannot_flood(self, directory: list[Lieu]) -> None:
        codes = [Client().post(f"/annuaire/lieux/{directory[0].pk}/signaler/").status_code for _ in range(11)]

        assert codes == [302] * 10 + [429]

    def test_an_agent_confirms_and_corrects(self, directory: list[Lieu]) -> None:
        client, adresse = signed_in(Role.AGENT), f"/annuaire/lieux/{directory[0].pk}/"
        client.post(adresse + "confirmer/")
        assert Constat.objects.get().genre == "exact"
        assert "Vérifié le 27 novembre 2026 par Inès" in text(page(client, adresse))
        assert "Inès" not in text(page(Client(), adresse))

        donnees = {
            "nom": "Épicerie",
            "telephone": "1",
            "adresse": "2",
            "horaires": "le matin",
            "langues": ["ar", "tr"],
            "accessible": "oui",
            "droits": "RSA, aspa",
        }
        refus = client.post(adresse + "corriger/", donnees)
        assert refus.status_code == 422
        assert "le matin" in refus.content.decode()
        client.post(adresse + "corriger/", donnees | {"horaires": "Mo 09:00-12:00"})
        directory[0].refresh_from_db()
        assert (directory[0].nom, directory[0].droits, directory[0].langues) == ("Épicerie", ["rsa", "aspa"], ["ar", "tr"])
        assert "arabe" in text(page(Client(), adresse))

        client.post(f"/annuaire/corrections/{Correction.objects.get(champ='nom').pk}/retirer/")
        assert "Épicerie des Minguettes" in text(page(client, adresse))

    def test_a_correction_and_a_source_that_changed_are_both_shown_in_words(self, directory: list[Lieu]) -> None:
        client, lieu = signed_in(Role.AGENT), directory[0]
        agent = Compte.objects.get(appartenances__role=Role.AGENT)
        services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs={"telephone": "+33400000000", "langues": ["tr"]}, now=NOW)
        avant = text(page(client, f"/annuaire/lieux/{lieu.pk}/"))
        assert "téléphone : +33400000000 La source dit : +33472000000" in avant
        imported([structure(1, telephone="+33499999999")], complet=False)

        for lecteur in (client, Client()):
            lu = text(page(lecteur, f"/annuaire/lieux/{lieu.pk}/"))
            assert "téléphone : +33400000000 La source a changé. Elle dit maintenant : +33499999999" in lu
            assert "langues parlées : turc La source dit : –" in lu
        passage = Import.objects.latest("pk")
        lu = text(page(signed_in(Role.COORDINATEUR), f"/annuaire/imports/{passage.pk}/"))
        assert "téléphone : +33400000000 ( ici ) · +33499999999 ( la source )" in lu.replace("(ici)", "( ici )").replace("(la source)", "( la source )")

    def test_nobody_verified_is_said(self, directory: list[Lieu]) -> None:
        Lieu.objects.update(verifie_le=NOW.date())

        assert "Vérifié" not in text(page(Client(), f"/annuaire/lieux/{directory[0].pk}/"))
        services.confirm(actor=MembreFactory.create().compte, lieu_id=directory[0].pk, now=NOW)
        assert "Vérifié le 27 novembre 2026 par quelqu’un d’ici." in text(page(Client(), f"/annuaire/lieux/{directory[0].pk}/"))

    def test_languages_and_rights_have_their_names(self, directory: list[Lieu]) -> None:
        imported([structure(7, langues=["ar", "lsf", "xx"]), service(7, 7, droits=["prime_activite"])], complet=False)
        soup = page(Client(), f"/annuaire/lieux/{Lieu.objects.get(identifiant='dora--7').pk}/")

        assert soup.select_one('bdi[lang="ar"]').get_text() == "العربية"  # type: ignore[union-attr]  # it is there
        assert "(arabe)" in text(soup)
        assert "langue des signes" in text(soup)
        assert "Prime d’activité" in text(soup)
        assert "prime_activite" not in text(soup)
        options = [un.get_text() for un in page(Client(), "/annuaire/").select("#langue option")]
        assert "Türkçe (turc)" in options

    def test_a_service_is_corrected(self, directory: list[Lieu]) -> None:
        un = directory[0].services.get()
        signed_in(Role.AGENT).post(f"/annuaire/services/{un.pk}/corriger/", {"nom": un.nom, "gratuit": "non", "sans_rdv": "oui", "horaires": "", "droits": ""})

        un.refresh_from_db()
        assert un.gratuit == "non"


class TestImports:
    def post(self, client: Client, contenu: bytes, geste: str, nom: str = "x.jsonl") -> Any:
        return client.post("/annuaire/imports/", {"source": "essai", "complet": "on", "geste": geste, "fichier": SimpleUploadedFile(nom, contenu)}, follow=True)

    def test_a_dry_run_then_the_import(self, directory: list[Lieu]) -> None:
        client = signed_in(Role.COORDINATEUR)
        contenu = octets(
            [structure(1, nom="Nouveau nom"), structure(9, nom=""), structure(2, nom="=HYPERLINK(1)", latitude=VENISSIEUX[0] + 0.02, telephone="")]
        )

        essai = self.post(client, contenu, "essai").content.decode()
        assert "rien n’a changé" in essai
        assert "Nouveau nom" in essai
        assert "Il manque le nom." in essai
        assert not Lieu.objects.filter(nom="Nouveau nom").exists()

        self.post(client, contenu, "importer")
        assert Lieu.objects.filter(nom="Nouveau nom").exists()
        passage = Import.objects.latest("pk")
        assert passage.par is not None
        assert '"dora--9"' in client.get(f"/annuaire/imports/{passage.pk}/quarantaine/").content.decode("utf-8-sig")

    def test_an_import_is_taken_back_by_its_page(self, directory: list[Lieu]) -> None:
        client = signed_in(Role.COORDINATEUR)
        self.post(client, octets([structure(1, nom="Faux"), structure(3), structure(4, nom=""), structure(5, nom="")]), "importer")
        passage = Import.objects.latest("pk")
        soup = page(client, f"/annuaire/imports/{passage.pk}/")
        assert "2 · ligne écartée : Il manque le nom." in text(soup)
        assert "mise à jour" not in text(soup.select_one("details"))

        fait = client.post(f"/annuaire/imports/{passage.pk}/annuler/", follow=True).content.decode()

        assert "l’annuaire est comme avant" in fait
        assert "Annuler cet import" not in fait
        assert list(Lieu.objects.order_by("pk").values_list("nom", "absent_le")) == [("Épicerie des Minguettes", None), ("=HYPERLINK(1)", None)]
        assert client.post(f"/annuaire/imports/{passage.pk}/annuler/").status_code == 409
        assert signed_in(Role.AGENT).post(f"/annuaire/imports/{passage.pk}/annuler/").status_code == 403

    def test_a_cut_file_is_told(self) -> None:
        lu = self.post(signed_in(Role.TECHNIQUE), octets([structure(1), structure(2)])[:-9], "importer").content.decode()

        assert "coupé en route" in lu
        assert Lieu.objects.count() == 1

    @pytest.mark.parametrize(("nom", "contenu"), [("x.csv", b"\xff\xfea\x00"), ("x.png", b"\x89PNG"), ("x.json", b"{}"), ("x.jsonl", b"[[[[")])
    def test_a_file_that_is_none_of_ours_is_refused_in_words(self, nom: str, contenu: bytes) -> None:
        reponse = self.post(signed_in(Role.COORDINATEUR), contenu, "importer", nom)

        assert reponse.status_code == 422
        assert "Ce fichier ne peut pas être lu" in reponse.content.decode()

    def test_is_for_who_keeps_the_directory(self) -> None:
        assert self.post(signed_in(Role.AGENT), b"{}", "importer").status_code == 403
        assert not Import.objects.exists()

    def test_doubles_are_settled_by_hand(self) -> None:
        imported([structure(1, nom="CCAS"), structure(2, nom="Ccas")])
        client = signed_in(Role.COORDINATEUR)
        premier, second = Lieu.objects.order_by("pk")
        assert "Même SIRET" in text(page(client, "/annuaire/doublons/"))

        client.post("/annuaire/doublons/", {"premier": premier.pk, "second": second.pk, "meme": "oui"})
        assert "Rien à trancher" in text(page(client, "/annuaire/doublons/"))
        assert "Décrit aussi ici" in text(page(client, f"/annuaire/lieux/{premier.pk}/"))
        assert client.post("/annuaire/doublons/", {"premier": "x", "second": "9" * 30}).status_code == 404


def test_pages_hold_no_raw_record(directory: list[Lieu]) -> None:
    """What a source said of a contact is nowhere, even where the raw record keeps what we do not show."""
    imported([structure(7, nom="Point d’accueil", contact_nom_prenom="Awa Diallo", courriel="awa.diallo@exemple.test", autre="Awa")], complet=False)
    lieu = Lieu.objects.get(identifiant="dora--7")

    assert "Awa" not in Client().get(f"/annuaire/lieux/{lieu.pk}/").content.decode()
    assert "Diallo" not in json.dumps(lieu.brut)
