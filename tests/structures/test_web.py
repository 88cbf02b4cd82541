"""The pages of structures: what everybody reads, what the team reads, what the person in charge does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.models import Membre
from tests.factories.structures import CompteFactory, MembreFactory, SiteFactory, StructureFactory

pytestmark = pytest.mark.django_db
NOUVELLE = {"email": "Nora@exemple.test", "nom": "Nora", "role": Role.MEDIATEUR, "profession": Profession.MEDIATEUR_SOCIAL}


@pytest.fixture
def odile(client: Client) -> Membre:
    """Responsable of her structure, signed in."""
    membre = MembreFactory.create(responsable=True, compte__nom="Odile", structure__nom="Passerelle")
    client.force_login(membre.compte)
    return membre


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"structures:{name}", args=args), follow=True)
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


class TestList:
    def test_names_kinds_and_sites_and_nobody(self, client: Client, odile: Membre) -> None:
        autre = StructureFactory.create(nom="Pimms", genre=Genre.MEDIATION)
        autre.sites.set([SiteFactory.create(nom="Moulin à Vent")])
        MembreFactory.create(structure=autre, compte__nom="Karim")

        text = page(client, "liste")

        assert all(word in text for word in ("Passerelle", "Pimms", "Médiation sociale", "Moulin à Vent (Vénissieux)", "la vôtre"))
        assert "Karim" not in text

    @pytest.mark.parametrize("combien", [1, 12])
    def test_cost_does_not_grow(self, client: Client, odile: Membre, combien: int) -> None:
        for _ in range(combien):
            StructureFactory.create().sites.set([SiteFactory.create()])

        with CaptureQueriesContext(connection) as queries:
            page(client, "liste")

        assert len(queries) <= 6


class TestOne:
    def test_the_team_reads_its_members_with_secrecy(self, client: Client) -> None:
        ines = MembreFactory.create(compte__nom="Inès")
        MembreFactory.create(structure=ines.structure, compte__nom="Karim", role=Role.MEDIATEUR, profession=Profession.MEDIATEUR_SOCIAL)
        MembreFactory.create(structure=ines.structure, compte__nom="Partie", partie=True)
        client.force_login(ines.compte)

        text = page(client, "la_mienne")

        assert all(word in text for word in ("2 membres", "Inès", "Karim", "secret professionnel prévu par la loi", "discrétion, sans secret prévu par la loi"))
        assert "Partie" not in text
        assert "membres/ajouter" not in text

    def test_another_structure_shows_no_name(self, client: Client, odile: Membre) -> None:
        autre = MembreFactory.create(compte__nom="Karim")

        text = page(client, "detail", autre.structure_id)

        assert "Karim" not in text
        assert "ne se lisent que depuis cette structure" in text

    @pytest.mark.parametrize("role", [Role.ELU, Role.TECHNIQUE])
    def test_a_mandate_and_a_machine_room_see_no_name(self, client: Client, odile: Membre, role: Role) -> None:
        client.force_login(MembreFactory.create(structure=odile.structure, role=role, compte__nom="Camille").compte)

        text = page(client, "la_mienne")

        assert "Odile" not in text
        assert "Votre rôle ne montre pas les noms" in text

    def test_several_are_chosen_among(self, client: Client, odile: Membre) -> None:
        MembreFactory.create(compte=odile.compte, structure__nom="CCAS")

        text = page(client, "la_mienne")

        assert "Passerelle" in text
        assert "CCAS" in text

    def test_without_one_a_way_out_is_told(self, client: Client) -> None:
        client.force_login(CompteFactory.create())

        assert "Demandez à la personne responsable" in page(client, "la_mienne")

    def test_a_number_without_structure_does_not_exist(self, client: Client, odile: Membre) -> None:
        assert client.get(reverse("structures:detail", args=[0])).status_code == 404

    @pytest.mark.parametrize("combien", [1, 12])
    def test_cost_does_not_grow(self, client: Client, odile: Membre, combien: int) -> None:
        for _ in range(combien):
            MembreFactory.create(structure=odile.structure)

        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("structures:detail", args=[odile.structure_id]))

        assert len(queries) <= 9


class TestAdd:
    def test_who_has_no_account_is_invited_by_a_link_shown_once(self, client: Client, odile: Membre) -> None:
        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE)

        assert answer.status_code == 200
        assert "/structures/invitation/" in answer.content.decode()
        assert not Compte.objects.filter(email="nora@exemple.test").exists()
        assert [ligne.verb for ligne in Ligne.objects.filter(thing_kind="invitation")] == ["inviter_membre"]

    def test_an_account_of_another_structure_keeps_its_name_and_password(self, client: Client, odile: Membre) -> None:
        connu = MembreFactory.create(compte__email="nora@exemple.test", compte__nom="Nora B.").compte
        avant = connu.password

        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE)

        connu.refresh_from_db()
        assert answer.status_code == 302
        assert (connu.nom, connu.password) == ("Nora B.", avant)
        assert Membre.objects.filter(compte=connu).count() == 2

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"email": "nora"}, "Cette adresse n’est pas complète"),
            ({"email": ""}, "Écrivez l’adresse électronique"),
            ({"nom": ""}, "Écrivez le nom que ses collègues liront"),
            ({"role": "chef"}, "chef"),
            ({"role": ""}, "Choisissez un rôle"),
            ({"profession": ""}, "Choisissez une profession"),
            ({"email": "x" * 300 + "@exemple.test"}, "254"),
        ],
    )
    def test_a_mistake_is_told_and_what_was_typed_stays(self, client: Client, odile: Membre, changes: dict[str, str], sentence: str) -> None:
        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE | changes)

        text = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in text
        assert ("Nora" in text) or "nom" in changes
        assert not Compte.objects.filter(email="nora@exemple.test").exists()

    def test_twice_is_told(self, client: Client, odile: Membre) -> None:
        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE | {"email": odile.compte.email})

        assert answer.status_code == 422
        assert "déjà dans la liste des membres" in answer.content.decode()

    @pytest.mark.parametrize("role", [Role.ELU, Role.TECHNIQUE])
    @pytest.mark.parametrize("ailleurs", [Role.AMBASSADEUR, Role.PILOTE])
    def test_a_role_that_shuts_pages_is_not_given_to_who_works_elsewhere(self, client: Client, odile: Membre, role: Role, ailleurs: Role) -> None:
        membre = MembreFactory.create(role=ailleurs, structure__nom="Maison lointaine", compte__email="nora@exemple.test")

        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE | {"role": role})

        assert answer.status_code == 422
        assert "ouvrez-lui un second compte" in answer.content.decode()
        assert "Maison lointaine" not in answer.content.decode()
        assert Membre.objects.filter(compte=membre.compte).count() == 1

    def test_nor_by_a_change_of_role(self, client: Client, odile: Membre) -> None:
        membre = MembreFactory.create(structure=odile.structure, role=Role.PILOTE)
        MembreFactory.create(compte=membre.compte, role=Role.COORDINATEUR)

        url = reverse("structures:membre_modifier", args=[odile.structure_id, membre.pk])
        answer = client.post(url, {"role": Role.ELU, "profession": membre.profession})

        assert answer.status_code == 422
        membre.refresh_from_db()
        assert membre.role == Role.PILOTE

    def test_a_mandate_does_not_meet_people_elsewhere(self, client: Client, odile: Membre) -> None:
        MembreFactory.create(compte__email="nora@exemple.test", role=Role.AMBASSADEUR)

        answer = client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE | {"role": Role.ELU})

        assert answer.status_code == 422
        assert "n’ouvre aucune page sur une personne, dans aucune structure" in answer.content.decode()


class TestChange:
    def test_role_and_profession(self, client: Client, odile: Membre) -> None:
        karim = MembreFactory.create(structure=odile.structure, compte__nom="Karim")

        client.post(
            reverse("structures:membre_modifier", args=[odile.structure_id, karim.pk]), {"role": Role.COORDINATEUR, "profession": Profession.MEDIATEUR_SOCIAL}
        )

        karim.refresh_from_db()
        assert (karim.role, karim.profession) == (Role.COORDINATEUR, Profession.MEDIATEUR_SOCIAL)
        assert list(Ligne.objects.values_list("verb", "thing_id")) == [("changer_membre", str(karim.pk))]

    def test_the_last_one_in_charge_stays(self, client: Client, odile: Membre) -> None:
        modifier = reverse("structures:membre_modifier", args=[odile.structure_id, odile.pk])
        depart = reverse("structures:membre_depart", args=[odile.structure_id, odile.pk])

        for answer in (
            client.post(modifier, {"role": Role.MEDIATEUR, "profession": Profession.AUTRE}),
            client.post(depart, {"jusqu_au": timezone.localdate().isoformat()}),
        ):
            assert answer.status_code == 422
            assert "seule personne responsable" in answer.content.decode()
        assert not Ligne.objects.exists()

    def test_a_departure_has_a_last_day(self, client: Client, odile: Membre) -> None:
        karim = MembreFactory.create(structure=odile.structure)
        demain = timezone.localdate() + timedelta(days=1)

        client.post(reverse("structures:membre_depart", args=[odile.structure_id, karim.pk]), {"jusqu_au": demain.isoformat()})

        karim.refresh_from_db()
        assert karim.jusqu_au == demain
        assert "Dernier jour" in page(client, "detail", odile.structure_id)

    @pytest.mark.parametrize("jour", ["", "demain", "2026-02-31", "0001-01-01", "9999-12-31", str(date(2026, 1, 4))])
    def test_an_impossible_day_is_told(self, client: Client, odile: Membre, jour: str) -> None:
        karim = MembreFactory.create(structure=odile.structure)

        answer = client.post(reverse("structures:membre_depart", args=[odile.structure_id, karim.pk]), {"jusqu_au": jour})

        assert answer.status_code == 422
        assert 'class="champ__erreur"' in answer.content.decode()


class TestWall:
    @pytest.mark.parametrize("name", ["membre_modifier", "membre_depart"])
    def test_members_of_another_structure_do_not_exist(self, client: Client, odile: Membre, name: str) -> None:
        autre = MembreFactory.create()

        assert client.get(reverse(f"structures:{name}", args=[autre.structure_id, autre.pk])).status_code == 404
        assert client.post(reverse(f"structures:{name}", args=[odile.structure_id, autre.pk])).status_code == 404
        assert client.post(reverse("structures:membre_ajouter", args=[autre.structure_id]), NOUVELLE).status_code == 404
        # A number that no column can hold is not there either.
        assert client.get(reverse(f"structures:{name}", args=[10**25, odile.pk])).status_code == 404
        assert client.get(reverse(f"structures:{name}", args=[odile.structure_id, 10**25])).status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.RESPONSABLE])
    def test_only_the_person_in_charge_manages(self, client: Client, odile: Membre, role: Role) -> None:
        client.force_login(MembreFactory.create(structure=odile.structure, role=role).compte)

        assert client.post(reverse("structures:membre_ajouter", args=[odile.structure_id]), NOUVELLE).status_code == 403
        assert client.post(reverse("structures:membre_depart", args=[odile.structure_id, odile.pk])).status_code == 404
        assert not Ligne.objects.exists()
