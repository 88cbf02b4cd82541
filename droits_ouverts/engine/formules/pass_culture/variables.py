"""Pass Culture: OpenFisca's amount at 17 and 18; the bonus of 50 euros only widens it.

OpenFisca-France 176.1.8 reads the age of the next month and still gives a credit at 15: the month before is read, from 17 on.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

AGE_MINIMUM, AGE_MAXIMUM = 17, 18
"""Years; décret 2025-195."""

BONUS = 50
"""Euros; décret 2025-195, for a handicap or a low quotient familial (threshold not found)."""


class pass_culture_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass Culture : 17 ou 18 ans"
    reference = "Décret 2025-195 du 27/02/2025"

    def formula_2025_03_01(individu, period):
        age = individu("age", period)
        return (age >= AGE_MINIMUM) * (age <= AGE_MAXIMUM)


class pass_culture_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Toutes les conditions sont réunies"
    reference = "Décret 2025-195 du 27/02/2025"

    def formula_2025_03_01(individu, period):
        return individu("pass_culture_condition_age", period)


class pass_culture_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Crédit du pass Culture, en euros une fois"
    reference = "Décret 2025-195 du 27/02/2025"

    def formula_2025_03_01(individu, period):
        return individu("pass_culture_eligibilite", period) * individu("pass_culture", period.last_month)


class pass_culture_montant_max(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Crédit du pass Culture avec le bonus (handicap ou quotient familial bas), en euros une fois"
    reference = "Décret 2025-195 du 27/02/2025"

    def formula_2025_03_01(individu, period):
        return individu("pass_culture_eligibilite", period) * (individu("pass_culture", period.last_month) + BONUS)
