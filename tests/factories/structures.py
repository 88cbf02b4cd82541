"""Accounts, structures and members."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.rules import CHARTE_VERSION
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.territoires.models import Programme, Site

PASSWORD = "une phrase de douze mots"


class CompteFactory(DjangoModelFactory[Compte]):
    class Meta:
        model = Compte
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"compte{n}@exemple.test")
    nom = "Inès"
    charte_version = CHARTE_VERSION
    password = factory.PostGenerationMethodCall("set_password", PASSWORD)

    @classmethod
    def _after_postgeneration(cls, instance: Compte, create: bool, results: dict[str, object] | None = None) -> None:
        if create:
            instance.save()


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"programme-{n}")
    nom = "Territoire Zéro Non-Recours"
    debut_le = date(2024, 1, 1)
    fin_le = date(2026, 12, 31)


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"site-{n}")
    nom = factory.Sequence(lambda n: f"Moulin à Vent {n}")
    commune_nom = "Vénissieux"
    commune_insee = "69259"


class StructureFactory(DjangoModelFactory[Structure]):
    class Meta:
        model = Structure

    code = factory.Sequence(lambda n: f"structure-{n}")
    nom = factory.Sequence(lambda n: f"Passerelle {n}")
    genre = Genre.ASSOCIATION


class MembreFactory(DjangoModelFactory[Membre]):
    class Meta:
        model = Membre

    class Params:
        responsable = factory.Trait(role=Role.RESPONSABLE)
        partie = factory.Trait(jusqu_au=date(2026, 6, 30))

    compte = factory.SubFactory(CompteFactory)
    structure = factory.SubFactory(StructureFactory)
    role = Role.AMBASSADEUR
    profession = Profession.ASSISTANT_SERVICE_SOCIAL
    depuis_le = date(2026, 1, 5)
