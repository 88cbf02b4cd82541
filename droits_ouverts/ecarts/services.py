"""The verbs: ask that a decided amount be computed again, and store what the engine answered. Computing is outside any transaction (`tasks`)."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from droits_ouverts.coffre.services import seal
from droits_ouverts.ecarts.contextes import gain_context
from droits_ouverts.ecarts.enums import EtatGain
from droits_ouverts.ecarts.models import GainDecide
from droits_ouverts.ecarts.selectors import answers_for
from droits_ouverts.engine.serialize import gain_to_dict
from droits_ouverts.suivi.gestes import note
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from droits_ouverts.suivi.rules import is_open
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from decimal import Decimal

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine.results import GainReel
    from droits_ouverts.suivi.rules import Montants

DEMANDE = "demander_gain"


def decided_amount(montants: Montants) -> Decimal | None:
    """Return the real amount of a month: paid, else granted; None where nobody said one."""
    return montants.verse if montants.verse is not None else montants.accorde


@transaction.atomic
def ask_gain(sender: object, *, droit_suivi_id: uuid.UUID, mouvement_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Receive `suivi.signals.droit_bouge`: an amount that was decided is to be computed, one that is no more is forgotten.

    In the transaction of the move, whose line of the journal tells of it.
    """
    droit = DroitSuivi.objects.get(pk=droit_suivi_id)
    montant = decided_amount(open_last_amounts(droit)) if is_open(droit.etat) else None
    connu = GainDecide.objects.of_structures([droit.structure_id]).filter(droit_suivi=droit).first()
    if not montant:
        if connu is not None:
            connu.delete()
        return
    mouvement = Mouvement.objects.get(pk=mouvement_id)
    if connu is not None and not mouvement.montants_scelles and mouvement.annule_id is None:
        return
    estimation = answers_for(droit)
    if estimation is None:
        if connu is not None:
            connu.delete()
        return
    gain = connu or GainDecide(droit_suivi=droit, structure_id=droit.structure_id)
    gain.bilan, gain.mouvement_rang, gain.etat = estimation.bilan, mouvement.rang, EtatGain.A_FAIRE
    gain.gain_scelle, gain.versions, gain.demande_at, gain.calcule_at = "", {}, mouvement.note_at, None
    gain.save()


@transaction.atomic
def store_gain(*, gain_id: int, mouvement_rang: int, resultat: GainReel | None, versions: dict[str, str], actor: Compte | None, now: datetime) -> bool:
    """Seal what the engine answered, once; tell whether it was stored. Nothing where the right moved meanwhile: the new amount will be asked for."""
    gain = GainDecide.objects.select_for_update(of=("self",)).select_related("droit_suivi").filter(pk=gain_id, mouvement_rang=mouvement_rang).first()
    if gain is None or gain.etat != EtatGain.A_FAIRE:
        return False
    gain.etat = EtatGain.FAIT if resultat is not None else EtatGain.SANS_REPONSE
    if resultat is not None:
        contenu = json.dumps(gain_to_dict(resultat), ensure_ascii=False, separators=(",", ":")).encode()
        gain.gain_scelle = seal(contenu, context=gain_context(gain))
    gain.versions, gain.calcule_at = versions, now
    gain.save()
    note(actor, "enregistrer_gain", gain.droit_suivi)
    return True
