"""A household written as columns: what was said, what is completed, what is left to the default of an input."""

from __future__ import annotations

import numpy as np

from droits_ouverts.engine.programme.graph import Entree
from droits_ouverts.engine.programme.situations import pack
from droits_ouverts.engine.situation_questionnaire import read

MONTANTS = {f"salaire_net@{r}": Entree(nom=f"salaire_net@{r}", entity="individu", dtype="float64") for r in range(-4, 1)}
AUTRES = {
    "activite": Entree(nom="activite", entity="individu", dtype="uint8", defaut=6),
    "loyer": Entree(nom="loyer", entity="menage", dtype="float64", defaut=-1.0),
    "commune": Entree(nom="commune", entity="menage", dtype="int32", defaut=0, categories={"69259": 7}),
    "date_naissance": Entree(nom="date_naissance", entity="individu", dtype="datetime64[D]", defaut="1970-01-01"),
    "salaire_annuel_n1": Entree(nom="salaire_annuel_n1", entity="individu", dtype="float64", defaut=0.0),
    "prise.rsa.famille": Entree(nom="prise.rsa.famille", entity="famille", dtype="bool", defaut=True),
}
AWA = {"date_naissance": "1992-03-14", "activite": "actif", "salaire_net": {"2026-10": 800, "2026-11": 900}, "salaire_annuel_n1": 9000}
FOYER = read(
    {
        "personnes": [{"id": "awa", "role": "demandeur", "faits": AWA}, {"id": "moussa", "role": "enfant", "faits": {"date_naissance": "2019-05-02"}}],
        "menage": {"commune": "69259"},
    },
    "2026-11",
)


def test_what_was_said_and_what_was_not() -> None:
    population = pack(FOYER, [{}], MONTANTS | AUTRES)

    assert population.personnes == 2
    assert [population.entrees[f"salaire_net@{r}"][0] for r in range(-4, 1)] == [0, 0, 0, 800, 900]
    assert list(population.entrees["activite"]) == [0, 6], "a child of whom nothing was said keeps the default"
    assert list(population.entrees["commune"]) == [7]
    assert list(population.entrees["loyer"]) == [-1.0]
    assert [str(d) for d in population.entrees["date_naissance"]] == ["1992-03-14", "2019-05-02"]
    assert list(population.entrees["salaire_annuel_n1"]) == [9000, 0]
    assert "prise.rsa.famille" not in population.entrees


def test_each_completion_is_a_household_of_its_own() -> None:
    population = pack(FOYER, [{("loyer", "menage"): 300.0}, {("loyer", "menage"): 500.0, ("salaire_net", "awa"): 100.0}], MONTANTS | AUTRES)

    assert list(population.entrees["loyer"]) == [300.0, 500.0]
    assert list(population.entrees["salaire_net@-2"]) == [0, 0, 100, 0], "only the months that were not said are completed"
    assert list(population.entrees["salaire_net@0"]) == [900, 0, 900, 0]
    assert list(population.groupes["famille"].de) == [0, 0, 1, 1]
    assert population.groupes["menage"].nombre == 2


def test_columns_have_the_dtype_of_their_input() -> None:
    population = pack(FOYER, [{}, {}], MONTANTS | AUTRES)

    for nom, colonne in population.entrees.items():
        assert colonne.dtype == np.dtype((MONTANTS | AUTRES)[nom].dtype)
