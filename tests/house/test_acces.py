"""The matrix of access, in part: routes x methods x who asks x what the person is to them, against a policy written by hand.

`preuves/acces.py` runs every cell. Here, a draw of them each time, each defect that is planted below, and a route that nobody declared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from droits_ouverts.bilan import access as bilan_access
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.web import vue_partagee
from droits_ouverts.personnes import access, rules_partage, selectors_partage
from droits_ouverts.personnes.enums import Portee
from droits_ouverts.personnes.models import OuvertureUrgente, Partage, Personne
from droits_ouverts.structures import access as structures
from tests.bilan.faux import FauxMoteur
from tests.house.acces import cellules as matrice
from tests.house.acces import politique
from tests.house.acces.cellules import Cellule, cellules, essayer, les_routes, non_declarees, tirees
from tests.house.acces.population import Population, population
from tests.role import SOUS_LE_ROLE

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

    from droits_ouverts.comptes.models import Compte

pytestmark = pytest.mark.django_db
GRAINE, NOMBRE = 20261127, 150
LECTEURS = {"ambassadeur", "ambassadeur_social", "mediateur", "tiers", "deux_structures", "elu_ailleurs"}


@pytest.fixture(scope="module")
def monde(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Population]:
    """Everybody, made once for this file, and gone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield population()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _moteur(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bilan.faux.COURANT", FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"


def ecarts(monde: Population, ou: Callable[[Cellule], bool]) -> list[str]:
    routes = les_routes()
    return [str(ecart) for cellule in cellules() if ou(cellule) and (ecart := essayer(monde, routes, cellule))]


class TestMatrix:
    def test_each_route_is_declared(self) -> None:
        assert non_declarees() == set()

    def test_an_undeclared_route_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        declares = {nom: chemin for nom, chemin in politique.chemins().items() if nom != "personnes:partagee"}
        monkeypatch.setattr(politique, "chemins", lambda: declares | {"bilan:disparue": declares["bilan:list"]})

        assert non_declarees() == {"personnes:partagee", "bilan:disparue"}

    def test_it_has_a_hundred_thousand_cells_of_every_kind(self) -> None:
        toutes = list(cellules())

        assert len(toutes) >= 100_000
        assert len(set(toutes)) == len(toutes)
        assert len(politique.acteurs()) >= 12
        assert len(politique.relations()) >= 14

    def test_a_draw_answers_as_the_policy_says(self, monde: Population) -> None:
        routes = les_routes()

        assert [str(ecart) for cellule in tirees(GRAINE, NOMBRE) if (ecart := essayer(monde, routes, cellule))] == []

    def test_whoever_reads_what_is_shared_reads_it(self, monde: Population) -> None:
        """Each relation, several readers: the page of what is shared, and its list."""
        lues = {"personnes:partagee", "personnes:partagees"}

        assert ecarts(monde, lambda cellule: cellule.route in lues and cellule.methode == "GET" and cellule.acteur in LECTEURS) == []

    def test_the_policy_imports_nothing_of_the_product(self) -> None:
        arbre = ast.parse((politique.ICI / "politique.py").read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(arbre) if isinstance(node, ast.ImportFrom)}
        modules |= {name.name for node in ast.walk(arbre) if isinstance(node, ast.Import) for name in node.names}

        assert modules <= {"__future__", "csv", "dataclasses", "functools", "pathlib"}


@dataclass(frozen=True, slots=True)
class Defaut:
    """Something that could go wrong: where it is planted, and the cells in which it must be seen."""

    objet: Any
    nom: str
    valeur: Any
    route: str
    acteur: str
    relation: str


def _en_cours(*_args: object) -> frozenset[Portee]:
    return frozenset({Portee.IDENTITE, Portee.LOGEMENT})


def _whatever_for(personne: Personne, purpose: object, professions: dict[int, frozenset[str]], on: date) -> dict[Partage, frozenset[Portee]]:
    return {un: access.opened_by(un, professions, on) for un in Partage.objects.towards(professions).within(on).filter(personne=personne)}


def _granted_by_nobody(actor: Compte, personne: Personne, *, now: datetime) -> tuple[OuvertureUrgente, frozenset[Portee]]:
    return OuvertureUrgente(personne=personne, compte=actor, jusqu_at=now), frozenset(Portee)


DEFAUTS = {
    "a withdrawal that changes nothing": Defaut(rules_partage, "remaining", lambda termes: termes.portees, "personnes:partagee", "ambassadeur", "retiree"),
    "a state that nobody looks at": Defaut(selectors_partage.access, "opened_by", _en_cours, "personnes:partagee", "ambassadeur", "retiree"),
    "a purpose that nobody looks at": Defaut(access, "open_agreements", _whatever_for, "personnes:partagee", "agent", "autre_finalite"),
    "secrecy forgotten": Defaut(rules_partage, "readable", lambda portees, profession: frozenset(portees), "personnes:partagee", "mediateur", "sensible"),
    "a filter that lets everything through": Defaut(
        vue_partagee,
        "visible",
        lambda elements, accordees: [replace(un, rubrique=Portee.LOGEMENT) for un in elements],
        "personnes:partagee",
        "agent",
        "sans_nom",
    ),
    "a person opened by who meets people anywhere": Defaut(
        access, "may_open", lambda actor, personne, *, on: structures.meets_people(actor, on), "personnes:personne", "ambassadeur", "partagee"
    ),
    "a copy given to who reads a part": Defaut(
        access, "may_open", lambda actor, personne, *, on: structures.meets_people(actor, on), "personnes:copie", "ambassadeur", "partagee"
    ),
    "an emergency that nobody granted": Defaut(access, "urgent_scopes", _granted_by_nobody, "personnes:urgence_lire", "ambassadeur", "jamais"),
    "a check-up opened by who reads a part": Defaut(bilan_access, "may_open", lambda actor, bilan, *, on: True, "bilan:resultats", "tiers", "vers_tiers"),
    "an elected member who meets people": Defaut(structures.rules, "NEVER_MEETS", frozenset(), "bilan:list", "elu_ailleurs", "nous"),
    "an agreement that its reader changes": Defaut(access, "may_change_share", lambda actor, partage, *, on: True, "personnes:partage", "agent", "partagee"),
    "a list of everybody": Defaut(
        Bilan.objects.__class__, "of_structures", lambda self, ids: self.exclude(structure_id__in=list(ids)), "bilan:list", "ambassadeur", "nous"
    ),
    "a list of every person": Defaut(
        Personne.objects.__class__, "of_structures", lambda self, ids: Personne.objects.all(), "personnes:liste", "responsable", "nous"
    ),
}


TENUS = {"an emergency that nobody granted", "a state that nobody looks at", "a withdrawal that changes nothing"}
"""Defects that the database refuses by itself, under the role that serves."""


class TestPlantedDefects:
    @pytest.mark.parametrize("nom", list(DEFAUTS))
    def test_each_is_seen(self, monde: Population, monkeypatch: pytest.MonkeyPatch, nom: str) -> None:
        defaut = DEFAUTS[nom]
        cellule = Cellule(defaut.route, "GET", defaut.acteur, defaut.relation)
        assert essayer(monde, les_routes(), cellule) is None
        monkeypatch.setattr(defaut.objet, defaut.nom, defaut.valeur)

        assert (essayer(monde, les_routes(), cellule) is None) == (SOUS_LE_ROLE and nom in TENUS)

    def test_a_mark_that_is_not_looked_for_would_hide_a_leak(self, monde: Population, monkeypatch: pytest.MonkeyPatch) -> None:
        """The scan sees names and amounts in a page that may show them: what is not seen there could not be seen elsewhere."""
        vues: list[str] = []
        vrai = matrice._texte
        monkeypatch.setattr(matrice, "_texte", lambda reponse: vues.append(vrai(reponse)) or vues[-1])
        essayer(monde, les_routes(), Cellule("personnes:partagee", "GET", "agent", "partagee"))
        essayer(monde, les_routes(), Cellule("personnes:partagee", "GET", "agent", "notes"))

        portees = {monde.marques[marque][1] for marque in matrice.MARQUE.findall(" ".join(vues)) if marque in monde.marques}
        assert portees == {"identite", "foyer", "ressources", "logement", "notes"}
