"""The first structure of an installation, from the terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from droits_ouverts.comptes.models import Compte
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre, Structure
from tests.factories.structures import CompteFactory, MembreFactory, SiteFactory, StructureFactory

pytestmark = pytest.mark.django_db
SUITE = ("--genre", "ccas", "--responsable", "Odile@exemple.test", "--responsable-nom", "Odile")


def inscrire(*arguments: str) -> str:
    out = StringIO()
    call_command("inscrire_structure", *(arguments or ("ccas", "CCAS")), *SUITE, stdout=out)
    return out.getvalue()


class TestCommand:
    def test_enters_a_structure_and_who_is_in_charge(self) -> None:
        SiteFactory.create(code="moulin-a-vent")

        said = inscrire("ccas", "CCAS", "--site", "moulin-a-vent")

        compte = Compte.objects.get(email="odile@exemple.test")
        membre = Membre.objects.get(compte=compte)
        assert (membre.role, membre.structure.nom, membre.structure.sites.count()) == (Role.RESPONSABLE, "CCAS", 1)
        assert compte.check_password(said.strip().rpartition(" ")[2])
        assert list(Ligne.objects.values_list("verb", flat=True)) == ["creer_structure", "creer_compte", "ajouter_membre"]

    def test_an_account_that_exists_keeps_its_password(self) -> None:
        compte = CompteFactory.create(email="odile@exemple.test")

        assert "mot de passe" not in inscrire()
        assert Membre.objects.get().compte == compte

    def test_a_taken_name_is_told_and_nothing_is_written(self) -> None:
        StructureFactory.create(nom="CCAS")

        with pytest.raises(CommandError, match="déjà ce code ou ce nom"):
            inscrire()
        assert not Compte.objects.exists()

    def test_an_unknown_site_is_told(self) -> None:
        with pytest.raises(CommandError, match="site inconnu : lune"):
            inscrire("ccas", "CCAS", "--site", "lune")
        assert not Structure.objects.exists()

    def test_a_mandate_elsewhere_is_told_and_nothing_is_written(self) -> None:
        MembreFactory.create(compte__email="odile@exemple.test", role=Role.ELU)

        with pytest.raises(CommandError, match="Rien n’a été inscrit"):
            inscrire()
        assert not Structure.objects.filter(code="ccas").exists()

    @pytest.mark.parametrize("arguments", [("Été", "CCAS"), ("ccas", "CCAS", "--responsable", "odile"), ("ccas", "CCAS", "--profession", "mage")])
    def test_what_cannot_be_is_refused(self, arguments: tuple[str, ...]) -> None:
        with pytest.raises(CommandError):
            call_command("inscrire_structure", *SUITE, *arguments)
