"""Structures and members: who belongs where, on which day, and who may change it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures import access, rules
from droits_ouverts.structures.enums import Activite, Genre, Profession, Role
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.structures.selectors import current_membership, structures_of
from droits_ouverts.structures.services import add_membre, create_structure, end_membre
from tests.factories.structures import CompteFactory, MembreFactory, SiteFactory, StructureFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


class TestRules:
    @pytest.mark.parametrize(
        ("profession", "bound"),
        [
            (Profession.ASSISTANT_SERVICE_SOCIAL, True),
            (Profession.INSTRUCTEUR_AIDE_SOCIALE, True),
            (Profession.INSTRUCTEUR_RSA, True),
            (Profession.PROFESSIONNEL_SANTE, True),
            (Profession.TRAVAILLEUR_SOCIAL, False),
            (Profession.MEDIATEUR_SOCIAL, False),
            (Profession.CONSEILLER_INSERTION, False),
            (Profession.BENEVOLE, False),
            (Profession.AUTRE, False),
        ],
    )
    def test_secrecy_comes_from_the_profession(self, profession: Profession, bound: bool) -> None:
        assert rules.is_bound_to_secrecy(profession) is bound
        assert Membre(profession=profession).is_bound_to_secrecy is bound

    @pytest.mark.parametrize(
        ("role", "does"),
        [
            (Role.AMBASSADEUR, True),
            (Role.MEDIATEUR, True),
            (Role.AGENT, True),
            (Role.RESPONSABLE, True),
            (Role.COORDINATEUR, False),
            (Role.PILOTE, False),
            (Role.ELU, False),
            (Role.TECHNIQUE, False),
        ],
    )
    def test_check_ups_are_for_those_who_meet_people(self, role: Role, does: bool) -> None:
        assert rules.does_check_ups(role) is does
        assert not (does and role in rules.NEVER_MEETS)

    def test_each_secrecy_cites_its_text(self) -> None:
        assert set(rules.SECRECY) <= set(Profession.values)
        assert all("art. L. " in text for text in rules.SECRECY.values())

    @pytest.mark.parametrize(
        ("roles", "activity"),
        [
            ([], Activite.AUCUNE),
            ([Role.AGENT], Activite.RENCONTRE),
            ([Role.PILOTE, Role.MEDIATEUR], Activite.RENCONTRE),
            ([Role.PILOTE, Role.COORDINATEUR], Activite.COORDINATION),
            ([Role.PILOTE], Activite.PILOTAGE),
            ([Role.AMBASSADEUR, Role.ELU], Activite.MANDAT),
            ([Role.RESPONSABLE, Role.TECHNIQUE], Activite.TECHNIQUE),
        ],
    )
    def test_several_roles_make_one_activity(self, roles: list[Role], activity: Activite) -> None:
        assert rules.activity_of(roles) is activity


class TestAccess:
    @pytest.mark.parametrize(
        ("depuis_le", "jusqu_au", "present"),
        [
            (TODAY, None, True),
            (TODAY - timedelta(days=1), TODAY, True),
            (TODAY + timedelta(days=1), None, False),
            (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
        ],
    )
    def test_a_membership_runs_from_its_first_day_to_its_last(self, depuis_le: date, jusqu_au: date | None, present: bool) -> None:
        membre = MembreFactory.create(depuis_le=depuis_le, jusqu_au=jusqu_au)

        assert access.is_member(membre.compte, membre.structure_id, TODAY) is present
        assert access.may_do_check_ups(membre.compte, membre.structure_id, TODAY) is present
        assert structures_of(membre.compte, on=TODAY) == ([membre.structure] if present else [])
        assert (current_membership(membre.compte, on=TODAY) == membre) is present

    def test_another_structure_is_another_wall(self) -> None:
        membre, elsewhere = MembreFactory.create(responsable=True), StructureFactory.create()

        assert not access.is_member(membre.compte, elsewhere.pk, TODAY)
        assert not access.may_do_check_ups(membre.compte, elsewhere.pk, TODAY)
        assert not access.may_manage_members(membre.compte, elsewhere.pk, TODAY)

    def test_a_closed_account_may_do_nothing(self) -> None:
        membre = MembreFactory.create(responsable=True, compte__is_active=False)

        assert not access.is_member(membre.compte, membre.structure_id, TODAY)
        assert not access.may_do_check_ups(membre.compte, membre.structure_id, TODAY)
        assert not access.may_manage_members(membre.compte, membre.structure_id, TODAY)

    @pytest.mark.parametrize(
        ("role", "figures", "names"),
        [
            (Role.AMBASSADEUR, False, True),
            (Role.MEDIATEUR, False, True),
            (Role.AGENT, False, True),
            (Role.RESPONSABLE, True, True),
            (Role.COORDINATEUR, True, True),
            (Role.PILOTE, True, True),
            (Role.ELU, True, False),
            (Role.TECHNIQUE, False, False),
        ],
    )
    def test_who_reads_figures_and_who_reads_names(self, role: Role, figures: bool, names: bool) -> None:
        membre = MembreFactory.create(role=role)

        assert access.may_see_figures(membre.compte, TODAY) is figures
        assert access.may_see_members(membre.compte, membre.structure_id, TODAY) is names
        assert access.meets_people(membre.compte, TODAY) is access.may_do_check_ups(membre.compte, membre.structure_id, TODAY) is rules.does_check_ups(role)

    @pytest.mark.parametrize("ferme", sorted(rules.NEVER_MEETS))
    def test_a_role_that_meets_nobody_shuts_every_structure(self, ferme: str) -> None:
        membre = MembreFactory.create()
        MembreFactory.create(compte=membre.compte, role=ferme)

        assert not access.may_do_check_ups(membre.compte, membre.structure_id, TODAY)
        assert access.structures_for_check_ups(membre.compte, TODAY) == []

    @pytest.mark.parametrize("role", list(Role))
    def test_only_a_responsable_manages_members(self, role: Role) -> None:
        membre = MembreFactory.create(role=role)

        assert access.may_manage_members(membre.compte, membre.structure_id, TODAY) is (role == Role.RESPONSABLE)


class TestServices:
    def test_a_structure_is_entered_with_its_sites_and_told(self) -> None:
        site = SiteFactory.create()

        structure = create_structure(code="ccas", nom="CCAS", genre=Genre.CCAS, site_ids=[site.pk], actor=None)

        assert list(structure.sites.all()) == [site]
        assert list(Structure.objects.on_site(site.pk)) == [structure]
        assert list(Ligne.objects.values_list("verb", "thing_id", "structure_id")) == [("creer_structure", str(structure.pk), structure.pk)]

    def test_a_responsable_adds_a_member_then_ends_it(self) -> None:
        boss = MembreFactory.create(responsable=True)
        new = CompteFactory.create()

        membre = add_membre(
            structure_id=boss.structure_id,
            compte_id=new.pk,
            role=Role.MEDIATEUR,
            profession=Profession.MEDIATEUR_SOCIAL,
            depuis_le=TODAY,
            actor=boss.compte,
            on=TODAY,
        )
        end_membre(membre_id=membre.pk, jusqu_au=TODAY, actor=boss.compte, on=TODAY)

        assert access.is_member(new, boss.structure_id, TODAY)
        assert not access.is_member(new, boss.structure_id, TODAY + timedelta(days=1))
        assert [(line.verb, line.actor_id) for line in Ligne.objects.all()] == [("ajouter_membre", boss.compte_id), ("retirer_membre", boss.compte_id)]

    def test_another_role_is_refused_and_another_structure_does_not_exist(self) -> None:
        membre, elsewhere = MembreFactory.create(), MembreFactory.create(responsable=True)

        with pytest.raises(ForbiddenError):
            end_membre(membre_id=membre.pk, jusqu_au=TODAY, actor=membre.compte, on=TODAY)
        with pytest.raises(NotVisibleError):
            end_membre(membre_id=membre.pk, jusqu_au=TODAY, actor=elsewhere.compte, on=TODAY)
        with pytest.raises(NotVisibleError):
            end_membre(membre_id=0, jusqu_au=TODAY, actor=elsewhere.compte, on=TODAY)
        assert not Ligne.objects.exists()


class TestConstraints:
    @pytest.mark.parametrize(
        ("changes", "name"),
        [
            ({"role": "chef"}, "membre_a_un_role_connu"),
            ({"profession": "mage"}, "membre_a_une_profession_connue"),
            ({"jusqu_au": date(2020, 1, 1)}, "membre_part_apres_etre_arrive"),
        ],
    )
    def test_what_cannot_be_is_refused_by_the_database(self, changes: dict[str, object], name: str) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            MembreFactory.create(**changes)

    @pytest.mark.parametrize("genre", list(Genre))
    def test_each_kind_of_structure_is_stored(self, genre: Genre) -> None:
        assert StructureFactory.create(genre=genre).get_genre_display() == genre.label

    def test_an_account_is_a_member_once_at_a_time(self) -> None:
        membre = MembreFactory.create(partie=True)
        MembreFactory.create(compte=membre.compte, structure=membre.structure, depuis_le=date(2026, 7, 1))

        with pytest.raises(IntegrityError), transaction.atomic():
            MembreFactory.create(compte=membre.compte, structure=membre.structure, depuis_le=date(2026, 8, 1))

    def test_a_structure_has_a_known_genre(self) -> None:
        with pytest.raises(IntegrityError, match="structure_a_un_genre_connu"), transaction.atomic():
            StructureFactory.create(genre="secte")


class TestCost:
    @pytest.mark.parametrize("rows", [1, 5])
    def test_readings_cost_what_they_say(self, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        compte = CompteFactory.create()
        for _ in range(rows):
            structure = StructureFactory.create()
            structure.sites.set([SiteFactory.create()])
            MembreFactory.create(compte=compte, structure=structure)

        with django_assert_num_queries(2):
            membre = current_membership(compte, on=TODAY)
            assert membre is not None
            assert membre.structure.nom
            assert len(membre.structure.sites.all()) == 1
        with django_assert_num_queries(1):
            assert len(structures_of(compte, on=TODAY)) == rows


def test_rows_say_what_they_are() -> None:
    membre = MembreFactory.create(structure__nom="Passerelle", compte__nom="Inès")

    assert (str(membre.structure), str(membre.compte), membre.compte.get_full_name()) == ("Passerelle", "Inès", "Inès")
    assert str(membre) == f"{membre.compte_id} @ {membre.structure_id}"
