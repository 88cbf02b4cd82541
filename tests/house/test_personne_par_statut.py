"""No list by nationality, residence or health (A10): no index, no filter, no address and no figure can gather people so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from droits_ouverts.bilan.portees import DROITS_SANTE, DROITS_SEJOUR, FAITS
from droits_ouverts.personnes.enums import Portee
from tests.house.monde import nos_routes
from tests.house.repo import PACKAGE, files, shown

STATUTS = frozenset(FAITS[Portee.SEJOUR] | FAITS[Portee.SANTE] | DROITS_SANTE | DROITS_SEJOUR)
MOTS = re.compile(r"(?<![a-z])(sejour|nationalite|sante|handicap|maladie|violences?|titre|recepisse|etranger|grossesse|enceinte)(?![a-z])")
CHAINES = frozenset({"filter", "exclude", "get", "order_by", "values", "values_list", "annotate", "aggregate", "group_by", "Q", "F", "Count"})
CHEMINS = {"sante": "the health of the service", "pret": "whether it can work"}
"""Addresses that hold one of the words and speak of nobody."""


def telling_columns(looked: Iterable[type[models.Model]]) -> list[str]:
    """Columns, indexes and constraints whose name tells a status: what is not a column is neither searched nor sorted."""
    found = []
    for model in looked:
        noms = [field.column for field in model._meta.concrete_fields]
        noms += [index.name for index in model._meta.indexes] + [field for index in model._meta.indexes for field in index.fields]
        found += [f"{model._meta.label}.{nom}" for nom in noms if nom in STATUTS or MOTS.search(nom.replace("_", " "))]
    return found


def telling_queries(source: str) -> list[str]:
    """Readings whose keys or texts name a status: `filter(nationalite=...)`, `filter(portees__contains="sejour")`, `order_by("taux_incapacite")`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        nom = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if nom not in CHAINES:
            continue
        cles = [keyword.arg or "" for keyword in node.keywords]
        textes = [
            arg.value for arg in [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        found += [mot for mot in (*cles, *textes) if mot.partition("__")[0] in STATUTS or MOTS.search(mot.replace("_", " "))]
    return found


class TestNobodyIsListedSo:
    def test_by_a_column_or_an_index(self) -> None:
        assert telling_columns(model for model in apps.get_models() if model.__module__.startswith("droits_ouverts.")) == []

    def test_by_a_reading(self) -> None:
        looked = {shown(path): path for path in files(".py", under=PACKAGE) if not {"engine", "migrations"} & set(path.parts)}

        assert len(looked) > 100
        found = {name: faults for name, path in looked.items() if (faults := telling_queries(path.read_text(encoding="utf-8")))}
        assert {name: faults for name, faults in found.items() if not name.endswith("personnes/models_partage.py")} == {}

    def test_by_an_address(self) -> None:
        assert [route.name for route in nos_routes() if MOTS.search(route.address.replace("-", " ")) and route.name not in CHEMINS] == []


class TestTheRuleBites:
    def test_on_a_column(self) -> None:
        class Statut(models.Model):  # noqa: DJ008  it is never made
            nationalite = models.CharField(max_length=10)
            titre_expire_le = models.DateField()

            class Meta:
                app_label = "sabotage"
                indexes = [models.Index(fields=["nationalite"], name="par_nationalite")]

        assert set(telling_columns([Statut])) == {
            "sabotage.Statut.nationalite",
            "sabotage.Statut.titre_expire_le",
            "sabotage.Statut.par_nationalite",
        }

    @pytest.mark.parametrize(
        "source",
        [
            "Personne.objects.filter(nationalite='hors_ue')",
            "Bilan.objects.filter(reponses__sejour_regulier=False)",
            "Partage.objects.filter(portees__contains='sejour')",
            "Bilan.objects.order_by('taux_incapacite')",
            "Bilan.objects.values('sante').annotate(Count('pk'))",
        ],
    )
    def test_on_a_reading(self, source: str) -> None:
        assert telling_queries(source)

    def test_not_on_an_ordinary_one(self) -> None:
        assert telling_queries("Bilan.objects.filter(structure_id=1).order_by('-updated_at')") == []
