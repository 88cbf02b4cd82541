"""OpenFisca situation files as others write them: gross wages, years, several persons, and what must be refused."""

from __future__ import annotations

from typing import Any

import pytest

from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.interpreter import Copies
from droits_ouverts.engine.parsing import parse
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.engine.situation import Etat, SituationError

MOIS = "2026-11"
TOUS = months.between("2024-01", MOIS)


def _file(**variables: object) -> dict[str, Any]:
    return {
        "individus": {"awa": {"date_naissance": {"ETERNITY": "1992-03-14"}, **variables}, "moussa": {"date_naissance": {"ETERNITY": "2019-05-02"}}},
        "familles": {"f": {"parents": ["awa"], "enfants": ["moussa"]}},
    }


def test_a_gross_wage_is_a_wage() -> None:
    situation = parse(_file(salaire_de_base=dict.fromkeys(TOUS, 1140)), MOIS)

    reponse = situation.reponse("salaire_net", "awa")
    assert reponse.etat is Etat.CONNU
    for _, montant in reponse.valeur:  # type: ignore[attr-defined]  # a stored answer by month
        assert montant == pytest.approx(902.4, abs=1)


def test_a_gross_wage_is_seen_by_the_rights_beside_the_net_wage_of_a_partner() -> None:
    document = _file(salaire_de_base={"2024": 13680, "2025": 13680, "2026": 13680})
    document["individus"]["luc"] = {"date_naissance": {"ETERNITY": "1990-01-01"}, "salaire_net": dict.fromkeys(TOUS, 700)}
    document["familles"]["f"]["parents"] = ["awa", "luc"]
    situation = parse(document, MOIS)
    simulation = Copies(situation, [Copie({})], {}).simulation

    rangs = [situation.ids(Entite.INDIVIDU).index(nom) for nom in ("awa", "luc")]
    nets = simulation.calculate("salaire_net", "2025-04")
    imposables = simulation.calculate("salaire_imposable", "2025-04")
    assert [float(nets[r]) for r in rangs] == [pytest.approx(902.4, abs=1), 700]
    assert [float(imposables[r]) for r in rangs] == [pytest.approx(935, abs=2), pytest.approx(700 * 1.036, abs=0.1)]


@pytest.mark.parametrize(("variable", "montant"), [("salaire_net", 900), ("salaire_de_base", 1137)])
def test_income_told_for_an_earlier_time_is_not_known_for_now(variable: str, montant: float) -> None:
    situation = parse(_file(**{variable: dict.fromkeys(TOUS, montant)}), "2027-06")

    assert situation.reponse("salaire_net", "awa").etat is Etat.INCONNU
    assert situation.historique["salaire_net", "awa"]["2026-11"] == pytest.approx(900, abs=1)


def test_a_gross_pension_is_a_pension() -> None:
    situation = parse(_file(retraite_brute=dict.fromkeys(TOUS, 640)), MOIS)

    assert dict(situation.reponse("retraite_nette", "awa").valeur)[MOIS] == pytest.approx(640, abs=60)  # type: ignore[call-overload]  # by month


def test_a_month_is_more_exact_than_the_year_that_holds_it() -> None:
    situation = parse(_file(salaire_imposable={"2025": 12000, "2025-03": 0}), MOIS)
    simulation = Copies(situation, [Copie({})], {}).simulation

    assert [float(simulation.calculate("salaire_imposable", mois)[0]) for mois in ("2025-02", "2025-03")] == [1000, 0]


@pytest.mark.parametrize(
    ("variable", "valeurs", "attendu"),
    [
        ("salaire_net", {"month:2026-01:100000000": 900}, "période"),
        ("salaire_net", {"month:2026-01:20000": 900}, "hors des années possibles"),
        ("salaire_net", {"month:2026-01:-3": 900}, "période"),
        ("salaire_net", {"year:2026:0": 900}, "période"),
        ("salaire_de_base", {MOIS: -2000}, "-2000 est trop petit"),
        ("retraite_brute", {MOIS: -5}, "-5 est trop petit"),
        ("salaire_de_base", {MOIS: 1e300}, "trop grand"),
        ("nationalite", {MOIS: "Klingon"}, "« Klingon » n'est pas un code de pays"),
    ],
)
def test_a_slip_is_told_with_its_place_and_its_mend(variable: str, valeurs: dict[str, object], attendu: str) -> None:
    with pytest.raises(SituationError) as refus:
        parse(_file(**{variable: valeurs}), MOIS)

    [probleme] = refus.value.errors
    assert probleme.chemin.startswith(f"individus/awa/{variable}/")
    assert attendu in probleme.message
    assert "Écrivez" in probleme.message or "Corrigez" in probleme.message


def test_a_year_variable_takes_years() -> None:
    document = {**_file(), "foyers_fiscaux": {"ff": {"declarants": ["awa"], "personnes_a_charge": ["moussa"], "rfr": {MOIS: 9000}}}}

    with pytest.raises(SituationError) as refus:
        parse(document, MOIS)

    [probleme] = refus.value.errors
    assert probleme.chemin == f"foyers_fiscaux/ff/rfr/{MOIS}"
    assert "Écrivez une année (2026)" in probleme.message


@pytest.mark.parametrize(
    ("pluriel", "groupe", "role"), [("familles", {"enfants": ["awa"]}, "parents"), ("menages", {"autres": ["awa"]}, "personne_de_reference")]
)
def test_a_group_without_its_first_role_is_refused(pluriel: str, groupe: dict[str, object], role: str) -> None:
    document = {"individus": {"awa": {"date_naissance": {"ETERNITY": "1992-03-14"}}}, pluriel: {"g": groupe}}

    with pytest.raises(SituationError) as refus:
        parse(document, MOIS)

    [probleme] = refus.value.errors
    assert probleme.chemin == f"{pluriel}/g/{role}"
    assert "Mettez" in probleme.message


def test_amounts_that_may_be_losses_are_taken() -> None:
    situation = parse(_file(rpns_autres_revenus={"2025": -800}), MOIS)

    assert situation.autres[Entite.INDIVIDU, "awa", "rpns_autres_revenus"] == {"2025": -800}


def test_digits_of_another_script_are_not_a_month() -> None:
    with pytest.raises(months.MonthError, match="n'est pas un mois"):
        months.parse("２０２６-11")
