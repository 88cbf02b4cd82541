"""A person is found by her exact name and birth date, in her structure only; nothing of it stands in an address or in the database."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.coffre.envelope import Sujet
from droits_ouverts.coffre.models import IndexAveugle
from droits_ouverts.coffre.services import destroy_keys, export_erasures, replay_erasures
from droits_ouverts.coffre.trousseau import kept_open
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes import rules_recherche, selectors, services, services_droits
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

        assert not IndexAveugle.objects.filter(champ=selectors.CHAMP_IDENTITE).exists()

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


def near(membre: Membre, nom: str, naissance: str = "", *, structure_id: int | None = None) -> list[int]:
    trouvees = selectors.search_persons(membre.compte, structure_id or membre.structure_id, nom=nom, naissance=naissance, on=TODAY)
    return [une.ligne.id for une in trouvees]


class TestNear:
    @pytest.mark.parametrize(
        "nom",
        ["aissata", "Ba Sow", "basow", "SOW aïssata", "Aisata Sow", "Aissta", "Aissaat", "Haissata", "aissato basow", "ba-sow, Aïssata"],
    )
    def test_whatever_the_order_the_accents_and_one_typo_a_word(self, membre: Membre, nom: str) -> None:
        personne = create(membre)
        create(membre, prenom="Marie", nom="Dupont")

        assert near(membre, nom) == [personne.pk]

    @pytest.mark.parametrize("nom", ["Asata", "Aissata Dupont", "Sax", "Bo", "", "- -", "x" * 80])
    def test_not_with_two_typos_or_another_s_name(self, membre: Membre, nom: str) -> None:
        create(membre)
        create(membre, prenom="Marie", nom="Dupont")

        assert near(membre, nom) == []

    def test_two_words_that_she_writes_in_one(self, membre: Membre) -> None:
        personne = create(membre, prenom="Anne", nom="Legoff")

        assert near(membre, "le goff") == near(membre, "Anne Le Gof") == [personne.pk]

    def test_the_same_birth_date_comes_first_and_another_is_set_aside(self, membre: Membre) -> None:
        sans = create(membre, naissance="")
        autre = create(membre, naissance="1971-05-05")
        elle = create(membre)

        assert near(membre, "aissata", "1990-01-02") == [elle.pk, sans.pk]
        assert set(near(membre, "aissata")) == {sans.pk, autre.pk, elle.pk}

    def test_not_from_another_structure(self, membre: Membre) -> None:
        create(membre)
        ailleurs = MembreFactory.create()
        la_bas = create(ailleurs)

        assert near(ailleurs, "Aissata") == [la_bas.pk]
        assert near(ailleurs, "Aissata", structure_id=membre.structure_id) == []

    def test_by_her_new_name_once_it_is_corrected_and_not_once_she_is_erased(self, membre: Membre) -> None:
        personne = create(membre)
        services_droits.rectify_identity(
            actor=membre.compte, personne_id=personne.pk, identite=Identite(prenom="Mariam", nom="Ba-Sow"), pourquoi="Elle s’appelle Mariam.", now=NOW
        )
        assert near(membre, "Aissata") == []
        assert near(membre, "Maryam") == [personne.pk]

        destroy_keys([Sujet("personne", personne.pk)], structure=membre.structure_id, actor=None, purpose="effacement")
        assert near(membre, "Maryam") == []
        assert not IndexAveugle.objects.exists()

    def test_those_kept_before_are_found_once_the_index_is_made_again(self, membre: Membre) -> None:
        personne = create(membre)
        IndexAveugle.objects.all().delete()
        assert near(membre, "Aissata") == []

        call_command("personnes_index", stdout=io.StringIO())

        assert near(membre, "Aissata") == [personne.pk]
        assert found(membre, "Ba-Sow") == [personne.pk]

    def test_costs_as_many_queries_for_many_as_for_one(self, membre: Membre) -> None:
        costs = []
        for _ in range(3):
            create(membre)
            with kept_open(), CaptureQueriesContext(connection) as queries:
                near(membre, "Aisata")
            costs.append(len(queries))

        assert costs == [5, 5, 5]

    def test_the_index_tells_neither_the_letters_nor_how_many(self, membre: Membre) -> None:
        court, long = create(membre, prenom="Lou", nom=""), create(membre, prenom="Marie", nom="")
        lignes = IndexAveugle.objects.filter(champ__startswith="nom:")

        assert {lignes.filter(sujet_id=str(une.pk)).count() for une in (court, long)} == {8}
        assert {len(ligne.champ) for ligne in lignes} == {len("nom:ffff")}
        assert all(int(ligne.empreinte, 16) < 1 << 16 for ligne in lignes)


LETTRES = st.text(alphabet="abdeilmnorstu", min_size=1, max_size=9)


class TestRules:
    @given(LETTRES, LETTRES)
    def test_one_typo_is_what_an_independent_measure_says(self, un: str, autre: str) -> None:
        proches = un == autre or (max(len(un), len(autre)) >= 4 and _osa(un, autre) <= 1)

        assert rules_recherche.one_typo(un, autre) == rules_recherche.one_typo(autre, un) == proches

    @given(st.text(alphabet="abdei", min_size=3, max_size=7), st.data())
    def test_two_words_one_typo_apart_always_meet(self, mot: str, data: st.DataObject) -> None:
        rang = data.draw(st.integers(0, len(mot) - 1))
        lettre = data.draw(st.sampled_from("abdei"))
        fautifs = {mot[:rang] + lettre + mot[rang:], mot[:rang] + lettre + mot[rang + 1 :], mot[:rang] + mot[rang + 1 :]}
        fautifs |= {mot[:rang] + mot[rang + 1 : rang + 2] + mot[rang] + mot[rang + 2 :]}

        for faux in fautifs:
            if faux and rules_recherche.one_typo(mot, faux):
                assert rules_recherche.neighbours(mot) & rules_recherche.neighbours(faux), (mot, faux)


def _osa(un: str, autre: str) -> int:
    """Distance with two letters that change places, by its definition."""
    table = {(i, j): max(i, j) for i in range(len(un) + 1) for j in range(len(autre) + 1) if not i or not j}
    for i in range(1, len(un) + 1):
        for j in range(1, len(autre) + 1):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (un[i - 1] != autre[j - 1]))
            if i > 1 and j > 1 and un[i - 1] == autre[j - 2] and un[i - 2] == autre[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(un), len(autre)]


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

        assert "Personne ne porte ce nom" in page.content.decode()

    @pytest.mark.parametrize("envoi", [{}, {"nom": ""}, {"nom": "x", "naissance": "hier"}, {"nom": "x" * 300, "naissance": "1990-01-02", "structure": "9"}])
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


class TestNew:
    """One looks for somebody before she is written down, and who looks like her is shown once."""

    @pytest.fixture
    def session(self, membre: Membre) -> Client:
        client = Client()
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def _sent(self, membre: Membre, **reste: object) -> dict[str, object]:
        return {
            "prenom": "Aisata",
            "nom": "Sow",
            "naissance": "",
            "langue": "fr",
            "accord_mode": "oral",
            "accord_le": timezone.localdate().isoformat(),
            "structure": membre.structure_id,
        } | reste

    def test_what_was_looked_for_is_not_typed_again(self, membre: Membre, session: Client) -> None:
        page = session.post(reverse("personnes:chercher"), {"nom": "Nadia El Amrani", "structure": membre.structure_id}).content.decode()
        assert 'name="prenom" value="Nadia"' in page
        assert 'name="nom" value="El Amrani"' in page

        debut = session.post(reverse("personnes:nouvelle"), {"prenom": "Nadia", "nom": "El Amrani", "structure": membre.structure_id, "etape": "debut"})
        assert 'value="El Amrani"' in debut.content.decode()
        assert not Personne.objects.exists()

    def test_somebody_who_looks_like_her_is_shown_before_and_nothing_typed_is_lost(self, membre: Membre, session: Client) -> None:
        connue = create(membre)

        page = session.post(reverse("personnes:nouvelle"), self._sent(membre))

        assert page.status_code == 422
        assert reverse("personnes:personne", args=[connue.pk]) in page.content.decode()
        assert 'value="Aisata"' in page.content.decode()
        assert Personne.objects.count() == 1

        session.post(reverse("personnes:nouvelle"), self._sent(membre, vue=[connue.pk]))
        assert Personne.objects.count() == 2

    def test_nobody_alike_is_written_at_once(self, membre: Membre, session: Client) -> None:
        page = session.post(reverse("personnes:nouvelle"), self._sent(membre))

        assert page.status_code == 302
        assert Ligne.objects.filter(verb="creer_personne").count() == Personne.objects.count() == 1

    def test_never_in_a_structure_that_is_not_hers(self, membre: Membre, session: Client) -> None:
        ailleurs = MembreFactory.create()

        assert session.post(reverse("personnes:nouvelle"), self._sent(ailleurs)).status_code == 422
        assert not Personne.objects.exists()

    @pytest.mark.parametrize("faux", [{"prenom": "", "nom": ""}, {"accord_le": "2999-01-01"}, {"naissance": "hier"}, {"accord_mode": "x"}])
    def test_what_lacks_is_asked_again(self, membre: Membre, session: Client, faux: dict[str, object]) -> None:
        assert session.post(reverse("personnes:nouvelle"), self._sent(membre, **faux)).status_code == 422
        assert not Personne.objects.exists()
