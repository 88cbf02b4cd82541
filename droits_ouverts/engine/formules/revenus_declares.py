"""What people say they receive each month, added up for the rights that count every income of their own.

Only the questionnaire's facts of income: no benefit computed by OpenFisca, so that a right never depends on another's estimate.
"""

from __future__ import annotations

from typing import Any

from openfisca_core.model_api import ADD

REVENUS_HORS_SALAIRE = (
    "chomage_net",
    "indemnites_journalieres_maladie",
    "retraite_nette",
    "pensions_invalidite",
    "pensions_alimentaires_percues",
    "rpns_auto_entrepreneur_benefice",
    "revenus_stage_formation_pro",
)
"""Monthly incomes beside wages, net before income tax, euros."""


def autres_revenus(personnes: Any, periode: Any) -> Any:  # noqa: ANN401 - OpenFisca's populations and arrays are untyped
    """Return each person's incomes beside wages over the whole period, in euros (net, before income tax)."""
    return sum(personnes(nom, periode, options=[ADD]) for nom in REVENUS_HORS_SALAIRE)


def revenus_nets(personnes: Any, periode: Any) -> Any:  # noqa: ANN401 - OpenFisca is untyped
    """Return each person's wages and other incomes over the whole period, in euros (net, before income tax)."""
    return personnes("salaire_net", periode, options=[ADD]) + autres_revenus(personnes, periode)


def mois_precedents(periode: Any, nombre: int, jusqu_a: int = 1) -> Any:  # noqa: ANN401 - OpenFisca is untyped
    """Return the period of `nombre` months that ends `jusqu_a` months before this one (1: the month just before)."""
    return type(periode)(("month", periode.start.offset(-(nombre + jusqu_a - 1), "month"), nombre))
