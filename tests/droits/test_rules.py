"""What is said first, and whether catalogue and engine agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import Canal
from droits_ouverts.droits.rules import compare_with_rules, first_steps
from droits_ouverts.droits.services import get
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Grade, Regle


def regle(code: str, libelle: str | None = None) -> Regle:
    """Return a rule that agrees with the catalogue, or bears another name."""
    from datetime import date

    return Regle(
        code=code,
        libelle=libelle or get(code).libelle,
        eligibilite=f"{code}_eligibilite",
        conditions=(),
        grade=Grade.PROBABLE,
        source="épreuve",
        verifiee_le=date(2026, 11, 24),
    )


class TestFirstSteps:
    def test_rsa_says_all(self) -> None:
        pas = first_steps(get("rsa"))

        assert pas.qui_decide is not None
        assert "Métropole de Lyon" in pas.qui_decide
        assert pas.demarche is not None
        assert pas.demarche.canal is Canal.EN_LIGNE
        assert "RIB" in pas.papiers
        assert pas.avant is not None
        assert "1er jour du mois" in pas.avant
        assert pas.silence is not None
        assert "refus" in pas.silence
        assert pas.to_check is False

    def test_a_number_to_call_is_given_where_the_catalogue_has_one(self) -> None:
        assert first_steps(get("hebergement_siao")).appeler == "115"
        assert first_steps(get("cheque_energie")).appeler == "0 805 204 805"
        assert first_steps(get("rsa")).appeler == "3230"
        assert first_steps(get("rsj_metropole_lyon")).appeler is None

    @pytest.mark.parametrize("code", CODES)
    def test_places_are_all_there_and_helpers_come_last(self, code: str) -> None:
        droit = get(code)

        pas = first_steps(droit)

        places = [pas.demarche, *pas.autres]
        assert {id(lieu) for lieu in places if lieu is not None} == {id(lieu) for lieu in droit.ou_demander if lieu.texte is not None}
        helpers = [lieu.canal is Canal.AIDE for lieu in places if lieu is not None]
        assert helpers == sorted(helpers)

    def test_what_is_not_known_is_left_out_and_flagged(self) -> None:
        pas = first_steps(get("rsj_metropole_lyon"))

        assert pas.avant is None
        assert pas.to_check is True


class TestCompareWithRules:
    def agreeing(self) -> dict[str, Regle]:
        return {code: regle(code) for code in CODES}

    def test_agreement_says_nothing(self) -> None:
        assert compare_with_rules(load_catalogue(), self.agreeing()) == []

    def test_typography_is_no_disagreement(self) -> None:
        regles = self.agreeing() | {"prime_activite": regle("prime_activite", "Prime d'activité")}

        assert compare_with_rules(load_catalogue(), regles) == []

    def test_another_name(self) -> None:
        regles = self.agreeing() | {"rsa": regle("rsa", "RSA")}

        (probleme,) = compare_with_rules(load_catalogue(), regles)

        assert (probleme.fichier, probleme.cle) == ("catalogue/rsa.yaml", "libelle")
        assert "« RSA »" in probleme.constat

    def test_a_rule_missing_without_a_reason(self) -> None:
        regles = self.agreeing()
        del regles["rsa"]

        (probleme,) = compare_with_rules(load_catalogue(), regles)

        assert (probleme.cle, probleme.fichier) == ("sans_regle", "catalogue/rsa.yaml")
        assert "engine/formules/rsa/" in probleme.remede

    def test_a_reason_is_enough_and_only_without_a_rule(self) -> None:
        catalogue = load_catalogue() | {"rsa": replace(get("rsa"), sans_regle="Le moteur attend un texte.")}
        without = self.agreeing()
        del without["rsa"]

        assert compare_with_rules(catalogue, without) == []
        assert [p.cle for p in compare_with_rules(catalogue, self.agreeing())] == ["sans_regle"]

    @pytest.mark.parametrize(("code", "retroactif"), [("rsa", True), ("allocations_familiales", False)])
    def test_past_months_paid_on_one_side_only(self, code: str, *, retroactif: bool) -> None:
        regles = self.agreeing() | {code: replace(regle(code), retroactif=retroactif)}

        (probleme,) = compare_with_rules(load_catalogue(), regles)

        assert (probleme.fichier, probleme.cle) == (f"catalogue/{code}.yaml", "retroactivite.mode")

    def test_one_month_of_rappel_still_loses_the_others(self) -> None:
        regles = self.agreeing() | {"paje_cmg": replace(regle("paje_cmg"), retroactif=False)}

        assert compare_with_rules(load_catalogue(), regles) == []

    def test_a_rule_nobody_published(self) -> None:
        unknown = replace(regle("rsa"), code="rsa_bis")

        (probleme,) = compare_with_rules(load_catalogue(), self.agreeing() | {"rsa_bis": unknown})

        assert probleme.fichier == "engine/formules/rsa_bis/__init__.py"

    def test_the_engine_of_the_house_agrees(self) -> None:
        assert [str(probleme) for probleme in compare_with_rules(load_catalogue(), REGLES)] == []
