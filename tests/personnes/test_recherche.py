"""A person is found by her exact name and birth date, in her structure only; nothing of it stands in an address or in the database."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.coffre.envelope import Sujet
from droits_ouverts.coffre.models import IndexAveugle
from droits_ouverts.coffre.services import destroy_keys, export_erasures, replay_erasures
from droits_ouverts.coffre.trousseau import kept_open
from droits_ouverts.personnes import selectors, services
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.errors import IdentityRefusedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NEE = date(1990, 1, 2)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


def create(membre: Membre, *, prenom: str = "Aïssata", nom: str = "Ba-Sow", naissance: str = "1990-01-02") -> Personne:
    return services.create_person(
        actor=membre.compte,
        structure_id=membre.structure_id,
        identite=Identite(prenom=prenom, nom=nom, naissance=naissance),
        accord_mode=ModeAccord.ORAL,
        accord_le=TODAY,
        now=NOW,
    )


def found(membre: Membre, nom: str, naissance: date = NEE, *, structure_id: int | None = None) -> list[int]:
    lignes = selectors.find_person(membre.compte, structure_id or membre.structure_id, nom=nom, naissance=naissance, on=TODAY)
    return [ligne.id for ligne in lignes]


class TestFound:
    @pytest.mark.parametrize("nom", ["Ba-Sow", "BA SOW", "bâ sow", " Basow "])
    def test_whatever_the_accents_capitals_and_hyphens(self, membre: Membre, nom: str) -> None:
        assert found(membre, nom) == []
        personne = create(membre)

        assert found(membre, nom) == [personne.pk]

    def test_never_by_a_part_or_another_day(self, membre: Membre) -> None:
        create(membre)

        assert found(membre, "Ba") == found(membre, "Ba-Sow", date(1990, 2, 1)) == found(membre, "Aïssata") == []

    def test_by_her_first_name_if_she_gave_no_other(self, membre: Membre) -> None:
        personne = create(membre, nom="")

        assert found(membre, "AISSATA") == [personne.pk]

    def test_not_without_a_birth_date(self, membre: Membre) -> None:
        create(membre, naissance="")

        assert not IndexAveugle.objects.exists()

    def test_not_from_another_structure(self, membre: Membre) -> None:
        create(membre)
        ailleurs = MembreFactory.create()

        assert found(ailleurs, "Ba-Sow") == found(ailleurs, "Ba-Sow", structure_id=membre.structure_id) == []

    def test_not_once_she_is_erased(self, membre: Membre) -> None:
        personne = create(membre)
        destroy_keys([Sujet("personne", personne.pk)], structure=membre.structure_id, actor=None, purpose="effacement")

        assert found(membre, "Ba-Sow") == []
        assert selectors.persons_of(membre.compte, on=TODAY) == []

    def test_two_persons_of_the_same_name_in_as_many_queries_as_one(self, membre: Membre) -> None:
        costs = []
        for _ in range(2):
            create(membre)
            with kept_open(), CaptureQueriesContext(connection) as queries:
                found(membre, "Ba-Sow")
            costs.append(len(queries))

        assert len(found(membre, "Ba-Sow")) == 2
        assert costs == [5, 5]


class TestErased:
    def test_her_page_says_so(self, membre: Membre) -> None:
        personne = create(membre)
        destroy_keys([Sujet("personne", personne.pk)], structure=membre.structure_id, actor=None, purpose="effacement")
        client = Client()
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        page = client.get(reverse("personnes:personne", args=[personne.pk]))

        assert page.status_code == 410
        assert "Ces informations ont été effacées" in page.content.decode()

    def test_nobody_new_takes_her_number_after_an_older_backup_was_restored(self, membre: Membre) -> None:
        avant = transaction.savepoint()
        personne = create(membre)
        destroy_keys([Sujet("personne", personne.pk)], structure=membre.structure_id, actor=None, purpose="effacement")
        registre = io.StringIO()
        export_erasures(registre)
        transaction.savepoint_rollback(avant)
        with connection.cursor() as cursor:
            back = "UPDATE sqlite_sequence SET seq = 0" if connection.vendor == "sqlite" else "ALTER SEQUENCE personnes_personne_id_seq RESTART WITH 1"
            cursor.execute(back)

        replay_erasures(io.StringIO(registre.getvalue()))

        assert create(membre).pk > personne.pk


class TestBirthDate:
    def test_is_sealed_with_her_name(self, membre: Membre) -> None:
        personne = create(membre)

        assert selectors.open_identity(personne).naissance == "1990-01-02"
        assert "1990" not in personne.identite_scellee

    @pytest.mark.parametrize("naissance", ["2026-11-25", "1899-12-31", "1990", "demain"])
    def test_that_cannot_be_is_refused(self, membre: Membre, naissance: str) -> None:
        with pytest.raises(IdentityRefusedError) as caught:
            create(membre, naissance=naissance)

        assert list(caught.value.errors) == ["naissance"]


class TestPage:
    @pytest.fixture
    def session(self, membre: Membre) -> Client:
        client = Client()
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def test_shows_who_is_found_with_nothing_in_the_address(self, membre: Membre, session: Client) -> None:
        personne = create(membre)
        page = session.post(reverse("personnes:chercher"), {"nom": "ba sow", "naissance": "1990-01-02", "structure": membre.structure_id})

        assert page.status_code == 200
        assert reverse("personnes:personne", args=[personne.pk]) in page.content.decode()
        assert page.request["QUERY_STRING"] == ""

    def test_says_that_nobody_is_found(self, membre: Membre, session: Client) -> None:
        page = session.post(reverse("personnes:chercher"), {"nom": "Ba-Sow", "naissance": "1990-01-02", "structure": membre.structure_id})

        assert "Personne n’a exactement ce nom" in page.content.decode()

    @pytest.mark.parametrize("envoi", [{}, {"nom": "x"}, {"nom": "x", "naissance": "hier"}, {"nom": "x" * 300, "naissance": "1990-01-02", "structure": "9"}])
    def test_asks_again_for_what_lacks(self, session: Client, envoi: dict[str, str]) -> None:
        assert session.post(reverse("personnes:chercher"), envoi).status_code == 422

    def test_is_never_asked_by_an_address(self, session: Client) -> None:
        assert session.get(reverse("personnes:chercher"), {"nom": "Ba"}).status_code == 405

    def test_of_another_structure_is_not_offered(self, membre: Membre, session: Client) -> None:
        autre = MembreFactory.create()
        create(autre)

        page = session.post(reverse("personnes:chercher"), {"nom": "Ba-Sow", "naissance": "1990-01-02", "structure": autre.structure_id})

        assert page.status_code == 422

    def test_the_list_offers_to_look_for_somebody(self, membre: Membre, session: Client) -> None:
        create(membre)

        assert f'action="{reverse("personnes:chercher")}"' in session.get(reverse("personnes:liste")).content.decode()
