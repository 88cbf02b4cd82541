"""The list of planted defects still means something: each line stands once in the product, each test exists, the product has no switch."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from tests.house.repo import PACKAGE, ROOT, files

DEFAUTS: list[dict[str, str]] = yaml.safe_load((ROOT / "preuves" / "defauts.yaml").read_text(encoding="utf-8"))
PROMIS = 40
CLES = {"garantie", "nom", "fichier", "avant", "apres", "test"}


def wrong(defaut: dict[str, str]) -> list[str]:
    """What is wrong with a line of the list."""
    fichier, _, nom = defaut["test"].partition("::")
    found = []
    if set(defaut) != CLES or defaut["avant"] == defaut["apres"]:
        found.append("it does not say what it changes")
    if (PACKAGE / defaut["fichier"]).read_text(encoding="utf-8").count(defaut["avant"]) != 1:
        found.append("its line does not stand once in its file")
    if not nom or f"def {nom}(" not in (ROOT / "tests" / fichier).read_text(encoding="utf-8"):
        found.append("its test does not exist")
    return found


@pytest.mark.parametrize("defaut", DEFAUTS, ids=[defaut["nom"] for defaut in DEFAUTS])
def test_a_planted_defect_has_its_line_and_its_test(defaut: dict[str, str]) -> None:
    assert wrong(defaut) == []


def test_there_are_as_many_as_was_promised_each_once() -> None:
    assert len(DEFAUTS) >= PROMIS
    assert Counter(defaut["nom"] for defaut in DEFAUTS).most_common(1)[0][1] == 1


def test_a_stale_line_is_seen() -> None:
    assert wrong({**DEFAUTS[0], "avant": "a line that was rewritten since"}) == ["its line does not stand once in its file"]
    assert wrong({**DEFAUTS[0], "test": "coffre/test_sujets.py::test_of_yesterday"}) == ["its test does not exist"]


def test_the_product_has_no_switch_that_weakens_it() -> None:
    read = {path: path.read_text(encoding="utf-8").lower() for path in files(".py", under=PACKAGE)}

    assert len(read) > 200
    assert [path for path, text in read.items() if "sabotage" in text] == []
