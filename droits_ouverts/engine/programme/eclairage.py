"""Everything that a results page says beside an estimate: why a condition fails and by how much, where each answer turns, what work leaves.

Pure data, free of OpenFisca, made of `explication`, `bascules` and `sensibilite`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.completions import Completion
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme import bascules as turning
from droits_ouverts.engine.programme.bascules import Bascule, Marge
from droits_ouverts.engine.programme.explication import Comparaison, Echec, Terme, first_failure
from droits_ouverts.engine.programme.sensibilite import real_dependencies
from droits_ouverts.engine.programme.variantes import Cas, Loi
from droits_ouverts.engine.programme.vieillir import Packer, case_of
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.engine.situation import Cle, Etat, Situation


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


def explain(
    situation: Situation,
    completions: Sequence[Completion],
    loi: Loi,
    pack: Packer,
    *,
    regles: Mapping[str, Regle],
    versions: Mapping[str, str],
    horaire_net: float | None = None,
) -> Eclairage:
    """Return what is said of a household. `horaire_net`: net euros of an hour at the SMIC; without it nothing is said of one more hour."""
    calculees = loi.regles(regles)
    cas = case_of(situation, completions, loi.graph.entrees, pack)
    adultes = [rang for rang, p in enumerate(situation.personnes) if p.role in (Role.DEMANDEUR, Role.CONJOINT)]
    salaires = {ident: salaire for rang in adultes if (salaire := _wage(situation, ident := cas.ids[rang])) is not None}
    demandeur = cas.famille[0]
    salaire = salaires.get(cas.ids[demandeur])
    marge = None if salaire is None or horaire_net is None else turning.one_more_hour(loi, cas, demandeur, salaire, horaire_net, calculees)
    faits = real_dependencies(loi, _first(cas, situation, completions, loi, pack), calculees)
    return Eclairage(
        mois=situation.mois,
        versions=versions,
        droits=tuple(EclairageDroit(code=code, echec=first_failure(loi, cas, regle), faits=faits[code]) for code, regle in calculees.items()),
        bascules=turning.turns(loi, cas, turning.sweeps(loi, cas, adultes), calculees),
        marge=marge,
        salaires=salaires,
        completions=len(completions),
    )


def _first(cas: Cas, situation: Situation, completions: Sequence[Completion], loi: Loi, pack: Packer) -> Cas:
    return cas if len(completions) == 1 else case_of(situation, completions[:1], loi.graph.entrees, pack)


def _wage(situation: Situation, ident: str) -> float | None:
    reponse = situation.reponse("salaire_net", ident)
    if reponse.etat is not Etat.CONNU:
        return None
    connus = [montant for _, montant in sorted(month_values(reponse.valeur).items()) if montant is not None]
    return float(connus[-1]) if connus else None


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
