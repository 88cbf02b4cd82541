"""The screens of papers: added from photos or a PDF, shown page by page, handed over by a link; what is wrong is said and costs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.documents import services, services_liens
from droits_ouverts.documents.enums import DureeLien, Nature
from droits_ouverts.documents.models import Document, LienPapier
from droits_ouverts.documents.web import adresses, views_confie
from droits_ouverts.foundation import envois, fichiers
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import LectureDuJour, Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.documents.test_lecture import acting
from tests.factories.papiers import a_paper, drawn, jpeg, kept, on_a_table
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre, "Safi")


@pytest.fixture
def session(membre: Membre) -> Client:
    return signed_in(membre)


def signed_in(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def at(nom: str, personne: Personne, document: Document | None = None, *reste: object) -> str:
    return reverse(f"documents:{nom}", args=[personne.pk, *([document.pk] if document else []), *reste])


def sent(session: Client, personne: Personne, *fichiers_: tuple[str, bytes], champs: dict[str, str] | None = None, accept: str = "text/html") -> HttpResponse:
    donnees = {"nature": "domicile", "redresser": "on", "fichiers": [SimpleUploadedFile(nom, contenu) for nom, contenu in fichiers_]} | (champs or {})
    return session.post(at("ajouter", personne), donnees, headers={"accept": accept})


class TestAdding:
    def test_photos_become_one_paper(self, session: Client, personne: Personne) -> None:
        photo = jpeg(on_a_table(drawn()), quality=85)

        answer = sent(session, personne, ("1.jpg", photo), ("2.jpg", photo))

        document = Document.objects.get()
        assert answer["Location"] == at("papier", personne, document)
        assert (document.nature, document.pages) == ("domicile", 2)
        page = session.get(answer["Location"]).content.decode()
        assert "2 photos ont été redressées" in page

    def test_a_camera_and_files_come_in_order(self, session: Client, personne: Personne) -> None:
        photo = SimpleUploadedFile("p.jpg", jpeg(drawn(2, (400, 566))))

        sent(session, personne, ("1.jpg", jpeg(drawn(2, (400, 566)))), champs={"photo": photo, "redresser": ""})  # type: ignore[dict-item]  # a file among the fields

        assert Document.objects.get().pages == 2

    def test_a_program_is_told_where_it_is(self, session: Client, personne: Personne) -> None:
        answer = sent(session, personne, ("a.pdf", a_paper(3).contenu), accept="application/json")

        assert answer.json() == {"adresse": at("papier", personne, Document.objects.get())}
        assert Document.objects.get().pages == 3

    @pytest.mark.parametrize(("pour", "garde"), [("droit_suivi:12ab-f", ("droit_suivi", "12ab-f")), ("../x", ("", "")), ("", ("", ""))])
    def test_what_it_is_for_comes_from_the_link_that_led_here(self, session: Client, personne: Personne, pour: str, garde: tuple[str, str]) -> None:
        page = session.get(at("ajouter", personne), {"pour": pour, "nature": "banque"}).content.decode()
        sent(session, personne, ("a.pdf", a_paper().contenu), champs={"pour": pour})

        assert f'name="pour" value="{":".join(filter(None, garde))}"' in page
        assert 'value="banque" selected' in page
        document = Document.objects.get()
        assert (document.sujet_genre, document.sujet_id) == garde

    @pytest.mark.parametrize(
        ("envoi", "dit"),
        [
            ([], "Aucun fichier"),
            ([("a.jpg", b"")], "vide"),
            ([("a.txt", b"Bonjour")], "ni une photo JPEG"),
            ([("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)], "HEIC"),
            ([("a.jpg", b"\xff\xd8\xff" + b"\0" * 90)], "abîmé"),
            ([("a.pdf", acting(dans="page"))], "programme"),
            ([("a.pdf", a_paper().contenu), ("b.jpg", jpeg(drawn(1, (90, 90))))], "jamais des deux"),
        ],
        ids=["none", "empty", "text", "heic", "broken", "active", "mixed"],
    )
    def test_what_is_wrong_is_said_and_nothing_kept(self, session: Client, personne: Personne, envoi: list[tuple[str, bytes]], dit: str) -> None:
        answer = sent(session, personne, *envoi)
        machine = sent(session, personne, *envoi, accept="application/json")

        assert answer.status_code == machine.status_code == 422
        assert dit in answer.content.decode()
        assert 'value="domicile" selected' in answer.content.decode()
        assert dit in machine.json()["erreur"]["pourquoi"]
        assert not Document.objects.exists()

    def test_too_much_is_thrown_away_and_said(self, session: Client, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.documents.web.views.ajouter.octets_recus", 1000)

        answer = sent(session, personne, ("a.pdf", a_paper().contenu + b"x" * 2000))

        assert answer.status_code == 422
        assert "40" in answer.content.decode()

    def test_a_wrong_kind_is_never_a_failure(self, session: Client, personne: Personne) -> None:
        assert sent(session, personne, ("a.pdf", a_paper().contenu), champs={"nature": "secret"}).status_code == 422


class TestUploads:
    def test_stay_in_memory_and_are_bounded(self) -> None:
        from django.test import RequestFactory

        class Match:
            func = envois.takes(10)(lambda request: None)

        request = RequestFactory().post("/", {"a": SimpleUploadedFile("a", b"x" * 8), "b": SimpleUploadedFile("b", b"y" * 8)})
        request.resolver_match = Match()

        assert [fichier.read() for fichier in request.FILES.values()] == [b"x" * 8]
        assert envois.too_large(request)

    def test_of_another_view_are_bounded_too(self) -> None:
        assert envois.EnMemoire().reste == fichiers.OCTETS


class TestReading:
    def test_shows_each_page_to_who_opened_it(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(2), titre="Bail")
        page = session.get(at("papier", personne, document)).content.decode()
        images = re.findall(r'src="([^"]+/pages/[^"]+)"', page)

        image = session.get(images[1])

        assert len(images) == 2
        assert image["Content-Type"] == "image/jpeg"
        assert image.content.startswith(b"\xff\xd8\xff")
        assert "no-store" in image["Cache-Control"]
        assert image["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_refuses_a_page_that_was_given_to_another(self, session: Client, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        document = kept(membre, personne, papier=a_paper(2))
        (_, une), _ = adresses.pictures_of(membre.compte_id, personne.pk, document.pk, 2)
        collegue = signed_in(MembreFactory.create(structure=membre.structure))
        assert session.get(une).status_code == 200

        assert collegue.get(une).status_code == 404
        assert session.get(une.replace("/pages/1/", "/pages/2/")).status_code == 404
        monkeypatch.setattr(adresses, "SERT", 0)
        assert session.get(une).status_code == 404

    def test_gives_the_file_without_a_name_that_tells(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(marque="zz"), titre="Bail de Safi")

        answer = session.get(at("telecharger", personne, document))

        assert answer.content == a_paper(marque="zz").contenu
        assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert "no-store" in answer["Cache-Control"]

    def test_leaves_one_line_a_reading_and_counts_the_person_once(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(2))
        avant = Ligne.objects.count()

        images = re.findall(r'src="([^"]+/pages/[^"]+)"', session.get(at("papier", personne, document)).content.decode())
        for image in images:
            session.get(image)
        session.get(at("telecharger", personne, document))
        session.get(at("liste", personne))

        lignes = list(Ligne.objects.order_by("pk")[avant:])
        assert [ligne.verb for ligne in lignes] == ["lire_papier", "telecharger_papier", "lister_papiers"]
        assert {(ligne.thing_kind, ligne.thing_id) for ligne in lignes} == {("personne", str(personne.pk))}
        assert list(LectureDuJour.objects.values_list("chose", flat=True)) == [f"p{personne.pk}"]

    def test_does_not_exist_elsewhere(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        ailleurs, elue = signed_in(MembreFactory.create()), signed_in(MembreFactory.create(structure=membre.structure, role=Role.ELU))

        for nom in ("papier", "telecharger", "confier"):
            assert ailleurs.get(at(nom, personne, document)).status_code == 404
            assert elue.get(at(nom, personne, document)).status_code == 403

    def test_her_page_leads_to_them(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, Nature.SEJOUR)
        services.describe_document(
            actor=membre.compte,
            personne_id=personne.pk,
            document_id=document.pk,
            nature=Nature.SEJOUR,
            titre="",
            expire_le=timezone.localdate(),
            now=timezone.now(),
        )

        page = session.get(reverse("personnes:personne", args=[personne.pk])).content.decode()

        assert at("liste", personne) in page
        assert "valable encore 0 jour" in page
        assert "Safi" in session.get(reverse("documents:renouveler")).content.decode()


class TestDescribing:
    def test_keeps_what_was_typed_where_a_date_is_wrong(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)

        answer = session.post(at("papier", personne, document), {"nature": "banque", "titre": "Mon RIB", "expire_le": "31/02/2027"})

        assert answer.status_code == 422
        assert 'value="Mon RIB"' in answer.content.decode()
        document.refresh_from_db()
        assert document.nature == "domicile"

    def test_is_done_then_undone(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, titre="Bail")

        session.post(at("papier", personne, document), {"nature": "banque", "titre": "RIB", "expire_le": "2027-02-28"})
        retire = session.post(at("retirer", personne, document))
        assert "RIB" not in session.get(at("liste", personne)).content.decode()
        assert session.get(at("papier", personne, document)).status_code == 404
        remis = session.post(at("remettre", personne, document), follow=True)

        assert "Le remettre" in retire.content.decode()
        assert "RIB" in remis.content.decode()
        assert session.post(at("garder", personne, document)).status_code == 302


class TestHandingOver:
    def given(self, session: Client, personne: Personne, document: Document, **champs: str) -> tuple[str, str]:
        page = session.post(at("confier", personne, document), {"duree": "24", "mention": "Pour la demande"} | champs).content.decode()
        lien = re.search(r"http://testserver(/confie/[\w-]+/)", page)
        code = re.search(r"(\d{3} \d{3})", page)
        assert lien is not None
        assert code is not None
        return lien.group(1), code.group(1)

    def test_to_somebody_without_an_account(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(marque="zzmarquezz"), titre="Bail")
        lien, code = self.given(session, personne, document)
        dehors = Client()

        page, faux = dehors.get(lien), dehors.post(lien, {"code": "12"})
        recu = dehors.post(lien, {"code": code})

        assert page.status_code == 200
        assert not [mot for mot in ("Safi", "Exemple", "Bail", "domicile", str(membre.structure)) if mot in page.content.decode()]
        assert faux.status_code == 422
        assert recu.content.startswith(b"%PDF-")
        assert b"zzmarquezz" not in recu.content
        assert recu["Content-Disposition"].startswith("attachment")
        assert "no-store" in page["Cache-Control"]
        chez_nous = session.get(at("papier", personne, document)).content.decode()
        assert "Ouvert 1 fois sur 5" in chez_nous
        assert "Pour la demande" in chez_nous

    @pytest.mark.parametrize("mention", ["", "   ", "للسكن"])
    def test_says_for_whom_and_for_what(self, session: Client, membre: Membre, personne: Personne, mention: str) -> None:
        reponse = session.post(at("confier", personne, kept(membre, personne)), {"duree": "24", "mention": mention})

        assert reponse.status_code == 422
        assert not LienPapier.objects.exists()

    def test_until_it_is_taken_back(self, session: Client, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        lien, code = self.given(session, personne, document, mention="Pour la CAF")

        session.post(at("revoquer", personne, document, LienPapier.objects.get().pk))

        ferme, inconnu = Client().post(lien, {"code": code}), Client().get("/confie/x/")
        assert ferme.status_code == inconnu.status_code == 404
        assert "Ce lien ne s’ouvre pas" in ferme.content.decode()
        sans_jeton = re.compile(r"csrf\w*\W+\S+|/confie/[\w-]+/|[\w-]{32,}")
        assert sans_jeton.sub("", ferme.content.decode()) == sans_jeton.sub("", inconnu.content.decode())

    def test_slowly_to_an_address_that_guesses(self, session: Client, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views_confie, "ESSAIS_PAR_ADRESSE", 2)
        now = timezone.now()
        document = kept(membre, personne, now=now)
        liens = [
            services_liens.give_link(actor=membre.compte, personne_id=personne.pk, document_id=document.pk, duree=DureeLien.UN_JOUR, mention="", now=now)
            for _ in range(3)
        ]

        etats = [Client().post(reverse("confie:ouvrir", args=[un.jeton]), {"code": "1"}).status_code for un in liens]

        assert etats == [422, 422, 429]
