"""OpenFisca's Web API over HTTP: open, limited, and silent about nothing but persons."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client

from droits_ouverts.bilan import ports
from droits_ouverts.connectors.moteur.in_process import MoteurLocal, warmed

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

BODY = {"individus": {"Awa-Diallo": {"date_naissance": {"ETERNITY": "1992-03-14"}, "age": {"2026-11": None}}}}


def cold() -> MoteurLocal:
    """An engine that did not start."""
    return MoteurLocal()


@pytest.fixture(autouse=True)
def engine(settings: SettingsWrapper) -> None:
    settings.MOTEUR = f"{warmed.__module__}.{warmed.__name__}"
    cache.clear()


@pytest.fixture
def caller() -> Client:
    # The token is asked of whoever needs one: here nobody.
    return Client(enforce_csrf_checks=True)


def post(caller: Client, body: object, **extra: Any) -> Any:
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return caller.post("/api/calculate", data=data, content_type="application/json", **extra)


class TestCalculate:
    def test_answers_without_login_nor_token(self, caller: Client) -> None:
        response = post(caller, BODY)

        assert response.status_code == 200
        assert response.json() == {"individus": {"Awa-Diallo": {"date_naissance": {"ETERNITY": "1992-03-14"}, "age": {"2026-11": 34}}}}
        assert response["Content-Type"] == "application/json"
        assert not response.cookies

    def test_takes_the_last_slash_and_any_type_of_content(self, caller: Client) -> None:
        response = caller.post("/api/calculate/", data=json.dumps(BODY), content_type="text/plain")

        assert response.status_code == 200

    def test_says_which_package_answered(self, caller: Client) -> None:
        response = post(caller, BODY)

        assert (response["Country-Package"], response["Country-Package-Version"]) == ("openfisca-france", "176.1.8")

    def test_says_in_a_header_who_computed(self, caller: Client) -> None:
        assert post(caller, BODY)["Moteur"] == "openfisca"

    def test_may_be_read_from_another_site(self, caller: Client) -> None:
        assert post(caller, BODY)["Access-Control-Allow-Origin"] == "*"
        assert caller.options("/api/calculate").status_code == 200

    def test_refuses_with_path_and_message(self, caller: Client) -> None:
        response = post(caller, {"individus": {"a": {"salaire_de_base": {"2026-11": "mille"}}}})

        assert response.status_code == 400
        assert "mille" in response.json()["individus"]["a"]["salaire_de_base"]["2026-11"]

    def test_unknown_variable_is_404_as_in_openfisca(self, caller: Client) -> None:
        response = post(caller, {"individus": {"a": {"lune": {"2026-11": None}}}})

        assert response.status_code == 404
        assert "lune" in response.json()["individus"]["a"]["lune"]

    @pytest.mark.parametrize("body", [b"", b"   ", b"{", b"\xff\xfe\xfd\xfc\xfb", b"[" * 200_000, b"9" * 5000, '{"a": }'])
    def test_refuses_what_is_not_json(self, caller: Client, body: bytes | str) -> None:
        response = post(caller, body)

        assert response.status_code == 400
        assert response.json()["error"].startswith("Invalid JSON")

    @pytest.mark.parametrize("body", [b"[]", b"null", b"3", b'"awa"', b"{}", b"NaN"])
    def test_refuses_what_is_not_a_situation(self, caller: Client, body: bytes) -> None:
        response = post(caller, body)

        assert response.status_code == 400
        assert response.json()

    def test_refuses_more_than_a_megabyte(self, caller: Client) -> None:
        response = post(caller, b" " * (1024 * 1024 + 1))

        assert response.status_code == 413
        assert "1024 Kio" in response.json()["error"]

    def test_asks_for_the_length_of_what_comes_in_pieces(self, caller: Client) -> None:
        response = post(caller, BODY, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")

        assert response.status_code == 411
        assert "Content-Length" in response.json()["error"]

    def test_refuses_a_crowd_made_of_axes(self, caller: Client) -> None:
        axes = [[{"count": 10_000_000, "name": "salaire_de_base", "min": 0, "max": 1, "period": "2026-11"}]]

        assert post(caller, {"individus": {"a": {}}, "axes": axes}).status_code == 413

    def test_a_lone_surrogate_comes_back(self, caller: Client) -> None:
        response = post(caller, b'{"individus": {"\\ud800": {"age": {"2026-11": null}}}}')

        assert response.status_code == 200
        assert "\ud800" in json.loads(response.content)["individus"]

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_asked_by_post_only(self, caller: Client, method: str) -> None:
        response = getattr(caller, method)("/api/calculate")

        assert response.status_code == 405
        assert "POST" in response["Allow"]

    def test_nothing_of_a_request_is_logged(self, caller: Client, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)

        post(caller, BODY)
        post(caller, {"individus": {"Awa-Diallo": {"lune": 1}}})

        assert "Awa" not in caplog.text


class TestTrace:
    def test_tells_how(self, caller: Client) -> None:
        response = caller.post("/api/trace", data=json.dumps(BODY), content_type="application/json")

        assert response.status_code == 200
        assert "age<2026-11>" in response.json()["trace"]


class TestRate:
    def test_stops_an_address_and_says_when_to_come_back(self, caller: Client, settings: SettingsWrapper) -> None:
        settings.REQUETES_PAR_MINUTE = 3

        answers = [caller.get("/api/entities") for _ in range(10)]

        # A minute may end among the ten: at most two windows of three pass.
        assert 3 <= [answer.status_code for answer in answers].count(200) <= 6
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(refused["Retry-After"]) <= 60
        assert refused.json()["error"].startswith("Trop de demandes en peu de temps. Réessayez dans ")
        assert refused["Access-Control-Allow-Origin"] == "*"


class TestEngineAway:
    @pytest.mark.parametrize("address", ["spec", "variables", "variable/age", "parameters", "parameter/x", "entities"])
    def test_says_when_to_come_back(self, caller: Client, settings: SettingsWrapper, address: str) -> None:
        settings.MOTEUR = f"{__name__}.cold"
        sys.modules.setdefault(__name__, sys.modules[cold.__module__])

        response = caller.get(f"/api/{address}")

        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert "ne dit rien de vos droits" in response.json()["error"]

    def test_through_the_true_client(self, caller: Client, settings: SettingsWrapper) -> None:
        del settings.MOTEUR

        assert post(caller, BODY).status_code == 503

    def test_the_sentences_of_each_step(self) -> None:
        assert all(step.phrase.endswith(".") for step in ports.EtapeMoteur)


class TestDescriptions:
    def test_variables(self, caller: Client) -> None:
        listed = caller.get("/api/variables").json()

        assert listed["age"]["href"] == "http://testserver/api/variable/age"
        assert caller.get(listed["age"]["href"]).json()["id"] == "age"
        assert set(listed["age"]) == {"description", "href"}

    def test_our_own_rights_are_among_them(self, caller: Client) -> None:
        assert "rsj_metropole_lyon_eligibilite" in caller.get("/api/variables").json()

    def test_parameters_by_path_or_by_dots(self, caller: Client) -> None:
        listed = caller.get("/api/parameters").json()
        name = "marche_travail.salaire_minimum.smic.smic_b_horaire"

        assert caller.get(listed[name]["href"]).json()["id"] == name
        assert caller.get(f"/api/parameter/{name}").json()["id"] == name
        assert "subparams" in caller.get("/api/parameter/marche_travail/salaire_minimum/smic").json()

    @pytest.mark.parametrize("address", ["variable/lune", "parameter/lune", "parameter/lune/rousse"])
    def test_what_does_not_exist(self, caller: Client, address: str) -> None:
        response = caller.get(f"/api/{address}")

        assert response.status_code == 404
        assert "lune" in response.json()["error"]

    def test_entities(self, caller: Client) -> None:
        assert caller.get("/api/entities").json()["menage"]["plural"] == "menages"

    def test_spec(self, caller: Client) -> None:
        spec = caller.get("/api/spec").json()

        assert spec["servers"] == [{"url": "http://testserver/api"}]
        assert {"/calculate", "/variables", "/parameters", "/entities", "/spec"} <= set(spec["paths"])

    def test_are_asked_by_get_only(self, caller: Client) -> None:
        assert caller.post("/api/variables").status_code == 405


class TestWebWorkers:
    def test_never_import_openfisca(self) -> None:
        code = (
            "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'droits_ouverts.config.settings.test'\n"
            "import droits_ouverts.config.wsgi\n"
            "from django.urls import get_resolver\n"
            "get_resolver().url_patterns\n"
            "from django.urls import reverse; reverse('api:calculate')\n"
            "from droits_ouverts.bilan.ports import moteur; moteur()\n"
            "print(sorted(name for name in sys.modules if name.split('.')[0].startswith('openfisca') or name.split('.')[0] in {'flask', 'gunicorn', 'numpy'}))\n"
        )

        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == "[]"


class TestAtTheRoot:
    @pytest.mark.parametrize("address", ["spec", "variables", "variable/rsa", "parameters", "entities"])
    def test_openfisca_describes_itself_where_its_own_api_does(self, caller: Client, address: str) -> None:
        here, there = caller.get(f"/{address}"), caller.get(f"/api/{address}")

        assert here.status_code == there.status_code == 200
        assert here.json() == there.json()
