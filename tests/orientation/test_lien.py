"""Answering without an account: a link that serves once, harmless to open, that shows nothing before the code of the desk."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import liens, services, services_destinataires, services_liens, services_reponse
from droits_ouverts.orientation.enums import Voie
from droits_ouverts.orientation.errors import DeskShutError, LinkDeadError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Envoi, LienReponse
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.partages import person_of
from tests.factories.suivis import NOW, TODAY
from tests.orientation.messagerie import Boite

MORT = "Ce lien ne sert plus"


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def envoi(ines: Membre) -> Envoi:
    return oriented(ines, personne=person_of(ines, "Zqsafi", now=NOW)).envois.get()


@pytest.fixture
def jeton(envoi: Envoi) -> str:
    return services_liens.new_link(envoi, now=NOW)[1]


def code_of(envoi: Envoi) -> str:
    return liens.desk_code(envoi.destinataire_id, Envoi.objects.select_related("destinataire").get(pk=envoi.pk).destinataire.rang_code)


def opened(jeton: str, envoi: Envoi) -> Client:
    """A browser that opened the link and typed the code."""
    client = Client()
    client.get(reverse("reponse:ouvrir", args=[jeton]))
    assert client.post(reverse("reponse:code"), {"code": code_of(envoi)}).headers["Location"] == reverse("reponse:fiche")
    return client


def answer(client: Client, **dit: str) -> object:
    return client.post(reverse("reponse:fiche"), {"statut": "recue", "rang": "1", "mots": "", "motif": "", "rdv_le": "", "depot_le": ""} | dit)


class TestOpening:
    def test_a_scanner_that_visits_it_changes_nothing_and_reads_nothing(self, envoi: Envoi, jeton: str) -> None:
        avant = (list(LienReponse.objects.values()), list(Envoi.objects.values()), Ligne.objects.count())
        for _fois in range(20):
            robot = Client()
            for methode in (robot.get, robot.head):
                pages = [methode(reverse("reponse:ouvrir", args=[jeton]), follow=True), methode(reverse("reponse:code")), methode(reverse("reponse:fiche"))]
                assert "Zqsafi" not in "".join(page.content.decode() for page in pages)

        assert (list(LienReponse.objects.values()), list(Envoi.objects.values()), Ligne.objects.count()) == avant
        assert answer(opened(jeton, envoi)).status_code == 302  # type: ignore[attr-defined]  # an answer of Django's client

    def test_the_secret_leaves_the_address_at_once(self, jeton: str) -> None:
        client = Client()
        premiere = client.get(reverse("reponse:ouvrir", args=[jeton]))

        assert (premiere.status_code, premiere.headers["Location"]) == (302, reverse("reponse:code"))
        assert jeton not in client.get(reverse("reponse:code")).content.decode()

    def test_no_page_is_kept_nor_listed_nor_tells_where_one_comes_from(self, envoi: Envoi, jeton: str) -> None:
        client = opened(jeton, envoi)
        for nom in ("code", "fiche", "merci"):
            page = client.get(reverse(f"reponse:{nom}"))
            assert "no-store" in page.headers["Cache-Control"]
            assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert page.headers["Referrer-Policy"] == "same-origin"
        assert client.get(reverse("reponse:ouvrir", args=[jeton])).headers["Referrer-Policy"] == "no-referrer"

    def test_nothing_is_shown_before_the_code(self, jeton: str) -> None:
        client = Client()
        client.get(reverse("reponse:ouvrir", args=[jeton]))
        page = client.get(reverse("reponse:code")).content.decode()

        assert "code de votre accueil" in page
        assert not any(mot in page for mot in ("Zqsafi", "Exemple", "Passerelle", "activité"))
        assert client.get(reverse("reponse:fiche")).status_code == 410
        assert answer(client).status_code == 410  # type: ignore[attr-defined]  # an answer of Django's client
        assert Envoi.objects.get().statut == "envoyee"


class TestCode:
    def test_five_wrong_ones_close_the_link(self, envoi: Envoi, jeton: str) -> None:
        client = Client()
        client.get(reverse("reponse:ouvrir", args=[jeton]))
        faux = "000000" if code_of(envoi) != "000000" else "111111"
        pages = [client.post(reverse("reponse:code"), {"code": faux}) for _fois in range(5)]

        assert [page.status_code for page in pages] == [422] * 5
        assert client.post(reverse("reponse:code"), {"code": code_of(envoi)}).status_code == 410
        assert Ligne.objects.filter(verb="ouvrir_lien", motif="code_faux").count() == 5

    @pytest.mark.parametrize("tape", ["", "12", "abcdef", "1234567", "é" * 20, "١٢٣٤٥٦"])
    def test_anything_else_is_refused_in_words(self, jeton: str, tape: str) -> None:
        client = Client()
        client.get(reverse("reponse:ouvrir", args=[jeton]))
        assert client.post(reverse("reponse:code"), {"code": tape}).status_code == 422

    def test_blanks_do_not_count(self, envoi: Envoi, jeton: str) -> None:
        dit = code_of(envoi)
        assert services_liens.check_code(liens.digest_of(jeton), f" {dit[:3]} {dit[3:]} ", now=NOW)

    def test_too_many_for_one_desk_in_a_day_are_refused(self, envoi: Envoi) -> None:
        faux = "000000" if code_of(envoi) != "000000" else "111111"
        client, vus = Client(), []
        for _lien in range(5):
            client.get(reverse("reponse:ouvrir", args=[services_liens.new_link(envoi, now=NOW)[1]]))
            vus += [client.post(reverse("reponse:code"), {"code": faux}).status_code for _fois in range(5)]

        assert vus.count(422) == 20
        assert 429 in vus

    def test_five_close_it_whatever_the_address_or_the_session(self, envoi: Envoi, jeton: str) -> None:
        faux = "000000" if code_of(envoi) != "000000" else "111111"
        vus = []
        for rang in range(7):
            client = Client(REMOTE_ADDR=f"192.0.2.{rang}")
            client.get(reverse("reponse:ouvrir", args=[jeton]))
            vus.append(client.post(reverse("reponse:code"), {"code": faux}).status_code)

        assert vus == [422] * 5 + [410] * 2

    def test_a_desk_that_is_shut_refuses_the_right_one_too_until_the_morrow_and_shuts_no_other(self, ines: Membre, envoi: Envoi) -> None:
        faux = "000000" if code_of(envoi) != "000000" else "111111"
        voisin = oriented(ines, a_service(ines, "CCAS"), personne=person_of(ines, "Nour", now=NOW)).envois.get()
        for _lien in range(4):
            sien = services_liens.new_link(envoi, now=NOW)[0].empreinte
            for _fois in range(5):
                assert services_liens.check_code(sien, faux, now=NOW) == ""
        sien = services_liens.new_link(envoi, now=NOW)[0].empreinte
        for tape in (faux, code_of(envoi), faux):
            with pytest.raises(DeskShutError):
                services_liens.check_code(sien, tape, now=NOW)
        # 27 November, 9 in the morning: the desk opens again at midnight here, not at one.
        minuit = timezone.localtime(NOW).replace(hour=0, minute=0) + timedelta(days=1)
        with pytest.raises(DeskShutError) as refus:
            services_liens.check_code(sien, code_of(envoi), now=minuit - timedelta(seconds=1))
        assert refus.value.attente == 2
        assert services_liens.check_code(sien, code_of(envoi), now=minuit)
        assert services_liens.check_code(services_liens.new_link(voisin, now=NOW)[0].empreinte, code_of(voisin), now=NOW)

    def test_a_guess_that_looked_before_the_fifth_was_counted_is_refused(self, envoi: Envoi, jeton: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two at once: the second looked at the link before the first wrote its fifth wrong code."""
        faux, empreinte = "000000" if code_of(envoi) != "000000" else "111111", liens.digest_of(jeton)
        lu = services_liens.open_link(empreinte, now=NOW)
        for _fois in range(5):
            services_liens.check_code(empreinte, faux, now=NOW)
        vrai, vus = services_liens.open_link, []
        monkeypatch.setattr(services_liens, "open_link", lambda quoi, *, now: lu if not vus and not vus.append(1) else vrai(quoi, now=now))  # type: ignore[func-returns-value]
        with pytest.raises(LinkDeadError):
            services_liens.check_code(empreinte, code_of(envoi), now=NOW)

    def test_the_session_holds_no_secret(self, jeton: str) -> None:
        client = Client()
        client.get(reverse("reponse:ouvrir", args=[jeton]))

        assert jeton not in str(dict(client.session.items()))
        assert liens.digest_of(jeton) in str(dict(client.session.items()))

    def test_each_desk_has_its_own_and_changing_it_shuts_what_was_open(self, ines: Membre, envoi: Envoi, jeton: str) -> None:
        client, avant = opened(jeton, envoi), code_of(envoi)
        services_destinataires.change_code(actor=ines.compte, destinataire_id=envoi.destinataire_id, now=NOW)

        assert code_of(envoi) != avant
        assert client.get(reverse("reponse:fiche")).status_code == 410
        assert len({liens.desk_code(numero, 1) for numero in range(200)}) > 190

    def test_the_proof_is_of_this_link_and_lasts_half_an_hour(self, envoi: Envoi, jeton: str) -> None:
        client = opened(jeton, envoi)
        assert client.get(reverse("reponse:fiche")).status_code == 200
        with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
            assert client.get(reverse("reponse:fiche")).status_code == 410
        preuve = services_liens.check_code(liens.digest_of(jeton), code_of(envoi), now=NOW)
        autre = services_liens.new_link(envoi, now=NOW)[0].empreinte
        with pytest.raises(LinkDeadError):
            services_liens.proven_link(autre, preuve, now=NOW)
        with pytest.raises(LinkDeadError):
            services_liens.proven_link(autre, "x", now=NOW)


class TestAnswering:
    def test_once_and_the_right_moves(self, envoi: Envoi, jeton: str) -> None:
        client = opened(jeton, envoi)
        page = client.get(reverse("reponse:fiche")).content.decode()
        assert "Zqsafi" in page
        assert answer(client, statut="faite", depot_le=TODAY.isoformat()).headers["Location"] == reverse("reponse:merci")  # type: ignore[attr-defined]

        envoi.refresh_from_db()
        suite = envoi.suites.get(rang=2)
        assert (envoi.statut, suite.voie, suite.auteur_id) == ("faite", Voie.LIEN, None)
        droit = DroitSuivi.objects.get()
        assert droit.etat == "depose"
        assert droit.mouvements.order_by("-rang").values_list("preuve", "auteur").first() == ("confirme", None)
        assert Ligne.objects.get(verb="repondre_par_lien").actor_id is None
        assert "Zqsafi" not in client.get(reverse("reponse:merci")).content.decode()

    def test_a_used_link_serves_no_more(self, envoi: Envoi, jeton: str) -> None:
        client, autre = opened(jeton, envoi), opened(jeton, envoi)
        answer(client)
        for qui in (client, autre):
            page = answer(qui, statut="impossible", motif="pas_nous", rang="2")
            assert (page.status_code, MORT in page.content.decode()) == (410, True)  # type: ignore[attr-defined]
        neuf = Client()
        assert neuf.get(reverse("reponse:ouvrir", args=[jeton]), follow=True).status_code == 410
        assert Envoi.objects.get().suites.count() == 2

    def test_two_at_once_one_is_written(self, envoi: Envoi, jeton: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both looked at the link before either took it."""
        preuve = services_liens.check_code(liens.digest_of(jeton), code_of(envoi), now=NOW)
        lu = services_liens.proven_link(liens.digest_of(jeton), preuve, now=NOW)
        monkeypatch.setattr(services_reponse, "proven_link", lambda *_args, **_rest: lu)
        services_reponse.answer_by_link(empreinte=liens.digest_of(jeton), preuve=preuve, dit=Reponse(statut="recue", fait_le=TODAY), now=NOW)
        with pytest.raises(LinkDeadError):
            services_reponse.answer_by_link(
                empreinte=liens.digest_of(jeton), preuve=preuve, dit=Reponse(statut="impossible", motif="pas_nous", fait_le=TODAY), now=NOW
            )

        assert Envoi.objects.get().statut == "recue"

    def test_a_mistake_is_told_keeps_what_was_typed_and_the_link_still_serves(self, envoi: Envoi, jeton: str) -> None:
        client = opened(jeton, envoi)
        page = answer(client, statut="impossible", mots="Un mot gardé")

        assert (page.status_code, "Dites pourquoi" in page.content.decode(), "Un mot gardé" in page.content.decode()) == (422, True, True)  # type: ignore[attr-defined]
        assert answer(client, statut="impossible", motif="plus_de_place").status_code == 302  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "faux", [{"statut": "expiree"}, {"statut": "\x00"}, {"rdv_le": "31/02/2026"}, {"rang": "x"}, {"motif": "x"}, {"depot_le": "0000-00-00"}]
    )
    def test_hostile_input_is_refused_and_never_an_error(self, envoi: Envoi, jeton: str, faux: dict[str, str]) -> None:
        assert answer(opened(jeton, envoi), **faux).status_code == 422  # type: ignore[attr-defined]
        assert Envoi.objects.get().statut == "envoyee"

    def test_noted_by_telephone_meanwhile_the_page_says_so(self, ines: Membre, envoi: Envoi, jeton: str) -> None:
        client = opened(jeton, envoi)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        page = answer(client)

        assert (page.status_code, MORT in page.content.decode()) == (410, True)  # type: ignore[attr-defined]
        assert Envoi.objects.get().statut == "faite"


class TestEnding:
    def test_eight_days(self, envoi: Envoi, jeton: str) -> None:
        assert services_liens.open_link(liens.digest_of(jeton), now=NOW + timedelta(days=8) - timedelta(seconds=1))
        with pytest.raises(LinkDeadError):
            services_liens.open_link(liens.digest_of(jeton), now=NOW + timedelta(days=8))

    def test_with_the_sending(self, ines: Membre, envoi: Envoi, jeton: str) -> None:
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        with pytest.raises(LinkDeadError):
            services_liens.open_link(liens.digest_of(jeton), now=NOW)

    def test_with_a_new_one(self, envoi: Envoi, jeton: str) -> None:
        services_liens.new_link(envoi, now=NOW)
        with pytest.raises(LinkDeadError):
            services_liens.open_link(liens.digest_of(jeton), now=NOW)

    @pytest.mark.parametrize("autre", ["x", "0" * 43, "é", "%00", "a" * 2000, ""])
    def test_any_other_gets_the_same_page(self, envoi: Envoi, autre: str) -> None:
        client = Client()
        if autre:
            client.get(f"/reponse/lien/{autre}/")
        page = client.get(reverse("reponse:code"))
        assert (page.status_code, MORT in page.content.decode()) == (410, True)

    def test_guesses_find_nothing_and_are_slowed(self, envoi: Envoi, jeton: str) -> None:
        client = Client()
        vus = [client.get(reverse("reponse:ouvrir", args=[secrets.token_urlsafe(32)])).status_code for _fois in range(70)]

        assert vus == [302] * 60 + [429] * 10
        assert all(services_liens._found(secrets.token_urlsafe(32)) is None for _fois in range(200))


class TestANewOne:
    def test_is_sent_to_the_desk_and_to_nobody_else(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        client = Client()
        client.get(boite.liens[0])
        with time_machine.travel(NOW + timedelta(days=9), tick=False):
            assert client.get(boite.liens[0], follow=True).status_code == 410
            page = client.post(reverse("reponse:nouveau"), {"email": "voleur@exemple.test"}).content.decode()
            assert re.search("un nouveau lien part", page)
            assert [vers for vers, *_reste in boite.recus] == ["accueil@caf.test"] * 2
            neuf = Client()
            assert neuf.get(boite.liens[1], follow=True).status_code == 200
        assert envoi.liens.count() == 2

    def test_once_for_each_old_link_and_three_times_a_day(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        client = Client()
        for _fois in range(5):
            client.get(boite.liens[0])
            client.post(reverse("reponse:nouveau"))
        assert len(boite.recus) == 2
        for n in range(5):
            client.get(boite.liens[-1])
            client.post(reverse("reponse:nouveau"))
            assert len(boite.recus) <= 4, n
        assert envoi.liens.count() == 4

    def test_says_the_same_where_nothing_is_sent(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        client, inconnu = Client(), Client()
        client.get(boite.liens[0])
        inconnu.get("/reponse/lien/x/")
        pages = {re.sub(r'value="[^"]*"', "", un.post(reverse("reponse:nouveau")).content.decode()) for un in (client, inconnu, Client())}

        assert len(pages) == 1
        assert len(boite.recus) == 1

    def test_not_for_a_service_taken_off_the_list(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        services_destinataires.retire_recipient(actor=ines.compte, destinataire_id=envoi.destinataire_id, retire=True, now=NOW)
        client = Client()
        client.get(boite.liens[0])
        client.post(reverse("reponse:nouveau"))

        assert len(boite.recus) == 1
        assert client.get(reverse("reponse:code")).status_code == 410


class TestTheRulesBite:
    """A weakened variant of each guarantee turns its test red: here, what each one would let through."""

    def test_a_link_that_is_never_marked_would_serve_twice(self, envoi: Envoi, jeton: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services_reponse, "close_links", lambda envoi, *, now: None)
        monkeypatch.setattr(services_liens, "serves", lambda lien, *, now: True)
        monkeypatch.setattr(services_reponse, "take_link", lambda lien, *, now: True)
        preuve = services_liens.check_code(liens.digest_of(jeton), code_of(envoi), now=NOW)
        for statut in ("recue", "a_l_etude"):
            services_reponse.answer_by_link(empreinte=liens.digest_of(jeton), preuve=preuve, dit=Reponse(statut=statut, fait_le=TODAY), now=NOW)

        assert Envoi.objects.get().suites.count() == 3

    def test_a_page_without_the_proof_would_show_the_sheet(self, envoi: Envoi, jeton: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services_liens.liens, "is_proof", lambda preuve, *, empreinte, rang: True)
        client = Client()
        client.get(reverse("reponse:ouvrir", args=[jeton]))

        assert "Zqsafi" in client.get(reverse("reponse:fiche")).content.decode()


def test_the_lifetime_is_the_policy_s(settings: Settings) -> None:
    assert timedelta(days=8) == services_liens.DUREE
