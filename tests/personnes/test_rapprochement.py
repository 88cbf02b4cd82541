"""Two files of one person: tied and separated, whole, by who may; never more shared than before. Each guarantee has its sabotage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.bilan.ouvertures import passages_of_person
from droits_ouverts.bilan.web import vue_partagee
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import acting_for
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes import access, dossiers, rules_rapprochement, selectors, selectors_partage, services_droits, services_partage, services_urgence
from droits_ouverts.personnes.enums import Finalite, ModeAccord, MotifUrgence, Obstacle, Portee
from droits_ouverts.personnes.errors import DossierJointError, ErasureAskedError, RapprochementRefusedError
from droits_ouverts.personnes.models import Personne, Rapprochement
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.rules_rapprochement import Doute, Lien, doubts, kept_files, safest
from droits_ouverts.personnes.selectors_rapprochement import joined_to
from droits_ouverts.personnes.services_rapprochement import reunite, separate
from droits_ouverts.personnes.signals import effacement_verifie
from droits_ouverts.structures.models import Membre
from tests.factories.partages import BASES, an_agreement, shared
from tests.factories.structures import MembreFactory, StructureFactory
from tests.role import SOUS_LE_ROLE, served

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PLUS_TARD = NOW + timedelta(hours=1)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


def person(membre: Membre, prenom: str, nom: str = "Diallo", naissance: str = "1990-01-02", *, now: datetime = NOW) -> Personne:
    from droits_ouverts.personnes.services import create_person

    return create_person(
        actor=membre.compte,
        structure_id=membre.structure_id,
        identite=Identite(prenom=prenom, nom=nom, naissance=naissance),
        accord_mode=ModeAccord.ORAL,
        accord_le=TODAY,
        now=now,
    )


def joined(membre: Membre, gardee: Personne, jointe: Personne, *, now: datetime = NOW) -> Rapprochement:
    lien = reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=now)
    for une in (gardee, jointe):
        une.refresh_from_db()
        une.__dict__.pop("_liens", None)
    return lien


def columns() -> dict[int, tuple[int | None, bool]]:
    return {pk: (gardee, reunie) for pk, gardee, reunie in Personne.objects.values_list("pk", "rapprochee_de_id", "reunie")}


class TestRules:
    def test_a_chain_ends_at_the_file_that_is_under_none(self) -> None:
        assert kept_files([Lien(2, 1), Lien(3, 2), Lien(9, 8)]) == {1: 3, 2: 3, 8: 9}

    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
    def test_never_turns_for_ever_and_each_file_has_one_end(self, paires: list[tuple[int, int]]) -> None:
        liens = [Lien(gardee, jointe) for gardee, jointe in paires if gardee != jointe]

        assert set(kept_files(liens)) == {lien.jointe for lien in liens}

    @pytest.mark.parametrize(
        ("autre", "meme_foyer", "voulus"),
        [
            (Identite(prenom="Mariame", nom="Diallo", naissance="1990-01-02"), False, []),
            (Identite(prenom="Mariam", nom="Diallo", naissance="1991-01-02"), False, [Doute.NAISSANCES]),
            (Identite(prenom="Zoé", nom="Petit"), False, [Doute.NOMS]),
            (Identite(prenom="Mariam"), True, [Doute.FOYER]),
        ],
    )
    def test_says_what_makes_one_doubt(self, autre: Identite, meme_foyer: bool, voulus: list[Doute]) -> None:
        assert doubts(Identite(prenom="Mariam", nom="Diallo", naissance="1990-01-02"), autre, meme_foyer=meme_foyer) == voulus

    @given(
        st.lists(
            st.one_of(
                st.none(),
                st.builds(
                    Contact,
                    telephone=st.just("0611111111"),
                    adresse=st.just("1 rue des Essais"),
                    permis=st.sets(st.sampled_from(["ecrire", "appeler", "message"])).map(lambda mots: tuple(sorted(mots))),
                    de_heure=st.integers(0, 12),
                    a_heure=st.integers(13, 24),
                    neutre=st.booleans(),
                    discretion=st.sampled_from(["", "son frère", "la gardienne"]),
                ),
            ),
            max_size=4,
        )
    )
    def test_what_one_file_forbids_is_forbidden(self, contacts: list[Contact | None]) -> None:
        dits = [contact for contact in contacts if contact is not None]
        sur = safest(contacts)

        if sur is None:
            assert not dits
            return
        assert all(set(sur.permis) <= set(dit.permis) for dit in dits)
        assert sur.neutre or not any(dit.neutre for dit in dits)
        assert all(dit.discretion in sur.discretion for dit in dits)
        if "appeler" in sur.permis and sur.a_heure:
            assert all(sur.de_heure >= dit.de_heure and sur.a_heure <= (dit.a_heure or 24) for dit in dits)


class TestReunite:
    def test_ties_two_files_and_moves_nothing(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        avant = list(Personne.objects.order_by("pk").values("pk", "identite_scellee", "contact_scelle", "accord_le"))

        joined(membre, gardee, jointe)

        assert columns() == {gardee.pk: (None, True), jointe.pk: (gardee.pk, False)}
        assert list(Personne.objects.order_by("pk").values("pk", "identite_scellee", "contact_scelle", "accord_le")) == avant
        assert Ligne.objects.filter(verb="reunir_dossiers", thing_kind="rapprochement").count() == 1

    def test_b_under_c_takes_along_what_was_under_b_and_gives_it_back(self, membre: Membre) -> None:
        a, b, c = (person(membre, prenom) for prenom in ("Aaa", "Bbb", "Ccc"))
        premier, second = joined(membre, b, a), joined(membre, c, b)
        assert columns() == {a.pk: (c.pk, False), b.pk: (c.pk, False), c.pk: (None, True)}

        separate(actor=membre.compte, rapprochement_id=second.pk, now=PLUS_TARD)
        assert columns() == {a.pk: (b.pk, False), b.pk: (None, True), c.pk: (None, False)}

        separate(actor=membre.compte, rapprochement_id=premier.pk, now=PLUS_TARD)
        assert set(columns().values()) == {(None, False)}

    def test_the_first_link_may_be_undone_before_the_second(self, membre: Membre) -> None:
        a, b, c = (person(membre, prenom) for prenom in ("Aaa", "Bbb", "Ccc"))
        premier = joined(membre, b, a)
        joined(membre, c, b)

        separate(actor=membre.compte, rapprochement_id=premier.pk, now=PLUS_TARD)

        assert columns() == {a.pk: (None, False), b.pk: (c.pk, False), c.pk: (None, True)}

    def test_no_circle_and_no_second_place(self, membre: Membre) -> None:
        a, b, c = (person(membre, prenom) for prenom in ("Aaa", "Bbb", "Ccc"))
        joined(membre, b, a)

        for gardee, jointe in ((a, b), (c, a), (a, c), (b, a)):
            with pytest.raises(RapprochementRefusedError) as refus:
                reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=NOW)
            assert refus.value.motif == "change"
        with pytest.raises(IntegrityError), transaction.atomic():
            Rapprochement.objects.create(structure_id=membre.structure_id, gardee=c, jointe=a, par=membre.compte, fait_at=NOW)

    def test_separated_twice_says_that_it_changed(self, membre: Membre) -> None:
        lien = joined(membre, person(membre, "Aaa"), person(membre, "Bbb"))
        separate(actor=membre.compte, rapprochement_id=lien.pk, now=PLUS_TARD)

        with pytest.raises(RapprochementRefusedError):
            separate(actor=membre.compte, rapprochement_id=lien.pk, now=PLUS_TARD)

    def test_refuses_two_structures_one_file_a_hold_and_an_erasure_that_is_asked(self, membre: Membre) -> None:
        elle, autre = person(membre, "Aaa"), person(membre, "Bbb")
        ailleurs = MembreFactory.create(compte=membre.compte)
        la_bas = person(ailleurs, "Aaa")

        def motif(gardee: Personne, jointe: Personne) -> str:
            with pytest.raises(RapprochementRefusedError) as refus:
                reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=NOW)
            return refus.value.motif

        assert motif(elle, la_bas) == "structures"
        assert motif(elle, elle) == "meme"

        def held(sender: object, *, personne_id: int, **_reste: object) -> bool:
            return personne_id == autre.pk

        effacement_verifie.connect(held)
        try:
            assert motif(elle, autre) == "reserve"
        finally:
            effacement_verifie.disconnect(held)
        services_droits.ask_erasure(actor=membre.compte, personne_id=autre.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)
        assert motif(elle, autre) == "effacement"
        assert set(columns().values()) == {(None, False)}

    def test_is_nobody_elses_gesture(self, membre: Membre) -> None:
        elle, autre = person(membre, "Aaa"), person(membre, "Bbb")
        etranger = MembreFactory.create()

        with pytest.raises(NotVisibleError):
            reunite(actor=etranger.compte, gardee_id=elle.pk, jointe_id=autre.pk, now=NOW)
        lien = joined(membre, elle, autre)
        with pytest.raises(NotVisibleError):
            separate(actor=etranger.compte, rapprochement_id=lien.pk, now=NOW)

    def test_an_erasure_that_is_asked_is_not_separated(self, membre: Membre) -> None:
        elle, autre = person(membre, "Aaa"), person(membre, "Bbb")
        lien = joined(membre, elle, autre)
        services_droits.ask_erasure(actor=membre.compte, personne_id=elle.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)

        with pytest.raises(RapprochementRefusedError):
            separate(actor=membre.compte, rapprochement_id=lien.pk, now=NOW)


class TestReading:
    def test_she_is_found_once_by_either_name(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam", "Diallo"), person(membre, "Oumou", "Barry")
        joined(membre, gardee, jointe)

        for nom in ("Mariam Diallo", "Oumou Barry", "bary"):
            trouvees = selectors.search_persons(membre.compte, membre.structure_id, nom=nom, on=TODAY)
            assert [(une.ligne.id, une.ligne.identite.prenom) for une in trouvees] == [(gardee.pk, "Mariam")]
        assert [ligne.id for ligne in selectors.persons_of(membre.compte, on=TODAY)] == [gardee.pk]
        exactes = selectors.find_person(membre.compte, membre.structure_id, nom="Barry", naissance=date(1990, 1, 2), on=TODAY)
        assert [ligne.id for ligne in exactes] == [gardee.pk]

    def test_two_separated_files_are_found_twice_again(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        lien = joined(membre, gardee, jointe)
        assert len(selectors.search_persons(membre.compte, membre.structure_id, nom="mariam diallo", on=TODAY)) == 1

        separate(actor=membre.compte, rapprochement_id=lien.pk, now=PLUS_TARD)

        assert len(selectors.search_persons(membre.compte, membre.structure_id, nom="mariam diallo", on=TODAY)) == 2

    def test_her_other_file_leads_to_the_one_that_is_kept(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        joined(membre, gardee, jointe)

        with pytest.raises(DossierJointError) as mene:
            selectors.person_for(membre.compte, jointe.pk, on=TODAY)
        assert mene.value.gardee_id == gardee.pk
        with pytest.raises(NotVisibleError):
            selectors.person_for(MembreFactory.create().compte, jointe.pk, on=TODAY)
        with pytest.raises(DossierJointError):
            services_partage.share(actor=membre.compte, personne_id=jointe.pk, accord=an_agreement(StructureFactory.create().pk), now=NOW)
        with pytest.raises(DossierJointError):
            services_droits.set_contact(actor=membre.compte, personne_id=jointe.pk, contact=Contact(), now=NOW)

    def test_costs_nothing_to_who_has_one_file(self, membre: Membre, django_assert_num_queries: object) -> None:
        elle = person(membre, "Mariam")
        with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's own fixture
            assert dossiers.files_of(elle) == [elle.pk]
            assert dossiers.persons_of_files(elle) == [elle]
            assert joined_to(elle) == []

    def test_who_opened_her_files_is_told_together_in_words(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        services_droits.set_contact(actor=membre.compte, personne_id=jointe.pk, contact=Contact(), now=NOW)
        joined(membre, gardee, jointe)

        actes = [acte for passage in passages_of_person(gardee) for acte in passage.actes]

        assert "a noté comment la joindre" in actes
        assert "a noté que deux dossiers sont les siens : ils se lisent ensemble" in actes


class TestHowToReachHer:
    def test_what_the_other_file_forbids_holds_until_she_is_asked_again(self, membre: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        ouvert = Contact(telephone="0611111111", permis=("appeler",), neutre=False)
        services_droits.set_contact(actor=membre.compte, personne_id=gardee.pk, contact=ouvert, now=NOW)
        services_droits.set_contact(actor=membre.compte, personne_id=jointe.pk, contact=Contact(discretion="son mari"), now=NOW)
        gardee.refresh_from_db()
        lien = joined(membre, gardee, jointe)

        for une in (gardee, jointe):
            dit = selectors.open_contact(une)
            assert dit is not None
            assert (dit.permis, dit.discretion, dit.neutre) == ((), "son mari", True)

        services_droits.set_contact(actor=membre.compte, personne_id=gardee.pk, contact=ouvert, now=PLUS_TARD)
        redit = selectors.open_contact(Personne.objects.get(pk=gardee.pk))
        assert redit is not None
        assert redit.permis == ("appeler",)

        separate(actor=membre.compte, rapprochement_id=lien.pk, now=PLUS_TARD)
        seule = Personne.objects.get(pk=jointe.pk)
        avant = selectors.open_contact(seule)
        assert avant is not None
        assert avant.discretion == "son mari"


class TestSharingIsNotWidened:
    """A structure that reads one file reads that one, its agreements and scopes, before and after."""

    @pytest.fixture
    def lectrice(self) -> Membre:
        return MembreFactory.create()

    def seen(self, lectrice: Membre, personne_id: int) -> tuple[str, ...]:
        lecture = selectors_partage.shared_person(lectrice.compte, personne_id, "accompagnement", on=TODAY)
        rubriques = vue_partagee.shared_view(lecture.personne, lecture.portees)
        return tuple(element.texte for rubrique in rubriques for element in rubrique.elements)

    def test_an_agreement_opens_its_own_file(self, membre: Membre, lectrice: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        portees = BASES | {Portee.CONTACT}
        ouvert = Contact(telephone="0611111111", permis=("appeler",), neutre=False)
        services_droits.set_contact(actor=membre.compte, personne_id=jointe.pk, contact=ouvert, now=NOW)
        services_droits.set_contact(actor=membre.compte, personne_id=gardee.pk, contact=Contact(discretion="son mari"), now=NOW)
        shared(membre, jointe, lectrice.structure_id, portees)
        avant = self.seen(lectrice, jointe.pk)
        assert any("Mariame" in texte for texte in avant)

        joined(membre, gardee, jointe)

        assert self.seen(lectrice, jointe.pk) == avant
        with pytest.raises(NotVisibleError):
            self.seen(lectrice, gardee.pk)
        assert [ligne.personne_id for ligne in selectors_partage.persons_shared_with(lectrice.compte, on=TODAY)] == [jointe.pk]
        assert access.visible_scopes(lectrice.compte, gardee, Finalite.ACCOMPAGNEMENT, TODAY) == frozenset()

    def test_nor_does_an_agreement_on_the_kept_file_open_the_other(self, membre: Membre, lectrice: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        shared(membre, gardee, lectrice.structure_id)
        avant = self.seen(lectrice, gardee.pk)

        joined(membre, gardee, jointe)

        lecture = selectors_partage.shared_person(lectrice.compte, gardee.pk, "accompagnement", on=TODAY)
        assert dossiers.files_of(lecture.personne) == [gardee.pk]
        assert self.seen(lectrice, gardee.pk) == avant
        with pytest.raises(NotVisibleError):
            self.seen(lectrice, jointe.pk)

    def test_it_bites(self, membre: Membre, lectrice: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors_partage, "only_this_file", lambda personne: personne)

        with pytest.raises(AssertionError):
            self.test_nor_does_an_agreement_on_the_kept_file_open_the_other(membre, lectrice)

    def test_each_agreement_is_withdrawn_from_her_one_page(self, membre: Membre, lectrice: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        accord = shared(membre, jointe, lectrice.structure_id)
        joined(membre, gardee, jointe)

        lues = selectors_partage.agreements_of(membre.compte, Personne.objects.get(pk=gardee.pk), now=NOW, on=TODAY)
        assert [ligne.partage.pk for ligne in lues] == [accord.pk]
        services_partage.withdraw(actor=membre.compte, partage_id=accord.pk, mode=ModeAccord.ORAL, now=NOW)
        with pytest.raises(NotVisibleError):
            self.seen(lectrice, jointe.pk)

    def test_an_erasure_that_she_asks_withdraws_both(self, membre: Membre, lectrice: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariame")
        accord = shared(membre, jointe, lectrice.structure_id)
        joined(membre, gardee, jointe)

        services_droits.ask_erasure(actor=membre.compte, personne_id=gardee.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)

        assert accord.suites.get().nature == "retire"
        with pytest.raises(ErasureAskedError):
            services_partage.undo(actor=membre.compte, partage_id=accord.pk, now=NOW)

    def test_an_emergency_opens_one_file_and_two_namesakes_that_are_one_are_one(self, membre: Membre, lectrice: Membre) -> None:
        gardee, jointe = person(membre, "Mariam"), person(membre, "Mariam")
        demande = {"actor": lectrice.compte, "structure_id": membre.structure_id, "nom": "Diallo", "naissance": date(1990, 1, 2)}
        reste = {"motif": MotifUrgence.DANGER, "raison": "Elle est en danger ce soir.", "now": NOW}
        assert services_urgence.ask_opening(**demande, **reste) is None  # type: ignore[arg-type]  # the test's own values

        joined(membre, gardee, jointe)

        ouverte = services_urgence.ask_opening(**demande, **reste)  # type: ignore[arg-type]  # the test's own values
        assert ouverte is not None
        assert ouverte.personne_id == gardee.pk


@pytest.mark.skipif(not SOUS_LE_ROLE, reason="the second wall is that of the role, on PostgreSQL")
class TestTheSecondWall:
    def test_a_link_between_two_structures_is_not_written(self, membre: Membre) -> None:
        elle, ailleurs = person(membre, "Aaa"), person(MembreFactory.create(), "Bbb")
        with served(), acting_for(membre.compte.pk, on=TODAY), pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Rapprochement.objects.create(structure_id=membre.structure_id, gardee=elle, jointe=ailleurs, par=membre.compte, fait_at=NOW)


def test_the_chain_bites(membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file left under one that is itself under another would be in no list."""
    from droits_ouverts.personnes import services_rapprochement

    monkeypatch.setattr(services_rapprochement, "kept_files", lambda liens: {lien.jointe: lien.gardee for lien in liens})
    monkeypatch.setattr(rules_rapprochement, "kept_files", lambda liens: {lien.jointe: lien.gardee for lien in liens})
    a, b, c = (person(membre, prenom) for prenom in ("Aaa", "Bbb", "Ccc"))
    joined(membre, b, a)
    with pytest.raises(IntegrityError):
        # Another file would be both under one and over one.
        joined(membre, c, b)
