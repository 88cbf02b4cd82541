"""Rights planted in OpenFisca for a test: one that branches on data, one that needs it, one that does not, and one whose value depends on the order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement
from droits_ouverts.engine.interpreter import system


def _branche(individu: Any, period: Any) -> Any:
    """A test in Python on what households earn: everybody's answer depends on it. It then asks a variable that no trace sees it ask."""
    salaire = individu("salaire_net", period)
    if (salaire > 1000).any():
        return individu("plantee_a", period) * 0 + salaire / 10
    return salaire * 0 + 5


def _branche_c(individu: Any, period: Any) -> Any:
    salaire = individu("salaire_net", period)
    return individu("plantee_c", period) if (salaire >= 0).all() else salaire


def _ouvre_v(individu: Any, period: Any) -> Any:
    return individu("plantee_v", period) > 0


def _double(individu: Any, period: Any) -> Any:
    return individu("plantee_v", period) * 2


def _mineur(individu: Any, period: Any) -> Any:
    return individu("age", period) < 40


def _simple(individu: Any, period: Any) -> Any:
    return individu("salaire_net", period) * np.float32(0.5)


def _vrai(individu: Any, period: Any) -> Any:
    return individu("salaire_net", period) >= 0


# `b` needs itself of an earlier month through `a`: what `c` keeps of it depends on whether `a` was asked first.


def _a(individu: Any, period: Any) -> Any:
    avant = individu("plantee_b", period.last_month)
    return avant + individu("plantee_c", period) + 10


def _b(individu: Any, period: Any) -> Any:
    return individu("plantee_a", period) + 1


def _c(individu: Any, period: Any) -> Any:
    return individu("plantee_b", period.last_month)


FORMULES = {
    "plantee_v": (float, _branche),
    "plantee_v_c": (float, _branche_c),
    "plantee_v_ouvre": (bool, _ouvre_v),
    "plantee_v_double": (float, _double),
    "plantee_jeune": (bool, _mineur),
    "plantee_simple": (float, _simple),
    "plantee_vrai": (bool, _vrai),
    "plantee_a": (float, _a),
    "plantee_b": (float, _b),
    "plantee_c": (float, _c),
}


@contextmanager
def planted() -> Iterator[None]:
    """While inside, OpenFisca's system has these variables."""
    loi = system()
    assert all(entity._tax_benefit_system is loi for entity in loi.entities), "a test left the entities of the system to a copy of it"
    individu = next(entity for entity in loi.entities if entity.key == "individu")
    for nom, (genre, formule) in FORMULES.items():
        corps = {"value_type": genre, "entity": individu, "definition_period": DateUnit.MONTH, "label": nom, "formula": formule}
        loi.add_variable(type(nom, (Variable,), corps))
    try:
        yield
    finally:
        for nom in FORMULES:
            del loi.variables[nom]


def rule(code: str, eligibilite: str, montant: str) -> Regle:
    """Return a rule of a monthly right."""
    return Regle(
        code=code,
        libelle=f"Droit {code}",
        eligibilite=eligibilite,
        conditions=(Condition(variable=eligibilite, article="art. 1", reussie="Oui.", echouee="Non."),),
        grade=Grade.A_VERIFIER,
        source="test",
        verifiee_le=date(2026, 11, 1),
        montant=montant,
        versement=Versement.MENSUEL,
    )


AVANT = rule("avant", "plantee_jeune", "plantee_c")
BRANCHE = rule("branche", "plantee_v_ouvre", "plantee_v_double")
SIMPLE = rule("simple", "plantee_jeune", "plantee_simple")
PREMIER = rule("premier", "plantee_vrai", "plantee_a")
BRANCHE_C = rule("branche_c", "plantee_vrai", "plantee_v_c")
ORDRE = rule("ordre", "plantee_vrai", "plantee_c")
