"""Persons: written down once they agreed, read by who meets people for their structure, and by nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes import selectors, services
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.errors import IdentityRefusedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from tests.factories.structures import MembreFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SAFI = Identite(prenom=" Safi  ", nom="Exemple", langue="xx")


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


def create(membre: Membre, identite: Identite = SAFI, *, accord_le: date = TODAY, structure_id: int | None = None) -> Personne:
    return services.create_person(
        actor=membre.compte,
        structure_id=structure_id or membre.structure_id,
        identite=identite,
        accord_mode=ModeAccord.ORAL,
        accord_le=accord_le,
        now=NOW,
    )


class TestCreate:
    def test_the_name_is_sealed_and_reads_back_cleaned(self, membre: Membre) -> None:
        personne = create(membre)

        assert "Safi" not in personne.identite_scellee
        assert selectors.open_identity(personne) == Identite(prenom="Safi", nom="Exemple", langue="fr")

    def test_the_journal_tells_ids_only(self, membre: Membre) -> None:
        personne = create(membre)

        ligne = Ligne.objects.get(verb="creer_personne")
        assert (ligne.thing_kind, ligne.thing_id, ligne.structure_id) == ("personne", str(personne.pk), membre.structure_id)

    @pytest.mark.parametrize(
        ("identite", "accord_le", "champ"),
        [(Identite(prenom="  "), TODAY, "prenom"), (SAFI, date(2026, 11, 25), "accord_le"), (SAFI, date(1926, 11, 24), "accord_le")],
        ids=["no name", "future", "a century ago"],
    )
    def test_without_a_name_or_with_an_agreement_to_come_nothing_is_written(self, membre: Membre, identite: Identite, accord_le: date, champ: str) -> None:
        with pytest.raises(IdentityRefusedError) as caught:
            create(membre, identite, accord_le=accord_le)

        assert champ in caught.value.errors
        assert not Personne.objects.exists()

    def test_in_another_structure_it_is_refused(self, membre: Membre) -> None:
        with pytest.raises(ForbiddenError):
            create(membre, structure_id=MembreFactory.create().structure_id)


class TestWall:
    def test_another_structure_sees_nobody(self, membre: Membre) -> None:
        personne = create(membre)
        autre = MembreFactory.create()

        assert [ligne.id for ligne in selectors.persons_of(membre.compte, on=TODAY)] == [personne.pk]
        assert selectors.persons_of(autre.compte, on=TODAY, structure_id=membre.structure_id) == []
        with pytest.raises(NotVisibleError):
            selectors.person_for(autre.compte, personne.pk, on=TODAY)

    def test_a_person_of_another_structure_is_never_attached(self, membre: Membre) -> None:
        with pytest.raises(NotVisibleError):
            services.person_of(
                create(membre),
                actor=membre.compte,
                structure_id=MembreFactory.create().structure_id,
                accord_mode=ModeAccord.ORAL,
                accord_le=TODAY,
                now=NOW,
            )
