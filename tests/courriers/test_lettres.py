"""A letter from preparing it to the day it left: what it says, what is kept, what the right becomes, who may, what is erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.courriers import papier, services
from droits_ouverts.courriers.errors import LetterChangedError, LetterGoneError, NoSuchLetterError, SentRefusedError, TooLongError
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import Proposition, Texte
from droits_ouverts.courriers.selectors import open_text
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services import create_person
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.recepteurs import forget_person
from droits_ouverts.suivi.services_suite import ask_paper
from tests.factories.courriers import a_letter
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, followed

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DEPOT = date(2026, 6, 3)
REFUS = date(2026, 10, 3)
"""Four months of silence on a request for the AAH: it is a refusal (CASF, R241-33)."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(compte__nom="Inès")


@pytest.fixture
def aah(membre: Membre) -> DroitSuivi:
    """Asked for in June; nobody answered, and nobody noted the silence."""
    return followed(membre, person_of(membre, "Zqawa"), "depose", droit="aah", depuis=DEPOT)


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def keys(suivi: DroitSuivi, courrier: Courrier) -> dict[str, object]:
    return {"droit_suivi_id": suivi.pk, "courrier_id": courrier.pk}


def typed(courrier: Courrier, **reste: object) -> dict[str, object]:
    texte = open_text(courrier)
    assert texte is not None
    return {"rang_vu": courrier.rang, "expediteur": texte.expediteur, "destinataire": texte.destinataire, "objet": texte.objet, "corps": texte.corps} | reste


def verbs(suivi: DroitSuivi) -> list[str]:
    return list(Ligne.objects.filter(thing_id=str(suivi.pk), verb__contains="courrier").order_by("pk").values_list("verb", flat=True))


class TestPreparing:
    def test_says_what_the_file_knows(self, membre: Membre, aah: DroitSuivi) -> None:
        texte = open_text(a_letter(membre, aah, "recours", 0))

        assert texte is not None
        assert texte.destinataire.startswith("MDMPH du Rhône et de la Métropole de Lyon\n")
        assert "votre silence vaut refus depuis le 3 octobre 2026" in texte.corps
        assert texte.expediteur.startswith("Zqawa Exemple\n")
        assert verbs(aah) == ["preparer_courrier"]

    def test_each_way_to_contest_has_its_own_addressee(self, membre: Membre) -> None:
        texte = open_text(a_letter(membre, followed(membre, person_of(membre), "depose", "refuse", droit="aah"), "recours", 1))

        assert texte is not None
        assert texte.destinataire.startswith("Commission de recours amiable de la CAF du Rhône\n")

    def test_is_sealed(self, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        with connection.cursor() as cursor:
            cursor.execute("SELECT texte_scelle FROM courriers_courrier")
            assert "Zqawa" not in str(cursor.fetchone())
        assert courrier.texte_scelle

    @pytest.mark.parametrize("voulue", [Proposition(nature="remise"), Proposition(nature="recours", place=7), Proposition(nature="autre")])
    def test_a_letter_that_does_not_go_with_the_step_is_refused(self, membre: Membre, aah: DroitSuivi, voulue: Proposition) -> None:
        with pytest.raises(NoSuchLetterError):
            services.prepare_letter(droit_suivi_id=aah.pk, actor=membre.compte, voulue=voulue, now=NOW)
        assert not Courrier.objects.exists()

    def test_who_works_elsewhere_sees_nothing(self, membre: Membre, aah: DroitSuivi) -> None:
        ailleurs = MembreFactory.create()
        courrier = a_letter(membre, aah, "recours", 0)

        with pytest.raises(NotVisibleError):
            a_letter(ailleurs, aah, "recours", 0)
        with pytest.raises(NotVisibleError):
            services.print_letter(**keys(aah, courrier), actor=ailleurs.compte, now=NOW)  # type: ignore[arg-type]  # the keys of a letter

    def test_a_letter_of_another_right_is_not_found(self, membre: Membre, aah: DroitSuivi) -> None:
        autre = followed(membre, aah.personne, "depose", "refuse", droit="rsa")

        with pytest.raises(NotVisibleError):
            services.put_away(**keys(autre, a_letter(membre, aah, "recours", 0)), actor=membre.compte, retire=True, now=NOW)  # type: ignore[arg-type]  # same


class TestTyping:
    def test_is_kept_at_each_change(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)
        adresse = reverse("courriers:courrier", args=[aah.pk, courrier.pk])

        reponse = session.post(adresse, typed(courrier, corps="Mes mots."), headers={"HX-Request": "true"})

        courrier.refresh_from_db()
        assert reponse.status_code == 200
        assert "Enregistré" in reponse.content.decode()
        assert f'name="rang_vu" value="{courrier.rang}"' in reponse.content.decode()
        assert typed(courrier)["corps"] == "Mes mots."

    def test_the_same_words_write_nothing(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        session.post(reverse("courriers:courrier", args=[aah.pk, courrier.pk]), typed(courrier))

        assert "ecrire_courrier" not in verbs(aah)

    def test_two_people_at_once_lose_nothing(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)
        avant = typed(courrier, corps="Les miens.")
        collegue = MembreFactory.create(structure=membre.structure)
        services.write_letter(**keys(aah, courrier), actor=collegue.compte, texte=Texte(corps="Les siens.", objet="o", destinataire="d"), rang_vu=1, now=NOW)  # type: ignore[arg-type]  # same

        reponse = session.post(reverse("courriers:courrier", args=[aah.pk, courrier.pk]), avant)

        courrier.refresh_from_db()
        assert reponse.status_code == 409
        assert "Les miens." in reponse.content.decode()
        assert typed(courrier)["corps"] == "Les siens."
        with pytest.raises(LetterChangedError):
            services.write_letter(**keys(aah, courrier), actor=membre.compte, texte=Texte(corps="x"), rang_vu=1, now=NOW)  # type: ignore[arg-type]  # same

    def test_a_text_that_is_too_long_stays_on_the_page(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        reponse = session.post(reverse("courriers:courrier", args=[aah.pk, courrier.pk]), typed(courrier, corps="mot " * 1000))

        assert reponse.status_code == 422
        assert "mot mot mot" in reponse.content.decode()


class TestPaper:
    def printed(self, session: Client, suivi: DroitSuivi, courrier: Courrier, **reste: object) -> HttpResponse:
        return session.post(reverse("courriers:imprimer", args=[suivi.pk, courrier.pk]), typed(courrier, **reste))

    def test_is_one_tagged_page_with_what_was_just_typed(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        reponse = self.printed(session, aah, courrier, expediteur="Zqawa Exemple\n3 rue Zqgabriel")

        document = pypdfium2.PdfDocument(reponse.content)
        texte = document[0].get_textpage().get_text_range()
        assert (reponse["Content-Type"], len(document)) == ("application/pdf", 1)
        assert "3 rue Zqgabriel" in texte
        assert "CASF L241-9" in texte
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
        assert "Droits Ouverts" not in texte
        courrier.refresh_from_db()
        assert courrier.imprime_le == TODAY
        assert verbs(aah) == ["preparer_courrier", "ecrire_courrier", "imprimer_courrier"]

    def test_every_letter_holds_on_one_page(self, membre: Membre, aah: DroitSuivi) -> None:
        refuse = followed(membre, aah.personne, "depose", "refuse", droit="rsa")
        verse = followed(membre, aah.personne, "verse", droit="prime_activite")
        lettres = [a_letter(membre, refuse, "recours", 0), a_letter(membre, refuse, "motifs"), a_letter(membre, verse, "remise")]
        for lettre in lettres:
            texte = open_text(lettre)
            assert texte is not None
            assert len(pypdfium2.PdfDocument(papier.pdf(texte))) == 1

    def test_more_than_a_page_is_refused_and_kept(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        reponse = self.printed(session, aah, courrier, corps="ligne\n" * 300)

        courrier.refresh_from_db()
        assert reponse.status_code == 422
        assert courrier.imprime_le is None
        assert str(typed(courrier)["corps"]).count("ligne") == 300
        with pytest.raises(TooLongError):
            papier.pdf(Texte(corps="ligne\n" * 300))

    def test_hostile_words_are_words(self) -> None:
        contenu = papier.pdf(Texte(objet="<script>", corps="<img src='http://x'> & \u202e zq"))

        assert "<img src='http://x'>" in pypdfium2.PdfDocument(contenu)[0].get_textpage().get_text_range()


class TestLeaving:
    def test_an_appeal_moves_the_right_after_the_silence_that_nobody_noted(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        session.post(reverse("courriers:parti", args=[aah.pk, courrier.pk]), {"le": TODAY.isoformat()})

        aah.refresh_from_db()
        courrier.refresh_from_db()
        assert [(row.vers, row.fait_le) for row in aah.mouvements.in_order()] == [("depose", DEPOT), ("silence", REFUS), ("recours", TODAY)]
        assert (aah.etat, courrier.envoye_le) == ("recours", TODAY)
        assert aah.echeances.filter(nature="silence_recours").exists()

    def test_it_is_taken_back_with_its_step_only(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)
        services.note_sent(**keys(aah, courrier), actor=membre.compte, le=TODAY, now=NOW)  # type: ignore[arg-type]  # same

        session.post(reverse("courriers:pas_parti", args=[aah.pk, courrier.pk]))

        aah.refresh_from_db()
        courrier.refresh_from_db()
        assert (aah.etat, courrier.envoye_le) == ("silence", None)
        assert courrier.texte_scelle

    def test_papers_are_given_and_the_study_goes_on(self, membre: Membre) -> None:
        suivi = followed(membre, person_of(membre), "depose", "pieces_demandees")
        for nature in ("banque", "impot"):
            ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature=nature, now=NOW)
        courrier = a_letter(membre, suivi)

        depart = services.note_sent(**keys(suivi, courrier), actor=membre.compte, le=TODAY, now=NOW)  # type: ignore[arg-type]  # same

        suivi.refresh_from_db()
        assert depart.etape == suivi.etat == "en_instruction"
        assert not suivi.pieces.filter(donnee_le__isnull=True).exists()

    def test_a_letter_that_changes_nothing_moves_nothing(self, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "motifs")

        assert services.note_sent(**keys(aah, courrier), actor=membre.compte, le=TODAY, now=NOW).etape == ""  # type: ignore[arg-type]  # same
        aah.refresh_from_db()
        assert (aah.etat, aah.rang) == ("depose", 1)

    @pytest.mark.parametrize("le", [TODAY + timedelta(days=1), DEPOT - timedelta(days=3)])
    def test_a_day_that_is_not_possible_is_said_beside_the_field(self, session: Client, membre: Membre, aah: DroitSuivi, le: date) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        reponse = session.post(reverse("courriers:parti", args=[aah.pk, courrier.pk]), {"le": le.isoformat()})

        aah.refresh_from_db()
        courrier.refresh_from_db()
        if le > TODAY:
            assert reponse.status_code == 422
            with pytest.raises(SentRefusedError):
                services.note_sent(**keys(aah, courrier), actor=membre.compte, le=le, now=NOW)  # type: ignore[arg-type]  # same
        assert (aah.etat, courrier.mouvement_rang) == ("depose", None)


class TestEnd:
    def test_the_words_are_erased_after_ninety_days_and_the_fact_stays(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        assert services.erase_texts(NOW + timedelta(days=90), dry_run=False) == 0
        assert services.erase_texts(NOW + timedelta(days=91), dry_run=True) == 1
        assert services.erase_texts(NOW + timedelta(days=91), dry_run=False) == 1

        courrier.refresh_from_db()
        assert (courrier.texte_scelle, courrier.nature) == ("", "recours")
        assert "texte effacé" in session.get(reverse("courriers:liste", args=[aah.pk])).content.decode()
        assert session.get(reverse("courriers:courrier", args=[aah.pk, courrier.pk])).status_code == 410
        with pytest.raises(LetterGoneError):
            services.print_letter(**keys(aah, courrier), actor=membre.compte, now=NOW)  # type: ignore[arg-type]  # same

    def test_letters_go_with_the_person(self, membre: Membre, aah: DroitSuivi) -> None:
        a_letter(membre, aah, "recours", 0)

        forget_person(None, structure_id=aah.structure_id, personne_id=aah.personne_id)

        assert not Courrier.objects.exists()

    def test_one_that_was_put_away_comes_back(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)
        adresse = reverse("courriers:retirer", args=[aah.pk, courrier.pk])

        session.post(adresse)
        assert "Courriers retirés" in session.get(reverse("courriers:liste", args=[aah.pk])).content.decode()
        session.post(adresse, {"geste": "remettre"})

        courrier.refresh_from_db()
        assert courrier.retire_at is None

    def test_one_that_left_is_never_put_away(self, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "motifs")
        services.note_sent(**keys(aah, courrier), actor=membre.compte, le=TODAY, now=NOW)  # type: ignore[arg-type]  # same

        services.put_away(**keys(aah, courrier), actor=membre.compte, retire=True, now=NOW)  # type: ignore[arg-type]  # same

        courrier.refresh_from_db()
        assert courrier.retire_at is None
        with pytest.raises(IntegrityError), transaction.atomic():
            Courrier.objects.filter(pk=courrier.pk).update(retire_at=NOW)


class TestPages:
    def test_the_right_leads_to_its_letters(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        page = session.get(reverse("suivi:droit", args=[aah.pk])).content.decode()

        assert reverse("courriers:liste", args=[aah.pk]) in page
        assert "Écrire un courrier" in page

    def test_the_page_says_the_last_day_what_comes_after_and_how_the_law_is_known(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        courrier = a_letter(membre, aah, "recours", 0)

        page = session.get(reverse("courriers:courrier", args=[aah.pk, courrier.pk])).content.decode()

        for dit in (
            "3 décembre 2026",
            "obligatoire avant d’aller devant un juge",
            "Tribunal judiciaire, pôle social",
            "n’arrête pas l’effet",
            "lu dans le texte",
        ):
            assert dit in page

    def test_what_was_not_read_is_told_beside(self, session: Client, membre: Membre) -> None:
        suivi = followed(membre, person_of(membre), "depose", "refuse", droit="rsj_metropole_lyon")
        courrier = a_letter(membre, suivi, "recours", 0)

        page = session.get(reverse("courriers:courrier", args=[suivi.pk, courrier.pk])).content.decode()

        assert "À vérifier par vous" in page
        assert "à vérifier avant de s’y fier" in page
        assert "CRPA L411-2" not in str(typed(courrier)["corps"])

    def test_the_letter_is_explained_in_her_language_with_the_french_below(self, session: Client, membre: Membre) -> None:
        elle = create_person(
            actor=membre.compte,
            structure_id=membre.structure_id,
            identite=Identite(prenom="Amel", langue="ar"),
            accord_mode=ModeAccord.ORAL,
            accord_le=TODAY,
            now=NOW,
        )
        suivi = followed(membre, elle, "depose", "refuse", droit="rsa")
        courrier = a_letter(membre, suivi, "recours", 0)

        page = session.get(reverse("courriers:courrier", args=[suivi.pk, courrier.pk])).content.decode()

        assert '<div lang="ar" dir="rtl">' in page
        assert '<div lang="fr" dir="ltr" class="doux">' in page

    def test_they_cost_the_same_whatever_the_letters(self, session: Client, membre: Membre, aah: DroitSuivi) -> None:
        def cost() -> int:
            adresse = reverse("courriers:liste", args=[aah.pk])
            session.get(adresse)
            with CaptureQueriesContext(connection) as queries:
                session.get(adresse)
            return len(queries)

        a_letter(membre, aah, "recours", 0)
        une = cost()
        for _rang in range(4):
            a_letter(membre, aah, "motifs")

        assert cost() == une
