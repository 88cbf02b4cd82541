"""What the engine knows of a rule, besides its formulas. No import of OpenFisca here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Grade(StrEnum):
    """How sure a value or a rule is: read in the source, likely, or to be checked before it is relied on."""

    VERIFIE = "verifie"
    PROBABLE = "probable"
    A_VERIFIER = "a_verifier"


class Versement(StrEnum):
    """What an amount is: euros a month, euros a year, euros once."""

    MENSUEL = "mensuel"
    ANNUEL = "annuel"
    UNIQUE = "unique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a right.

    `variable` is a boolean OpenFisca variable with a monthly period, true where the condition is met. `article` is the law.
    `reussie` and `echouee` are the sentences for screen and sheet, French, present tense, vous; never "non éligible".
    """

    variable: str
    article: str
    reussie: str
    echouee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """The rule of one right.

    `eligibilite` is a boolean variable of monthly period; `montant` a float variable of monthly period in euros: a month, a
    year or once, as `versement` says (None: the right has no amount that can be computed).
    `retroactif` is True where past months can still be paid, False where a month of delay is lost, None where unknown.
    `connue_depuis` is the first month ("AAAA-MM") for which the formula of `eligibilite` is written (None: any month); before it nothing is known, and
    the answer is undetermined: OpenFisca alone would say no.
    `connue_jusqu_a` is the last month ("AAAA-MM") for which the law is known; after it the answer stands "à droit constant".
    `incertitude` is the relative width that a value of unknown date adds to the amount on both sides, or absolute bounds are
    given by `montant_min` / `montant_max`, two more variables of the same kind as `montant`.
    """

    code: str
    libelle: str
    eligibilite: str
    conditions: tuple[Condition, ...]
    grade: Grade
    source: str
    verifiee_le: date
    montant: str | None = None
    montant_min: str | None = None
    montant_max: str | None = None
    versement: Versement | None = None
    retroactif: bool | None = None
    connue_depuis: str | None = None
    connue_jusqu_a: str | None = None
    decide_par: str = ""
    avertissements: tuple[str, ...] = field(default=())
