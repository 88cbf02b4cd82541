"""A refusal becomes a page or JSON, in one place; our own mistakes show nothing of what happened inside."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from droits_ouverts.config.urls import handler400, handler403, handler404, handler500
from droits_ouverts.config.urls import urlpatterns as ours
from droits_ouverts.foundation.errors import DomainError, ForbiddenError, NotVisibleError, UnavailableError
from droits_ouverts.foundation.logs import WithoutRequestFilter

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class ClosedError(DomainError):
    title = "La porte est fermée"
    what = "Vous n’êtes pas entrée."
    why = "Il est tard."
    next_step = "Revenez demain."
    code = "porte_fermee"


RAISED: dict[str, Exception] = {
    "refus": ClosedError(),
    "interdit": ForbiddenError(),
    "introuvable": NotVisibleError(),
    "indisponible": UnavailableError(detail="socket absente"),
    "permission": PermissionDenied("secret-canari"),
    "demande": BadRequest("secret-canari"),
    "panne": RuntimeError("secret-canari"),
}


@login_not_required
def door(request: HttpRequest, which: str) -> HttpResponse:
    raise RAISED[which]


urlpatterns = [path("essai/<str:which>/", door), path("api/essai/<str:which>/", door), *ours]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


class TestPage:
    def test_it_says_what_why_and_what_to_do(self, client: Client) -> None:
        answer = client.get("/essai/refus/")

        text = answer.content.decode()
        assert answer.status_code == 409
        assert all(sentence in text for sentence in ("La porte est fermée", "Vous n’êtes pas entrée.", "Il est tard.", "Revenez demain."))

    @pytest.mark.parametrize(
        ("which", "status", "words"),
        [
            ("interdit", 403, "Vous ne pouvez pas faire cette action"),
            ("introuvable", 404, "Cette page n’existe pas"),
            ("indisponible", 503, "Ce service ne répond pas"),
            ("permission", 403, "Cette page ne vous est pas ouverte"),
            ("demande", 400, "Votre demande n’a pas été comprise"),
            ("panne", 500, "Quelque chose n’a pas fonctionné"),
        ],
    )
    def test_each_kind_has_its_status_and_its_words(self, client: Client, which: str, status: int, words: str) -> None:
        answer = client.get(f"/essai/{which}/")

        text = answer.content.decode()
        assert answer.status_code == status
        assert words in text
        assert "canari" not in text
        assert "socket absente" not in text
        assert "<h1>" in text

    def test_an_unknown_address_has_the_same_page_as_a_hidden_thing(self, client: Client) -> None:
        assert client.get("/nulle-part/").status_code == 404
        assert "Cette page n’existe pas" in client.get("/nulle-part/").content.decode()

    def test_sentences_given_when_raised_replace_those_of_the_kind(self) -> None:
        error = ForbiddenError(title="t", what="w", why="y", next_step="n", detail="d")

        assert error.as_dict() == {"code": "interdit", "titre": "t", "quoi": "w", "pourquoi": "y", "que_faire": "n"}
        assert str(error) == "d"


class TestMachine:
    @pytest.mark.parametrize(("which", "status"), [("refus", 409), ("introuvable", 404), ("permission", 403), ("demande", 400), ("panne", 500)])
    def test_the_api_answers_in_json(self, client: Client, which: str, status: int) -> None:
        answer = client.get(f"/api/essai/{which}/")

        assert answer.status_code == status
        assert set(answer.json()["erreur"]) == {"code", "titre", "quoi", "pourquoi", "que_faire"}
        assert "canari" not in answer.content.decode()

    def test_a_caller_that_prefers_json_gets_it(self, client: Client) -> None:
        assert client.get("/essai/refus/", headers={"Accept": "application/json"}).json()["erreur"]["code"] == "porte_fermee"
        assert client.get("/essai/refus/", headers={"Accept": "text/html,application/json;q=0.5"}).headers["Content-Type"].startswith("text/html")


class TestLogs:
    def test_a_failure_of_ours_tells_its_cause_to_the_log(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        client.get("/essai/indisponible/")
        client.get("/essai/refus/")

        told = [record.getMessage() for record in caplog.records if record.name == "droits_ouverts.foundation.middleware"]
        assert told == ["indisponible socket absente"]

    def test_no_log_line_carries_the_request(self) -> None:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "x", None, None)
        record.request = object()

        assert WithoutRequestFilter().filter(record)
        assert not hasattr(record, "request")
