"""The calendar of rights: what opens, changes or ends for a household over the next two years, and what does it. Pure data, free of numpy.

`prevoir` computes it; `Moteur.calendrier(questionnaire)` brings it to the web.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from droits_ouverts.engine.results import Intervalle


class Nature(StrEnum):
    """What happens to a right in a month."""

    OUVRE = "ouvre"
    CHANGE = "change"
    FINIT = "finit"


class GenreCause(StrEnum):
    """What does it. `LOI`: the month itself (a rule, an amount, a year of reference, a season). `PLUSIEURS`: nothing does it alone."""

    ANNIVERSAIRE = "anniversaire"
    DUREE = "duree"
    REVENUS = "revenus"
    LOI = "loi"
    PLUSIEURS = "plusieurs"


class Suppose(StrEnum):
    """What the calendar supposes; the page has the sentences."""

    REVENUS_REPETES = "revenus_repetes"
    REPONSES_TENUES = "reponses_tenues"
    GROSSESSE_LAISSEE = "grossesse_laissee"
    REPONSES_MANQUENT = "reponses_manquent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What does a change. `personne`: identifier of whose age it is; `age`: whole years reached; `le`: the birthday (ISO)."""

    genre: GenreCause
    personne: str = ""
    age: int | None = None
    le: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenement:
    """What happens to one right in the month `mois`.

    `avant`, `apres`: amounts in euros a month, a year or once as the rule says, None where it has none. `sur` False: only some ways of completing
    what is missing say so.
    """

    mois: str
    code: str
    nature: Nature
    causes: tuple[Cause, ...]
    avant: Intervalle | None = None
    apres: Intervalle | None = None
    sur: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendrier:
    """What is to come from the month after `mois` to `jusqu_a`; `demande_jusqu_a`: the month it would go to if every month were compiled.

    `ouverts`: codes of the rights that open in `mois` already. `non_couverts`: codes that a compiled month leaves out.
    """

    mois: str
    jusqu_a: str
    demande_jusqu_a: str
    evenements: tuple[Evenement, ...]
    ouverts: tuple[str, ...]
    non_couverts: tuple[str, ...]
    versions: Mapping[str, str]
    completions: int = 1
    hypotheses: tuple[Suppose, ...] = field(default=())


def to_dict(calendrier: Calendrier) -> dict[str, Any]:
    """Return a calendar as JSON values."""
    return asdict(calendrier)


def from_dict(valeur: dict[str, Any]) -> Calendrier:
    """Read back what `to_dict` wrote."""
    return Calendrier(
        **{
            **valeur,
            "evenements": tuple(_event(e) for e in valeur["evenements"]),
            "ouverts": tuple(valeur["ouverts"]),
            "non_couverts": tuple(valeur["non_couverts"]),
            "hypotheses": tuple(Suppose(h) for h in valeur["hypotheses"]),
        }
    )


def _event(valeur: dict[str, Any]) -> Evenement:
    causes = tuple(Cause(**{**cause, "genre": GenreCause(cause["genre"])}) for cause in valeur["causes"])
    bornes = {nom: None if valeur[nom] is None else Intervalle(**valeur[nom]) for nom in ("avant", "apres")}
    return Evenement(**{**valeur, **bornes, "nature": Nature(valeur["nature"]), "causes": causes})
