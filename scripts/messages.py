"""The sentences of the product, gathered from the sources, and the .po files kept in step with them.

`python scripts/messages.py` merges every domain into `droits_ouverts/locale/<language>/LC_MESSAGES/<domain>.po` (needs gettext's msgmerge);
names of domains may follow. The house test asks `extracted()` what is to translate, without gettext.
"""

from __future__ import annotations

import ast
import dataclasses
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGE = ROOT / "droits_ouverts"
LOCALE = PACKAGE / "locale"

Sentence = tuple[str, str]
"""A sentence and its plural (empty where it has none)."""

MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_MARKERS = {"ngettext", "ngettext_lazy"}
OTHER_DOMAINS = ("bilan/fiche", "config/console/", "config/cli.py")
"""Files whose words have a catalogue of their own: the sheet's (`fiche`), the terminal's (`console`)."""

PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}

CATALOGUE_FIELDS = {"libelle", "texte", "note", "usuel", "objet", "contre", "aupres_de", "declencheurs", "a_faire_avant"}
URGENT_FIELDS = {"titre", "question", "faire", "nom", "note", "horaires", "adresse", "texte"}


def extracted() -> dict[str, list[Sentence]]:
    """Return what is to translate, by domain, in the order of the sources."""
    return {domain: _unique(gather()) for domain, gather in DOMAINS.items()}


def _unique(sentences: Iterator[Sentence]) -> list[Sentence]:
    plurals: dict[str, str] = {}
    for singular, plural in sentences:
        if singular:
            plurals[singular] = plurals.get(singular) or plural
    return list(plurals.items())


# The screens


def screens() -> Iterator[Sentence]:
    """Sentences of the Python files and of the templates, wherever gettext's markers stand."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "droits_ouverts"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in sorted(set(listed)):
        path, inside = ROOT / name, name.removeprefix("droits_ouverts/")
        if not path.is_file():
            continue
        if path.suffix == ".py" and not inside.startswith(OTHER_DOMAINS):
            yield from of_python(path.read_text(encoding="utf-8"))
        elif path.suffix in {".html", ".txt"} and "/templates/" in name:
            yield from of_template(path.read_text(encoding="utf-8"))


def of_python(source: str) -> Iterator[Sentence]:
    """Sentences of a Python source: the literals given to gettext's markers."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in MARKERS and texts:
            yield texts[0], ""
        elif name in PLURAL_MARKERS and len(texts) == 2:
            yield texts[0], texts[1]


def of_template(source: str) -> Iterator[Sentence]:
    """Sentences of a template, as Django itself reads them."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  Django's settings are set by then

    string = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    for call in re.finditer(rf"\b(n?gettext|_)\(\s*({string})(?:\s*,\s*({string}))?", templatize(source)):
        marker, singular, plural = call.groups()
        yield ast.literal_eval(singular), ast.literal_eval(plural) if plural and marker == "ngettext" else ""


# What is data


def questionnaire() -> Iterator[Sentence]:
    """Questions of the schema, with their reasons, labels, choices and units."""
    from droits_ouverts.engine.questionnaire.schema import FAITS, LIBELLES_SUJETS  # noqa: PLC0415  each domain reads its own source

    for libelle in LIBELLES_SUJETS.values():
        yield libelle, ""
    for fait in FAITS.values():
        for texte in (fait.question, fait.question_tiers, fait.pourquoi, fait.libelle, fait.unite, *(choix.libelle for choix in fait.choix)):
            yield texte or "", ""


def rules() -> Iterator[Sentence]:
    """Names, reasons and warnings of the rules."""
    from droits_ouverts.engine.formules.registre import REGLES  # noqa: PLC0415  each domain reads its own source

    for regle in REGLES.values():
        conditions = [phrase for condition in regle.conditions for phrase in (condition.reussie, condition.echouee)]
        for texte in (regle.libelle, *conditions, *regle.avertissements, regle.decide_par):
            yield texte, ""


def catalogue() -> Iterator[Sentence]:
    """Names and statements of the catalogue, then the urgent needs, what to tell, how to avoid a debt, and clocks."""
    from droits_ouverts.droits.catalogue import load_catalogue  # noqa: PLC0415  each domain reads its own source
    from droits_ouverts.droits.declarer import load_declarer  # noqa: PLC0415  same reason
    from droits_ouverts.droits.horloges_fichier import load_horloges  # noqa: PLC0415  same reason
    from droits_ouverts.droits.urgences import load_urgences  # noqa: PLC0415  same reason

    for droit in load_catalogue().values():
        for texte in _texts(droit, CATALOGUE_FIELDS):
            yield texte, ""
    for content in (load_urgences(), load_declarer()):
        for texte in _texts(content, URGENT_FIELDS):
            yield texte, ""
    for texte in _texts(load_horloges(), {"objet"}):
        yield texte, ""


def _texts(value: object, names: set[str]) -> Iterator[str]:
    """Texts of a dataclass and of those it holds, whose field has one of these names."""
    for field in dataclasses.fields(value):  # type: ignore[arg-type]  # called on dataclasses only
        content = getattr(value, field.name)
        items = content if isinstance(content, tuple) else tuple(content.values()) if isinstance(content, dict) else (content,)
        for item in items:
            if isinstance(item, str) and not isinstance(item, Enum) and field.name in names:
                yield item
            elif dataclasses.is_dataclass(item) and type(item).__name__ != "Duree":
                yield from _texts(item, names)


def engine() -> Iterator[Sentence]:
    """Models of the sentences that the engine and the rules of the check-up make (`Phrase`), and the words that fill them."""
    from droits_ouverts.engine.questionnaire.months import NOMS  # noqa: PLC0415  each domain reads its own source

    for path in sorted([*(PACKAGE / "engine").glob("*.py"), *PACKAGE.glob("*/rules.py")]):
        for texte in of_phrases(path.read_text(encoding="utf-8")):
            yield texte, ""
    for nom in NOMS:
        yield nom, ""


def of_phrases(source: str) -> Iterator[str]:
    """Models given to `Phrase`: a literal, or a name that the file binds to one."""
    tree = ast.parse(source)
    bound = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Phrase" and node.args:
            model = node.args[0]
            if isinstance(model, ast.Constant) and isinstance(model.value, str):
                yield model.value
            elif isinstance(model, ast.Name) and model.id in bound:
                yield bound[model.id]


DOMAINS: dict[str, Callable[[], Iterator[Sentence]]] = {
    "django": screens,
    "questionnaire": questionnaire,
    "regles": rules,
    "catalogue": catalogue,
    "moteur": engine,
}


# The .po files


def quoted(text: str) -> str:
    """Write a text as gettext does."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def header(language: str) -> str:
    """Return the first entry of a catalogue."""
    fields = [f"Language: {language}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    fields += [f"Plural-Forms: {PLURALS[language]}"] if language in PLURALS else []
    return 'msgid ""\nmsgstr ""\n' + "".join(f"{quoted(field + chr(10))}\n" for field in fields)


def template(sentences: list[Sentence]) -> str:
    """Return a .pot file."""
    blocks = [header("fr").replace("Language: fr", "Language: ")]
    for singular, plural in sentences:
        strings = f'msgid_plural {quoted(plural)}\nmsgstr[0] ""\nmsgstr[1] ""' if plural else 'msgstr ""'
        blocks.append(f"msgid {quoted(singular)}\n{strings}\n")
    return "\n".join(blocks)


def merge(domain: str, sentences: list[Sentence], language: str) -> str:
    """Bring a .po file in step with the sentences; what is no longer said leaves it. Return how many are left to translate, in words."""
    po = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    if not po.exists():
        po.write_text(header(language), encoding="utf-8")
    with tempfile.NamedTemporaryFile("w", suffix=".pot", encoding="utf-8") as pot:
        pot.write(template(sentences))
        pot.flush()
        subprocess.run(["msgmerge", "--quiet", "--update", "--backup=none", "--no-fuzzy-matching", "--no-wrap", str(po), pot.name], check=True)
    subprocess.run(["msgattrib", "--no-obsolete", "--no-wrap", "-o", str(po), str(po)], check=True)
    counted = subprocess.run(
        ["msgfmt", "--statistics", "-o", "/dev/null", str(po)], check=True, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}
    )
    return counted.stderr.strip()


def main(domains: list[str]) -> None:
    """Merge the domains named, all of them where none is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.test")
    import django  # noqa: PLC0415  its settings are named just above

    django.setup()
    from droits_ouverts.ui.langues import LANGUES, SOURCE  # noqa: PLC0415  same reason

    for domain in domains or list(DOMAINS):
        sentences = _unique(DOMAINS[domain]())
        for langue in LANGUES:
            if langue.code != SOURCE:
                print(f"{langue.code} {domain}: {merge(domain, sentences, langue.code)}")


if __name__ == "__main__":
    main(sys.argv[1:])
