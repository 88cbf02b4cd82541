"""What a right brings at its real amount: the engine's own gain where the amount is the computed one, and what it reduces elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from droits_ouverts.engine import gain_reel
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.serialize import gain_from_dict, gain_to_dict
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import read

SEULES = {code: REGLES[code] for code in ("rsa", "aah", "prime_activite", "aides_logement")}


@pytest.fixture(scope="module")
def seul() -> Situation:
    """Somebody alone without income, housed by the public landlord, with a handicap of 80 %: the AAH and the RSA know each other."""
    faits = {
        "date_naissance": "1990-01-15",
        "activite": "inactif",
        "salaire_net": 0,
        "nationalite": "francaise",
        "taux_incapacite": "80_plus",
        "autres_ressources": False,
    }
    menage = {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": 420}
    return read({"personnes": [{"id": "p1", "role": "demandeur", "faits": faits}], "menage": menage}, "2026-11")


class TestRealAmount:
    def test_is_what_the_household_receives_less_what_it_reduces(self, seul: Situation) -> None:
        gain = gain_reel.compute(seul, "aah", 1000.0, SEULES)

        assert gain is not None
        assert gain.reductions["rsa"].max > 0
        assert gain.net.max <= 1000.0
        assert gain.net.min == pytest.approx(1000.0 - sum(ecart.max for ecart in gain.reductions.values()), abs=1.0)
        assert gain_from_dict(gain_to_dict(gain)) == gain

    def test_a_smaller_amount_reduces_less(self, seul: Situation) -> None:
        petit, grand = (gain_reel.compute(seul, "aah", montant, SEULES) for montant in (200.0, 1000.0))

        assert petit is not None
        assert grand is not None
        assert petit.reductions["rsa"].max <= 200.0 + 1
        assert petit.net.min <= grand.net.min

    @pytest.mark.parametrize(("code", "montant"), [("prime_activite", 300.0), ("aah", 0.0), ("inconnu", 10.0)])
    def test_nothing_is_said_of_what_the_answers_do_not_give(self, seul: Situation, code: str, montant: float) -> None:
        certain = replace(seul)

        assert gain_reel.compute(certain, code, montant, {"aah": SEULES["aah"], "prime_activite": SEULES["prime_activite"]}) is None
