"""A list without its structure fails here: every page is opened with two structures in the database, and every reading is looked at."""

from __future__ import annotations

import textwrap
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db.models import Exists, OuterRef
from django.test import Client

from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.personnes.models import OuvertureUrgente, Partage, Personne, SuitePartage
from droits_ouverts.structures import selectors as structures_selectors
from droits_ouverts.structures.models import Membre, Structure
from tests.bilan.faux import FauxMoteur
from tests.house.monde import Monde, adresse, nos_routes, peuple
from tests.house.mur import bound_models, open_querysets, unwalled, walls, watched
from tests.house.repo import PACKAGE, files, shown
from tests.role import SOUS_LE_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 24)
ROUTES = {route.name: route for route in nos_routes()}
ABOUT_SOMEBODY = sorted(
    name
    for name, route in ROUTES.items()
    if any(
        f"{part}_id>" in route.address
        for part in (
            "bilan",
            "membre",
            "personne",
            "partage",
            "orientation",
            "envoi",
            "suivi",
            "courrier",
            "destinataire",
            "rendez_vous",
            "action",
            "absence",
            "campagne",
            "tournee",
            "endroit",
            "rencontre",
        )
    )
)


@pytest.fixture(scope="module")
def mondes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Monde, ...]]:
    with peuple(django_db_blocker, "Awä", "Voisine") as faits:
        yield faits


@pytest.fixture
def nous(db: None, mondes: tuple[Monde, ...], settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> Monde:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return deepcopy(mondes[0])


@pytest.fixture
def voisins(db: None, mondes: tuple[Monde, ...]) -> Monde:
    return deepcopy(mondes[1])


def session(monde: Monde) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(monde.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened(client: Client, name: str, monde: Monde) -> tuple[int, str]:
    answer = client.get(adresse(ROUTES[name], monde.valeurs()))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode("utf-8", "replace")


class TestEachPage:
    @pytest.mark.parametrize("name", sorted(ROUTES))
    def test_reads_no_row_without_its_structure(self, nous: Monde, voisins: Monde, name: str) -> None:
        client = session(nous)

        with watched() as found:
            status, body = opened(client, name, nous)

        assert found == []
        assert voisins.marque not in body
        assert status != 500

    @pytest.mark.parametrize("name", ABOUT_SOMEBODY)
    def test_about_somebody_of_another_structure_does_not_exist(self, nous: Monde, voisins: Monde, name: str) -> None:
        status, body = opened(session(nous), name, voisins)

        assert status in {404, 405}
        assert voisins.marque not in body

    def test_there_are_pages_to_look_at(self, nous: Monde) -> None:
        status, body = opened(session(nous), "bilan:list", nous)

        assert status == 200
        assert all(f"{nous.marque}{rang}" in body for rang in (1, 2))


class TestEachQueryset:
    def test_starts_from_a_structure_or_a_row(self) -> None:
        names = {model.__name__ for model in bound_models()}
        doors = [path for path in files(".py", under=PACKAGE) if path.name in {"selectors.py", "access.py"} or {"web", "api"} & set(path.parts)]

        assert len(doors) > 10
        assert [f"{shown(path.parent)}/{line}" for path in doors for line in open_querysets(path, path.read_text("utf-8"), names)] == []


class TestTheRuleBites:
    def test_on_a_list_of_everybody(self, nous: Monde, voisins: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(type(Bilan.objects), "of_structures", lambda self, ids: Bilan.objects.all())

        with watched() as found:
            _, body = opened(session(nous), "bilan:list", nous)

        assert {table for table, _ in found} == {"bilan_bilan"}
        # Where the first wall was opened, the second one holds.
        assert (voisins.marque in body) is not SOUS_LE_ROLE

    def test_on_members_of_everywhere(self, nous: Monde, voisins: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(structures_selectors, "_members", lambda structure_id, on, *, suspended: list(Membre.objects.present(on).select_related("compte")))

        with watched() as found:
            _, body = opened(session(nous), "structures:detail", nous)

        assert {table for table, _ in found} == {"structures_membre"}
        # Where the first wall was opened, the second one holds.
        assert (voisins.marque in body) is not SOUS_LE_ROLE

    @pytest.mark.parametrize(
        ("queryset", "tables"),
        [
            (Bilan.objects.all, {"bilan_bilan"}),
            (lambda: Bilan.objects.filter(pk__in=Bilan.objects.values("pk")), {"bilan_bilan"}),
            (lambda: Bilan.objects.filter(site=1, mois="2026-11"), {"bilan_bilan"}),
            (lambda: Estimation.objects.select_related("bilan"), {"bilan_bilan", "bilan_estimation"}),
            (lambda: Bilan.objects.filter(auteur=1), {"bilan_bilan"}),
            (lambda: Bilan.objects.of_structures([1]), set()),
            (lambda: Bilan.objects.filter(structure__membres__compte=1), set()),
            (lambda: Bilan.objects.filter(code_reprise="x"), set()),
            (lambda: Estimation.objects.filter(bilan__structure=1).select_related("bilan"), set()),
            (lambda: Estimation.objects.filter(bilan_id__in=["00000000-0000-0000-0000-000000000000"]), set()),
            (lambda: Structure.objects.prefetch_related("sites"), set()),
            (lambda: Partage.objects.filter(finalite="instruction"), {"personnes_partage"}),
            (lambda: Partage.objects.towards([1]).select_related("personne"), {"personnes_personne"}),
            (lambda: Partage.objects.towards([1]).filter(debut__lte=JOUR).select_related("personne"), {"personnes_personne"}),
            (lambda: Partage.objects.within(JOUR).select_related("personne"), {"personnes_partage", "personnes_personne"}),
            (lambda: Personne.objects.filter(partages__finalite="instruction"), {"personnes_partage", "personnes_personne"}),
            (lambda: Personne.objects.filter(partages__vers_structure=1), {"personnes_personne"}),
            (lambda: Partage.objects.towards([1]).within(JOUR).select_related("personne"), set()),
            (lambda: SuitePartage.objects.filter(partage_id__in=[1]), set()),
            (lambda: SuitePartage.objects.filter(nature="retire"), {"personnes_suitepartage"}),
            (lambda: Personne.objects.filter(pk=1).with_what_was_asked(), set()),
            (Personne.objects.with_what_was_asked, {"personnes_demandeeffacement", "personnes_ouvertureurgente", "personnes_personne"}),
            (lambda: Personne.objects.filter(pk=1).filter(Exists(OuvertureUrgente.objects.filter(motif="x"))), {"personnes_ouvertureurgente"}),
            (lambda: Personne.objects.filter(Exists(Partage.objects.filter(personne=OuterRef("pk"), pk=1))), {"personnes_personne"}),
        ],
    )
    def test_on_statements(self, queryset: object, tables: set[str]) -> None:
        sql = str(queryset().query.sql_with_params()[0])  # type: ignore[operator]  # each case is a function without arguments

        assert unwalled(sql, walls()) == tables

    def test_every_personal_table_is_known(self) -> None:
        assert {"bilan.Bilan", "bilan.Estimation", "bilan.Choix", "bilan.Avis", "personnes.Personne", "structures.Membre", "journal.Ligne"} <= {
            model._meta.label for model in bound_models()
        }

    def test_in_source(self) -> None:
        source = textwrap.dedent(
            """
            def everybody():
                return Bilan.objects.all().order_by("-updated_at")

            def by_month(mois):
                return Bilan.objects.filter(mois=mois)

            def hers(ids, pk):
                return Bilan.objects.of_structures(ids), Bilan.objects.select_related("structure").filter(pk=pk), Autre.objects.all()
            """
        )

        assert open_querysets(Path("selectors.py"), source, {"Bilan"}) == ["selectors.py:3: Bilan.objects", "selectors.py:6: Bilan.objects"]
