"""How a decision compares with what the check-up estimated. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from droits_ouverts.ecarts.enums import SensEcart
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.results import EstimationDroit, Statut
from droits_ouverts.suivi.enums import MotifDecision

COMPARABLES = frozenset({"accorde", "partiel", "refuse", "verse", "maintenu"})
"""Steps at which something was decided in words or in money: a silence says nothing to compare."""
TOLERANCE = 1.0
"""Euros a month: less than that is rounding."""
DIZAINE = 10

FAITS_DU_MOTIF: dict[str, tuple[str, ...]] = {
    MotifDecision.AGE.value: ("date_naissance",),
    MotifDecision.SEJOUR.value: ("nationalite", "annees_titre_sejour", "mois_residence_france"),
    MotifDecision.TAUX_HANDICAP.value: ("taux_incapacite", "restriction_acces_emploi"),
    MotifDecision.RESIDENCE.value: ("commune", "statut_occupation_logement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """A decision beside its estimate: `decide` euros a month, None for a refusal; `bas` and `haut` what was estimated, None where no amount was."""

    sens: SensEcart
    decide: Decimal | None
    bas: float | None
    haut: float | None


def compared(estime: EstimationDroit, *, refuse: bool, decide: Decimal | None) -> Comparaison | None:
    """Compare; None where there is nothing to compare: no decision, an estimate that failed, or an amount that nobody said."""
    if estime.erreur or (not refuse and decide is None):
        return None
    montant = estime.montant_mensuel
    bas, haut = (montant.min, montant.max) if montant else (None, None)
    if refuse:
        sens = SensEcart.PAREIL if estime.statut is Statut.NON_ELIGIBLE else SensEcart.REFUS
        return Comparaison(sens=sens, decide=None, bas=bas, haut=haut)
    assert decide is not None  # noqa: S101  looked at above
    if estime.statut is Statut.NON_ELIGIBLE:
        sens = SensEcart.ACCORD
    elif bas is None or haut is None:
        return None
    elif float(decide) < bas - TOLERANCE:
        sens = SensEcart.MOINS
    elif float(decide) > haut + TOLERANCE:
        sens = SensEcart.PLUS
    else:
        sens = SensEcart.PAREIL
    return Comparaison(sens=sens, decide=decide, bas=bas, haut=haut)


def ten(valeur: Decimal | float) -> int:
    """Return an amount in tens of euros, as nobody's."""
    return DIZAINE * round(float(valeur) / DIZAINE)


def facts_answered(questionnaire: dict[str, object]) -> list[str]:
    """Return the facts that the household answered, in the order of the questionnaire: one of them may be what differed."""
    personnes = questionnaire.get("personnes")
    parts: list[object] = [questionnaire.get(section) for section in ("menage", "famille", "foyer_fiscal")]
    parts += [une.get("faits") for une in personnes if isinstance(une, dict)] if isinstance(personnes, list) else []
    dits = {nom for part in parts if isinstance(part, dict) for nom in part}
    return [nom for nom in FAITS if nom in dits]


def likely_first(faits: Iterable[str], motif: str) -> list[str]:
    """Return facts with those that the reason of the institution speaks of first."""
    premiers = FAITS_DU_MOTIF.get(motif, ())
    return sorted(faits, key=lambda nom: nom not in premiers)
