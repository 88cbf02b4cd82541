"""`calculate` against OpenFisca's own Web API, body by body. The oracle is the published Flask application, used nowhere else."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from openfisca_web_api.app import create_app  # noqa: TID251 - the oracle of this test; the product never imports it.

from droits_ouverts.engine.calculate import calculate, size_of, trace
from droits_ouverts.engine.formules.extension import build_system
from droits_ouverts.engine.openfisca_api import Description

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem


@pytest.fixture(scope="session")
def system() -> TaxBenefitSystem:
    return build_system()


@pytest.fixture(scope="session")
def oracle(system: TaxBenefitSystem) -> Any:
    example = system.open_api_config.pop("simulation_example", None)
    with warnings.catch_warnings():
        # OpenFisca leaves the file of its OpenAPI template to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        client = create_app(system).test_client()
    if example is not None:
        system.open_api_config["simulation_example"] = example
    return client


def couple(**changes: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "individus": {
            "Awa": {"date_naissance": {"ETERNITY": "1992-03-14"}, "salaire_de_base": {"2026-09": 900, "2026-10": 900}, "age": {"2026-11": None}},
            "Moussa": {"date_naissance": {"ETERNITY": "2019-05-02"}, "age": {"2026-11": None}},
        },
        "familles": {"f": {"parents": ["Awa"], "enfants": ["Moussa"], "af": {"2026-11": None}, "rsa": {"2026-11": None}}},
        "foyers_fiscaux": {"ff": {"declarants": ["Awa"], "personnes_a_charge": ["Moussa"]}},
        "menages": {"m": {"personne_de_reference": ["Awa"], "enfants": ["Moussa"], "loyer": {"2026-11": 420}, "depcom": {"2026-11": "69259"}}},
    }
    return body | changes


ANSWERED = {
    "a mother and her child": couple(),
    "one person alone, groups left out": {"individus": {"a": {"salaire_de_base": {"2025": 20000}, "salaire_net": {"2025-03": None}}}},
    "an enum, a date, a text, a whole number, a yes or no": {
        "individus": {
            "a": {
                "date_naissance": {"ETERNITY": None},
                "statut_marital": {"2026-11": None},
                "activite": {"2026-11": None},
                "enceinte": {"2026-11": None},
                "age": {"2026-11": None},
                "majeur": {"2026-11": None},
            }
        },
        "menages": {
            "m": {
                "personne_de_reference": ["a"],
                "depcom": {"2026-11": None},
                "statut_occupation_logement": {"2026-11": "locataire_hlm"},
                "zone_apl": {"2026-11": None},
            }
        },
    },
    "several months of one variable": {
        "individus": {"a": {"age": {"2026-09": None, "2026-10": None, "2026-11": None}, "date_naissance": {"ETERNITY": "2000-10-15"}}}
    },
    "a year and its months": {
        "individus": {"a": {"salaire_de_base": {"2025": 24000}}},
        "foyers_fiscaux": {"f": {"declarants": ["a"], "ip_net": {"2025": None}, "rfr": {"2025": None}}},
    },
    "two households in one request": {
        "individus": {"a": {"age": {"2026-11": None}}, "b": {"age": {"2026-11": None}}},
        "familles": {"x": {"parents": ["a"], "rsa": {"2026-11": None}}, "y": {"parents": ["b"], "rsa": {"2026-11": None}}},
        "menages": {"x": {"personne_de_reference": ["a"]}, "y": {"personne_de_reference": ["b"]}},
    },
    "someone left out of a group": {"individus": {"a": {}, "b": {"age": {"2026-11": None}}}, "familles": {"f": {"parents": ["a"], "rsa": {"2026-11": None}}}},
    "identifiers that look like numbers": {"individus": {"1": {"age": {"2026-11": None}}, "2": {"age": {"2026-11": None}}}},
    "no question": {"individus": {"a": {"salaire_de_base": {"2026-11": 100}}}},
    "an expression for a number": {"individus": {"a": {"salaire_de_base": {"2026-10": "3 * 100"}, "salaire_net": {"2026-10": None}}}},
    "NaN where OpenFisca takes it": {"individus": {"a": {"salaire_de_base": {"2026-10": float("nan")}, "age": {"2026-11": None}}}},
    "a negative rent, which OpenFisca takes": {
        "individus": {"a": {}},
        "menages": {"m": {"personne_de_reference": ["a"], "loyer": {"2026-11": -500}, "depcom": {"2026-11": None}}},
    },
    "a person that is a number in a group": {"individus": {"1": {}}, "familles": {"f": {"parents": [1]}}},
    "a year for a monthly number which OpenFisca takes": {"individus": {"a": {"age": {"2026": 30}}}},
    "an empty group": {"individus": {"a": {"age": {"2026-11": None}}}, "familles": {}},
}

REFUSED = {
    "a list": [],
    "a text": "bonjour",
    "nothing": {},
    "nobody": {"individus": {}},
    "an unknown entity": {"individus": {"a": {}}, "chiens": {}},
    "an unknown variable": {"individus": {"a": {"salaire_de_bas": {"2026-11": 1}}}},
    "a variable of another entity": {"individus": {"a": {"loyer": {"2026-11": 1}}}},
    "a person that is a list": {"individus": {"a": []}},
    "persons as a list": {"individus": [{"age": {}}]},
    "no period": {"individus": {"a": {"salaire_de_base": 1200}}},
    "a period that isn't one": {"individus": {"a": {"salaire_de_base": {"2026-13": 1200}}}},
    "text in a number": {"individus": {"a": {"salaire_de_base": {"2026-11": "mille"}}}},
    "a number for a text": {"individus": {"a": {"statut_marital": {"2026-11": "amoureux"}}}},
    "a birth that isn't a date": {"individus": {"a": {"date_naissance": {"ETERNITY": "hier"}}}},
    "a ghost": {"individus": {"a": {}}, "familles": {"f": {"parents": ["a", "fantome"]}}},
    "someone in two families": {"individus": {"a": {}}, "familles": {"f": {"parents": ["a"]}, "g": {"parents": ["a"]}}},
    "someone twice in one family": {"individus": {"a": {}}, "familles": {"f": {"parents": ["a"], "enfants": ["a"]}}},
    "three parents": {"individus": {"a": {}, "b": {}, "c": {}}, "familles": {"f": {"parents": ["a", "b", "c"]}}},
    "a month for a yearly variable": {"individus": {"a": {}}, "foyers_fiscaux": {"f": {"declarants": ["a"], "f7ud": {"2026-11": 30}}}},
    "axes without groups": {"individus": {"a": {}}, "axes": [[{"count": 3, "min": 0, "max": 3000, "name": "salaire_de_base", "period": "2026-09"}]]},
}

ESCAPED = {
    "a year for a monthly question": ({"individus": {"a": {"age": {"2026": None}}}}, ["individus", "a", "age", "2026"]),
    "a month for a yearly question": (
        {"individus": {"a": {}}, "foyers_fiscaux": {"f": {"declarants": ["a"], "rfr": {"2026-11": None}}}},
        ["foyers_fiscaux", "f", "rfr", "2026-11"],
    ),
    "an empty identifier next to a list": ({"individus": {"a": {"age": {"2026-11": None}}}, "familles": []}, ["familles"]),
    "axes, whose identifiers OpenFisca renames": (
        {
            "individus": {"a": {}},
            "familles": {"f": {"parents": ["a"], "rsa": {"2026-11": None}}},
            "foyers_fiscaux": {"f": {"declarants": ["a"]}},
            "menages": {"m": {"personne_de_reference": ["a"]}},
            "axes": [[{"count": 3, "min": 0, "max": 3000, "name": "salaire_de_base", "period": "2026-09"}]],
        },
        ["familles", "f", "rsa", "2026-11"],
    ),
}


UNREADABLE = {
    "a list for a number": ({"individus": {"a": {"apa_domicile": {"2024-01": []}}}}, "ne peut pas être lue"),
    "a list for a yearly number": ({"individus": {"a": {"salaire_de_base": {"2024": [1]}}}}, "ne peut pas être lue"),
}
"""What OpenFisca's server answers with a failure of its own: refused here in a sentence."""


@pytest.mark.parametrize("run", [calculate, trace])
@pytest.mark.parametrize(("body", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_in_a_sentence(system: TaxBenefitSystem, run: Any, body: dict[str, Any], words: str) -> None:
    status, answer = run(system, body)

    assert status == 400
    assert words in json.dumps(answer, ensure_ascii=False)


class TestSameAsOpenFisca:
    @pytest.mark.parametrize("body", ANSWERED.values(), ids=ANSWERED)
    def test_answers_the_same(self, system: TaxBenefitSystem, oracle: Any, body: dict[str, Any]) -> None:
        text = json.dumps(body)
        theirs = oracle.post("/calculate", data=text, content_type="application/json")

        status, ours = calculate(system, json.loads(text))

        assert theirs.status_code == 200, theirs.text
        assert status == 200
        assert json.dumps(ours, sort_keys=True) == json.dumps(json.loads(theirs.text), sort_keys=True)

    @pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
    def test_refuses_the_same_in_the_same_words(self, system: TaxBenefitSystem, oracle: Any, body: object) -> None:
        theirs = oracle.post("/calculate", json=body)

        status, ours = calculate(system, body)

        assert theirs.status_code in {400, 404}, theirs.text
        assert (status, ours) == (theirs.status_code, theirs.get_json())

    @pytest.mark.parametrize("body", [couple(), ANSWERED["one person alone, groups left out"]])
    def test_traces_the_same(self, system: TaxBenefitSystem, oracle: Any, body: dict[str, Any]) -> None:
        def without_times(answer: dict[str, Any]) -> dict[str, Any]:
            for step in answer["trace"].values():
                del step["calculation_time"], step["formula_time"]
            return answer

        text = json.dumps(body)
        theirs = oracle.post("/trace", data=text, content_type="application/json")

        status, ours = trace(system, body)

        assert status == theirs.status_code == 200
        assert without_times(ours) == without_times(theirs.get_json())


class TestWhereOpenFiscaFails:
    @pytest.mark.parametrize(("body", "path"), ESCAPED.values(), ids=ESCAPED)
    def test_says_where_and_why(self, system: TaxBenefitSystem, body: dict[str, Any], path: list[str]) -> None:
        status, error = calculate(system, body)

        found: Any = error
        for key in path:
            found = found[key]
        assert status == 400
        assert isinstance(found, str)
        assert found

    def test_answers_identifiers_with_a_slash(self, system: TaxBenefitSystem, oracle: Any) -> None:
        body = {"individus": {"a/b": {"date_naissance": {"ETERNITY": "2000-01-01"}, "age": {"2026-11": None}}}}

        status, answer = calculate(system, body)

        oracle.application.config["PROPAGATE_EXCEPTIONS"] = False
        assert oracle.post("/calculate", json=body).status_code == 500
        assert status == 200
        assert answer["individus"]["a/b"]["age"]["2026-11"] == 26  # type: ignore[index]  # reason: plain JSON


class TestNothingIsAdded:
    def test_leaves_the_request_as_it_was(self, system: TaxBenefitSystem) -> None:
        body = couple()
        before = json.dumps(body)

        calculate(system, body)

        assert json.dumps(body) == before

    def test_adds_no_key_to_the_answer(self, system: TaxBenefitSystem) -> None:
        def keys(value: object) -> object:
            return {key: keys(inside) for key, inside in value.items()} if isinstance(value, dict) else None

        _, answer = calculate(system, couple())

        assert keys(answer) == keys(couple())


class TestSizeOf:
    def test_counts_persons_times_axes(self) -> None:
        axes = [[{"count": 10}, {"count": 10}], [{"count": 5}]]

        assert size_of({"individus": {"a": {}, "b": {}}, "axes": axes}) == 100

    @pytest.mark.parametrize("body", [None, [], {}, {"individus": []}, {"individus": {"a": {}}, "axes": [[{"count": "mille"}]]}])
    def test_takes_any_shape(self, body: object) -> None:
        assert size_of(body) <= 1


class TestDescriptions:
    @pytest.fixture(scope="class")
    def description(self, system: TaxBenefitSystem) -> Description:
        return Description(system)

    def test_same_variables_as_openfisca(self, description: Description, oracle: Any) -> None:
        theirs = oracle.get("/variables").get_json()

        assert description.variables() == {name: item["description"] for name, item in theirs.items()}

    @pytest.mark.parametrize("name", ["rsa", "age", "statut_marital", "date_naissance", "aide_logement"])
    def test_same_variable_as_openfisca(self, description: Description, oracle: Any, name: str) -> None:
        assert description.variable(name) == oracle.get(f"/variable/{name}").get_json()

    def test_same_parameters_as_openfisca(self, description: Description, oracle: Any) -> None:
        theirs = oracle.get("/parameters").get_json()

        assert {name: path for name, path, _ in description.parameters()} == {name: item["href"].partition("/parameter/")[2] for name, item in theirs.items()}

    @pytest.mark.parametrize(
        "name", ["marche_travail/salaire_minimum/smic/smic_b_horaire", "marche_travail.salaire_minimum.smic", "impot_revenu/bareme_ir_depuis_1945/bareme"]
    )
    def test_same_parameter_as_openfisca(self, description: Description, oracle: Any, name: str) -> None:
        assert description.parameter(name) == oracle.get(f"/parameter/{name}").get_json()

    def test_same_entities_as_openfisca(self, description: Description, oracle: Any) -> None:
        assert description.entities == oracle.get("/entities").get_json()

    def test_unknown_names_are_none(self, description: Description) -> None:
        assert description.variable("rsa_de_la_lune") is None
        assert description.parameter("lune/rsa") is None

    def test_our_own_variables_show_their_file(self, description: Description) -> None:
        ours = [item for item in description.all_variables.values() if str(item.get("source", "")).startswith("droits_ouverts/")]

        assert ours
        assert all("/work/" not in str(item["source"]) and "http" not in str(item["source"]) for item in ours)
