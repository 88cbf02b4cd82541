"""docs/asvs.csv: each requirement of ASVS 5.0, levels 1 and 2, has a test that exists, a title that exists, or a reason; what is left only falls."""

from __future__ import annotations

import ast
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.house.repo import ROOT

LISTE = ROOT / "docs" / "asvs.csv"
COLONNES = ["id", "niveau", "exigence", "statut", "preuve", "raison"]
# Numbers and levels of the 253 requirements, in the order of the standard.
EMPREINTE = "9af37b810927c5eedfe1d3e716a571ebac199cf378c2fb4a3ccb64aa29f2a70a"
A_FAIRE = 0
"""How many requirements nothing shows yet. Lower it when one is shown; never raise it."""
PASSES = {"skip", "skipif", "xfail"}

Ligne = dict[str, str]


def read() -> list[Ligne]:
    with LISTE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fingerprint(lignes: list[Ligne]) -> str:
    return hashlib.sha256("".join(f"{ligne['id']} {ligne['niveau']}\n" for ligne in lignes).encode()).hexdigest()


@cache
def named_tests(path: Path) -> frozenset[str]:
    """The tests of a file, `test_x` or `TestY::test_x`, without those that are skipped."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and runs(node):
            found.add(node.name)
        if isinstance(node, ast.ClassDef) and runs(node):
            found |= {f"{node.name}::{method.name}" for method in node.body if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and runs(method)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def runs(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    named = {part.attr for mark in node.decorator_list for part in ast.walk(mark) if isinstance(part, ast.Attribute)}
    return not named & PASSES


def anchors(text: str) -> set[str]:
    """The anchors that a reader of Markdown gives to titles: lower case, spaces become hyphens, other signs go."""
    titles = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def untrue(ligne: Ligne) -> str | None:
    """What is wrong in a line, or None."""
    preuve, raison = ligne["preuve"], ligne["raison"]
    fichier, _, reste = preuve.partition("::" if ligne["statut"] == "test" else "#")
    if not ligne["exigence"]:
        return "says nothing of the requirement"
    match ligne["statut"]:
        case "test":
            if not fichier.startswith("tests/") or not (ROOT / fichier).is_file() or reste not in named_tests(ROOT / fichier):
                return f"{preuve} is no test that runs"
        case "document":
            if not fichier.startswith("docs/") or not (ROOT / fichier).is_file() or reste not in anchors((ROOT / fichier).read_text(encoding="utf-8")):
                return f"{preuve} is no title of a document"
        case "sans objet" | "à faire":
            if preuve or len(raison) < 8:
                return "needs a reason and no proof"
        case _:
            return f"{ligne['statut']} is no status"
    return None


def wrong(lignes: list[Ligne]) -> list[str]:
    return [f"{ligne['id']}: {what}" for ligne in lignes if (what := untrue(ligne))]


class TestList:
    def test_holds_each_requirement_of_both_levels_once_and_in_order(self) -> None:
        lignes = read()

        assert list(lignes[0]) == COLONNES
        assert Counter(ligne["niveau"] for ligne in lignes) == {"1": 70, "2": 183}
        assert fingerprint(lignes) == EMPREINTE

    def test_each_proof_exists(self) -> None:
        assert wrong(read()) == []

    def test_what_is_left_only_falls(self) -> None:
        assert sum(ligne["statut"] == "à faire" for ligne in read()) == A_FAIRE


class TestTheRulesBite:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda ligne: ligne | {"statut": "test", "preuve": "tests/house/test_asvs.py::TestList::test_that_is_gone"}, "no test that runs"),
            (lambda ligne: ligne | {"statut": "test", "preuve": "tests/house/test_gone.py::test_x"}, "no test that runs"),
            (lambda ligne: ligne | {"statut": "test", "preuve": "tests/house/test_asvs.py::read"}, "no test that runs"),
            (lambda ligne: ligne | {"statut": "document", "preuve": "docs/securite/politique.md#titre-disparu"}, "no title"),
            (lambda ligne: ligne | {"statut": "document", "preuve": "docs/securite/politique.md"}, "no title"),
            (lambda ligne: ligne | {"statut": "sans objet", "preuve": "", "raison": ""}, "needs a reason"),
            (lambda ligne: ligne | {"statut": "à faire", "preuve": "tests/x.py::test_y", "raison": "en cours"}, "needs a reason and no proof"),
            (lambda ligne: ligne | {"statut": "fait"}, "no status"),
            (lambda ligne: ligne | {"exigence": ""}, "says nothing"),
        ],
    )
    def test_on_a_line(self, change: Callable[[Ligne], Ligne], said: str) -> None:
        lignes = read()
        lignes[7] = change(lignes[7])

        assert [said in line for line in wrong(lignes)] == [True]

    def test_on_a_hole_and_on_a_level(self) -> None:
        lignes = read()

        assert fingerprint(lignes[:-1]) != EMPREINTE
        assert fingerprint([lignes[0] | {"niveau": "1"}, *lignes[1:]]) != EMPREINTE

    def test_on_a_test_that_is_skipped(self, tmp_path: Path) -> None:
        (tmp_path / "test_x.py").write_text(
            "import pytest\n\n@pytest.mark.skip\ndef test_a(): ...\n\nclass TestB:\n    @pytest.mark.xfail(strict=True)\n    def test_c(self): ...\n    def test_d(self): ...\n"
        )

        assert named_tests(tmp_path / "test_x.py") == {"TestB::test_d"}

    def test_titles_are_read_as_a_reader_of_markdown_does(self) -> None:
        assert anchors("# Clés\n\n## Changer d'algorithme\n\nClés #non\n") == {"clés", "changer-dalgorithme"}
