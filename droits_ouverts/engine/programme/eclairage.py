"""What is said beside an estimate: why a condition fails and by how much, where each answer turns, what work leaves. Pure data, free of numpy.

`eclairer` computes it; `Moteur.eclairage(questionnaire)` brings it to the web.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from droits_ouverts.engine.results import Intervalle
from droits_ouverts.engine.situation import Cle


@dataclass(frozen=True, slots=True, kw_only=True)
class Terme:
    """One side of a comparison: its value for this household, and the facts, or the composition, that it depends on (empty: a figure of the law).

    `fait`: the fact that it is, unchanged; empty where it is computed. Dates are ISO texts. `certain`: the same however what is missing is completed.
    """

    valeur: float | bool | str
    faits: tuple[str, ...] = ()
    fait: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """What made a truth value what it is. `op`: one of `graph.COMPARAISONS`, true of these two values as they are now; "fact" for a yes or no.

    `personne`: identifier of the person it is about, empty for a group. `seule`: turned the other way, it would turn the whole answer by itself.
    """

    op: str
    gauche: Terme
    droite: Terme
    personne: str = ""
    seule: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Echec:
    """The first condition of a right that fails, and what made it fail. `comparaisons` is empty where that is too many things."""

    condition: str
    comparaisons: tuple[Comparaison, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Bascule:
    """A value from which the answer of a right turns, the rest of the household as it is.

    `fait`, `personne`: what moves, and the identifier of whose it is (empty: the household's). `ouvre`: the right opens from `valeur` up; else it ends there.
    `valeur`: euros a month or a year, months or years as the fact; for `date_naissance`, days since 1970-01-01 of the first birth date of the new
    answer. Two bounds where what is not known moves it. `toutes` False: only some ways of completing what is not known have this turn.
    `actuelle`: what the fact is now, None where it is not known.
    """

    code: str
    fait: str
    personne: str
    ouvre: bool
    valeur: Intervalle
    toutes: bool = True
    actuelle: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marge:
    """One more hour a week at the SMIC: `salaire` added a month, and `reste`, what stays of it once every right has followed, euros a month."""

    personne: str
    salaire: float
    reste: Intervalle


@dataclass(frozen=True, slots=True, kw_only=True)
class EclairageDroit:
    """What is said of one right. `echec`: the first condition that fails, None where none does. `faits`: those whose value, moved alone, changes it."""

    code: str
    echec: Echec | None = None
    faits: tuple[Cle, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Eclairage:
    """What is said of one household beside its estimate, for the month `mois`.

    `salaires`: each adult's wage of the last month told, euros, where it is known. `completions`: in how many ways what is missing was completed.
    """

    mois: str
    versions: Mapping[str, str]
    droits: tuple[EclairageDroit, ...]
    bascules: tuple[Bascule, ...]
    marge: Marge | None
    salaires: Mapping[str, float]
    completions: int = 1


def to_dict(eclairage: Eclairage) -> dict[str, Any]:
    """Return it as JSON values."""
    return asdict(eclairage)


def from_dict(valeur: dict[str, Any]) -> Eclairage:
    """Read back what `to_dict` wrote."""
    marge = valeur["marge"]
    return Eclairage(
        **{
            **valeur,
            "droits": tuple(_right(droit) for droit in valeur["droits"]),
            "bascules": tuple(Bascule(**{**b, "valeur": Intervalle(**b["valeur"])}) for b in valeur["bascules"]),
            "marge": None if marge is None else Marge(**{**marge, "reste": Intervalle(**marge["reste"])}),
        }
    )


def _right(valeur: dict[str, Any]) -> EclairageDroit:
    echec = valeur["echec"]
    faits = tuple((str(fait), str(entite)) for fait, entite in valeur["faits"])
    return EclairageDroit(code=valeur["code"], faits=faits, echec=None if echec is None else _failure(echec))


def _failure(valeur: dict[str, Any]) -> Echec:
    return Echec(condition=valeur["condition"], comparaisons=tuple(_comparison(c) for c in valeur["comparaisons"]))


def _comparison(valeur: dict[str, Any]) -> Comparaison:
    gauche, droite = (Terme(**{**valeur[cote], "faits": tuple(valeur[cote]["faits"])}) for cote in ("gauche", "droite"))
    return Comparaison(**{**valeur, "gauche": gauche, "droite": droite})
