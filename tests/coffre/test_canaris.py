"""Nothing that a person tells stands in clear in what the service leaves behind: database, logs, mails, error pages, cache, sessions."""

from __future__ import annotations

import base64
import gzip
import io
import json
import logging
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.personnes import services as personnes
from droits_ouverts.structures.models import Membre
from tests.bilan.faux import FauxMoteur
from tests.coffre.canaris import CANARIS, MONTANT, MOT, NAISSANCE, hits, hits_of, person_with_canaries
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

PERSONNES = 6


def database() -> bytes:
    """The whole database: the bytes of its file on SQLite, every row of every table elsewhere."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t')  # noqa: S608  the names of our own tables
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """What the service logs, by the handler that it logs with."""
    written = io.StringIO()
    handlers = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    handler = logging.StreamHandler(written)
    if handlers:
        handler.setFormatter(handlers[0].formatter)
        for one in handlers[0].filters:
            handler.addFilter(one)
    loggers = [logging.getLogger(name) for name in ("", "django", "django.server", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def membre(db: None, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Membre:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return MembreFactory.create()


class TestByProducts:
    def test_hold_no_canary(self, membre: Membre, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
        now = datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=9)
        elles = [person_with_canaries(membre, rang, now) for rang in range(PERSONNES)]
        client = Client(raise_request_exception=False)
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        bilan, personne = elles[0]

        listed = client.get(reverse("personnes:liste"))
        found = client.post(reverse("personnes:chercher"), {"nom": f"{MOT}n0", "naissance": NAISSANCE, "structure": membre.structure_id})
        client.get(reverse("bilan:resultats", args=[bilan]))
        client.get(reverse("personnes:personne", args=[personne]))
        refused = client.post(reverse("bilan:rattacher", args=[bilan]), {"prenom": f"{MOT}x", "personne": "zz"})
        monkeypatch.setattr("droits_ouverts.bilan.selectors._line", lambda line: 1 / 0)
        broken = client.get(reverse("bilan:list"))

        # The scan sees what a page may show: it would see it elsewhere.
        assert (listed.status_code, found.status_code) == (200, 200)
        assert all(hits(page.content) for page in (listed, found))
        assert (broken.status_code, refused.status_code) == (500, 422)
        by_products = [
            ("base", database()),
            ("traces", logs.getvalue().encode()),
            ("courriels", b"".join(bytes(message.message()) for message in mail.outbox)),
            ("page d’erreur", broken.content),
            ("cache", repr(getattr(cache, "_cache", "")).encode()),
            ("adresses", repr([page.headers.get("Location") for page in (listed, found, refused, broken)]).encode()),
            ("session", json.dumps(dict(client.session)).encode()),
        ]
        assert hits_of(by_products) == []
        assert "ZeroDivisionError" in logs.getvalue()

    def test_a_field_left_in_clear_would_be_found(self, membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        now = datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=9)
        monkeypatch.setattr(personnes, "seal", lambda payload, *, context: base64.b64encode(payload).decode())
        person_with_canaries(membre, 0, now)

        assert {hit.partition(" ")[0] for hit in hits(database())} == {MOT, NAISSANCE}


class TestScan:
    @pytest.mark.parametrize("canari", CANARIS)
    @pytest.mark.parametrize(
        "leak",
        [
            str.encode,
            lambda text: text.upper().encode(),
            lambda text: text.encode("utf-16"),
            lambda text: text.encode("utf-16-be"),
            lambda text: text.encode().hex().encode(),
            lambda text: base64.b64encode(b"x" + text.encode() + b"yz"),
            lambda text: base64.b64encode(b"xy" + text.encode()),
            lambda text: base64.urlsafe_b64encode(f"{text} é".encode("utf-16-le")),
            lambda text: gzip.compress(f"un deux {text} trois".encode() * 3),
            lambda text: zlib.compress(f"un deux {text} trois".encode() * 3, 9),
            lambda text: base64.b64encode(gzip.compress(f"un deux {text} trois".encode() * 3)),
            lambda text: base64.urlsafe_b64encode(zlib.compress(f"un deux {text} trois".encode() * 3)),
        ],
    )
    def test_finds_a_planted_leak(self, canari: str, leak: object) -> None:
        blob = b"\x00 avant " + leak(f"a{canari}b") + b" apres \xff"  # type: ignore[operator]  # each case is a function of a text

        assert [hit for hit in hits(blob) if hit.startswith(canari)]

    def test_finds_nothing_where_nothing_is(self) -> None:
        assert hits(b"rien " + gzip.compress(b"rien") + str(MONTANT)[:-1].encode()) == []
