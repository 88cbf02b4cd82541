"""The open pages: every right, the list, search, reports; and the pages of those who keep the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import Famille, Public
from droits_ouverts.droits.models import LienSurveille, Signalement
from droits_ouverts.droits.services import all_droits, get
from droits_ouverts.droits.web import views
from droits_ouverts.structures.enums import Role
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "fr"})


def signed_in(role: Role) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(MembreFactory.create(role=role).compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def report(client: Client, code: str = "rsa", fact: str = "montants-0") -> str:
    """Tap "Ce n'est plus vrai" beside a fact; return the address of the thanks."""
    page = soup(client.get(f"/droits/{code}/"))
    button = page.select_one(f"#{fact} button[form=signaler]") if fact else page.select_one(".rubrique--fin button[form=signaler]")
    assert button is not None
    answer = client.post(f"/droits/{code}/signaler/", {"enonce": button["value"]})
    assert answer.status_code == 302
    return str(answer["location"])


class TestEachRight:
    @pytest.mark.parametrize("code", CODES)
    def test_has_a_page_that_everybody_can_read(self, reader: Client, code: str) -> None:
        answer = reader.get(f"/droits/{code}/")
        page = soup(answer)
        main = page.main
        assert main is not None

        assert answer.status_code == 200
        assert len(answer.content) < 100_000
        levels = [int(title.name[1]) for title in main.find_all(["h1", "h2", "h3", "h4"])]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(text(link) for link in page.find_all(["a", "button"]))
        identifiers = [node["id"] for node in page.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers))
        assert all(page.find(id=link["href"][1:]) for link in page.select("nav a[href^='#']"))
        assert all(page.find(id=node["aria-describedby"]) for node in page.select("[aria-describedby]"))
        assert not any("None" in text(fact) for fact in page.select(".fait"))

    @pytest.mark.parametrize("code", CODES)
    def test_every_fact_says_how_it_is_known(self, reader: Client, code: str) -> None:
        page = soup(reader.get(f"/droits/{code}/"))
        facts = page.select(".fait")
        public = [e for e in get(code).enonces if not getattr(e, "professionnel", False)]

        assert len(facts) == len(public) - 1  # What the estimate does not see is for professionals.
        for fact in facts:
            proof = fact.select_one(".preuve")
            assert proof is not None
            assert any(words in text(proof) for words in ("Vérifié le", "Probable, relu le", "À vérifier relu le"))
            assert "2026" in text(proof)
            assert fact.select_one("button[form=signaler]") is not None

    def test_takes_two_queries(self, reader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(2):
            reader.get("/droits/rsa/")

    @pytest.mark.parametrize("path", ["/droits/", "/droits/c2s_avec_participation/"])
    def test_travels_light_on_a_telephone(self, path: str) -> None:
        answer = Client(headers={"accept-language": "ar", "accept-encoding": "gzip"}).get(path)

        assert answer["content-encoding"] == "gzip"
        assert len(answer.content) < 25_000

    def test_takes_few_for_a_professional(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        client = signed_in(Role.AMBASSADEUR)
        with django_assert_max_num_queries(8):
            client.get("/droits/rsa/")

    def test_shows_amounts_telephones_and_the_way_to_contest(self, reader: Client) -> None:
        page = soup(reader.get("/droits/rsa/"))

        assert "651,69 € par mois depuis 1er avril 2026" in text(page.select_one("#montants-0"))
        assert page.select_one('a[href="tel:3230"] bdi[dir=ltr]') is not None
        assert "Temps pour agir 2 mois" in text(page.select_one("#recours-0"))
        assert page.select_one('#incompatibilites-0 a[href="/droits/ass/"]') is not None

    def test_what_is_for_professionals_is_for_those_who_signed_in(self, reader: Client) -> None:
        reserved = [piege.texte for droit in all_droits() for piege in droit.pieges if piege.professionnel and droit.code == "rsa"]
        assert reserved

        here = text(soup(signed_in(Role.AMBASSADEUR).get("/droits/rsa/")).main)
        assert all(str(sentence).replace("\u00a0", " ") in here for sentence in reserved)
        assert "Faire un bilan" in here
        elsewhere = text(soup(reader.get("/droits/rsa/")).main)
        assert not any(str(sentence).replace("\u00a0", " ") in elsewhere for sentence in reserved)
        assert "Faire un bilan" not in elsewhere

    def test_an_unknown_code_leads_to_a_page_that_says_so(self, reader: Client) -> None:
        answer = reader.get("/droits/inconnu/")

        assert answer.status_code == 404
        assert "pas dans le catalogue" in answer.content.decode()

    def test_in_another_language_the_french_stands_beside_or_is_marked(self) -> None:
        page = soup(Client(headers={"accept-language": "ar"}).get("/droits/rsa/"))

        assert page.html is not None
        assert page.html["dir"] == "rtl"
        assert page.select_one('#public [lang="fr"][dir="ltr"]') is not None


class TestList:
    def test_holds_every_right_without_a_query(self, reader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(0):
            answer = reader.get("/droits/")

        page = soup(answer)
        assert [link["href"] for link in page.select(".droits__nom")] == [f"/droits/{droit.code}/" for droit in all_droits()]
        assert text(page.select_one(".compte")).startswith("65 droits")
        assert len(answer.content) < 60_000

    @pytest.mark.parametrize("famille", list(Famille))
    def test_is_filtered_by_subject(self, reader: Client, famille: Famille) -> None:
        page = soup(reader.get("/droits/", {"famille": famille.value}))

        expected = [droit.code for droit in all_droits() if droit.famille is famille]
        assert [link["href"] for link in page.select(".droits__nom")] == [f"/droits/{code}/" for code in expected]
        assert text(page.select_one(".compte")).startswith(f"{len(expected)} droit")

    def test_is_filtered_by_both_and_searched_at_once(self, reader: Client) -> None:
        page = soup(reader.get("/droits/", {"famille": "logement", "public": Public.JEUNE.value, "q": "cautoin"}))

        assert {link["href"] for link in page.select(".droits__nom")} == {"/droits/visale/", "/droits/loca_pass/", "/droits/fsl_acces/"}
        assert {field["name"]: field["value"] for field in page.select("form[role=search] input[type=hidden]")} == {"famille": "logement", "public": "jeune"}

    def test_those_of_one_public_lead_to_those_of_everyone(self, reader: Client) -> None:
        page = soup(reader.get("/droits/", {"public": "etudiant"}))
        link = page.find("a", string="Voir les droits ouverts à tout le monde")

        assert link is not None
        found = soup(reader.get(str(link["href"]))).select(".droits__nom")
        assert "/droits/rsa/" in [right["href"] for right in found]

    def test_a_slip_finds_and_counts(self, reader: Client) -> None:
        page = soup(reader.get("/droits/", {"q": "mutuele"}))

        assert text(page.select_one(".compte")).startswith("2 droits pour « mutuele »")
        assert page.select_one("#q")["value"] == "mutuele"  # type: ignore[index]  # the field is there

    @pytest.mark.parametrize("query", ["q=zzzzzz", "famille=banque&public=etudiant", "q=loyer&famille=banque"])
    def test_an_empty_list_proposes_something(self, reader: Client, query: str) -> None:
        page = soup(reader.get(f"/droits/?{query}"))

        assert page.select(".droits__nom") == []
        assert "Aucun droit" in text(page.select_one(".compte"))
        for link in page.select("main .carte a"):
            assert soup(reader.get(str(link["href"]))).select(".droits__nom")

    @pytest.mark.parametrize("query", ["famille=rien", "public=%00", "q=%00%F0", "q=" + "a" * 5000, "q[]=x", "famille=ressources&famille=sante"])
    def test_anything_can_be_asked(self, reader: Client, query: str) -> None:
        assert reader.get(f"/droits/?{query}").status_code == 200

    def test_what_is_typed_is_not_run(self, reader: Client) -> None:
        assert b"<script>alert" not in reader.get("/droits/", {"q": "<script>alert(1)</script>"}).content


class TestReport:
    def test_one_tap_then_thanks_then_the_page_says_so(self, reader: Client) -> None:
        thanks = report(reader)

        assert "Merci" in text(soup(reader.get(thanks)).h1)
        page = soup(reader.get("/droits/rsa/"))
        assert "Signalé, en cours de vérification" in text(page.select_one("#montants-0"))
        assert page.select_one("#montants-0 button") is None
        assert page.select_one("#montants-1 button") is not None
        assert "Un fait de cette page est signalé" in text(page.main)
        assert reader.cookies.get("do_session") is None

    def test_of_the_whole_page(self, reader: Client) -> None:
        report(reader, fact="")

        assert Signalement.objects.get().cle == ""
        assert "Page signalée" in text(soup(reader.get("/droits/rsa/")).main)

    def test_is_undone_for_a_minute(self, reader: Client) -> None:
        thanks = report(reader)

        answer = reader.post(f"{thanks}annuler/", follow=True)

        assert "Le signalement est annulé" in text(soup(answer).main)
        assert not Signalement.objects.exists()
        assert reader.get(thanks).status_code == 404

    def test_is_no_longer_undone_after_it(self, reader: Client) -> None:
        thanks = report(reader)
        with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
            assert "Annuler" not in text(soup(reader.get(thanks)).main)
            assert reader.post(f"{thanks}annuler/").status_code == 409
        with time_machine.travel(NOW + timedelta(hours=25), tick=False):
            assert reader.get(thanks).status_code == 409

    def test_can_be_made_precise(self, reader: Client) -> None:
        thanks = report(reader)

        assert reader.post(thanks, {"commentaire": "Nouveau montant, lu sur caf.fr"}).status_code == 302
        assert Signalement.objects.get().commentaire == "Nouveau montant, lu sur caf.fr"

    @pytest.mark.parametrize("typed", ["appelez le 06 12 34 56 78", "appelez le 06 12  34\t56 78", "awa@exemple.fr", "a" * 301, ""])
    def test_what_is_personal_or_too_long_is_refused_and_stays_typed(self, reader: Client, typed: str) -> None:
        answer = reader.post(report(reader), {"commentaire": typed})
        page = soup(answer)

        assert answer.status_code == 422
        assert text(page.select_one("#erreurs"))
        assert page.textarea is not None
        assert page.textarea.get_text().strip() == typed
        assert Signalement.objects.get().commentaire == ""

    @pytest.mark.parametrize("enonce", ["", "~", "montants[0]~", "montants[0]~zz", "x" * 9000, "\x00~\x00", "montants[0]"])
    def test_of_what_is_not_there_is_refused_kindly(self, reader: Client, enonce: str) -> None:
        assert reader.post("/droits/rsa/signaler/", {"enonce": enonce}).status_code == 409
        assert not Signalement.objects.exists()

    def test_needs_the_token_of_the_page(self) -> None:
        strict = Client(enforce_csrf_checks=True)

        assert strict.post("/droits/rsa/signaler/", {"enonce": "~"}).status_code == 403

    def test_is_limited_by_address(self, reader: Client) -> None:
        for number in range(views.REPORTS_MAX):
            report(reader, code=CODES[number])

        answer = reader.post("/droits/rsa/signaler/", {"enonce": "~"})
        assert answer.status_code == 429
        assert "Attendez quelques minutes" in answer.content.decode()

    @pytest.mark.parametrize("jeton", ["x", "a:b:c", "WzEsMTAuMF0:1w:zzz"])
    def test_a_forged_address_opens_nothing(self, reader: Client, jeton: str) -> None:
        Signalement.objects.create(droit="rsa", empreinte="0" * 64, signale_le=NOW.date())

        assert reader.get(f"/droits/signale/{jeton}/").status_code == 404
        assert reader.post(f"/droits/signale/{jeton}/annuler/").status_code == 404


class TestKeeping:
    @pytest.mark.parametrize("path", ["/droits/signalements/", "/droits/liens/"])
    def test_is_closed_to_readers_and_other_roles(self, reader: Client, path: str) -> None:
        assert urlsplit(reader.get(path)["location"]).path == "/compte/connexion/"
        assert signed_in(Role.AMBASSADEUR).get(path).status_code == 403

    def test_a_report_is_settled_with_a_sentence(self, reader: Client) -> None:
        report(reader)
        signalement = Signalement.objects.get()
        keeper = signed_in(Role.TECHNIQUE)

        assert "Personne seule sans enfant" in text(soup(keeper.get("/droits/signalements/")).main)
        assert keeper.post(f"/droits/signalements/{signalement.pk}/regler/", {"suite": "Corrigé."}).status_code == 302

        assert "Rien à vérifier" in text(soup(keeper.get("/droits/signalements/")).main)
        assert "Corrigé." in text(soup(keeper.get("/droits/signalements/?etat=regles")).main)
        assert soup(reader.get("/droits/rsa/")).select_one("#montants-0 button") is not None

    def test_without_a_sentence_it_stays_open(self, reader: Client) -> None:
        report(reader)
        signalement = Signalement.objects.get()
        answer = signed_in(Role.RESPONSABLE).post(f"/droits/signalements/{signalement.pk}/regler/", {"suite": " "})

        assert answer.status_code == 422
        assert "Dites en une phrase" in answer.content.decode()

    def test_one_that_is_gone_is_not_found(self) -> None:
        assert signed_in(Role.RESPONSABLE).post("/droits/signalements/999/regler/", {"suite": "Fait."}).status_code == 404

    def test_a_statement_mended_since_is_told(self) -> None:
        Signalement.objects.create(droit="rsa", cle="montants[0]", empreinte="0" * 64, signale_le=NOW.date())

        assert "corrigé ou relu depuis" in text(soup(signed_in(Role.RESPONSABLE).get("/droits/signalements/")).main)

    def test_the_list_takes_few_queries_whatever_its_length(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        for number in range(60):
            Signalement.objects.create(droit=CODES[number], cle="public", empreinte="0" * 64, signale_le=NOW.date())
        client = signed_in(Role.RESPONSABLE)

        with django_assert_max_num_queries(8):
            answer = client.get("/droits/signalements/")
        assert len(answer.content) < 150_000
        assert "Les 10 suivants" in text(soup(answer).main)

    def test_the_list_leads_there_those_who_keep_it(self, reader: Client) -> None:
        assert signed_in(Role.COORDINATEUR).get("/droits/").content.count(b'href="/droits/signalements/"') == 1
        assert b'href="/droits/signalements/"' not in signed_in(Role.AMBASSADEUR).get("/droits/").content
        assert b'href="/droits/signalements/"' not in reader.get("/droits/").content

    def test_a_dead_link_is_told_to_readers_and_keepers(self, reader: Client) -> None:
        lieu = next(lieu for lieu in get("rsa").ou_demander if lieu.url)
        LienSurveille.objects.create(
            url=lieu.url,
            constat="absent",
            statut=404,
            verifie_at=timezone.now(),
            ok_le=NOW.date(),
            echec_depuis_le=NOW.date(),
            echec_le=NOW.date(),
            jours_en_echec=2,
            absences=2,
        )

        assert "Ce lien ne répond plus" in text(soup(reader.get("/droits/rsa/")).select_one("#ou_demander-0"))
        kept = text(soup(signed_in(Role.COORDINATEUR).get("/droits/liens/")).main)
        assert str(lieu.url) in kept
        assert "La page n’existe plus" in kept
        assert "Revenu de solidarité active" in kept
