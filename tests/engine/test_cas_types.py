"""Reference households: the engine against amounts worked out by hand from official parameters.

The tables are in `cas_types/*.yaml`. A montant is never an output of the engine: it is the value of its `calcul`, an arithmetic
expression of the parameters in `cas_types/parametres.yaml`, each with its source. Three things are tested: the arithmetic gives the
montant written, what the case says of a threshold is true, the engine answers the same to the cent (or within the tolerance told).
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme.variantes import Loi
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Statut
from tests.engine.cas_types.arithmetique import CalculError, compute, holds
from tests.engine.cast import child, household, person, situation
from tests.engine.conftest import MOIS

pytestmark = pytest.mark.xdist_group("openfisca")

DOSSIER = Path(__file__).parent / "cas_types"
PARAMETRES_YAML = DOSSIER / "parametres.yaml"
MENAGES_ATTENDUS = 30
DEMI_CENTIME = Decimal("0.005")
TOLERANCE = 0.01

Cas = dict[str, Any]


def _load(chemin: Path) -> Any:
    return yaml.safe_load(chemin.read_text(encoding="utf-8"))


PARAMETRES: dict[str, dict[str, Any]] = _load(PARAMETRES_YAML)
CAS: dict[str, Cas] = {
    cas["nom"]: {**cas, "theme": chemin.stem} for chemin in sorted(DOSSIER.glob("*.yaml")) if chemin != PARAMETRES_YAML for cas in _load(chemin)
}
EXPRESSIONS = [str(e) for cas in CAS.values() for e in cas.get("etapes", {}).values()] + [
    str(attendu[cle]) for cas in CAS.values() for attendu in cas["attendu"].values() for cle in ("calcul", "calcul_min", "condition") if cle in attendu
]
NOMS_UTILES = {nom for expression in EXPRESSIONS for nom in re.findall(r"[a-z_0-9]+", expression)}
ATTENDUS = [(nom, code) for nom, cas in CAS.items() for code in cas["attendu"]]


def noms(cas: Cas) -> dict[str, Decimal]:
    """Return the parameters and the intermediate results (`etapes`) that the expressions of a case may name."""
    connus = {nom: Decimal(str(parametre["valeur"])) for nom, parametre in PARAMETRES.items()}
    for nom, expression in cas.get("etapes", {}).items():
        connus[nom] = compute(expression, connus)
    return connus


def document(cas: Cas) -> dict[str, Any]:
    """Return the questionnaire file of a case: the facts told, on the cast's tenant of Vénissieux."""
    dit = cas["document"]
    personnes = []
    for rang, personne in enumerate(dit["personnes"]):
        faits = dict(personne)
        ident, role, naissance = faits.pop("id", f"p{rang}"), faits.pop("role", "enfant" if rang else "demandeur"), str(faits.pop("naissance"))
        personnes.append(child(ident, naissance, **faits) if role == "enfant" else person(ident, naissance, role, **faits))
    complet = household(*personnes, menage=dit.get("menage"), famille=dit.get("famille"), rfr=dit["rfr"])
    return {**complet, "mois": cas["mois"]}


def xfail_where_told(nom: str, code: str) -> Any:
    desaccord = CAS[nom]["attendu"][code].get("desaccord")
    marks = [pytest.mark.xfail(strict=True, reason=desaccord)] if desaccord else []
    return pytest.param(nom, code, marks=marks, id=f"{CAS[nom]['theme']}-{nom}-{code}")


@pytest.fixture(scope="module")
def engine(loi_du_mois: Loi) -> Engine:
    """Answers November 2026 from its compiled programme, which says what OpenFisca says (`preuves/parite.py`), and the other months with OpenFisca.

    With `CAS_TYPES=interpreteur` (`make preuves ONLY=cas_types`), OpenFisca answers them all.
    """
    if os.environ.get("CAS_TYPES") == "interpreteur":
        return Engine()
    return Engine(lois=lambda mois: loi_du_mois if mois == MOIS else None)


@pytest.fixture(scope="module")
def estimations() -> dict[str, Estimation]:
    """The estimates already made in this module: one per household."""
    return {}


def right(engine: Engine, estimations: dict[str, Estimation], nom: str, code: str) -> EstimationDroit:
    if nom not in estimations:
        estimations[nom] = engine.estimate(situation(document(CAS[nom]), CAS[nom]["mois"]))
    return next(droit for droit in estimations[nom].droits if droit.code == code)


def amount(droit: EstimationDroit) -> Intervalle:
    intervalle = droit.montant_mensuel or droit.montant_unique
    assert intervalle is not None, "le moteur ne donne pas de montant"
    return intervalle


class TestTable:
    def test_there_are_enough_households(self) -> None:
        assert len(CAS) >= MENAGES_ATTENDUS

    def test_every_household_says_why_and_every_answer_says_its_source(self) -> None:
        assert not [nom for nom, cas in CAS.items() if not cas.get("why") or not cas["attendu"]]
        assert not [(nom, code) for nom, code in ATTENDUS if not CAS[nom]["attendu"][code].get("source")]

    def test_no_household_is_named_twice(self) -> None:
        ecrits = [cas["nom"] for chemin in DOSSIER.glob("*.yaml") if chemin != PARAMETRES_YAML for cas in _load(chemin)]
        assert len(ecrits) == len(set(ecrits))

    def test_every_code_is_one_of_the_catalogue(self) -> None:
        assert {code for _, code in ATTENDUS} <= set(REGLES)

    @pytest.mark.parametrize("nom", PARAMETRES)
    def test_a_parameter_has_a_value_a_date_and_a_source_and_serves(self, nom: str) -> None:
        parametre = PARAMETRES[nom]
        Decimal(str(parametre["valeur"]))
        assert parametre["depuis"]
        assert parametre["source"]
        assert nom in NOMS_UTILES

    @pytest.mark.parametrize("expression", ["__import__('os')", "rsa.real", "2 ** 9", "inconnu + 1", "'a'", "True", "[1][0]"])
    def test_the_calculator_refuses_what_is_not_arithmetic(self, expression: str) -> None:
        with pytest.raises(CalculError):
            compute(expression, {"rsa": Decimal(1)})


@pytest.mark.parametrize(("nom", "code"), ATTENDUS)
def test_the_arithmetic_gives_the_amount_written(nom: str, code: str) -> None:
    cas, attendu = CAS[nom], CAS[nom]["attendu"][code]
    connus = noms(cas)
    for montant, calcul in (("montant", "calcul"), ("montant_min", "calcul_min")):
        assert (montant in attendu) == (calcul in attendu), f"{montant} sans {calcul}"
        if montant in attendu:
            assert abs(compute(attendu[calcul], connus) - Decimal(str(attendu[montant]))) <= DEMI_CENTIME, attendu[calcul]
    if "condition" in attendu:
        assert holds(attendu["condition"], connus), attendu["condition"]
    if attendu["statut"] == "eligible" and REGLES[code].montant is not None:
        assert "montant" in attendu, "un droit ouvert qui a un montant dit son montant"


@pytest.mark.parametrize(("nom", "code"), [xfail_where_told(nom, code) for nom, code in ATTENDUS])
def test_the_engine_answers_the_same(engine: Engine, estimations: dict[str, Estimation], nom: str, code: str) -> None:
    attendu = CAS[nom]["attendu"][code]
    droit = right(engine, estimations, nom, code)

    assert droit.erreur is None
    assert droit.statut is Statut(attendu["statut"])
    if "montant" in attendu:
        trouve, tolerance = amount(droit), attendu.get("tolerance", TOLERANCE)
        assert trouve.max == pytest.approx(attendu["montant"], abs=tolerance)
        assert trouve.min == pytest.approx(attendu.get("montant_min", attendu["montant"]), abs=tolerance)
