"""A person with two files gave one answer: the last, whichever file it is in; she is called back once."""

from __future__ import annotations

import pytest

from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_rapprochement import reunite, separate
from droits_ouverts.structures.models import Membre
from droits_ouverts.veille.selectors import agreed, answers_of
from tests.factories.foyers import NOW
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.veilles import answered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("premiere", "derniere", "voulues"), [("oui", "non", 0), ("non", "oui", 1), ("oui", "oui", 1)])
@pytest.mark.parametrize("dessous", [True, False])
def test_the_last_answer_is_hers(premiere: str, derniere: str, voulues: int, dessous: bool) -> None:
    membre: Membre = MembreFactory.create()
    une, autre = person_of(membre, "Mariam", now=NOW), person_of(membre, "Mariame", now=NOW)
    answered(membre, une, premiere, now=NOW)
    answered(membre, autre, derniere, now=NOW)
    seules = agreed([membre.structure_id], on=NOW.date()).count()
    gardee, jointe = (autre, une) if dessous else (une, autre)

    lien = reunite(actor=membre.compte, gardee_id=gardee.pk, jointe_id=jointe.pk, now=NOW)

    assert agreed([membre.structure_id], on=NOW.date()).count() == voulues
    assert [row.reponse for row in answers_of(Personne.objects.get(pk=gardee.pk))] == [premiere, derniere]
    separate(actor=membre.compte, rapprochement_id=lien.pk, now=NOW)
    assert agreed([membre.structure_id], on=NOW.date()).count() == seules
