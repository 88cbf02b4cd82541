"""The facts table: the groups and inputs of a check-up, whatever the order of persons; every thing wrong is told with its households."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from droits_ouverts.engine.programme import foyers as module
from droits_ouverts.engine.programme.foyers import FoyersError, Textes, columns, facts_needed, read_foyers, to_population
from droits_ouverts.engine.programme.foyers_lecture import merged
from droits_ouverts.engine.programme.graph import GROUPES, Entree
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.situations import pack
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Genre, Periode
from tests.engine.programme.masse.loi import MOIS, entrees
from tests.engine.programme.masse.loi import colonnes as petites

FOYERS = 120
DTYPES = {Genre.OUI_NON: "bool", Genre.CHOIX: "uint8", Genre.DATE: "datetime64[D]", Genre.COMMUNE: "int32"}


def toutes() -> dict[str, Entree]:
    """Every input of a check-up programme, as the compiler declares them."""
    defauts: dict[str, Any] = {"bool": False, "datetime64[D]": "1970-01-01", "int32": 0}
    faites = {}
    for fait in FAITS.values():
        dtype = DTYPES.get(fait.genre, "float64")
        exact = fait.periode in (Periode.MOIS, Periode.ETERNITE)
        defaut = len(fait.choix) if dtype == "uint8" else defauts.get(dtype, -1.0 if exact else 0.0)
        categories = entrees()["commune"].categories if fait.genre is Genre.COMMUNE else None
        for nom in module.names_of(fait):
            faites[nom] = Entree(nom=nom, entity=fait.entite.value, dtype=dtype, defaut=defaut, categories=categories)
    return faites


ENTREES = toutes()


def masked(**autres: Any) -> dict[str, Any]:
    """The small households as arrays, some columns replaced."""
    pleines = {}
    for nom, valeurs in {**petites(12), **autres}.items():
        pleines[nom] = _masked(valeurs) if isinstance(valeurs, list) else valeurs
    return pleines


def _masked(valeurs: list[Any]) -> Any:
    defaut = next((v for v in valeurs if v is not None), 0.0)
    return np.ma.MaskedArray([defaut if v is None else v for v in valeurs], mask=[v is None for v in valeurs])


def shuffled(colonnes: Any, graine: int) -> dict[str, Any]:
    """The same persons, in any order within each household."""
    menage = np.asarray(colonnes["menage"])
    ordre = np.lexsort((np.random.default_rng(graine).random(len(menage)), menage))
    return {nom: colonne[ordre] for nom, colonne in colonnes.items()}


def demandeur_first(colonnes: Any) -> dict[str, Any]:
    ordre = np.lexsort((np.asarray(colonnes["role"]) != "demandeur", np.asarray(colonnes["menage"])))
    return {nom: colonne[ordre] for nom, colonne in colonnes.items()}


def together(colonnes: Any) -> Population:
    """The households of a table, each through a `Situation`, put one after the other: the reference."""
    unes = [pack(situation, [{}], ENTREES) for situation in situations_of(demandeur_first(colonnes), MOIS)]
    groupes = {}
    for entity in GROUPES:
        decalages = np.cumsum([0, *(u.groupes[entity].nombre for u in unes)])
        de = np.concatenate([u.groupes[entity].de + d for u, d in zip(unes, decalages[:-1], strict=True)])
        role = np.concatenate([u.groupes[entity].role for u in unes])
        groupes[entity] = type(unes[0].groupes[entity])(nombre=int(decalages[-1]), de=de, role=role)
    return Population(
        personnes=sum(u.personnes for u in unes),
        groupes=groupes,
        entrees={nom: np.concatenate([u.entrees[nom] for u in unes]) for nom in unes[0].entrees},
    )


def differences(obtenue: Population, attendue: Population) -> list[str]:
    """What is not equal, to the type and to the last bit."""
    trouvees = []
    for entity, groupes in attendue.groupes.items():
        siens = obtenue.groupes[entity]
        if siens.nombre != groupes.nombre or not np.array_equal(siens.de, groupes.de) or not np.array_equal(siens.role, groupes.role):
            trouvees.append(entity)
        trouvees += [f"{entity}: dtype" for a, b in ((siens.de, groupes.de), (siens.role, groupes.role)) if a.dtype != b.dtype]
    for nom, valeurs in attendue.entrees.items():
        siennes = obtenue.entrees[nom]
        if siennes.dtype != valeurs.dtype or not np.array_equal(siennes, valeurs):
            trouvees.append(nom)
    return trouvees


class TestToPopulation:
    def test_random_households_are_those_of_situations(self) -> None:
        tirees = draw(MOIS, FOYERS, 7)

        assert differences(to_population(tirees, ENTREES, MOIS), together(tirees)) == []

    def test_the_demandeur_comes_first_then_the_others_in_the_order_of_the_table(self) -> None:
        melangees = shuffled(draw(MOIS, FOYERS, 8), 1)

        assert differences(to_population(melangees, ENTREES, MOIS), together(melangees)) == []

    def test_texts_given_as_ranks_are_the_same(self) -> None:
        tirees = draw(MOIS, 40, 9)
        en_rangs: dict[str, Any] = dict(tirees)
        for nom, colonne in tirees.items():
            if colonne.dtype.kind == "U":
                uniques, rangs = np.unique(np.asarray(colonne), return_inverse=True)
                en_rangs[nom] = Textes(np.ma.MaskedArray(rangs, mask=colonne.mask), tuple(uniques.tolist()))

        assert differences(to_population(en_rangs, ENTREES, MOIS), to_population(tirees, ENTREES, MOIS)) == []

    @pytest.mark.parametrize("sabotage", ["MARIES", "MENSUEL_DE", "DEMANDEUR"])
    def test_a_sabotaged_reading_is_seen(self, sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
        melangees = shuffled(draw(MOIS, FOYERS, 8), 1)
        mensuels = dict.fromkeys(module.MENSUEL_DE, "chomage_net")
        attendue = together(melangees)
        monkeypatch.setattr(module, sabotage, {"MARIES": ("marie",), "MENSUEL_DE": mensuels, "DEMANDEUR": 0}[sabotage])
        if sabotage == "DEMANDEUR":
            # The order of the table, the demandeur wherever she is.
            monkeypatch.setattr(module.np, "lexsort", lambda cles: np.argsort(cles[-1], kind="stable"))

        assert differences(to_population(melangees, ENTREES, MOIS), attendue) != []

    def test_who_lives_there_is_told_for_each_household(self) -> None:
        lus = read_foyers(masked(), entrees(), MOIS)

        assert lus.menages.tolist() == [rang * 7 + 3 for rang in range(12)]
        assert lus.personnes.tolist() == [1, 2, 3] * 4
        assert lus.famille.tolist() == [True, True, True, True, True, False] * 4

    def test_an_empty_table_is_a_population_of_nobody(self) -> None:
        vides = {nom: colonne[:0] for nom, colonne in draw(MOIS, 3, 0).items()}

        assert to_population(vides, ENTREES, MOIS).personnes == 0


class TestColumns:
    def test_the_table_that_is_drawn_has_exactly_them(self) -> None:
        assert {d.nom for d in columns(MOIS)} == set(draw(MOIS, 1, 0))

    def test_what_a_calculation_needs(self) -> None:
        assert facts_needed(["loyer"]) == ("menage", "role", "date_naissance", "statut_marital", "loyer")
        assert "salaire_net@-3" in facts_needed(["salaire_annuel_n1"])


class TestRefusals:
    @pytest.mark.parametrize(
        ("colonne", "valeurs", "dit"),
        [
            ("salaire_net@0", np.nan, "ce n'est pas un nombre fini (NaN ou infini)"),
            ("salaire_net@0", np.inf, "ce n'est pas un nombre fini (NaN ou infini)"),
            ("salaire_net@0", -1.0, "nombre hors des bornes (0 à 20000)"),
            ("loyer", 1e9, "nombre hors des bornes"),
            ("commune", "69999", "« 69999 » n'est pas un code Insee de commune"),
            ("activite", "rentier", "« rentier » n'est pas une réponse possible ; choisissez parmi : actif"),
            ("role", "chef", "« chef » n'est pas une réponse possible ; choisissez parmi : demandeur"),
            ("role", None, "rôle non dit"),
            ("role", "enfant", "personne n'a le rôle « demandeur »"),
            ("date_naissance", np.datetime64("1850-01-01"), "date hors des bornes (1900-01-01 à 2026-11-30)"),
            ("date_naissance", np.datetime64("2026-12-01"), "date hors des bornes"),
            ("date_naissance", None, "la date de naissance manque"),
            ("menage", None, "personne sans ménage"),
        ],
    )
    def test_one_value_that_cannot_be_taken(self, colonne: str, valeurs: Any, dit: str) -> None:
        colonnes = masked()
        abimee = np.ma.MaskedArray(colonnes[colonne], copy=True)
        if abimee.dtype.kind == "U":
            abimee = abimee.astype("U20")
        if valeurs is None:
            abimee[0] = np.ma.masked
        else:
            abimee[0] = valeurs

        with pytest.raises(FoyersError) as erreur:
            to_population({**colonnes, colonne: abimee}, entrees(), MOIS)

        assert f"colonne « {colonne} » : {dit}" in str(erreur.value)
        assert "(1 fois" in str(erreur.value)
        assert colonne == "menage" or "ménage 3)" in str(erreur.value)

    @pytest.mark.parametrize(
        ("colonne", "valeurs", "dit"),
        [
            ("salaire_net@0", np.array(["0"] * 24), "elle est de type texte ; il faut des nombres"),
            ("enceinte", np.zeros(24, dtype=np.int64), "elle est de type nombre entier ; il faut des oui ou non"),
            ("date_naissance", np.array(["1990-01-01"] * 24), "elle est de type texte ; il faut des dates"),
            ("activite", np.zeros(24), "elle est de type nombre ; il faut des textes"),
            ("menage", np.zeros(24), "elle est de type nombre ; il faut des nombres entiers ou des textes"),
            ("mois_residence_france", np.full(24, 1.5), "ce n'est pas un nombre entier (24 fois ; ménages 3, 10, 17 ...)"),
            ("date_naissance", np.full(24, np.datetime64("1990-01-01T10:00", "s")), "la date porte une heure"),
            ("loyer", np.zeros(3), "la colonne a 3 lignes ; « menage » en a 24"),
            ("loyer", np.arange(24.0), "ce fait de « menage » s'écrit sur la ligne du demandeur ; une autre ligne dit autre chose"),
        ],
    )
    def test_a_column_that_cannot_be_taken(self, colonne: str, valeurs: Any, dit: str) -> None:
        with pytest.raises(FoyersError, match="la population ne peut pas être calculée") as erreur:
            to_population(masked(**{colonne: valeurs}), entrees(), MOIS)

        assert f"colonne « {colonne} » : {dit}" in str(erreur.value)

    def test_missing_columns_are_named_with_what_is_near(self) -> None:
        colonnes = masked(date_de_naissance=masked()["date_naissance"])
        del colonnes["date_naissance"]

        with pytest.raises(FoyersError, match="« date_naissance » : elle manque ; est-ce « date_de_naissance »"):
            to_population(colonnes, entrees(), MOIS)

    @pytest.mark.parametrize(
        ("menage", "role", "dit"),
        [
            ([1, 2, 1], ["demandeur"] * 3, "le ménage revient plus loin"),
            ([1] * 21, ["demandeur", *["enfant"] * 20], "plus de 20 personnes"),
            ([1, 1], ["demandeur"] * 2, "plusieurs personnes ont le rôle « demandeur »"),
            ([1, 1, 1], ["demandeur", "conjoint", "conjoint"], "plusieurs personnes ont le rôle « conjoint »"),
            ([1, 1], ["enfant"] * 2, "personne n'a le rôle « demandeur »"),
        ],
    )
    def test_households_that_are_none(self, menage: list[int], role: list[str], dit: str) -> None:
        naissance = np.full(len(menage), np.datetime64("1990-01-01"))

        with pytest.raises(FoyersError) as erreur:
            to_population({"menage": np.array(menage), "role": np.array(role), "date_naissance": naissance}, entrees(), MOIS)

        assert dit in str(erreur.value)
        assert "ménage 1" in str(erreur.value)

    def test_the_same_problem_in_several_parts_is_told_once_with_its_whole_count(self) -> None:
        erreurs = []
        for decalage in (0, 1000):
            with pytest.raises(FoyersError) as erreur:
                to_population(masked(loyer=np.full(24, -5.0), menage=np.array(petites(12)["menage"]) + decalage), entrees(), MOIS)
            erreurs.append(erreur.value)

        ensemble = merged(erreurs)

        assert len(ensemble.anomalies) == len(erreurs[0].anomalies)
        assert "(48 fois" in str(ensemble)
