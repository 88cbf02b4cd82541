"""Translations: a compiled catalogue says what its source says, and a sentence keeps the blanks that the program fills."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.repo import PACKAGE, files, shown

BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def sentences(source: str) -> dict[str, str]:
    """Each sentence of a .po file to its translation. Plurals count by their first form; what is obsolete or untranslated is left out."""
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", source):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if not lines or re.search(r"^#,.*\bfuzzy\b", block, flags=re.MULTILINE):
            continue
        parts: dict[str, str] = {}
        key = ""
        for line in lines:
            if match := re.match(r"^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (.*)$", line):
                key, text = match.groups()
                parts[key] = ast.literal_eval(text)
            elif line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        translated = parts.get("msgstr", parts.get("msgstr[0]", ""))
        if parts.get("msgid") and translated:
            found[parts["msgid"]] = translated
    return found


def stale(po: Path) -> list[str]:
    """The sentences of a .po file that its .mo, where there is one, doesn't say or says otherwise."""
    mo = po.with_suffix(".mo")
    if not mo.exists():
        return []
    with mo.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    return [
        msgid
        for msgid, msgstr in sentences(po.read_text(encoding="utf-8")).items()
        if compiled.gettext(msgid) != msgstr and compiled.ngettext(msgid, msgid, 1) != msgstr and compiled.ngettext(msgid, msgid, 0) != msgstr
    ]


def blank_lost(source: str) -> list[str]:
    """The sentences whose translation lost a blank, or has one that the program doesn't fill. A plural form may leave out its number."""
    return [
        msgid
        for msgid, msgstr in sentences(source).items()
        if set(BLANK.findall(msgstr)) - set(BLANK.findall(msgid)) or (set(BLANK.findall(msgid)) - set(BLANK.findall(msgstr)) and "nombre" not in msgid)
    ]


class TestTranslations:
    def test_each_compiled_catalogue_is_its_source(self) -> None:
        assert {shown(po): found for po in files(".po", under=PACKAGE) if (found := stale(po))} == {}

    def test_each_sentence_keeps_its_blanks(self) -> None:
        assert {shown(po): found for po in files(".po", under=PACKAGE) if (found := blank_lost(po.read_text(encoding="utf-8")))} == {}

    def test_a_stale_catalogue_is_named(self, tmp_path: Path) -> None:
        po = tmp_path / "x.po"
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        po.write_text(f'{header}msgid "Bonjour"\nmsgstr "Hello"\n')
        if subprocess.run(["sh", "-c", "command -v msgfmt"], capture_output=True, check=False).returncode:
            pytest.skip("gettext's msgfmt is not installed")
        subprocess.run(["msgfmt", "-o", str(po.with_suffix(".mo")), str(po)], check=True)

        assert stale(po) == []

        po.write_text(f'{header}msgid "Bonjour"\nmsgstr "Good morning"\n\nmsgid "Au revoir"\nmsgstr "Goodbye"\n')

        assert stale(po) == ["Bonjour", "Au revoir"]

    def test_a_lost_blank_is_named(self) -> None:
        assert blank_lost('msgid "Bonjour {nom}"\nmsgstr "Hello"\n\nmsgid "Le %(jour)s"\nmsgstr "On %(day)s"\n\nmsgid "Oui"\nmsgstr "Yes"\n') == [
            "Bonjour {nom}",
            "Le %(jour)s",
        ]
