"""The role of PostgreSQL that serves: tests of pages run under it with `TESTS_ROLE=application scripts/postgres.sh ...`, and go on as the owner between requests."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.client import ClientHandler

from droits_ouverts.foundation.lignes import contexte, pose

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from pytest_django.plugin import DjangoDbBlocker

SOUS_LE_ROLE = os.environ.get("TESTS_ROLE") == "application"
CREER = "DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"


def make_role() -> None:
    """Make the role of the application on this server, with what it needs of this database. Under a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(CREER.format(role=settings.ROLE_APPLICATION))
    pose.install()


@contextmanager
def served() -> Iterator[None]:
    """Be the role until the end of the block, whatever the transactions, and come back. Nothing where the tests go on as the owner."""
    if not SOUS_LE_ROLE:
        yield
        return
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {settings.ROLE_APPLICATION}")
    try:
        yield
    finally:
        connection.connection.execute("RESET ROLE")


def _served(self: ClientHandler, request: HttpRequest) -> HttpResponseBase:
    """Answer a request under the role."""
    with served():
        return super(ClientHandler, self).get_response(request)


def real_clock() -> float:
    """Return the seconds since 1970, whatever the day of the test."""
    now: float = time_machine.escape_hatch.time.time() if time_machine.escape_hatch.is_travelling() else time.time()
    return now


@pytest.fixture(scope="session")
def application_role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the role once, in the database of the tests."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            make_role()


@pytest.fixture(autouse=SOUS_LE_ROLE)
def as_application(request: pytest.FixtureRequest, application_role: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer each request of the test under the role that serves. The database's clock goes on while the test stops its own."""
    if not request.node.get_closest_marker("django_db") and not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    monkeypatch.setattr(contexte, "clock", real_clock)
    monkeypatch.setattr(ClientHandler, "get_response", _served, raising=False)
    yield
