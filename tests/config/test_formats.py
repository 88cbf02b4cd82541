"""docs/formats.md says what the schema is, and names the examples that exist."""

from __future__ import annotations

import importlib.util

from tests.config.console import EXEMPLES

RACINE = EXEMPLES.parent


def test_the_tables_of_facts_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("formats", RACINE / "scripts" / "formats.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text = (RACINE / "docs" / "formats.md").read_text(encoding="utf-8")

    assert text == module.document(text), "docs/formats.md: run `python scripts/formats.py`"


def test_every_example_is_named() -> None:
    text = (RACINE / "docs" / "formats.md").read_text(encoding="utf-8")

    assert {path.name for path in EXEMPLES.glob("*.json")} == {path.name for path in EXEMPLES.glob("*.json") if f"`{path.name}`" in text}
