"""A case that leaves for another tool: what she agreed to share and no more, the same in three forms, to whoever showed afresh who she is."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import services, services_reponse
from droits_ouverts.orientation.enums import Champ, Demande, MotifImpossible, Pourquoi, StatutEnvoi, Voie
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Envoi
from droits_ouverts.orientation.services_blocages import Cas, hand_to_coordination
from droits_ouverts.orientation.web.dossier import COLONNES
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import asked, oriented
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY
from tests.house.repo import ROOT

FORMATS = Path(ROOT) / "docs" / "formats.md"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hers(ines: Membre) -> Client:
    client = Client()
    client.force_login(ines.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def envoi(ines: Membre) -> Envoi:
    """Sent with a first name and a right; answered with words; blocked."""
    MembreFactory.create(role=Role.COORDINATEUR)
    personne = person_of(ines, "Zqsafi", now=NOW)
    fait = oriented(ines, personne=personne, demandee=asked({"prenom", "droit"})).envois.get()
    dit = Reponse(statut="impossible", fait_le=TODAY, motif="autre_secteur", mots="Zqmots sur elle.")
    services_reponse.note_answer(actor=ines.compte, envoi_id=fait.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=NOW)
    cas = Cas(etape="etude", blocage="refus_guichet", pieces=["banque"], accord_mode="oral", accord_le=TODAY)
    hand_to_coordination(actor=ines.compte, envoi_id=fait.pk, cas=cas, now=NOW)
    return fait


def given(client: Client, envoi: Envoi, forme: str) -> bytes:
    reponse = client.get(reverse("orientation:fichier", args=[envoi.pk]), {"forme": forme})
    assert reponse.status_code == 200
    assert reponse.headers["Content-Disposition"].startswith("attachment")
    return bytes(reponse.content)


def row(contenu: bytes) -> dict[str, str]:
    entetes, ligne = csv.reader(io.StringIO(contenu.decode("utf-8-sig")), delimiter=";")
    return dict(zip(entetes, ligne, strict=True))


def paper(contenu: bytes) -> str:
    document = pypdfium2.PdfDocument(contenu)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range())


class TestOneContent:
    def test_as_a_file(self, hers: Client, envoi: Envoi) -> None:
        lu = json.loads(given(hers, envoi, "json"))

        assert (lu["format"], lu["expediteur"], lu["statut"], lu["statut_le"]) == (
            "droits-ouverts/orientation/1",
            "Passerelle",
            "impossible",
            TODAY.isoformat(),
        )
        assert lu["accord"] == {"le": TODAY.isoformat(), "mode": "oral", "champs": ["droit", "prenom"]}
        assert lu["fiche"] == {"prenom": "Zqsafi", "droit": "prime_activite"}
        dit = {"statut": "impossible", "le": TODAY.isoformat(), "rendez_vous_le": None, "depot_le": None, "motif": "autre_secteur", "corrigee": False}
        assert lu["reponses"][1] == dit
        assert lu["blocage"] == {"ce_qui_bloque": "refus_guichet", "etape": "etude", "pieces": ["banque"], "statut": "a_traiter"}

    def test_as_a_line_of_a_table_that_says_the_same(self, hers: Client, envoi: Envoi) -> None:
        lu, ligne = json.loads(given(hers, envoi, "json")), row(given(hers, envoi, "csv"))

        assert tuple(ligne) == COLONNES
        assert {nom: ligne[nom] for nom in ("numero", "statut", "statut_le", "demande")} == {
            nom: lu[nom] for nom in ("numero", "statut", "statut_le", "demande")
        }
        assert (ligne["prenom"], ligne["nom"], ligne["motif"], ligne["blocage"], ligne["pieces"]) == ("Zqsafi", "", "autre_secteur", "refus_guichet", "banque")
        assert ligne["accord_champs"] == "droit,prenom"

    def test_on_paper(self, hers: Client, envoi: Envoi) -> None:
        texte = paper(given(hers, envoi, "pdf"))

        for mot in ("Zqsafi", "Passerelle", "CAF de Vénissieux", "Elle habite dans un autre secteur", "Refus d’enregistrer la demande", "Son accord"):
            assert mot in texte

    def test_an_answer_taken_back_is_not_the_last(self, ines: Membre, hers: Client) -> None:
        fait = oriented(ines, personne=person_of(ines, "Nour", now=NOW)).envois.get()
        dit = Reponse(statut="rendez_vous", fait_le=TODAY, rdv_le=TODAY + timedelta(days=3))
        services_reponse.note_answer(actor=ines.compte, envoi_id=fait.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=NOW)
        services_reponse.undo_answer(actor=ines.compte, envoi_id=fait.pk, rang_vu=2, now=NOW)

        assert row(given(hers, fait, "csv"))["rendez_vous_le"] == ""
        assert [un["corrigee"] for un in json.loads(given(hers, fait, "json"))["reponses"]] == [False, True]
        assert "Rendez-vous" not in paper(given(hers, fait, "pdf"))


class TestNothingMore:
    @pytest.mark.parametrize("forme", ["json", "csv", "pdf"])
    def test_than_she_agreed_to(self, hers: Client, envoi: Envoi, forme: str) -> None:
        contenu = given(hers, envoi, forme)
        texte = paper(contenu) if forme == "pdf" else contenu.decode()

        for interdit in ("Zqmots", "Exemple", "1990", "Inès", "ines"):
            assert interdit not in texte, interdit

    def test_a_cell_is_never_a_formula(self, ines: Membre, hers: Client) -> None:
        fait = oriented(ines, personne=person_of(ines, '=HYPERLINK("http://x")', now=NOW)).envois.get()

        assert row(given(hers, fait, "csv"))["prenom"].startswith("'=")

    def test_once_her_agreement_is_taken_back(self, ines: Membre, hers: Client, envoi: Envoi) -> None:
        services.withdraw_agreement(actor=ines.compte, orientation_id=envoi.orientation_id, mode=ModeAccord.ORAL, now=NOW)
        for forme in ("json", "csv", "pdf"):
            page = hers.get(reverse("orientation:fichier", args=[envoi.pk]), {"forme": forme})
            assert (page.status_code, "Zqsafi" in page.content.decode()) == (409, False)
        assert "forme=pdf" not in hers.get(reverse("orientation:orientation", args=[envoi.orientation_id])).content.decode()

    def test_while_she_asks_to_be_erased(self, ines: Membre, hers: Client, envoi: Envoi) -> None:
        ask_erasure(actor=ines.compte, personne_id=envoi.orientation.personne_id, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)
        page = hers.get(reverse("orientation:fichier", args=[envoi.pk]))

        assert (page.status_code >= 400, "Zqsafi" in page.content.decode()) == (True, False)

    def test_to_somebody_of_another_structure(self, envoi: Envoi) -> None:
        client = Client()
        client.force_login(MembreFactory.create(role=Role.AMBASSADEUR).compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert client.get(reverse("orientation:fichier", args=[envoi.pk])).status_code == 404


class TestWhoExports:
    def test_is_asked_who_she_is_afresh_and_comes_back_to_the_same_file(self, hers: Client, envoi: Envoi) -> None:
        with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
            page = hers.get(reverse("orientation:fichier", args=[envoi.pk]), {"forme": "csv"})

        assert page.status_code == 302
        assert "forme%3Dcsv" in page.headers["Location"]
        assert "Zqsafi" not in page.content.decode()

    def test_is_in_the_journal(self, ines: Membre, hers: Client, envoi: Envoi) -> None:
        for forme in ("json", "csv", "pdf"):
            given(hers, envoi, forme)

        assert Ligne.objects.filter(verb="exporter_orientation", actor_id=ines.compte_id, structure_id=ines.structure_id).count() == 3


class TestTheDocument:
    def test_describes_every_key_column_and_value(self, hers: Client, envoi: Envoi) -> None:
        texte = FORMATS.read_text("utf-8").split("## Un dossier pour un autre outil", 1)[1]
        exemple = json.loads(re.search(r"```json\n(.*?)```", texte, re.DOTALL).group(1))  # type: ignore[union-attr]  # it is there
        lu = json.loads(given(hers, envoi, "json"))

        assert list(exemple) == list(lu)
        for part in ("destinataire", "accord", "blocage"):
            assert list(exemple[part]) == list(lu[part])
        assert list(exemple["reponses"][0]) == list(lu["reponses"][0])
        connus = set(re.findall(r"`([a-z_]+)`", texte))
        assert {*COLONNES, *Champ.values, *Pourquoi.values, *Demande.values, *MotifImpossible.values, *StatutEnvoi.values, *ModeAccord.values} <= connus
