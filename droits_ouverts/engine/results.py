"""What an estimate says. Frozen, and free of OpenFisca so that a web worker may hold and store it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from droits_ouverts.engine.formules.types import Grade, Versement


class Statut(StrEnum):
    """The three answers. An error, an absence or an unknown rule is never `NON_ELIGIBLE`."""

    ELIGIBLE = "eligible"
    NON_ELIGIBLE = "non_eligible"
    INDETERMINE = "indetermine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervalle:
    """Bounds of an amount in euros, both reached by some completion of the unknown facts."""

    min: float
    max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Motif:
    """A condition: the OpenFisca variable that holds it, its article, its sentence.

    `reussie` is True or False where every completion agrees, None where it depends on what is missing.
    """

    variable: str
    article: str
    phrase: str
    reussie: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manquant:
    """An unknown or refused fact on which a status or an amount depends: fact, the person or group it is about, its question."""

    fait: str
    entite: str
    question: str
    refuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSuivante:
    """The unknown fact whose answer, whatever it is, narrows the results most: `gain` in euros a month, guaranteed."""

    fait: str
    entite: str
    question: str
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimationDroit:
    """The estimate of one right for one household and one month.

    `montant_mensuel` in euros a month; `montant_unique` in euros a year or once, as `versement` says; None where the right has
    none or it can't be computed. `gain_net`, euros a month: what taking the right up from the coming month adds to everything
    the household receives; `perdu_par_mois`: what a month of delay loses for good (0 where the past can be claimed).
    `a_droit_constant` is True beyond the last month for which the law is known. `erreur`: a sentence where the rule failed.
    """

    code: str
    libelle: str
    statut: Statut
    grade: Grade
    versement: Versement | None = None
    montant_mensuel: Intervalle | None = None
    montant_unique: Intervalle | None = None
    motifs: tuple[Motif, ...] = field(default=())
    manquants: tuple[Manquant, ...] = field(default=())
    deja_recu: bool = False
    gain_net: Intervalle | None = None
    perdu_par_mois: float = 0.0
    a_droit_constant: bool = False
    avertissements: tuple[str, ...] = field(default=())
    erreur: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimation:
    """The estimate of every right of the catalogue for one household.

    `mois` "AAAA-MM"; `versions`: names to versions (openfisca_core, openfisca_france, droits_ouverts);
    `hypotheses`: what an OpenFisca file left out and was supposed (sentences); `moteur`: which engine answered; `interpretes`: codes of the rights that the
    interpreter answered beside a programme.
    """

    mois: str
    versions: dict[str, str]
    moteur: str
    droits: tuple[EstimationDroit, ...]
    question_suivante: QuestionSuivante | None
    gain_net_total: Intervalle | None
    perdu_par_mois: float
    hypotheses: tuple[str, ...] = field(default=())
    interpretes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class GainReel:
    """What one right brings at its real amount, in euros a month: `net` is what it adds to everything the household receives.

    `reductions`: what it takes from each other right (negative where another one grows), by code; `non_vus`: rights whose rule failed, left out;
    `exact`: nothing was unknown.
    """

    droit: str
    mois: str
    montant: float
    net: Intervalle
    reductions: dict[str, Intervalle] = field(default_factory=dict)
    non_vus: tuple[str, ...] = field(default=())
    exact: bool = False
