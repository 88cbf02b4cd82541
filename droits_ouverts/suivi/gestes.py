"""What every verb of the ledger does: take the row if the actor may, write the move and what it changes, note it (ids only), tell later rooms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.suivi import access, echeances, rules
from droits_ouverts.suivi.contextes import amounts_context, last_amounts_context, words_context
from droits_ouverts.suivi.enums import NatureMouvement, NiveauPreuve, SensSilence
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from droits_ouverts.suivi.rules import Montants, Pas
from droits_ouverts.suivi.rules_saisie import Saisie
from droits_ouverts.suivi.selectors import moves_of, open_amounts, open_last_amounts
from droits_ouverts.suivi.signals import droit_bouge

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "accompagnement"


def day_of(now: datetime) -> date:
    """Return the day of an instant, in the time zone of the service."""
    return timezone.localtime(now).date()


def locked(droit_suivi_id: uuid.UUID, actor: Compte, now: datetime) -> DroitSuivi:
    """Return a followed right that the actor may open, locked until the transaction ends. Raise `NotVisibleError` for any other."""
    droit = DroitSuivi.objects.select_for_update().filter(pk=droit_suivi_id).first()
    if droit is None or not access.may_open(actor, droit, on=day_of(now)):
        raise NotVisibleError
    return droit


def note(actor: Compte | None, verb: str, droit: DroitSuivi) -> None:
    """Write the journal's line of a verb, in its transaction. `actor` is None for a task of the night."""
    record(actor=actor, verb=verb, thing_kind="droit_suivi", thing_id=droit.pk, purpose=FINALITE, structure=droit.structure_id)


@dataclass(slots=True)
class Chemin:
    """A followed right that is locked, with its moves: rows and as the rules see them, in order of rank."""

    droit: DroitSuivi
    rows: list[Mouvement]

    @classmethod
    def of(cls, droit: DroitSuivi) -> Chemin:
        """Read them. One query."""
        return cls(droit, list(droit.mouvements.in_order()))

    @property
    def pas(self) -> list[Pas]:
        """The moves as the rules see them."""
        return moves_of(self.rows)

    def step(self, dit: Saisie, *, sens: str, actor: Compte | None, now: datetime) -> Mouvement:
        """Add a step, and everything that follows from it."""
        mouvement = self._new(NatureMouvement.PAS, dit.vers, dit.fait_le, dit.preuve_retenue, actor, now)
        mouvement.sens_silence = SensSilence(sens) if dit.vers == "silence" else ""
        for champ in ("recu_le", "complet_le", "notifie_le", "debut_le", "fin_le", "motif_pro", "motif_personne", "motif_decision"):
            setattr(mouvement, champ, getattr(dit, champ))
        if dit.montants:
            mouvement.montants_scelles = seal(dit.montants.to_bytes(), context=amounts_context(mouvement))
        if dit.mots:
            mouvement.mots_scelles = seal(dit.mots.encode(), context=words_context(mouvement))
        return self._written(mouvement, now)

    def correction(self, *, mots: str, actor: Compte | None, now: datetime) -> Mouvement | None:
        """Add the correction that takes back the last step in force; None where there is none."""
        dernier = rules.last_in_force(self.pas)
        if dernier is None:
            return None
        reprise = next(row for row in self.rows if row.rang == dernier.rang)
        apres = rules.state_of([*self.pas, Pas(rang=self.droit.rang + 1, vers="", fait_le=dernier.fait_le, annule=dernier.rang)])
        mouvement = self._new(NatureMouvement.CORRECTION, apres or rules.ANNULE, day_of(now), NiveauPreuve.DIT, actor, now)
        mouvement.annule = reprise
        if mots:
            mouvement.mots_scelles = seal(mots.encode(), context=words_context(mouvement))
        return self._written(mouvement, now)

    def _new(self, nature: NatureMouvement, vers: str, fait_le: date, preuve: str, actor: Compte | None, now: datetime) -> Mouvement:
        """Two professionals at once: the lock on the right orders them, whatever their clocks say."""
        dernier = self.rows[-1] if self.rows else None
        return Mouvement(
            droit_suivi=self.droit,
            rang=dernier.rang + 1 if dernier else 1,
            nature=nature,
            avant=dernier.vers if dernier else "",
            vers=vers,
            fait_le=fait_le,
            preuve=preuve,
            auteur_id=actor.pk if actor else None,
            note_at=max(now, dernier.note_at) if dernier else now,
        )

    def _written(self, mouvement: Mouvement, now: datetime) -> Mouvement:
        mouvement.save(force_insert=True)
        self.rows.append(mouvement)
        self._repeat(now)
        echeances.refresh(self.droit, self.rows, now=now)
        droit_bouge.send(sender=Mouvement, droit_suivi_id=self.droit.pk, mouvement_id=mouvement.pk, avant=mouvement.avant or None, vers=mouvement.vers)
        return mouvement

    def _repeat(self, now: datetime) -> None:
        """Write in the right what its moves say."""
        droit, lue = self.droit, rules.position(self.pas)
        droit.etat, droit.etat_le, droit.rang = lue.etat, lue.etat_le or day_of(now), self.rows[-1].rang
        droit.deja_ouvert, droit.ouvert_le, droit.verse_le, droit.maintenu_le = lue.deja_ouvert, lue.ouvert_le, lue.verse_le, lue.maintenu_le
        montants = self._amounts()
        droit.montants_scelles = seal(montants.to_bytes(), context=last_amounts_context(droit)) if montants else ""
        droit.updated_at = max(now, droit.updated_at)
        droit.save()

    def _amounts(self) -> Montants:
        """Return the last amounts that the steps in force say. The envelope of the right is read again where only a step was added."""
        dernier = self.rows[-1]
        if dernier.nature == NatureMouvement.PAS and self.droit.montants_scelles:
            return open_last_amounts(self.droit).completed_by(open_amounts(dernier))
        montants = Montants()
        dits = {pas.rang for pas in rules.in_force(self.pas)}
        for row in self.rows:
            if row.rang in dits:
                montants = montants.completed_by(open_amounts(row))
        return montants
