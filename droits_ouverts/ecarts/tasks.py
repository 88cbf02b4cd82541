"""The background door: ask the engine what a decided amount brings. From the page of the right, or at night for what waits. Outside any transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from droits_ouverts.bilan.ports import MoteurIndisponibleError
from droits_ouverts.bilan.selectors import open_situation
from droits_ouverts.bilan.tasks import versions_of_rules
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.ecarts.models import GainDecide
from droits_ouverts.ecarts.selectors import answers_for
from droits_ouverts.ecarts.services import decided_amount, store_gain
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Moteur
    from droits_ouverts.comptes.models import Compte


def run_gain(*, gain: GainDecide, moteur: Moteur, actor: Compte | None, clock: Callable[[], datetime]) -> bool:
    """Compute one gain and store it; tell whether it is settled. Where the engine does not answer, it waits: nothing is concluded."""
    suivi, rang = gain.droit_suivi, gain.mouvement_rang
    montant, estimation = decided_amount(open_last_amounts(suivi)), answers_for(suivi)
    if montant is None or estimation is None:
        return False
    try:
        resultat = moteur.gain_reel(open_situation(estimation), suivi.droit, float(montant))
    except SituationError:
        # Answers that the schema no longer reads: nothing will come of asking again.
        resultat = None
    except MoteurIndisponibleError:
        return False
    return store_gain(gain_id=gain.pk, mouvement_rang=rang, resultat=resultat, versions=dict(versions_of_rules()), actor=actor, now=clock())


def run_waiting(*, moteur: Moteur, clock: Callable[[], datetime]) -> tuple[int, int]:
    """Compute what waits, each by itself; return how many were settled, and how many wait still. For the night."""
    attente = list(GainDecide.objects.waiting().select_related("droit_suivi__personne").order_by("demande_at"))
    faits = 0
    for gain in attente:
        try:
            faits += run_gain(gain=gain, moteur=moteur, actor=None, clock=clock)
        except ErasedError:
            # She is being erased: her key is gone, her rows follow.
            continue
    return faits, len(attente) - faits
