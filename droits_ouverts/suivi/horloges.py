"""The facts of a followed right as the clocks of the catalogue want them, read from its steps in force; and those clocks. Pure: rows in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.droits import services as droits
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.droits.horloges import clocks_of
from droits_ouverts.droits.horloges_types import Decision, EtatHorloge, FaitsDuDroit, GenreHorloge, Horloge, Statut
from droits_ouverts.suivi import rules
from droits_ouverts.suivi.selectors import moves_of

if TYPE_CHECKING:
    from droits_ouverts.suivi.models import Echeance, Mouvement

REVIENNENT = frozenset({GenreHorloge.DECLARATION, GenreHorloge.CONTACT, GenreHorloge.RENOUVELLEMENT, GenreHorloge.FIN_DE_DROIT, GenreHorloge.CAMPAGNE})
"""Clocks that come back: each time is another one, with its day in its name."""

STATUTS: dict[str, Statut] = (
    dict.fromkeys(rules.AVANT_DEMANDE, Statut.A_DEMANDER)
    | dict.fromkeys(("depose", "pieces_demandees", "en_instruction", "silence"), Statut.DEMANDE)
    | dict.fromkeys(("accorde", "refuse", "perdu", "recours"), Statut.DECIDE)
    | dict.fromkeys(("partiel", "verse", "maintenu"), Statut.OUVERT)
    | dict.fromkeys(("ecarte", "renonce", rules.ANNULE), Statut.CLOS)
)
DECISIONS: dict[str, Decision] = {"accorde": Decision.ACCORD, "partiel": Decision.PARTIELLE, "refuse": Decision.REFUS, "perdu": Decision.REFUS}


@dataclass(slots=True)
class _Faits:
    """What the steps say, one after the other."""

    deposee_le: date | None = None
    recue_le: date | None = None
    pieces_demandees_le: date | None = None
    complet_le: date | None = None
    decision: Decision | None = None
    decision_le: date | None = None
    decision_notifiee_le: date | None = None
    recours_depose_le: date | None = None
    recours_recu_le: date | None = None
    recours_decision_notifiee_le: date | None = None
    ouvert_le: date | None = None
    fin_le: date | None = None
    verse_le: date | None = None

    def hear(self, row: Mouvement) -> None:
        if row.vers == "depose":
            self.deposee_le = row.fait_le
        if row.vers == "recours":
            self.recours_depose_le, self.recours_recu_le, self.recours_decision_notifiee_le = row.fait_le, row.recu_le, None
        else:
            self.recue_le = row.recu_le or self.recue_le
        self.complet_le = row.complet_le or self.complet_le
        if row.vers == "pieces_demandees":
            self.pieces_demandees_le, self.complet_le = row.fait_le, row.complet_le
        if row.vers in DECISIONS:
            self._decided(row)
        if rules.is_open(row.vers):
            self._opened(row)
        elif row.vers == "perdu":
            self.ouvert_le = self.fin_le = self.verse_le = None

    def _decided(self, row: Mouvement) -> None:
        if self.recours_depose_le is not None and row.vers == "refuse":
            self.recours_decision_notifiee_le = row.notifie_le or row.fait_le
            return
        self.decision, self.decision_le, self.decision_notifiee_le = DECISIONS[row.vers], row.fait_le, row.notifie_le
        if row.vers != "perdu":
            return
        self.recours_depose_le = self.recours_recu_le = self.recours_decision_notifiee_le = None

    def _opened(self, row: Mouvement) -> None:
        if row.vers == "maintenu":
            self.ouvert_le, self.fin_le = row.debut_le or row.fait_le, row.fin_le
            return
        self.ouvert_le = row.debut_le or self.ouvert_le or row.fait_le
        self.fin_le = row.fin_le or self.fin_le
        if row.vers == "verse":
            self.verse_le = self.verse_le or row.fait_le


def facts_of(rows: Sequence[Mouvement], *, reglees: Iterable[Echeance] = ()) -> FaitsDuDroit:
    """Return what the steps in force say of a right; `reglees`: clocks that were done, which tell the last declaration and the last contact."""
    en_vigueur = {pas.rang for pas in rules.in_force(moves_of(rows))}
    lus, etat = _Faits(), rules.ANNULE
    for row in rows:
        if row.rang in en_vigueur:
            # Another request: what was said of the one before is over.
            lus = _Faits() if row.vers == "depose" else lus
            lus.hear(row)
            etat = row.vers
    statut = STATUTS[etat]
    if etat in {"pieces_demandees", "en_instruction"} and lus.recours_depose_le is not None:
        statut = Statut.DECIDE
    faites = [une for une in reglees if une.faite_le is not None]
    return FaitsDuDroit(
        statut=statut,
        derniere_declaration_le=max((une.due_le for une in faites if une.nature == GenreHorloge.DECLARATION), default=None),
        dernier_contact_le=max((une.faite_le for une in faites if une.nature == GenreHorloge.CONTACT and une.faite_le), default=None),
        **{champ: getattr(lus, champ) for champ in _Faits.__slots__},
    )


def clocks(code: str, rows: Sequence[Mouvement], *, reglees: Iterable[Echeance] = (), on: date) -> tuple[Horloge, ...]:
    """Return the clocks of the catalogue for a right on a day; none where the catalogue has no such right any more. After-care is the room's own."""
    try:
        droit = droits.get(code)
    except UnknownDroitError:
        return ()
    return tuple(une for une in clocks_of(droit, facts_of(rows, reglees=reglees), on=on) if une.genre is not GenreHorloge.SUIVI_VERSEMENT)


def key_of(horloge: Horloge) -> str:
    """Return the name of a clock within its right: with its day where it comes back."""
    return f"{horloge.cle}@{horloge.due_le:%Y%m%d}" if horloge.genre in REVIENNENT and horloge.due_le else horloge.cle


def is_running(horloge: Horloge) -> bool:
    """Tell whether a clock has its day."""
    return horloge.etat is EtatHorloge.COURT and horloge.due_le is not None
