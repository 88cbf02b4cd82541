"""The verbs: ask that a decided amount be computed again, and store what the engine answered. Computing is outside any transaction (`tasks`)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from droits_ouverts.coffre.services import seal
from droits_ouverts.ecarts.contextes import gain_context
from droits_ouverts.ecarts.enums import EtatGain, SensEcart
from droits_ouverts.ecarts.errors import CaseRefusedError
from droits_ouverts.ecarts.models import CasAnonyme, GainDecide
from droits_ouverts.ecarts.selectors import answers_for
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.serialize import gain_to_dict
from droits_ouverts.suivi.enums import MotifDecision
from droits_ouverts.suivi.gestes import day_of, locked, note
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from droits_ouverts.suivi.rules import is_open
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from decimal import Decimal

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine.results import GainReel
    from droits_ouverts.suivi.rules import Montants


@dataclass(frozen=True, slots=True, kw_only=True)
class CasDit:
    """What is said of a decision that differs: how, which fact, which reason; `accord`: the person gives the case, without her name."""

    sens: str
    fait: str = ""
    motif: str = ""
    accord: bool = False


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


@transaction.atomic
def keep_case(*, droit_suivi_id: uuid.UUID, actor: Compte, dit: CasDit, cas: str, now: datetime) -> CasAnonyme:
    """Keep a test case that the person agreed to give. The journal says that her right gave one, and the case says nothing of her: nothing links the two.

    Raise `NotVisibleError`, `CaseRefusedError` without her agreement, or for a word that is not in the lists.
    """
    droit = locked(droit_suivi_id, actor, now)
    if not dit.accord or dit.sens not in SensEcart.values or (dit.fait and dit.fait not in FAITS) or (dit.motif and dit.motif not in MotifDecision.values):
        raise CaseRefusedError
    garde = CasAnonyme(mois=f"{day_of(now):%Y-%m}", droit=droit.droit, sens=dit.sens, fait=dit.fait, motif=dit.motif, cas=cas)
    garde.save(force_insert=True)
    note(actor, "donner_cas_anonyme", droit)
    return garde
