"""The schema holds together: each fact feeds a variable that exists, its values are believable, its question can be asked."""

from __future__ import annotations

import pytest

from droits_ouverts.engine.answers import AnswerError, checked
from droits_ouverts.engine.interpreter import system, to_openfisca_value
from droits_ouverts.engine.questionnaire.predicates import facts_read
from droits_ouverts.engine.questionnaire.schema import FAITS, faits_du_sujet
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode, Sujet
from droits_ouverts.engine.situation import default_of

pytestmark = pytest.mark.xdist_group("openfisca")
MOIS = "2026-11"
EVERY = pytest.mark.parametrize("fait", FAITS.values(), ids=FAITS)


@EVERY
def test_the_variable_exists_on_the_same_entity_with_the_same_type(fait: Fait) -> None:
    if fait.variable is None:
        return

    variable = system().variables[fait.variable]

    kinds = {Genre.OUI_NON: {bool}, Genre.MONTANT: {float}, Genre.NOMBRE: {int, float}, Genre.COMMUNE: {str}}
    assert variable.entity.key == fait.entite.value
    assert fait.genre not in kinds or variable.value_type in kinds[fait.genre]


@EVERY
def test_each_plausible_value_is_an_answer_that_openfisca_takes(fait: Fait) -> None:
    for valeur in fait.plausibles.valeurs:
        checked(fait, valeur, MOIS)
        if fait.variable is not None and fait.choix:
            possible = getattr(system().variables[fait.variable], "possible_values", None)
            assert possible is None or to_openfisca_value(fait, valeur) in [item.name for item in possible]


@EVERY
def test_the_range_has_its_source_and_the_question_its_reason(fait: Fait) -> None:
    assert len(fait.plausibles.source) > 10
    assert "?" in fait.question
    assert fait.pourquoi.endswith(".")
    assert fait.libelle


@EVERY
def test_what_a_left_out_fact_is_supposed_to_be_is_an_answer(fait: Fait) -> None:
    if fait.genre not in (Genre.DATE, Genre.COMMUNE):
        checked(fait, default_of(fait), MOIS)


@EVERY
def test_the_facts_that_decide_whether_it_is_asked_come_before(fait: Fait) -> None:
    order = list(FAITS)

    assert all(order.index(gate) < order.index(fait.nom) for gate in facts_read(fait.quand))


@pytest.mark.parametrize("fait", [f for f in FAITS.values() if f.minimum is not None], ids=lambda f: f.nom)
def test_an_amount_below_its_minimum_or_above_its_maximum_is_refused_with_the_bound(fait: Fait) -> None:
    with pytest.raises(AnswerError, match="minimum"):
        checked(fait, fait.minimum - 1, MOIS)  # type: ignore[operator]  # the facts that have one
    with pytest.raises(AnswerError, match="maximum"):
        checked(fait, (fait.maximum or 0) + 1, MOIS)


def test_every_subject_has_facts_save_the_rights_received_which_are_a_list_of_codes() -> None:
    assert [sujet for sujet in Sujet if not faits_du_sujet(sujet)] == [Sujet.DROITS_RECUS]


def test_a_fact_by_month_is_an_amount() -> None:
    assert {fait.genre for fait in FAITS.values() if fait.periode is Periode.MOIS_PASSES} == {Genre.MONTANT}
