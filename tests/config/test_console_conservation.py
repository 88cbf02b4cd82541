"""`droits-ouverts conservation`: the policy, a dry run without a name, two persons with their passwords, the night."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine

from droits_ouverts.conservation.models import DemandePurge
from droits_ouverts.conservation.services import give_notices
from droits_ouverts.foundation.conservation import politique
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.config.console import Resultat, run
from tests.factories.partages import person_of
from tests.factories.structures import PASSWORD, MembreFactory
from tests.role import served

pytestmark = pytest.mark.django_db(transaction=True)
AVANT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def seconde() -> Membre:
    return MembreFactory.create(role=Role.PILOTE)


@pytest.fixture
def a_terme(membre: Membre) -> Personne:
    personne = person_of(membre, "Safi", now=AVANT)
    give_notices(membre.structure_id, on=datetime(2026, 10, 2, tzinfo=UTC).date())
    return personne


def typed(mot: str, *args: str) -> Resultat:
    with time_machine.travel(datetime(2026, 11, 1, 3, 0, tzinfo=UTC), tick=False), served():
        return run("conservation", *args, entree=f"{mot}\n".encode())


class TestPolicy:
    def test_prints_each_rule_with_its_source(self) -> None:
        texte = run("conservation", "politique").texte

        assert all(f"{une.nom} : " in texte and une.source in texte for une in politique().regles.values())


class TestTwoPersons:
    def test_want_what_is_erased(self, a_terme: Personne, membre: Membre, seconde: Membre) -> None:
        essai = typed("", "essai")
        assert "1 dossier(s) à effacer sur 1 tenus" in essai.texte
        assert "personnes.Personne : 1" in essai.texte
        assert "Safi" not in essai.texte

        demande = typed(PASSWORD, "demander", "--par", membre.compte.email)
        empreinte = re.search(r"approuver ([0-9a-f]{64})", demande.texte)
        assert empreinte is not None
        assert typed(PASSWORD, "approuver", empreinte[1], "--par", membre.compte.email).code == 2
        assert typed("autre", "approuver", empreinte[1], "--par", seconde.compte.email).code == 2
        assert typed("", "purger").code == 2
        assert Personne.objects.exists()

        assert typed(PASSWORD, "approuver", empreinte[1], "--par", seconde.compte.email).code == 0
        assert "1 dossier(s) effacé(s)" in typed("", "purger").texte
        assert not Personne.objects.exists()


class TestNight:
    def test_waits_for_an_approval_then_erases(self, a_terme: Personne, membre: Membre, seconde: Membre) -> None:
        assert typed("", "nuit").code == 1
        typed(PASSWORD, "demander", "--par", membre.compte.email, "--chaque-nuit")
        typed(PASSWORD, "approuver", DemandePurge.objects.get().empreinte, "--par", seconde.compte.email)

        nuit = typed("", "nuit")

        assert (nuit.code, "1 dossier(s) effacé(s) à leur terme." in nuit.texte) == (0, True)
        assert "1 approbation(s)" in typed(PASSWORD, "arreter", "--par", membre.compte.email).texte
        assert "Aucun dossier ne vient à terme." in typed("", "nuit").texte
