"""What a page may cost: 12 queries, as many for ten check-ups as for two, and 150 kB over the network with its styles and scripts."""

from __future__ import annotations

import gzip
import random
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from droits_ouverts.bilan import selectors
from droits_ouverts.config.web.lecture import LECTURES
from droits_ouverts.config.web.porte import PERSONNELLES
from tests.bilan.faux import FauxMoteur
from tests.house.monde import Monde, adresse, ajouter_bilans, nos_routes, peuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db
REQUETES, OCTETS = 12, 150_000
LIGNE = 6
"""What the line of a reading costs besides: whose structure, the chain's head, the line, the head again, and the two ends of a savepoint (in a test only)."""
ROUTES = {route.name: route for route in nos_routes()}


@pytest.fixture(scope="module")
def mondes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Monde, ...]]:
    with peuple(django_db_blocker, "Awä") as faits:
        yield faits


@pytest.fixture
def nous(db: None, mondes: tuple[Monde, ...], settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Monde:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return deepcopy(mondes[0])


def session(monde: Monde) -> Client:
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(monde.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened(client: Client, name: str, monde: Monde) -> tuple[HttpResponse, int]:
    """A page, and how many queries it cost once what is kept in memory is there."""
    address = adresse(ROUTES[name], monde.valeurs())
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer, len(queries)


def is_written_down(name: str) -> bool:
    """Whether the page leaves a line in the journal."""
    return name in LECTURES or bool(PERSONNELLES & set(name.split(":")[:-1]))


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def weight(answer: HttpResponse) -> int:
    """Bytes that travel for a page seen for the first time: itself, its styles, its scripts, its pictures."""
    body = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
    page = BeautifulSoup(body, "html.parser")
    # The pages of a paper are its own weight, and are asked for one by one as they come into view.
    images = [image for image in page.find_all("img", src=True) if not (image.get("loading") == "lazy" and "/papiers/" in str(image["src"]))]
    tags = [*page.find_all("script", src=True), *images, *page.find_all("link", rel=["stylesheet", "icon"])]
    addresses = {str(tag.get("src") or tag.get("href")).split("?")[0] for tag in tags}
    return len(answer.content) + sum(_file(address) for address in addresses if not address.startswith("data:"))


def _file(address: str) -> int:
    found = finders.find(address.removeprefix("/statique/"))
    assert isinstance(found, str), f"{address} is not a file of ours"
    return len(gzip.compress(Path(found).read_bytes()))


class TestEachPage:
    @pytest.mark.parametrize("name", sorted(ROUTES))
    def test_keeps_to_its_budget(self, nous: Monde, name: str) -> None:
        answer, queries = opened(session(nous), name, nous)

        assert queries <= REQUETES + (LIGNE if is_written_down(name) else 0)
        if is_page(answer):
            assert weight(answer) <= OCTETS

    @pytest.mark.parametrize("name", sorted(name for name in ROUTES if name.endswith((":list", ":liste", ":detail", "accueil"))))
    def test_costs_no_more_queries_with_more_rows(self, nous: Monde, name: str) -> None:
        _, before = opened(session(nous), name, nous)
        ajouter_bilans(nous, 8)
        _, after = opened(session(nous), name, nous)

        assert after == before


class TestTheBudgetBites:
    def test_on_a_query_by_row(self, nous: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        vraie = selectors._line
        monkeypatch.setattr(selectors, "_line", lambda bilan: (bilan.estimations.count(), vraie(bilan))[1])
        _, before = opened(session(nous), "bilan:list", nous)
        ajouter_bilans(nous, 2)
        _, after = opened(session(nous), "bilan:list", nous)

        assert after > before

    def test_on_a_heavy_page(self, nous: Monde, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        answer, _ = opened(session(nous), "bilan:list", nous)
        lourd = tmp_path / "lourd"
        lourd.write_bytes(random.Random(1).randbytes(OCTETS))  # noqa: S311  weight, not a secret
        monkeypatch.setattr(finders, "find", lambda address: str(lourd))

        assert weight(answer) > OCTETS
