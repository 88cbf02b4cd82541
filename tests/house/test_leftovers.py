"""Nothing is left for later in a file, an exemption gives its reason, and no sentence tells a person that she is "not eligible"."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repo import PACKAGE, ROOT, files, shown

HERE = Path(__file__)
LEFTOVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|^(<<<<<<<|>>>>>>>) |\bbreakpoint\(\)|\bimport pdb\b", re.MULTILINE)
# An exemption names its code and, after it, its reason.
EXEMPTIONS = re.compile(r"#\s*(noqa|type:\s*ignore|nosec)\b(.*)")
ARGUED = re.compile(r"(:\s*[A-Z]+[0-9]+(\s*,\s*[A-Z]+[0-9]+)*|\[[a-z-]+(\s*,\s*[a-z-]+)*\])\s+([#—-]\s*)?\S.{4,}")
VERDICT = re.compile(r"\bnon[ -]éligibles?\b|\binéligibles?\b|\bnot eligible\b|\bineligible\b", re.IGNORECASE)


def leftovers(text: str) -> list[str]:
    """What a file leaves for later."""
    return [found.group(0).strip() for found in LEFTOVERS.finditer(text)]


def unargued(text: str) -> list[str]:
    """The exemptions of a Python file that give no code or no reason."""
    return [found.group(0).strip() for found in EXEMPTIONS.finditer(text) if not ARGUED.match(found.group(2).strip())]


def verdicts(text: str) -> list[str]:
    """The words that hand a person a verdict: an estimate says what seems to be missing, and who decides."""
    return [found.group(0) for found in VERDICT.finditer(text)]


def reported(check: object, paths: list[Path]) -> dict[str, list[str]]:
    assert callable(check)
    return {shown(path): found for path in paths if path != HERE and (found := check(path.read_text(encoding="utf-8")))}


class TestLeftovers:
    def test_nothing_is_left_for_later(self) -> None:
        assert reported(leftovers, files(".py", ".html", ".js", ".css", ".sh", ".toml", ".yaml", ".yml", ".md")) == {}

    @pytest.mark.parametrize("text", ["# TODO later\n", "x = 1  # FIXME\n", "<<<<<<< HEAD\n", "breakpoint()\n"])
    def test_the_rule_bites(self, text: str) -> None:
        assert leftovers(text) != []

    def test_a_french_word_is_no_leftover(self) -> None:
        assert leftovers("méthode todomètre\n") == []


class TestExemptions:
    def test_each_gives_its_code_and_reason(self) -> None:
        product = [path for path in files(".py") if not path.is_relative_to(ROOT / "tests")]

        assert reported(unargued, product) == {}

    @pytest.mark.parametrize("text", ["x = 1  # noqa", "x = 1  # noqa: E501", "x = 1  # type: ignore", "x = 1  # type: ignore[misc]"])
    def test_the_rule_bites(self, text: str) -> None:
        assert unargued(text) != []

    @pytest.mark.parametrize(
        "text",
        [
            "x = 1  # noqa: E501  the law's own sentence",
            "x = 1  # type: ignore[misc]  # its base has no types",
            "x = 1  # noqa: F401, F403  names are re-exported",
        ],
    )
    def test_an_argued_exemption_passes(self, text: str) -> None:
        assert unargued(text) == []


class TestVerdicts:
    def test_no_sentence_to_a_person_is_a_verdict(self) -> None:
        sentences = [path for path in files(".py", under=PACKAGE / "engine" / "formules") if path.name == "__init__.py"]
        shown_to_people = files(".html", ".po", under=PACKAGE) + sentences

        assert reported(verdicts, shown_to_people) == {}

    @pytest.mark.parametrize("text", ["Vous êtes non éligible.", "Personne inéligible", "You are not eligible"])
    def test_the_rule_bites(self, text: str) -> None:
        assert verdicts(text) != []

    def test_a_stored_value_is_no_sentence(self) -> None:
        assert verdicts('NON_ELIGIBLE = "non_eligible"') == []
