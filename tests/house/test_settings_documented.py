"""Every value read from the environment is explained to those who run the service."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.repo import PACKAGE, ROOT, files

GUIDE = ROOT / "docs" / "exploitation"
# The shell's or the tools' own, which nobody sets for this service.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "HOME", "PATH", "TERM", "LANG", "NO_COLOR", "COLUMNS"}


def read_from_environment(source: str) -> set[str]:
    """The names that a Python file reads by django-environ (`env.str("NAME")`) or `os.environ` / `os.getenv`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Call(func=ast.Name(id="env"), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Call(func=ast.Attribute(attr="get" | "setdefault" | "pop", value=ast.Attribute(attr="environ")), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Call(func=ast.Attribute(attr="getenv"), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
                names.add(name)
    return names


def undocumented(names: set[str], text: str) -> set[str]:
    """The names that the guide doesn't write as code."""
    return {name for name in names if f"`{name}`" not in text}


def all_names() -> set[str]:
    return set().union(*(read_from_environment(path.read_text(encoding="utf-8")) for path in files(".py", under=PACKAGE))) - NOT_OURS


def guide() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in files(".md", under=GUIDE))


class TestSettings:
    def test_each_is_documented(self) -> None:
        assert undocumented(all_names(), guide()) == set()

    def test_the_reader_sees_the_settings(self) -> None:
        assert {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS"} <= all_names()

    def test_the_rule_bites(self) -> None:
        source = 'A = env.str("ONE", default="")\nB = os.environ.get("TWO")\nC = os.environ["THREE"]\nD = env("FOUR")\nE = os.getenv("FIVE")\n'

        assert undocumented(read_from_environment(source), "`ONE` is explained, TWO isn't code") == {"TWO", "THREE", "FOUR", "FIVE"}

    def test_the_guide_names_nothing_that_is_gone(self) -> None:
        reference = (GUIDE / "reglages.md").read_text(encoding="utf-8")
        named = {line.split("`")[1] for line in reference.splitlines() if line.startswith("| `")}

        assert named - all_names() == set()


def test_the_guide_exists() -> None:
    assert Path(GUIDE / "reglages.md").is_file()
