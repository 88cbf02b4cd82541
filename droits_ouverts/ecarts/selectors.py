"""What screens read of what a decision brings, each with its cost in queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import latest_estimate
from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.ecarts.contextes import gain_context
from droits_ouverts.ecarts.models import GainDecide
from droits_ouverts.engine.serialize import gain_from_dict

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Estimation
    from droits_ouverts.engine.results import GainReel
    from droits_ouverts.suivi.models import DroitSuivi


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
