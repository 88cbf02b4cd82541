"""Who reads what of a person: structure, role, profession, agreement; asked again at each request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors_partage
from droits_ouverts.personnes.access import visible_scopes
from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules_partage import SOUS_SECRET
from droits_ouverts.personnes.services_partage import narrow, undo, withdraw
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import BASES, NOW, TODAY, person_of, shared
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
ACCOMPAGNER, INSTRUIRE = Finalite.ACCOMPAGNEMENT, Finalite.INSTRUCTION
DEMAIN, APRES = TODAY + timedelta(days=1), TODAY + timedelta(days=31)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def lecteur() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def lues(qui: Membre, personne: Personne, purpose: Finalite = ACCOMPAGNER, on: object = TODAY) -> frozenset[Portee]:
    return visible_scopes(qui.compte, personne, purpose, on)  # type: ignore[arg-type]  # days of this file


class TestStructureAndRole:
    def test_who_holds_her_reads_everything(self, membre: Membre, personne: Personne) -> None:
        assert lues(membre, personne) == frozenset(Portee)

    def test_nobody_else_reads_anything(self, lecteur: Membre, personne: Personne) -> None:
        assert lues(lecteur, personne) == frozenset()

    @pytest.mark.parametrize("role", list(Role))
    def test_only_roles_that_meet_people_read_what_is_shared(self, membre: Membre, personne: Personne, role: Role) -> None:
        lecteur = MembreFactory.create(role=role)
        shared(membre, personne, lecteur.structure_id)

        assert lues(lecteur, personne) == (BASES if role in {Role.AMBASSADEUR, Role.MEDIATEUR, Role.AGENT, Role.RESPONSABLE} else frozenset())

    @pytest.mark.parametrize("role", [Role.ELU, Role.TECHNIQUE])
    def test_a_mandate_elsewhere_shuts_it(self, membre: Membre, lecteur: Membre, personne: Personne, role: Role) -> None:
        shared(membre, personne, lecteur.structure_id)
        MembreFactory.create(compte=lecteur.compte, role=role)

        assert lues(lecteur, personne) == frozenset()

    def test_who_left_or_was_suspended_reads_nothing(self, membre: Membre, personne: Personne) -> None:
        partie = MembreFactory.create(jusqu_au=TODAY)
        shared(membre, personne, partie.structure_id)
        assert lues(partie, personne) == BASES

        assert lues(partie, personne, on=DEMAIN) == frozenset()
        partie.compte.is_active = False
        assert lues(partie, personne) == frozenset()


class TestAgreement:
    def test_it_opens_its_scopes_for_its_purpose_on_its_days(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        shared(membre, personne, lecteur.structure_id, debut=DEMAIN)

        assert lues(lecteur, personne, on=TODAY) == frozenset()
        assert lues(lecteur, personne, on=DEMAIN) == BASES
        assert lues(lecteur, personne, INSTRUIRE, DEMAIN) == frozenset()
        assert lues(lecteur, personne, on=APRES) == BASES
        assert lues(lecteur, personne, on=APRES + timedelta(days=1)) == frozenset()

    def test_two_agreements_add_up_within_one_purpose(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        shared(membre, personne, lecteur.structure_id, {Portee.IDENTITE})
        shared(membre, personne, lecteur.structure_id, {Portee.LOGEMENT})
        shared(membre, personne, lecteur.structure_id, {Portee.RESSOURCES}, finalite=INSTRUIRE)

        assert lues(lecteur, personne) == {Portee.IDENTITE, Portee.LOGEMENT}
        assert lues(lecteur, personne, INSTRUIRE) == {Portee.RESSOURCES}

    def test_another_persons_agreement_opens_nothing(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        shared(membre, person_of(membre, "Autre"), lecteur.structure_id)

        assert lues(lecteur, personne) == frozenset()

    def test_narrowed_withdrawn_and_taken_back_at_the_next_question(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        partage = shared(membre, personne, lecteur.structure_id)
        narrow(actor=membre.compte, partage_id=partage.pk, garder={Portee.DROITS}, mode=ModeAccord.ORAL, now=NOW)
        assert lues(lecteur, personne) == {Portee.DROITS}

        withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)
        assert lues(lecteur, personne) == frozenset()

        undo(actor=membre.compte, partage_id=partage.pk, now=NOW)
        assert lues(lecteur, personne) == {Portee.DROITS}


class TestSecrecy:
    @pytest.mark.parametrize("profession", list(Profession))
    def test_a_mediator_is_not_a_social_worker(self, membre: Membre, personne: Personne, profession: Profession) -> None:
        lecteur = MembreFactory.create(role=Role.MEDIATEUR, profession=profession)
        shared(membre, personne, lecteur.structure_id, {Portee.IDENTITE, Portee.NOTES})
        for sensible in (Portee.SANTE, Portee.SEJOUR, Portee.VIOLENCES):
            shared(membre, personne, lecteur.structure_id, {sensible})

        attendues = frozenset({Portee.IDENTITE, *(SOUS_SECRET if lecteur.is_bound_to_secrecy else ())})
        assert lues(lecteur, personne) == attendues

    def test_a_profession_of_one_structure_reads_nothing_more_for_another(self, membre: Membre, personne: Personne) -> None:
        ici = MembreFactory.create(profession=Profession.BENEVOLE)
        MembreFactory.create(compte=ici.compte, profession=Profession.ASSISTANT_SERVICE_SOCIAL)
        shared(membre, personne, ici.structure_id, {Portee.SANTE})

        assert lues(ici, personne) == frozenset()


class TestLists:
    def test_what_is_shared_with_us_by_purpose_with_a_name_only_where_it_is_in_it(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        shared(membre, personne, lecteur.structure_id, {Portee.IDENTITE, Portee.DROITS})
        shared(membre, personne, lecteur.structure_id, {Portee.LOGEMENT}, finalite=INSTRUIRE)
        shared(membre, person_of(membre, "Plus tard"), lecteur.structure_id, debut=DEMAIN)

        lignes = selectors_partage.persons_shared_with(lecteur.compte, on=TODAY)

        assert [(ligne.nom, ligne.finalite, ligne.portees) for ligne in lignes] == [
            ("Safi Exemple", ACCOMPAGNER, (Portee.IDENTITE, Portee.DROITS)),
            ("", INSTRUIRE, (Portee.LOGEMENT,)),
        ]
        assert selectors_partage.persons_shared_with(membre.compte, on=TODAY) == []

    @pytest.mark.parametrize("finalite", ["instruction", "x", ""])
    def test_nothing_to_read_is_not_found_as_nobody_is(self, membre: Membre, lecteur: Membre, personne: Personne, finalite: str) -> None:
        shared(membre, personne, lecteur.structure_id)

        for qui, numero in ((lecteur, personne.pk), (lecteur, 10**9), (membre, personne.pk)):
            with pytest.raises(NotVisibleError):
                selectors_partage.shared_person(qui.compte, numero, finalite, on=TODAY)
