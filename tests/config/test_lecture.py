"""J2: whatever page shows something of a person leaves exactly one line, in the transaction of the reading; what is refused leaves one too."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from droits_ouverts.config.web import lecture
from droits_ouverts.config.web.porte import PERSONNELLES
from droits_ouverts.journal.enums import Issue
from droits_ouverts.journal.models import Ligne
from droits_ouverts.journal.verification import verify
from droits_ouverts.structures.enums import Role
from tests.bilan.faux import FauxMoteur
from tests.factories.structures import MembreFactory
from tests.house.monde import Monde, adresse, nos_routes, peupler

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in nos_routes()}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def nous(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Monde:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return peupler("Awä")


def session(monde: Monde) -> Client:
    client = Client()
    client.force_login(monde.compte, backend=BACKEND)
    return client


def traces(monde: Monde) -> set[str]:
    """What only a page about a person shows: the accounts' names bear the mark too."""
    return {f"{monde.marque}1", f"{monde.marque}2", f"{monde.marque} Nom"}


def is_personal(name: str) -> bool:
    return bool(PERSONNELLES & set(name.split(":")[:-1])) and name not in lecture.RIEN


def lines_of(ask: Callable[[], HttpResponse]) -> tuple[HttpResponse, list[Ligne]]:
    before = Ligne.objects.count()
    answer = ask()
    return answer, list(Ligne.objects.order_by("id")[before:])


def faults(monde: Monde, client: Client, name: str) -> list[str]:
    """What is wrong with the lines that a page leaves: none missing, none too many."""
    answer, lignes = lines_of(lambda: client.get(adresse(ROUTES[name], monde.valeurs())))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown = any(trace.encode() in body for trace in traces(monde)) or (is_personal(name) and answer.status_code == 200)
    if shown and len(lignes) != 1:
        return [f"{name}: {len(lignes)} lines for a page that shows somebody"]
    if not shown and answer.status_code < 400 and lignes:
        return [f"{name}: {lignes} for a page that shows nobody"]
    return [f"{name}: a reading is not refused" for ligne in lignes if shown and ligne.issue != Issue.FAIT]


class TestEachRoute:
    def test_that_shows_somebody_leaves_one_line_and_no_other_leaves_any(self, nous: Monde) -> None:
        client = session(nous)

        found = [fault for name in sorted(ROUTES) for fault in faults(nous, client, name)]

        assert found == []
        assert verify().intact

    def test_there_is_something_to_see(self, nous: Monde) -> None:
        client = session(nous)
        opened = [name for name in ROUTES if is_personal(name) and client.get(adresse(ROUTES[name], nous.valeurs())).status_code == 200]

        assert len(opened) > 20
        assert {"bilan:fiche_pdf", "personnes:personne", "bilan:resultats"} <= set(opened)

    def test_every_listed_page_is_there(self) -> None:
        assert (set(lecture.LECTURES) | set(lecture.RIEN)) - set(ROUTES) == set()

    def test_sabotage_a_page_left_out_is_found(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(lecture.RIEN, "bilan:resultats", "sabotage")

        assert faults(nous, session(nous), "bilan:resultats") == ["bilan:resultats: 0 lines for a page that shows somebody"]

    def test_sabotage_two_lines_for_one_page_are_found(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        une = lecture._read
        monkeypatch.setattr(lecture, "_read", lambda *args: (une(*args), une(*args)))

        assert faults(nous, session(nous), "bilan:resultats") == ["bilan:resultats: 2 lines for a page that shows somebody"]

    def test_sabotage_a_line_for_a_page_that_shows_nobody_is_found(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(lecture.RIEN, "bilan:start")
        monkeypatch.setitem(lecture.LECTURES, "structures:liste", lecture.Lecture("lire_structures"))

        assert len(faults(nous, session(nous), "structures:liste")) == 1


class TestTheLine:
    def test_says_who_what_why_and_for_which_structure(self, nous: Monde) -> None:
        bilan = nous.bilans[0]
        _, (ligne,) = lines_of(lambda: session(nous).get(reverse("bilan:fiche_pdf", args=[bilan.pk])))

        assert (ligne.actor_id, ligne.verb, ligne.thing_kind, ligne.thing_id, ligne.purpose, ligne.structure_id) == (
            nous.compte.pk,
            "imprimer_fiche",
            "bilan",
            str(bilan.pk),
            "bilan_des_droits",
            bilan.structure_id,
        )

    def test_of_a_list_is_about_the_structure(self, nous: Monde) -> None:
        client = session(nous)
        _, (ligne,) = lines_of(lambda: client.get(reverse("bilan:list")))
        assert (ligne.verb, ligne.thing_kind, ligne.thing_id, ligne.structure_id) == (
            "lister_bilans",
            "structure",
            str(nous.membre.structure_id),
            nous.membre.structure_id,
        )

        MembreFactory.create(compte=nous.compte, role=Role.MEDIATEUR)
        _, (ligne,) = lines_of(lambda: client.get(reverse("bilan:list")))
        assert (ligne.thing_kind, ligne.thing_id, ligne.structure_id) == ("compte", str(nous.compte.pk), None)

    def test_of_what_another_structure_reads_is_in_the_chain_of_the_holder_and_names_the_sharing(self, nous: Monde) -> None:
        lecteur = MembreFactory.create(structure=nous.partage.vers_structure, role=Role.MEDIATEUR)
        client = Client()
        client.force_login(lecteur.compte, backend=BACKEND)
        page = reverse("personnes:partagee", args=[nous.partage.personne_id, nous.partage.finalite])

        answer, (ligne,) = lines_of(lambda: client.get(page))

        assert answer.status_code == 200
        assert (ligne.structure_id, ligne.partage_id, ligne.purpose) == (nous.partage.de_structure_id, nous.partage.pk, nous.partage.finalite)

    def test_of_an_act_is_its_verb_s_alone(self, nous: Monde) -> None:
        bilan = nous.bilans[0]
        _, lignes = lines_of(lambda: session(nous).post(reverse("bilan:choix", args=[bilan.pk, "rsa"]), {"decision": "voulu"}, headers={"hx-request": "true"}))

        assert [ligne.verb for ligne in lignes] == ["choisir_droit"]

    def test_of_an_act_that_writes_nothing_is_a_reading(self, nous: Monde) -> None:
        bilan = nous.bilans[0]
        answer, lignes = lines_of(lambda: session(nous).post(reverse("bilan:person_add", args=[bilan.pk, "enfant"]), {"date_naissance": "pas une date"}))

        assert answer.status_code == 422
        assert [ligne.verb for ligne in lignes] == ["lire_bilan"]

    def test_is_not_written_for_a_body_that_is_not_sent(self, nous: Monde) -> None:
        _, lignes = lines_of(lambda: session(nous).head(reverse("bilan:resultats", args=[nous.bilans[0].pk])))

        assert lignes == []


class TestRefusals:
    def test_of_a_check_up_of_another_structure_is_written_in_the_holder_s_chain(self, nous: Monde) -> None:
        voisins = peupler("Voisine")
        answer, (ligne,) = lines_of(lambda: session(nous).get(reverse("bilan:resultats", args=[voisins.bilans[0].pk])))

        assert answer.status_code == 404
        assert (ligne.issue, ligne.motif, ligne.actor_id, ligne.structure_id, ligne.thing_id) == (
            Issue.REFUSE,
            "introuvable",
            nous.compte.pk,
            voisins.membre.structure_id,
            str(voisins.bilans[0].pk),
        )

    def test_of_each_page_about_somebody_leaves_one_line(self, nous: Monde) -> None:
        voisins = peupler("Voisine")
        client = session(nous)
        found = []
        for name in (name for name in sorted(ROUTES) if "_id>" in ROUTES[name].address and is_personal(name)):
            for ask in (client.get, client.post):
                answer, lignes = lines_of(lambda ask=ask, name=name: ask(adresse(ROUTES[name], voisins.valeurs())))
                if answer.status_code == 405:
                    continue
                assert answer.status_code in {403, 404}, name
                assert [(ligne.issue, ligne.actor_id) for ligne in lignes] == [(Issue.REFUSE, nous.compte.pk)], name
                found.append(name)

        assert len(found) > 40

    def test_at_the_door_says_which_activity_it_refuses(self, nous: Monde) -> None:
        elu = MembreFactory.create(structure=nous.membre.structure, role=Role.ELU)
        client = Client()
        client.force_login(elu.compte, backend=BACKEND)

        _, (ligne,) = lines_of(lambda: client.post(reverse("bilan:close", args=[nous.bilans[0].pk])))

        assert (ligne.issue, ligne.motif, ligne.verb) == (Issue.REFUSE, "porte_mandat", "agir_bilan")

    def test_of_what_does_not_exist_is_written_too(self, nous: Monde) -> None:
        client = session(nous)
        for page in (reverse("bilan:resultats", args=[uuid.uuid4()]), reverse("personnes:personne", args=[10**30])):
            answer, (ligne,) = lines_of(lambda page=page: client.get(page))
            assert answer.status_code == 404
            assert (ligne.issue, ligne.structure_id) == (Issue.REFUSE, None)

    def test_nobody_signed_in_leaves_no_line(self, nous: Monde) -> None:
        answer, lignes = lines_of(lambda: Client().get(reverse("bilan:resultats", args=[nous.bilans[0].pk])))

        assert (answer.status_code, lignes) == (302, [])

    def test_sabotage_a_refusal_that_is_not_heard_leaves_no_line(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lecture.LectureMiddleware, "process_exception", lambda self, request, exception: None)
        voisins = peupler("Voisine")

        _, lignes = lines_of(lambda: session(nous).get(reverse("bilan:resultats", args=[voisins.bilans[0].pk])))

        assert lignes == []


class TestOneTransaction:
    def test_a_reading_that_cannot_be_written_down_shows_nothing(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(**kwargs: object) -> None:
            raise RuntimeError("the journal does not answer")

        monkeypatch.setattr(lecture, "record", broken)
        client = Client(raise_request_exception=False)
        client.force_login(nous.compte, backend=BACKEND)

        answer = client.get(reverse("bilan:resultats", args=[nous.bilans[0].pk]))

        assert answer.status_code == 500
        assert not any(trace in answer.content.decode() for trace in traces(nous))

    def test_a_page_is_read_inside_the_transaction_of_its_line(self, nous: Monde) -> None:
        seen: list[tuple[str, int]] = []

        def view(request: HttpRequest) -> HttpResponse:
            seen.append((str(request.method), len(connection.savepoint_ids)))
            return HttpResponse("ok")

        profondeur = len(connection.savepoint_ids)
        middleware = lecture.LectureMiddleware(view)
        for method in ("GET", "POST"):
            request = HttpRequest()
            request.method, request.path_info, request.user = method, reverse("bilan:list"), nous.compte
            middleware(request)

        assert seen == [("GET", profondeur + 1), ("POST", profondeur)]


class TestKilled:
    @pytest.mark.skipif(connection.vendor != "sqlite", reason="the killed process makes a database of its own, a file")
    def test_no_answer_leaves_without_its_line_even_when_the_service_is_killed(self, tmp_path: Path) -> None:
        """A process reads pages in a loop and says each answer on its output; killed anywhere, the database has a line for each one said."""
        script = textwrap.dedent(
            """
            import os, sys
            import django
            django.setup()
            from django.core.management import call_command
            from django.test import Client
            call_command("migrate", verbosity=0)
            from tests.house.monde import peupler
            from django.urls import reverse
            monde = peupler("Awä")
            client = Client()
            client.force_login(monde.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
            page = reverse("bilan:foyer", args=[monde.bilans[0].pk])
            os.write(1, b"ready\\n")
            while True:
                assert client.get(page).status_code == 200
                os.write(1, b"x")
            """
        )
        base = tmp_path / "base.sqlite3"
        environ = os.environ | {"DATABASE_URL": f"sqlite:///{base}", "DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.test"}
        racine = Path(__file__).resolve().parents[2]
        with subprocess.Popen([sys.executable, "-c", script], cwd=racine, env=environ, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            said = len(process.stdout.read(20))
            process.send_signal(signal.SIGKILL)
            said += len(process.stdout.read())
        with sqlite3.connect(base) as database:
            written = database.execute("SELECT count(*) FROM journal_ligne WHERE verb = 'lire_bilan'").fetchone()[0]

        assert said >= 20
        assert said <= written <= said + 1
