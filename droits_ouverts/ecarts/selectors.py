"""What screens read of what a decision brings, each with its cost in queries."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.selectors import latest_estimate, open_results
from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.ecarts.comparaison import COMPARABLES, Comparaison, compared
from droits_ouverts.ecarts.contextes import gain_context
from droits_ouverts.ecarts.models import CasAnonyme, GainDecide
from droits_ouverts.engine.serialize import gain_from_dict
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.structures import access as structures
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine.results import GainReel
    from droits_ouverts.suivi.models import DroitSuivi

CAS_MAX = 500


def gain_of(suivi: DroitSuivi) -> GainDecide | None:
    """Return what is known of the gain of a right, None where no amount was decided. One query, its check-up with it."""
    gain = GainDecide.objects.of_structures([suivi.structure_id]).filter(droit_suivi=suivi).select_related("bilan").first()
    if gain is not None:
        gain.droit_suivi = suivi
    return gain


def open_gain(gain: GainDecide) -> GainReel | None:
    """Open what the engine answered; None while it has not. No query once the key of the person is read. Raise the errors of `coffre`."""
    return gain_from_dict(json.loads(open_sealed(gain.gain_scelle, context=gain_context(gain)))) if gain.gain_scelle else None


def answers_for(suivi: DroitSuivi) -> Estimation | None:
    """Return the last estimate of the check-up that a right comes from, else of the person's last one; None where nothing was estimated. Three queries at most."""
    siens = Bilan.objects.of_structures([suivi.structure_id]).filter(personne_id=suivi.personne_id)
    bilans = ([siens.filter(pk=suivi.bilan_id).first()] if suivi.bilan_id else []) or list(siens.recent_first()[:1])
    for bilan in bilans:
        estimation = latest_estimate(bilan) if bilan else None
        if bilan and estimation:
            estimation.bilan = bilan
            return estimation
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class EcartLu:
    """A decision beside the estimate that it is compared with, and the reason that the institution gave."""

    comparaison: Comparaison
    estimation: Estimation
    motif: str


def comparison_of(suivi: DroitSuivi) -> EcartLu | None:
    """Compare the last decision of a right with its check-up's estimate; None where there is nothing to compare. Five queries at most."""
    if suivi.etat not in COMPARABLES:
        return None
    estimation = answers_for(suivi)
    estime = next((droit for droit in open_results(estimation).droits if droit.code == suivi.droit), None) if estimation else None
    if estimation is None or estime is None:
        return None
    refuse = suivi.etat == "refuse"
    montants = open_last_amounts(suivi)
    decide = montants.verse if montants.verse is not None else montants.accorde
    comparaison = compared(estime, refuse=refuse, decide=None if refuse else decide)
    if comparaison is None:
        return None
    dernier = suivi.mouvements.filter(vers=suivi.etat).order_by("-rang").first()
    return EcartLu(comparaison=comparaison, estimation=estimation, motif=dernier.motif_decision if dernier else "")


def cases_for(actor: Compte, *, on: date) -> list[CasAnonyme]:
    """Return the test cases, the last month first. Two queries. Raise `ForbiddenError` for who does not keep the rules."""
    if not structures.may_keep_catalogue(actor, on):
        raise ForbiddenError
    return list(CasAnonyme.objects.order_by("-mois", "droit", "pk")[:CAS_MAX])


def case_for(actor: Compte, cas_id: uuid.UUID, *, on: date) -> CasAnonyme:
    """Return one test case. Two queries. Raise `ForbiddenError`, `NotVisibleError`."""
    if not structures.may_keep_catalogue(actor, on):
        raise ForbiddenError
    lu = CasAnonyme.objects.filter(pk=cas_id).first()
    if lu is None:
        raise NotVisibleError
    return lu
