"""A person with two files stands once in the lists, and a right that is followed in both counts once, alive or erased; and kept from the last contact in either."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.bilan.effacement import erase_files
from droits_ouverts.conservation import effacement
from droits_ouverts.conservation.echeances import schedule, standing
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.faits import totals
from droits_ouverts.conservation.services import set_hold
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_rapprochement import reunite, separate
from droits_ouverts.reprise.sortie import take_out
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import selectors_comptes, selectors_listes
from droits_ouverts.suivi.errors import AlreadyFollowedError
from droits_ouverts.suivi.rules_doubles import Suivie, in_excess
from droits_ouverts.suivi.selectors import rights_of_person
from droits_ouverts.suivi.selectors_doubles import followed_twice
from droits_ouverts.suivi.selectors_listes import Filtres
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed

pytestmark = pytest.mark.django_db
SUIVIE = st.builds(
    Suivie,
    id=st.integers(1, 10_000).map(lambda numero: uuid.UUID(int=numero)),
    personne=st.integers(1, 3),
    droit=st.sampled_from(["rsa", "aah"]),
    etat=st.sampled_from(["choisi", "depose", "renonce", "verse"]),
    obtenu=st.integers(0, 3),
    created_at=st.integers(0, 300).map(lambda jour: NOW - timedelta(days=jour)),
)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def elle(membre: Membre) -> tuple[Personne, Personne]:
    """One person in two files: a right paid in the one put under, only chosen in the one that is kept; another right there alone."""
    gardee, jointe = person_of(membre, "Mariam", now=NOW), person_of(membre, "Mariame", now=NOW)
    followed(membre, gardee, "choisi")
    followed(membre, jointe, *VERS_VERSE)
    followed(membre, jointe, "depose", droit="aah")
    reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=NOW)
    return Personne.objects.get(pk=gardee.pk), Personne.objects.get(pk=jointe.pk)


class TestTheOneThatCounts:
    @given(st.lists(SUIVIE, max_size=12, unique_by=lambda une: une.id))
    def test_one_a_right_of_a_person_the_furthest_whatever_the_order(self, suivies: list[Suivie]) -> None:
        trop = in_excess(suivies)
        comptees = [une for une in suivies if une.id not in trop]

        assert len(comptees) == len({(une.personne, une.droit) for une in suivies})
        assert all(une.obtenu == max(autre.obtenu for autre in suivies if (autre.personne, autre.droit) == (une.personne, une.droit)) for une in comptees)
        assert in_excess(reversed(suivies)) == trop


class TestLists:
    def test_show_her_once_by_the_name_that_is_kept(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        gardee, _jointe = elle
        gens = selectors_listes.my_people(membre.compte, Filtres(), on=TODAY)
        assert [(une.id, une.nom, len(une.droits)) for une in gens.lignes] == [(gardee.pk, "Mariam Exemple", 3)]
        for page in (selectors_listes.to_do(membre.compte, Filtres(), on=TODAY + timedelta(days=60)).lignes,):
            assert {ligne.droit.nom for ligne in page} <= {"Mariam Exemple"}
        bloques = selectors_listes.stuck(membre.compte, Filtres(), on=TODAY + timedelta(days=200)).lignes
        assert {(ligne.personne_id, ligne.nom) for ligne in bloques} == {(gardee.pk, "Mariam Exemple")}
        assert {ligne.personne_id for ligne in selectors_listes.all_lines(membre.compte, Filtres(), on=TODAY)} == {gardee.pk}

    def test_the_spreadsheet_that_goes_out_too(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        lignes = take_out(actor=membre.compte, structure_id=membre.structure_id, colonnes=["numero", "prenom", "droit"], now=NOW)
        assert {(numero, prenom) for numero, prenom, _droit in lignes} == {(elle[0].pk, "Mariam")}
        assert len(lignes) == 3

    def test_her_path_shows_both_follow_ups_and_opens_no_third(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        assert sorted(droit.droit for droit in rights_of_person(elle[0])) == ["aah", "prime_activite", "prime_activite"]
        with pytest.raises(AlreadyFollowedError):
            followed(membre, elle[0], "choisi", droit="aah")


class TestCounts:
    def total(self, membre: Membre) -> tuple[int, int]:
        comptes = selectors_comptes.counts_by_right(membre.compte, on=TODAY)[-1].comptes
        return comptes.suivis, comptes.verses

    def test_one_right_one_person(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        assert self.total(membre) == (2, 1)

    def test_it_bites(self, membre: Membre, elle: tuple[Personne, Personne], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors_comptes, "followed_twice", lambda structures: set[uuid.UUID]())
        with pytest.raises(AssertionError):
            self.test_one_right_one_person(membre, elle)

    def test_separated_each_counts_again(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        lien = elle[0].dossiers_joints.get()
        separate(actor=membre.compte, rapprochement_id=lien.pk, now=NOW)
        assert self.total(membre) == (3, 1)
        assert followed_twice([membre.structure_id]) == set()

    def test_do_not_move_when_she_is_erased(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        avant, faits = self.total(membre), totals([membre.structure_id])
        erase_files(elle[0], actor=None, purpose="conservation", now=NOW)

        assert not Personne.objects.exists()
        assert self.total(membre) == avant
        assert totals([membre.structure_id]) == faits


class TestKept:
    def test_from_the_last_contact_in_either(self, membre: Membre) -> None:
        tot = NOW - timedelta(days=500)
        gardee, jointe = person_of(membre, "Mariam", now=NOW), person_of(membre, "Mariame", now=NOW)
        Personne.objects.filter(pk=gardee.pk).update(created_at=tot)
        Personne.objects.filter(pk=jointe.pk).update(created_at=tot + timedelta(days=300))
        seule = standing(membre.structure_id, "personne", str(gardee.pk))
        reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=NOW)

        ensemble = standing(membre.structure_id, "personne", str(gardee.pk))
        assert seule is not None
        assert ensemble is not None
        assert ensemble.dernier_contact == seule.dernier_contact + timedelta(days=300)
        assert standing(membre.structure_id, "personne", str(jointe.pk)) is None
        assert [une.sujet_id for une in schedule(membre.structure_id)] == [str(gardee.pk)]

    def test_a_hold_on_her_keeps_both(self, membre: Membre, elle: tuple[Personne, Personne]) -> None:
        set_hold(actor=membre.compte, genre="personne", sujet_id=str(elle[0].pk), motif=MotifReserve.RECOURS, now=NOW)
        loin = TODAY + timedelta(days=3000)
        assert not effacement.erase_file(membre.structure_id, "personne", str(elle[0].pk), on=loin, now=NOW)
        assert Personne.objects.count() == 2
