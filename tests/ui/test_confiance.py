"""What the policy of Trusted Types takes: each element that our pages are made of, and no element or attribute that could run."""

from __future__ import annotations

import re

import pytest

from tests.house.repo import PACKAGE, files

SCRIPT = (PACKAGE / "ui" / "static" / "ui" / "confiance.js").read_text(encoding="utf-8")
OF_WHOLE_PAGES = {"html", "head", "body", "meta", "link", "script", "title", "style"}
"""Elements of whole pages; no fragment has them."""
PRINTED = {"fiche_pdf.html", "copie_pdf.html"}
"""Templates that no browser is given."""


def listed() -> set[str]:
    found = re.search(r"ELEMENTS = new Set\(\s*\((.*?)\)\.split", SCRIPT, re.DOTALL)
    assert found
    return set(" ".join(re.findall(r'"([^"]*)"', found.group(1))).split())


def used() -> set[str]:
    pages = [path.read_text(encoding="utf-8") for path in files(".html", under=PACKAGE) if path.name not in PRINTED]
    return {name.lower() for page in pages for name in re.findall(r"<([a-zA-Z][a-zA-Z0-9-]*)", page)}


class TestList:
    def test_every_element_of_our_pages_is_taken(self) -> None:
        assert len(used()) > 40
        assert used() - OF_WHOLE_PAGES - listed() == set()

    @pytest.mark.parametrize(
        "name",
        ["script", "iframe", "object", "embed", "base", "meta", "link", "style", "noscript", "math", "foreignobject", "animate", "set", "frame", "applet"],
    )
    def test_nothing_that_runs_or_loads_is(self, name: str) -> None:
        assert name not in listed()

    def test_the_pages_load_it_before_what_it_judges(self) -> None:
        base = (PACKAGE / "ui" / "templates" / "ui" / "base.html").read_text(encoding="utf-8")

        assert base.index("ui/confiance.js") < base.index("ui/vendor/htmx.min.js")
        assert '"allowEval": false' in base
        assert '"allowScriptTags": false' in base
