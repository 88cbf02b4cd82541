"""Screens of an import and of an export: what people send, what they read, and the same table back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.foundation.fichiers import Genre, received
from droits_ouverts.foundation.tableur import write_csv, write_xlsx
from droits_ouverts.personnes.models import Personne
from droits_ouverts.reprise.models import Reprise
from droits_ouverts.reprise.services import open_table
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REQUETES, LIGNE = 12, 6
"""As `tests/house/test_budgets.py`: a page, and the line of its reading."""
TABLE = "Prénom;Nom;Aide;Statut;N° sécu;Couleur\r\nLéa;Martin;RSA;ok;190126938307812;bleu\r\n;;RSA;ok;;\r\n"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def sent(session: Client, contenu: bytes, nom: str = "suivi.csv") -> HttpResponse:
    return session.post(reverse("reprise:liste"), {"tableau": SimpleUploadedFile(nom, contenu), "structure": Membre.objects.get().structure_id})


def through(session: Client, **accord: str) -> Reprise:
    """The last import, led to its end with what the pages propose."""
    reprise = Reprise.objects.latest("created_at")
    accord = accord or {"accord_mode": "oral", "accord_le": "2026-11-27"}
    assert session.post(reverse("reprise:colonnes", args=[reprise.pk]), accord).status_code == 302
    session.get(reverse("reprise:valeurs", args=[reprise.pk]))
    session.post(reverse("reprise:valeurs", args=[reprise.pk]))
    session.post(reverse("reprise:essai", args=[reprise.pk]), {"lancer": "oui"})
    for _fois in range(9):
        session.post(reverse("reprise:avancer", args=[reprise.pk]))
    reprise.refresh_from_db()
    return reprise


class TestIn:
    @pytest.mark.parametrize(
        "contenu",
        [
            TABLE.encode(),
            TABLE.encode("cp1252"),
            TABLE.encode("utf-8-sig"),
            TABLE.encode("utf-16"),
            TABLE.replace(";", ",").encode(),
            TABLE.replace(";", "\t").encode(),
        ],
        ids=["utf8", "latin", "bom", "utf16", "virgules", "tabulations"],
    )
    def test_whatever_a_spreadsheet_writes_it_in(self, session: Client, contenu: bytes) -> None:
        assert sent(session, contenu).status_code == 302

        assert open_table(Reprise.objects.get())[:2] == [["Prénom", "Nom", "Aide", "Statut", "N° sécu", "Couleur"], ["Léa", "Martin", "RSA", "ok", "", "bleu"]]

    def test_from_the_file_to_the_person_each_page_within_its_budget(self, session: Client) -> None:
        sent(session, TABLE.encode())
        reprise = Reprise.objects.get()
        colonnes = session.get(reverse("reprise:colonnes", args=[reprise.pk])).content.decode()
        assert "N° sécu" in colonnes
        assert "190126938307812" not in colonnes
        through(session)

        assert Personne.objects.count() == DroitSuivi.objects.count() == 1
        page = session.get(reverse("reprise:reprise", args=[reprise.pk])).content.decode()
        assert "1 personne nouvelle" in page
        assert "1 ligne laissée" in page
        session.post(reverse("reprise:annuler", args=[reprise.pk]))
        session.post(reverse("reprise:avancer", args=[reprise.pk]))
        assert "Tout ce que cet import avait écrit est défait" in session.get(reverse("reprise:reprise", args=[reprise.pk])).content.decode()
        assert not Personne.objects.exists()

    def test_pages_keep_to_their_budget_with_many_rows(self, session: Client) -> None:
        lignes = "".join(f"Prenom{rang};Nom;RSA;{'ok' if rang % 2 else '?'};;\r\n" for rang in range(120))
        sent(session, TABLE.encode() + lignes.encode())
        reprise = Reprise.objects.get()
        etapes = (("colonnes", {"accord_mode": "oral", "accord_le": "2026-11-27"}), ("valeurs", {}), ("essai", None))
        for nom, envoi in etapes:
            session.get(reverse(f"reprise:{nom}", args=[reprise.pk]))
            with CaptureQueriesContext(connection) as queries:
                page = session.get(reverse(f"reprise:{nom}", args=[reprise.pk]))
            assert (page.status_code, len(queries) <= REQUETES + LIGNE, len(page.content) < 150_000) == (200, True, True), (
                nom,
                len(queries),
                len(page.content),
            )
            if envoi is not None:
                session.post(reverse(f"reprise:{nom}", args=[reprise.pk]), envoi)

    def test_a_row_s_fault_names_its_cell(self, session: Client) -> None:
        sent(session, b"Nom;Date de naissance\r\nDupont;31/02/1990\r\n")
        reprise = Reprise.objects.get()
        session.post(reverse("reprise:colonnes", args=[reprise.pk]), {"accord_mode": "oral", "accord_le": "2026-11-27"})
        session.get(reverse("reprise:valeurs", args=[reprise.pk]))

        page = session.get(reverse("reprise:essai", args=[reprise.pk])).content.decode()
        assert "Date de naissance" in page
        assert "« 31/02/1990 » n’est pas une date lisible" in page

    @pytest.mark.parametrize(
        "contenu",
        [b"", b"\x00\x01\x02", b"PK\x03\x04nope", b"Nom\r\n", b"<html>", b"x" * 11_000_000, write_xlsx("a", ["Nom"], [])],
        ids=["vide", "octets", "faux_zip", "entetes", "html", "enorme", "sans_ligne"],
    )
    def test_what_is_no_table_is_refused_in_words(self, session: Client, contenu: bytes) -> None:
        page = sent(session, contenu)

        assert page.status_code == 422
        assert not Reprise.objects.exists()

    def test_a_bomb_is_refused(self, session: Client) -> None:
        sortie = io.BytesIO()
        with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<a/>")
            archive.writestr("xl/workbook.xml", "<a/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * 60_000_000 + b"</a>")

        assert sent(session, sortie.getvalue(), "bombe.xlsx").status_code == 422

    def test_hostile_cells_are_texts(self, session: Client) -> None:
        sent(session, 'Prénom;Nom\r\n"=HYPERLINK(""http://x"")";=cmd|\' /C calc\'!A0\r\n<script>x</script>;Nom\r\n'.encode())
        through(session)

        noms = session.get(reverse("personnes:liste")).content.decode()
        assert "<script>x" not in noms
        assert "&lt;script&gt;x" in noms
        assert Personne.objects.count() == 2

    def test_columns_that_say_the_same_or_no_name_are_asked_again(self, session: Client) -> None:
        sent(session, b"a;b\r\n1;2\r\n")
        adresse = reverse("reprise:colonnes", args=[Reprise.objects.get().pk])

        for envoi in ({"colonne_0": "nom", "colonne_1": "nom"}, {"colonne_0": "montant"}, {"colonne_0": "x"}, {"colonne_0": "nom", "accord_le": "2999-01-01"}):
            assert session.post(adresse, envoi).status_code == 422


class TestOut:
    @pytest.fixture
    def gens(self, membre: Membre) -> None:
        elle = person_of(membre, "=Safi", now=NOW)
        followed(membre, elle, "choisi", "depose", "refuse", droit="rsa", now=NOW)
        followed(membre, elle, droit="aah", now=NOW)
        person_of(membre, "Seule", now=NOW)
        ailleurs = MembreFactory.create()
        followed(ailleurs, person_of(ailleurs, "Autre", now=NOW), now=NOW)

    def _out(self, session: Client, membre: Membre, quoi: str, *colonnes: str) -> HttpResponse:
        return session.post(reverse("reprise:exporter"), {"structure": membre.structure_id, "format": quoi, "colonnes": colonnes})

    @pytest.mark.parametrize("quoi", ["csv", "xlsx"])
    def test_the_same_table_comes_back_without_a_double(self, session: Client, membre: Membre, gens: None, quoi: str) -> None:
        avant = (Personne.objects.count(), DroitSuivi.objects.count(), sorted(DroitSuivi.objects.values_list("pk", "etat", "rang")))
        sorti = self._out(
            session, membre, quoi, "numero", "prenom", "nom", "naissance", "droit", "etat", "etat_le", "montant", "responsable", "accord_mode", "accord_le"
        )
        assert sorti.status_code == 200
        lignes = received(sorti.content, accepte=set(Genre)).lignes
        assert lignes is not None
        assert [ligne[1] for ligne in lignes[1:]] == ["'=Safi", "'=Safi", "Seule"]

        session.post(reverse("reprise:liste"), {"tableau": SimpleUploadedFile(f"x.{quoi}", sorti.content), "structure": membre.structure_id})
        reprise = through(session, accord_mode="", accord_le="")

        assert reprise.statut == "faite"
        assert avant == (Personne.objects.count(), DroitSuivi.objects.count(), sorted(DroitSuivi.objects.values_list("pk", "etat", "rang")))
        assert set(reprise.rangees.values_list("refus", flat=True)) == {"deja"}

    def test_columns_are_chosen_and_remembered(self, session: Client, membre: Membre, gens: None) -> None:
        assert self._out(session, membre, "csv", "nom", "prenom").content.decode("utf-8-sig").splitlines()[0] == '"Prénom";"Nom"'

        page = session.get(reverse("reprise:exporter")).content.decode()
        assert page.count("checked") == 3

    def test_not_another_structure_s_and_not_without_columns(self, session: Client, membre: Membre) -> None:
        autre = MembreFactory.create()

        assert self._out(session, autre, "csv", "nom").status_code == 422
        assert self._out(session, membre, "csv").status_code == 422

    def test_asks_again_who_she_is(self, session: Client, membre: Membre) -> None:
        with time_machine.travel(NOW.replace(hour=11)):
            client = Client()
            client.force_login(membre.compte, backend=BACKEND)
        assert self._out(session, membre, "csv", "nom").status_code == 200
        with time_machine.travel(NOW.replace(hour=10)):
            assert self._out(session, membre, "csv", "nom").status_code == 302


class TestWorkbook:
    def test_is_read_back_as_it_was_written(self) -> None:
        lignes = [["=1+1", 3, date(2026, 1, 2)], ["a & <b>\x0b", None, "é"]]
        lues = received(write_xlsx("Une: feuille/", ["t", "n", "d"], lignes), accepte={Genre.XLSX}).lignes

        assert lues == [["t", "n", "d"], ["'=1+1", "3", "2026-01-02"], ["a & <b> ", "", "é"]]
        assert received(write_csv(["t", "n", "d"], lignes), accepte={Genre.CSV}).lignes == lues

    def test_with_as_many_cells_as_headers(self) -> None:
        with pytest.raises(ValueError, match="2 cells under 1 headers"):
            write_xlsx("a", ["t"], [["a", "b"]])
