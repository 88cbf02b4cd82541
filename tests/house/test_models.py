"""Models: each has its word in the lexicon, stored values are plain, names begin in lower case, migrations miss nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connections, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.utils import translation

from tests.house.repo import ROOT

LEXICON = ROOT / "docs" / "lexique.md"
PLAIN = re.compile(r"^[a-z0-9_]*$")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("droits_ouverts.")]


def our_labels() -> set[str]:
    return {model._meta.app_label for model in our_models()}


def entries(text: str) -> dict[str, str]:
    """Each entry of the lexicon: its title (a level 3 heading) to its body."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return {title.strip(): body.partition("\n## ")[0] for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def wordless(names: Iterable[str], text: str) -> list[str]:
    """The models that no entry names on a line `Modèle : `room.Model``."""
    named = set(re.findall(r"^Modèles? : (.+)$", text, flags=re.MULTILINE))
    written = {name for line in named for name in re.findall(r"`([^`]+)`", line)}
    return sorted(set(names) - written)


def incomplete(text: str) -> list[str]:
    """The entries that lack a source or the words not to say."""
    return [title for title, body in entries(text).items() if "\nSource : " not in body or "\nNe pas dire : " not in body]


def crooked_values(fields: Iterable[tuple[str, Iterable[tuple[object, object]]]]) -> list[str]:
    """Stored values that aren't ASCII, lower case, without spaces: a label can change, a value never does."""
    return [f"{name}: {value!r}" for name, choices in fields for value, _ in choices if isinstance(value, str) and not PLAIN.match(value)]


def capital_names(names: Iterable[str]) -> list[str]:
    """Names of models and fields that begin with a capital: they are used in the middle of sentences. An acronym may."""
    return [name for name in names if name[:1].isupper() and not name.split()[0].isupper()]


class NeverAsk(MigrationQuestioner):
    """Answers nothing: what needs an answer is already a missing migration."""


def missing_migrations(state: ProjectState) -> list[str]:
    loader = MigrationLoader(None)
    # As makemigrations does: a name that Django itself translates is no change.
    with translation.override(None):
        changes = MigrationAutodetector(loader.project_state(), state, NeverAsk(specified_apps=set(), dry_run=True)).changes(graph=loader.graph)
    return [
        f"{label}: {operation.describe()}" for label in changes if label in our_labels() for migration in changes[label] for operation in migration.operations
    ]


class TestLexicon:
    def test_each_model_has_its_word(self) -> None:
        assert wordless((model._meta.label for model in our_models()), LEXICON.read_text(encoding="utf-8")) == []

    def test_no_entry_names_a_model_that_is_gone(self) -> None:
        text = LEXICON.read_text(encoding="utf-8")
        named = {name for line in re.findall(r"^Modèles? : (.+)$", text, flags=re.MULTILINE) for name in re.findall(r"`([^`]+)`", line)}

        assert named - {model._meta.label for model in our_models()} == set()

    def test_each_entry_has_a_source_and_the_words_not_to_say(self) -> None:
        assert incomplete(LEXICON.read_text(encoding="utf-8")) == []

    def test_the_rule_bites(self) -> None:
        text = "### Bilan\n\nUn bilan.\n\nModèle : `bilan.Bilan`\n\nSource : usage.\n\nNe pas dire : dossier.\n\n### Droit\n\nUn droit.\n"

        assert wordless(["bilan.Bilan", "suivi.DroitSuivi"], text) == ["suivi.DroitSuivi"]
        assert incomplete(text) == ["Droit"]


class TestStoredValues:
    def test_each_is_plain(self) -> None:
        fields = [(f"{model._meta.label}.{field.name}", field.flatchoices) for model in our_models() for field in model._meta.concrete_fields]

        assert crooked_values(fields) == []

    def test_the_rule_bites(self) -> None:
        assert crooked_values([("x.Etat", [("refusee", "Refusée"), ("Refusée", "Refusée"), ("en cours", "En cours"), (1, "Un")])]) == [
            "x.Etat: 'Refusée'",
            "x.Etat: 'en cours'",
        ]


class TestNames:
    def test_each_begins_in_lower_case(self) -> None:
        names = [str(name) for model in our_models() for name in (model._meta.verbose_name, model._meta.verbose_name_plural)]
        names += [str(field.verbose_name) for model in our_models() for field in model._meta.concrete_fields]

        assert capital_names(names) == []

    def test_the_rule_bites(self) -> None:
        assert capital_names(["bilan", "Bilan", "SIRET de la structure"]) == ["Bilan"]


class TestMigrations:
    def test_none_is_missing(self) -> None:
        assert missing_migrations(ProjectState.from_apps(apps)) == []

    def test_the_rule_bites(self) -> None:
        state = ProjectState.from_apps(apps)
        state.add_model(ModelState("structures", "Oubli", [("id", models.BigAutoField(primary_key=True))]))

        assert missing_migrations(state) == ["structures: Create model Oubli"]

    @pytest.mark.django_db
    def test_each_room_has_one_line_of_them_named_by_hand(self) -> None:
        loader = MigrationLoader(connections["default"])
        ours = [key for key in loader.graph.nodes if key[0] in our_labels()]

        assert loader.detect_conflicts() == {}
        assert [key for key in ours if "_auto_" in key[1] or re.match(r"^\d+_(alter|remove|add|rename)_[a-z]+_[a-z]+_and_more", key[1])] == []
