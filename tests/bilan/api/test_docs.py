"""The machine doors tell what they take and answer, and answer nothing else."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import get_resolver

from droits_ouverts.bilan.api import urls
from droits_ouverts.bilan.api.openapi import document


@pytest.fixture
def page(client: Client) -> BeautifulSoup:
    reponse = client.get("/api/docs/")
    assert reponse.status_code == 200
    return BeautifulSoup(reponse.content, "html.parser")


class TestDocument:
    def test_it_is_given_to_all_as_json(self, client: Client) -> None:
        reponse = client.get("/api/openapi/")

        assert reponse.status_code == 200
        assert reponse["Access-Control-Allow-Origin"] == "*"
        lu = json.loads(reponse.content)
        assert lu["openapi"] == "3.1.0"
        assert lu["servers"] == [{"url": "http://testserver/api"}]

    def test_every_machine_door_is_told_and_no_other(self) -> None:
        routes = {pattern.name for pattern in urls.urlpatterns} - {"docs", "openapi"}
        dites = {operation["operationId"] for chemin in document("")["paths"].values() for operation in chemin.values()}  # type: ignore[attr-defined]  # a JSON document

        assert dites == routes

    def test_each_example_of_a_name_is_an_address_of_ours(self) -> None:
        for chemin, operations in document("")["paths"].items():  # type: ignore[attr-defined]  # a JSON document
            for operation in operations.values():
                for parametre in operation.get("parameters", []):
                    assert (
                        get_resolver().resolve("/api" + chemin.replace(f"{{{parametre['name']}}}", parametre["example"])).url_name == operation["operationId"]
                    )


@pytest.mark.parametrize("langue", ["fr", "en", "ar"])
class TestPage:
    def test_it_is_open_and_told_in_each_language(self, client: Client, langue: str) -> None:
        assert client.get("/api/docs/", headers={"accept-language": langue}).status_code == 200


class TestPageInFrench:
    def test_the_address_without_its_last_slash_leads_to_it(self, client: Client) -> None:
        assert client.get("/api/docs").headers["Location"] == "/api/docs/"

    def test_every_door_has_its_section_its_command_and_its_answers(self, page: BeautifulSoup) -> None:
        for chemin, operations in document("http://testserver")["paths"].items():  # type: ignore[attr-defined]  # a JSON document
            for operation in operations.values():
                section = page.find(id=operation["operationId"])
                assert section is not None
                texte = section.get_text(" ")
                assert f"/api{chemin}" in texte
                assert "curl" in texte
                assert all(statut in texte for statut in operation["responses"])

    def test_nothing_comes_from_elsewhere(self, page: BeautifulSoup) -> None:
        sources = [str(balise.get("src") or balise.get("href")) for balise in page.find_all(["script", "link", "img"])]

        assert sources
        assert [source for source in sources if not source.startswith("/")] == []
