"""Small requirements of ASVS 5.0 that no room's own tests look at: dangerous calls, what scripts touch, fields and sessions at the door."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.structures import CompteFactory
from tests.house.monde import adresse, nos_routes, peupler
from tests.house.repo import PACKAGE, files, shown

MOT_DE_PASSE = "une phrase de douze mots"
EXECUTE = {"eval", "exec", "__import__"}
SHELLS = {
    ("os", "system"),
    ("os", "popen"),
    ("subprocess", "getoutput"),
    ("subprocess", "getstatusoutput"),
    ("pickle", "loads"),
    ("pickle", "load"),
}
STOCKAGE = re.compile(r"\b(localStorage|sessionStorage|indexedDB|openDatabase|caches\.open)\b|document\.cookie\s*=")
EVALUE = re.compile(r"\beval\s*\(|\bnew Function\b|\bset(?:Timeout|Interval)\s*\(\s*['\"`]|__proto__|\bpostMessage\b|document\.write\b")
# Files that may, each with its reason.
PERMIS: dict[str, str] = {}


def dangerous(path: Path) -> list[str]:
    """Calls of a file that run a text or a shell."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in EXECUTE:
            found.append(node.func.id)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and (node.func.value.id, node.func.attr) in SHELLS:
            found.append(f"{node.func.value.id}.{node.func.attr}")
        if any(word.arg == "shell" and not (isinstance(word.value, ast.Constant) and word.value.value is False) for word in node.keywords):
            found.append("shell=")
    return found


def scripts() -> list[Path]:
    return [path for path in files(".js", under=PACKAGE) if "vendor" not in path.parts]


def seen(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found.group(0) for found in pattern.finditer(text)]


class TestCode:
    def test_runs_no_text_and_no_shell(self) -> None:
        assert {shown(path): found for path in files(".py", under=PACKAGE) if shown(path) not in PERMIS and (found := dangerous(path))} == {}

    @pytest.mark.parametrize(
        "text", ["eval(x)", "exec(x)", "import os\nos.system(x)", "import subprocess\nsubprocess.run(x, shell=True)", "import pickle\npickle.loads(x)"]
    )
    def test_the_rule_bites(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "x.py").write_text(text)

        assert dangerous(tmp_path / "x.py") != []


class TestScripts:
    def test_keep_nothing_in_the_browser(self) -> None:
        assert {shown(path): found for path in scripts() if (found := seen(STOCKAGE, path.read_text(encoding="utf-8")))} == {}
        assert len(scripts()) >= 4

    def test_evaluate_nothing_and_touch_no_prototype(self) -> None:
        assert {shown(path): found for path in scripts() if (found := seen(EVALUE, path.read_text(encoding="utf-8")))} == {}

    @pytest.mark.parametrize("text", ["localStorage.setItem('a', b)", "window.sessionStorage", "indexedDB.open('x')", "document.cookie = 'a=b'"])
    def test_the_rule_bites_on_what_keeps(self, text: str) -> None:
        assert seen(STOCKAGE, text) != []

    @pytest.mark.parametrize("text", ["eval (x)", "new Function(x)", "setTimeout('a()', 1)", "x.__proto__ = y", "window.postMessage(x)"])
    def test_the_rule_bites_on_what_evaluates(self, text: str) -> None:
        assert seen(EVALUE, text) != []


@pytest.mark.django_db
class TestTheDoor:
    def test_the_password_is_masked_and_may_be_pasted_and_filled_in(self, client: Client) -> None:
        champ = BeautifulSoup(client.get("/compte/connexion/").content, "html.parser").find("input", {"name": "password"})

        assert champ is not None
        assert champ["type"] == "password"
        assert champ["autocomplete"] == "current-password"
        assert not [nom for nom in champ.attrs if nom.startswith("on") or nom == "maxlength"]

    @pytest.mark.parametrize("essai", [MOT_DE_PASSE.upper(), f" {MOT_DE_PASSE}", f"{MOT_DE_PASSE} ", MOT_DE_PASSE[:-1], MOT_DE_PASSE + "x"])
    def test_a_password_is_taken_exactly_as_typed(self, client: Client, essai: str) -> None:
        CompteFactory.create(email="ines@exemple.test")

        client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": essai})
        assert "_auth_user_id" not in client.session
        client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": MOT_DE_PASSE})
        assert "_auth_user_id" in client.session

    def test_signing_in_gives_another_session(self, client: Client) -> None:
        CompteFactory.create(email="ines@exemple.test")
        session = client.session
        session["de_avant"] = "x"
        session.save()
        avant = session.session_key

        client.post("/compte/connexion/", {"login": "ines@exemple.test", "password": MOT_DE_PASSE})

        assert client.session.session_key != avant
        assert not type(session)().exists(avant)

    def test_trace_is_answered_nowhere(self, client: Client) -> None:
        monde = peupler("Zoé")
        client.force_login(monde.compte)
        valeurs = monde.valeurs()

        repondu = {route.name: client.generic("TRACE", adresse(route, valeurs), headers={"X-Marque": "Zoe-en-echo"}) for route in nos_routes()}

        assert {nom for nom, reponse in repondu.items() if reponse.status_code < 300 or b"Zoe-en-echo" in reponse.getvalue()} == set()
        assert len(repondu) > 40
