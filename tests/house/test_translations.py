"""Translations: a compiled catalogue says what its source says, a sentence keeps its blanks, every sentence is said in every language."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from droits_ouverts.ui.langues import LANGUES, SOURCE
from scripts import messages
from tests.house.francais import ELSEWHERE, FILES, is_elsewhere, left_in_french, left_in_template
from tests.house.repo import PACKAGE, files, shown

BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NUMBERS = {"%(nombre)s", "%(n)s", "{nombre}", "{heures}", "{age}"}
"""Blanks that count things: "one right" says its number in a word."""


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
    lost = []
    for msgid, msgstr in sentences(source).items():
        asked, said = set(BLANK.findall(msgid)), set(BLANK.findall(msgstr))
        if said - asked - (NUMBERS if msgid in plurals(source) else set()) or asked - said - NUMBERS:
            lost.append(msgid)
    return lost


@cache
def plurals(source: str) -> frozenset[str]:
    """The sentences of a .po file that have a plural."""
    return frozenset(ast.literal_eval(msgid) for msgid in re.findall(r'^msgid (".*")\nmsgid_plural ', source, flags=re.MULTILINE))


def unsaid(gathered: list[messages.Sentence], compiled: Path) -> list[str]:
    """The sentences that a compiled catalogue doesn't say: absent, empty or fuzzy (msgfmt leaves those out), or without all their plurals."""
    with compiled.open("rb") as file:
        known = vars(gettext.GNUTranslations(file))["_catalog"]
    return [singular for singular, plural in gathered if not known.get((singular, 0) if plural else singular)]


def compile_po(folder: Path, entries: str) -> Path:
    """Compile the entries of a .po file, where gettext is installed."""
    po = folder / "x.po"
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=n != 1;\\n"\n\n' + entries, encoding="utf-8")
    if subprocess.run(["sh", "-c", "command -v msgfmt"], capture_output=True, check=False).returncode:
        pytest.skip("gettext's msgfmt is not installed")
    subprocess.run(["msgfmt", "-o", str(po.with_suffix(".mo")), str(po)], check=True)
    return po.with_suffix(".mo")


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


class TestEverySentenceIsSaid:
    @pytest.fixture(scope="class")
    def gathered(self) -> dict[str, list[messages.Sentence]]:
        return messages.extracted()

    @pytest.mark.parametrize("domaine", sorted(messages.DOMAINS))
    @pytest.mark.parametrize("langue", [langue.code for langue in LANGUES if langue.code != SOURCE])
    def test_in_every_language_of_the_screens(self, gathered: dict[str, list[messages.Sentence]], langue: str, domaine: str) -> None:
        assert len(gathered[domaine]) > 30
        assert unsaid(gathered[domaine], messages.LOCALE / langue / "LC_MESSAGES" / f"{domaine}.mo") == []

    def test_the_sheet_says_the_same_sentences_in_every_language(self) -> None:
        said = {po.parts[-3]: set(sentences(po.read_text(encoding="utf-8"))) for po in sorted((PACKAGE / "bilan" / "locale").glob("*/LC_MESSAGES/fiche.po"))}

        assert set(said) == {langue.code for langue in LANGUES} - {SOURCE}
        assert len({frozenset(sentences_) for sentences_ in said.values()}) == 1
        for source in sorted((PACKAGE / "bilan").glob("fiche*.py")):
            asked = {singular for singular, _ in messages.of_python(source.read_text(encoding="utf-8"))}
            assert asked - said["ar"] == set(), shown(source)

    def test_a_sentence_left_out_is_named(self, tmp_path: Path) -> None:
        compiled = compile_po(
            tmp_path,
            'msgid "Bonjour"\nmsgstr "Hello"\n\n#, fuzzy\nmsgid "Au revoir"\nmsgstr "Goodbye"\n\nmsgid "Merci"\nmsgstr ""\n\n'
            'msgid "un droit"\nmsgid_plural "des droits"\nmsgstr[0] "a right"\nmsgstr[1] "rights"\n',
        )

        assert unsaid([("Bonjour", ""), ("Au revoir", ""), ("Merci", ""), ("Nouveau", ""), ("un droit", "des droits")], compiled) == [
            "Au revoir",
            "Merci",
            "Nouveau",
        ]


class TestGathering:
    def test_the_markers_of_python(self) -> None:
        source = '_("Un")\ngettext_lazy("Deux " "mots")\nngettext("{n} droit", "{n} droits", 3)\ntranslation.gettext("Trois")\nprint("Rien")\n'

        assert list(messages.of_python(source)) == [("Un", ""), ("Deux mots", ""), ("{n} droit", "{n} droits"), ("Trois", "")]

    def test_the_markers_of_a_template(self) -> None:
        source = (
            '{% translate "Un" %}{% blocktranslate trimmed with nom=x %}\n  Bonjour\n  {{ nom }}{% endblocktranslate %}'
            "{% blocktranslate count nombre=n %}{{ nombre }} droit{% plural %}{{ nombre }} droits{% endblocktranslate %}"
            '<p class="droit">{{ autre|default:_("Rien") }} Bonsoir</p>'
        )

        assert list(messages.of_template(source)) == [
            ("Un", ""),
            ("Bonjour %(nom)s", ""),
            ("%(nombre)s droit", "%(nombre)s droits"),
            ("Rien", ""),
        ]

    def test_the_models_of_the_engine(self) -> None:
        source = 'modele = "Le {a}"\nPhrase(modele, a=1)\nPhrase("Le {b}", b=Phrase("deux"))\nautre = "Rien"\n'

        assert sorted(messages.of_phrases(source)) == ["Le {a}", "Le {b}", "deux"]


class TestNoFrenchOutsideGettext:
    def test_in_what_a_screen_may_show(self) -> None:
        looked = {shown(path): path for path in files(".py", under=PACKAGE) if not is_elsewhere(path.relative_to(PACKAGE).as_posix())}

        assert len(looked) > 60
        assert {name: found for name, path in looked.items() if (found := left_in_french(path.read_text(encoding="utf-8")))} == {}

    def test_each_exception_still_excuses_something(self) -> None:
        inside = {path.relative_to(PACKAGE).as_posix(): path for path in files(".py", under=PACKAGE)}
        needed = {name for name, path in inside.items() if left_in_french(path.read_text(encoding="utf-8"))}

        assert [prefix for prefix in ELSEWHERE if not any(name.startswith(prefix) for name in needed)] == []
        assert [name for name in FILES if not any(path.endswith(f"/{name}") for path in needed)] == []

    def test_in_templates(self) -> None:
        assert {shown(path): found for path in files(".html", under=PACKAGE) if path.name != "charte.html" and (found := left_in_template(path))} == {}

    def test_a_sentence_left_in_french_is_named(self) -> None:
        source = (
            '"""La page."""\n\ntitre = "La page des droits"\nautre = _("Le reste")\nlogger.info("le calcul commence")\nmessage = f"Le mois {mois} manque"\n'
        )

        assert left_in_french(source) == [(3, "La page des droits"), (6, "Le mois ")]

    def test_a_template_left_in_french_is_named(self, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text(
            '{# Le mois #}<p lang="fr">En français</p><p>{% translate "Le mois" %}</p>\n<p title="Une idée">Les droits ouverts</p>', encoding="utf-8"
        )

        assert left_in_template(page) == ["Les droits ouverts", "Une idée"]
