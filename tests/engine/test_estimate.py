"""The meaning of an answer over unknown facts, against the household asked one completion at a time."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from droits_ouverts.engine import estimate as module
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.results import Estimation, EstimationDroit, Statut
from tests.engine.cast import awa, leo, rene, situation

pytestmark = pytest.mark.xdist_group("openfisca")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def right(estimation: Estimation, code: str) -> EstimationDroit:
    return next(droit for droit in estimation.droits if droit.code == code)


class TestUnknownRent:
    @pytest.fixture(scope="class")
    def unknown(self, engine: Engine) -> Estimation:
        return engine.estimate(situation(awa(loyer=None)))

    @pytest.fixture(scope="class")
    def one_by_one(self, engine: Engine) -> list[Estimation]:
        return [engine.estimate(situation(awa(loyer=loyer))) for loyer in FAITS["loyer"].plausibles.valeurs]

    def test_every_right_says_what_all_its_completions_say(self, unknown: Estimation, one_by_one: list[Estimation]) -> None:
        for droit in unknown.droits:
            statuts = {right(e, droit.code).statut for e in one_by_one}
            expected = statuts.pop() if len(statuts) == 1 else Statut.INDETERMINE
            assert droit.statut is expected, droit.code

    def test_the_amount_is_the_interval_of_its_completions(self, unknown: Estimation, one_by_one: list[Estimation]) -> None:
        for droit in unknown.droits:
            if droit.montant_mensuel is None:
                continue
            seuls = [right(e, droit.code).montant_mensuel for e in one_by_one]
            assert droit.montant_mensuel.min == pytest.approx(min(0.0 if m is None else m.min for m in seuls), abs=0.01), droit.code
            assert droit.montant_mensuel.max == pytest.approx(max(0.0 if m is None else m.max for m in seuls), abs=0.01), droit.code

    def test_the_rent_is_what_is_missing_and_the_next_question(self, unknown: Estimation) -> None:
        aide = right(unknown, "aides_logement")

        assert [m.fait for m in aide.manquants] == ["loyer"]
        assert unknown.question_suivante is not None
        assert unknown.question_suivante.fait == "loyer"
        assert unknown.question_suivante.gain > 0

    def test_a_refused_answer_leaves_the_same_doubt_and_is_not_asked_again(self, engine: Engine, unknown: Estimation) -> None:
        refused = engine.estimate(situation(awa(loyer={"refus": True})))

        assert right(refused, "aides_logement").montant_mensuel == right(unknown, "aides_logement").montant_mensuel
        assert [(m.fait, m.refuse) for m in right(refused, "aides_logement").manquants] == [("loyer", True)]
        assert refused.question_suivante is None


class TestEverythingKnown:
    @pytest.mark.parametrize("document", [awa(), leo(), rene()], ids=["awa", "leo", "rene"])
    def test_every_right_of_the_catalogue_answers(self, engine: Engine, document: dict[str, Any]) -> None:
        estimation = engine.estimate(situation(document))

        assert [droit.code for droit in estimation.droits] == list(REGLES)
        assert not [droit.code for droit in estimation.droits if droit.erreur]

    def test_the_loss_of_a_month_counts_only_what_is_not_retroactive_nor_received(self, engine: Engine) -> None:
        document = awa()
        document["famille"]["droits_recus"] = ["prime_activite"]

        estimation = engine.estimate(situation(document))

        for droit in estimation.droits:
            if droit.perdu_par_mois:
                assert REGLES[droit.code].retroactif is False
                assert not droit.deja_recu
        assert right(estimation, "prime_activite").deja_recu
        assert right(estimation, "prime_activite").perdu_par_mois == 0

    def test_the_same_household_always_gets_the_same_answer(self, engine: Engine) -> None:
        document = awa(loyer=None, epargne_livrets=None, nationalite=None, taux_incapacite=None, ressources_stables=None)

        assert engine.estimate(situation(document)) == engine.estimate(situation(copy.deepcopy(document)))

    def test_an_arrondissement_is_computed_as_its_commune(self, engine: Engine) -> None:
        arrondissement, commune = engine.estimate(situation(awa(commune="69387"))), engine.estimate(situation(awa(commune="69123")))

        assert right(arrondissement, "aides_logement") == right(commune, "aides_logement")


class TestMoreKnowledge:
    def test_an_answer_never_widens_what_was_said(self, engine: Engine) -> None:
        unknown = engine.estimate(situation(awa(loyer=None, epargne_livrets=None)))
        known = engine.estimate(situation(awa(loyer=None)))

        for before, after in zip(unknown.droits, known.droits, strict=True):
            if before.statut is not Statut.INDETERMINE:
                assert after.statut is before.statut, before.code
            if before.montant_mensuel and after.montant_mensuel:
                assert before.montant_mensuel.min <= after.montant_mensuel.min + 0.01, before.code
                assert before.montant_mensuel.max >= after.montant_mensuel.max - 0.01, before.code


class TestABrokenRule:
    def test_it_is_undetermined_with_its_error_and_harms_no_other(self, engine: Engine) -> None:
        whole = engine.estimate(situation(awa()))
        broken = Engine({**REGLES, "rsa": replace(REGLES["rsa"], eligibilite="no_such_variable")})

        estimation = broken.estimate(situation(awa()))

        assert right(estimation, "rsa").statut is Statut.INDETERMINE
        assert right(estimation, "rsa").erreur
        assert right(estimation, "asf").statut is right(whole, "asf").statut


class TestAMonthBeforeTheRule:
    """Before the first formula of a right OpenFisca gives its default, which reads as a no: it isn't one."""

    def test_each_rule_says_the_month_of_its_first_formula(self) -> None:
        premieres = {code: min(system().variables[regle.eligibilite].formulas) for code, regle in REGLES.items()}

        assert {code: regle.connue_depuis for code, regle in REGLES.items()} == {
            code: None if premiere == "0001-01-01" else premiere[:7] for code, premiere in premieres.items()
        }

    def test_it_is_undetermined_and_says_so(self, engine: Engine) -> None:
        avant, apres = (engine.estimate(situation(awa(), mois)) for mois in ("2025-12", "2026-01"))

        assert right(avant, "visale").statut is Statut.INDETERMINE
        assert "pas un refus" in (right(avant, "visale").erreur or "")
        assert right(apres, "visale").erreur is None
        assert right(avant, "rsa").erreur is None

    def test_sabotaged_where_the_month_is_forgotten_is_seen(self) -> None:
        oubliees = {"visale": replace(REGLES["visale"], connue_depuis=None)}

        assert right(Engine(oubliees).estimate(situation(awa(), "2025-12")), "visale").statut is Statut.NON_ELIGIBLE


class TestSabotage:
    def test_taking_one_completion_for_all_is_caught(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        document = awa(loyer=None, statut_occupation_logement=None)
        honest = right(engine.estimate(situation(document)), "aides_logement").statut

        def first_only(*args: Any) -> Any:
            completions, whole = design(*args)
            return completions[:1], whole

        design = module.design
        monkeypatch.setattr(module, "design", first_only)
        sabotaged = right(engine.estimate(situation(document)), "aides_logement").statut

        assert honest is Statut.INDETERMINE
        assert sabotaged is not Statut.INDETERMINE


class TestRightsThatExcludeEachOther:
    def test_only_the_larger_counts_in_the_total_and_in_the_loss(self, engine: Engine) -> None:
        estimation = engine.estimate(situation(leo()))
        rsj, cej = right(estimation, "rsj_metropole_lyon"), right(estimation, "cej_allocation")

        assert rsj.gain_net is not None
        assert cej.gain_net is not None
        assert estimation.gain_net_total is not None
        assert rsj.statut is cej.statut is Statut.ELIGIBLE
        assert rsj.gain_net.max > 0
        assert estimation.gain_net_total.max == pytest.approx(max(rsj.gain_net.max, cej.gain_net.max))
        assert estimation.perdu_par_mois == pytest.approx(max(rsj.perdu_par_mois, cej.perdu_par_mois))


class TestNetGain:
    def test_of_everything_is_what_the_cards_add_up_to(self, engine: Engine) -> None:
        estimation = engine.estimate(situation(awa()))

        monthly = [d.montant_mensuel.max for d in estimation.droits if d.montant_mensuel and d.statut is Statut.ELIGIBLE]
        assert estimation.gain_net_total is not None
        assert estimation.gain_net_total.max == pytest.approx(sum(monthly), abs=0.05)

    def test_does_not_change_with_a_fact_that_no_monthly_right_reads(self, engine: Engine) -> None:
        document = awa()
        document["foyer_fiscal"] = {"revenu_fiscal_reference": None}

        unknown, known = engine.estimate(situation(document)), engine.estimate(situation(awa()))

        assert unknown.gain_net_total == known.gain_net_total
        assert [d.gain_net for d in unknown.droits] == [d.gain_net for d in known.droits]

    def test_a_right_already_received_is_no_gain(self, engine: Engine) -> None:
        document = awa()
        document["famille"]["droits_recus"] = ["allocations_familiales"]

        estimation = engine.estimate(situation(document))

        assert right(estimation, "allocations_familiales").gain_net is None
        assert estimation.gain_net_total is not None
        assert estimation.gain_net_total.max == pytest.approx(1210.22 - 152.24, abs=0.05)
