"""The console's catalogues: every text of the table has its entry, and an unreviewed one shows the French beside."""

from __future__ import annotations

import ast
import inspect

import pytest

from droits_ouverts.bilan.presentation import LIBELLES
from droits_ouverts.config.console import texte
from droits_ouverts.config.console.langue import CatalogueError, Traduction, parse, traducteur


def said() -> set[str]:
    tree = ast.parse(inspect.getsource(texte))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dire"]
    constants = [leaf.value for call in calls for argument in call.args for leaf in ast.walk(argument) if isinstance(leaf, ast.Constant)]
    words = {"Il manque", "Pour préciser"}
    return {text for text in constants if isinstance(text, str)} | {mot for _signe, mot in LIBELLES.values()} | words


@pytest.mark.parametrize("langue", ["en", "ar"])
class TestCatalogues:
    def test_have_every_text_and_no_other(self, langue: str) -> None:
        assert set(traducteur(langue).textes) == said()

    def test_show_the_french_beside_what_nobody_reviewed(self, langue: str) -> None:
        dire = traducteur(langue)

        for source, traduction in dire.textes.items():
            assert dire(source) == (traduction.texte if traduction.relue else f"{traduction.texte} ({source})")


class TestTraducteur:
    def test_says_french_as_it_is(self) -> None:
        assert traducteur("fr")("Bilan des droits") == "Bilan des droits"

    def test_says_in_french_what_has_no_translation(self) -> None:
        assert traducteur("en")("Bonjour") == "Bonjour"


class TestParse:
    def test_reads_long_texts_comments_and_marks(self) -> None:
        content = '# note\n#, fuzzy\nmsgid ""\n"a "\n"b"\nmsgstr "c"\n\nmsgid "d"\nmsgstr "é\\n"\n\nmsgid "vide"\nmsgstr ""\n'

        assert parse(content) == {"a b": Traduction(texte="c", relue=False), "d": Traduction(texte="é\n", relue=True)}

    @pytest.mark.parametrize("content", ['msgid "a\nmsgstr "b"', "msgid a\nmsgstr b", "bonjour", 'msgid 3\nmsgstr "b"'])
    def test_refuses_what_is_no_catalogue(self, content: str) -> None:
        with pytest.raises(CatalogueError):
            parse(content)
