"""What every test shares: the strict world, and a journal that tests alone may empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from django.template import engines
from django.utils import translation

from droits_ouverts.agenda import triggers as agenda
from droits_ouverts.coffre import triggers as registre
from droits_ouverts.foundation import limites
from droits_ouverts.journal import triggers
from droits_ouverts.suivi import triggers as suivi
from tests.role import application_role, as_application

__all__ = ["application_role", "as_application"]

LONGUES = ("engine/formules/test_yaml.py", "connectors/moteur/test_contract.py", "config/test_cli_bilan.py", "engine/test_estimate.py")
"""Files of minutes, the longest first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database-only`: what meets no database says the same on any of them."""
    parser.addoption("--database-only", action="store_true", help="run the tests that meet a database, and no other")


def meets_database(item: pytest.Item) -> bool:
    """Tell whether a test asked for the database, by its mark or by a fixture."""
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files, whatever the random order of the others: begun last, one of them would keep a processor waiting for the other."""
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not meets_database(item)])
        items[:] = [item for item in items if meets_database(item)]
    rangs = {fichier: rang for rang, fichier in enumerate(LONGUES)}
    items.sort(key=lambda item: next((rang for fichier, rang in rangs.items() if item.path.as_posix().endswith(fichier)), len(LONGUES)))


class UnknownVariable(str):
    """Stands for a variable that a template names and nobody gives: showing it is a mistake, asking whether it is there is not."""

    __slots__ = ()

    def __mod__(self, missing: object) -> str:
        message = f"Unknown template variable: {missing}"
        raise AssertionError(message)

    def __contains__(self, search: object) -> bool:
        return search == "%s"


@pytest.fixture(autouse=True)
def _templates_know_their_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a page of ours that shows an unknown variable."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UnknownVariable("%s"))


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    """Begin in French and forget the language of the last page: a page in Arabic leaves its language behind in the thread."""
    translation.activate("fr")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_was_counted() -> None:
    """Begin with no request counted: the account of another test, whose number comes again, may have reached its limit."""
    cache.clear()
    if settings.LIMITES_FICHIER.exists():
        limites.forget_all()


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_journal() -> Iterator[None]:
    """Open the journal while Django empties the tables after a test that commits, then close it again.

    The application has no such door: what empties is Django's own test class, in the test database only.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def open_flush_close(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> Any:
        with self.connection.schema_editor() as editor:
            triggers.remove(editor)
            registre.remove(editor)
            agenda.remove(editor)
            suivi.remove(editor)
        try:
            return flush(self, sql_list)
        finally:
            with self.connection.schema_editor() as editor:
                triggers.install(editor)
                registre.install(editor)
                agenda.install(editor)
                suivi.install(editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", open_flush_close)
        yield
