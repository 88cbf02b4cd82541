"""Estimates and curves as JSON and back; free of OpenFisca."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from droits_ouverts.engine.courbe import Courbe, DroitCourbe, Hypothese, PointCourbe, Smic
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.results import Estimation, EstimationDroit, GainReel, Intervalle, Manquant, Motif, QuestionSuivante, Statut


def estimation_to_dict(estimation: Estimation) -> dict[str, Any]:
    """Return the estimate as JSON values; this is also what `droits-ouverts bilan --format json` prints. `interpretes` is there only where it says something."""
    dit = asdict(estimation)
    if not dit["interpretes"]:
        del dit["interpretes"]
    return dit


def estimation_from_dict(valeur: dict[str, Any]) -> Estimation:
    """Read back what `estimation_to_dict` wrote."""
    question = valeur["question_suivante"]
    return Estimation(
        mois=valeur["mois"],
        versions=dict(valeur["versions"]),
        moteur=valeur["moteur"],
        droits=tuple(_right(droit) for droit in valeur["droits"]),
        question_suivante=None if question is None else QuestionSuivante(**question),
        gain_net_total=_interval(valeur["gain_net_total"]),
        perdu_par_mois=valeur["perdu_par_mois"],
        hypotheses=tuple(valeur["hypotheses"]),
        interpretes=tuple(valeur.get("interpretes", ())),
    )


def _interval(valeur: dict[str, float] | None) -> Intervalle | None:
    return None if valeur is None else Intervalle(**valeur)


def _right(valeur: dict[str, Any]) -> EstimationDroit:
    return EstimationDroit(
        **{
            **valeur,
            "statut": Statut(valeur["statut"]),
            "grade": Grade(valeur["grade"]),
            "versement": None if valeur["versement"] is None else Versement(valeur["versement"]),
            "montant_mensuel": _interval(valeur["montant_mensuel"]),
            "montant_unique": _interval(valeur["montant_unique"]),
            "gain_net": _interval(valeur["gain_net"]),
            "motifs": tuple(Motif(**motif) for motif in valeur["motifs"]),
            "manquants": tuple(Manquant(**manquant) for manquant in valeur["manquants"]),
            "avertissements": tuple(valeur["avertissements"]),
        }
    )


def courbe_to_dict(courbe: Courbe) -> dict[str, Any]:
    """Return the curve as JSON values."""
    return asdict(courbe)


def courbe_from_dict(valeur: dict[str, Any]) -> Courbe:
    """Read back what `courbe_to_dict` wrote."""
    return Courbe(
        **{
            **valeur,
            "smic": Smic(**valeur["smic"]),
            "points": tuple(_point(point) for point in valeur["points"]),
            "droits": tuple(DroitCourbe(**droit) for droit in valeur["droits"]),
            "hypotheses": tuple(Hypothese(code) for code in valeur["hypotheses"]),
        }
    )


def _point(valeur: dict[str, Any]) -> PointCourbe:
    return PointCourbe(
        salaire=valeur["salaire"],
        heures=valeur["heures"],
        droits={code: Intervalle(**montant) for code, montant in valeur["droits"].items()},
        total=Intervalle(**valeur["total"]),
        reste=_interval(valeur["reste"]),
    )


def gain_to_dict(gain: GainReel) -> dict[str, Any]:
    """Return what a right really brings as JSON values."""
    return asdict(gain)


def gain_from_dict(valeur: dict[str, Any]) -> GainReel:
    """Read back what `gain_to_dict` wrote."""
    return GainReel(
        **{
            **valeur,
            "net": Intervalle(**valeur["net"]),
            "reductions": {code: Intervalle(**ecart) for code, ecart in valeur["reductions"].items()},
            "non_vus": tuple(valeur["non_vus"]),
        }
    )
