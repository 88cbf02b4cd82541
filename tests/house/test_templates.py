"""Every template is used by something, and none carries script or style of its own: the content security policy would stop them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repo import PACKAGE, files, shown

# Django and allauth look these up by name.
LOOKED_UP = re.compile(r"^(400|403|403_csrf|404|500)\.html$|^(account|allauth|mfa|socialaccount)/|^django/forms/")
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:",
    re.IGNORECASE,
)


def name_of(path: Path) -> str:
    """The name by which Django finds a template: its path after `templates/`."""
    return path.as_posix().rpartition("/templates/")[2]


def unused(templates: dict[str, str], code: str) -> list[str]:
    """The names that neither the code nor another template says. A name built from parts counts by its last part in quotes."""
    return [
        name
        for name, text in templates.items()
        if not LOOKED_UP.match(name)
        and name not in code
        and not any(name in other for other_name, other in templates.items() if other_name != name)
        and text is not None
    ]


def inline(text: str) -> list[str]:
    """Scripts, styles and handlers written inside a page."""
    return [found.group(0) for found in INLINE.finditer(text)]


def all_templates() -> dict[str, str]:
    return {name_of(path): path.read_text(encoding="utf-8") for path in files(".html", under=PACKAGE) if "templates" in path.parts}


class TestTemplates:
    def test_each_is_used(self) -> None:
        code = "\n".join(path.read_text(encoding="utf-8") for path in files(".py", under=PACKAGE))

        assert unused(all_templates(), code) == []

    def test_an_unused_one_is_named(self) -> None:
        templates = {"bilan/page.html": '{% include "bilan/_part.html" %}', "bilan/_part.html": "", "bilan/orphan.html": "", "404.html": ""}

        assert unused(templates, 'render(request, "bilan/page.html")') == ["bilan/orphan.html"]

    def test_none_carries_script_or_style(self) -> None:
        assert {shown(path): found for path in files(".html", under=PACKAGE) if (found := inline(path.read_text(encoding="utf-8")))} == {}

    @pytest.mark.parametrize(
        "text", ["<script>go()</script>", "<style>p{}</style>", '<p style="color:red">', '<a onclick="go()">', '<a href="javascript:go()">']
    )
    def test_inline_code_is_named(self, text: str) -> None:
        assert inline(text) != []

    @pytest.mark.parametrize("text", ['<script src="/x.js" type="module"></script>', '<script type="application/json">{}</script>', '<p class="style">'])
    def test_a_linked_file_passes(self, text: str) -> None:
        assert inline(text) == []
