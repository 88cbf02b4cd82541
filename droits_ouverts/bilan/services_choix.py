"""The verbs of what the person chooses and of what a professional thinks. A door of the room, as `services` is; apart because it grows by itself.

Nothing is ever changed or removed: a change of mind, an undo and a withdrawal are rows more, and the last one is in force. An undo is not a
removal, so that the history says what was seen on the screen, and the table needs no exception to its trigger.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.bilan import rules, services
from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.bilan.errors import ChoiceMovedError, ChoiceRefusedError, NothingToOverruleError, OpinionRefusedError
from droits_ouverts.bilan.gestes import locked, note
from droits_ouverts.bilan.models import Avis, Bilan, Choix
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.selectors import latest_estimate, open_answers, reason_context, words_context, words_of
from droits_ouverts.bilan.signals import droit_choisi
from droits_ouverts.coffre.services import seal
from droits_ouverts.droits import services as droits
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.foundation.errors import NotVisibleError

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

__all__ = ["choose_right", "give_opinion", "undo_choice"]


@transaction.atomic
def choose_right(*, bilan_id: uuid.UUID, actor: Compte, droit: str, decision: str, motif: str = "", mots: str = "", now: datetime) -> Choix:
    """Note what the person chose for a right, beside what she chose before; the same choice again writes nothing.

    `mots`: her own words, sealed. A right already received becomes one of the answers (`droits_recus`), the same fact as on the questions'
    screen; a right no longer received leaves them. `droit_choisi` is sent in the transaction.
    Raise `UnknownDroitError` for a code outside the catalogue, `ChoiceRefusedError` (nothing is written), `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    droits.get(droit)
    mots = mots.strip()
    if erreurs := rules.check_choice(decision=decision, motif=motif, mots=mots):
        raise ChoiceRefusedError(erreurs)
    derniere = bilan.choix.filter(droit=droit).latest_first().first()
    told = _told(bilan, droit, derniere)
    if told and derniere is not None and (derniere.decision, derniere.motif, words_of(derniere, bilan)) == (decision, motif, mots):
        return derniere
    if not told:
        # The questions' screen said otherwise since: that becomes the choice before, so that an undo brings it back.
        dit = DecisionChoix.DEJA_RECU if droit in rules.received(open_answers(bilan)) else DecisionChoix.AUCUNE
        derniere = _row(bilan, actor, droit, (dit.value, "", ""), now, derniere)
    return _add(bilan, actor, droit, (decision, motif, mots), now, derniere)


@transaction.atomic
def undo_choice(*, bilan_id: uuid.UUID, actor: Compte, choix_id: int, now: datetime) -> Choix:
    """Take a choice back within the minute: the one before is in force again, or none is. A row more says so.

    Raise `ChoiceMovedError` where the minute is over or another choice came since, `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    choix = bilan.choix.filter(pk=choix_id).first()
    if choix is None:
        raise NotVisibleError
    derniere, *avant = bilan.choix.filter(droit=choix.droit).latest_first()[:2]
    if derniere.pk != choix.pk or now - choix.fait_at > services.UNDO:
        raise ChoiceMovedError
    d_avant = (avant[0].decision, avant[0].motif, words_of(avant[0], bilan)) if avant else (DecisionChoix.AUCUNE.value, "", "")
    return _add(bilan, actor, choix.droit, d_avant, now, derniere)


@transaction.atomic
def give_opinion(*, bilan_id: uuid.UUID, actor: Compte, droit: str, statut: str, raison: str, now: datetime) -> Avis:
    """Note that a professional thinks otherwise of a right than the last estimate, and why; both stay. `RETIRE` withdraws, without a reason.

    Raise `UnknownDroitError`, `NothingToOverruleError` before any estimate, `OpinionRefusedError` (nothing is written), `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    droits.get(droit)
    raison = raison.strip()
    if erreurs := rules.check_opinion(statut=statut, raison=raison):
        raise OpinionRefusedError(erreurs)
    estimation = latest_estimate(bilan)
    if estimation is None:
        raise NothingToOverruleError
    dernier = bilan.avis.filter(droit=droit).latest_first().first()
    quand = max(now, dernier.fait_at) if dernier else now
    avis = Avis(bilan=bilan, estimation=estimation, droit=droit, statut=statut, auteur_id=actor.pk, fait_at=quand)
    if statut != StatutAvis.RETIRE:
        avis.raison_scellee = seal(raison.encode(), context=reason_context(avis))
    avis.save(force_insert=True)
    note(actor, "donner_avis" if statut != StatutAvis.RETIRE else "retirer_avis", bilan)
    return avis


def _add(bilan: Bilan, actor: Compte, droit: str, contenu: tuple[str, str, str], now: datetime, derniere: Choix | None) -> Choix:
    """Write one more choice, and what follows from it."""
    choix = _row(bilan, actor, droit, contenu, now, derniere)
    decision = choix.decision
    _follow_facts(bilan, actor, droit, recu=decision == DecisionChoix.DEJA_RECU, now=now)
    note(actor, "choisir_droit", bilan)
    droit_choisi.send(sender=Choix, bilan_id=bilan.pk, droit=droit, choix_id=choix.pk, decision=str(decision))
    return choix


def _row(bilan: Bilan, actor: Compte, droit: str, contenu: tuple[str, str, str], now: datetime, derniere: Choix | None) -> Choix:
    """Write the row of a choice. Two professionals at once: the lock on the check-up orders them, whatever their clocks say."""
    decision, motif, mots = contenu
    quand = max(now, derniere.fait_at) if derniere else now
    choix = Choix(bilan=bilan, droit=droit, decision=DecisionChoix(decision), motif=MotifChoix(motif) if motif else "", auteur_id=actor.pk, fait_at=quand)
    if mots:
        choix.mots_scelles = seal(mots.encode(), context=words_context(choix))
    choix.save(force_insert=True)
    return choix


def _told(bilan: Bilan, droit: str, choix: Choix | None) -> bool:
    """Tell whether the answers say what the choice in force says of what is received: the questions' screen may have changed them since."""
    return (choix is not None and choix.decision == DecisionChoix.DEJA_RECU) == (droit in rules.received(open_answers(bilan)))


def _follow_facts(bilan: Bilan, actor: Compte, droit: str, *, recu: bool, now: datetime) -> None:
    """Write in the answers that a right is received, or no longer: the verb of the answers does, so that its own line of the journal tells it."""
    recus = rules.received(open_answers(bilan))
    if recu == (droit in recus):
        return
    apres = [*recus, droit] if recu else [code for code in recus if code != droit]
    # With nothing left the question is open again: that she receives nothing else was never said.
    reponse = Reponse(fait="droits_recus", entite=Entite.FAMILLE.value, valeur=apres, effacee=not apres)
    services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=[reponse], sujet=None, now=now)
