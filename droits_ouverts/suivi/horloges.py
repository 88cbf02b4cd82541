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
CONTESTABLES = frozenset({"silence", "refuse", "partiel", "perdu", "recours"})
"""Steps after which the clocks of an appeal are other ones."""
TOURS: dict[GenreHorloge, frozenset[str]] = dict.fromkeys(
    (GenreHorloge.DELAI_TRAITEMENT, GenreHorloge.SILENCE, GenreHorloge.EXECUTION), frozenset({"depose"})
) | dict.fromkeys((GenreHorloge.RECOURS_PREALABLE, GenreHorloge.SILENCE_RECOURS, GenreHorloge.RECOURS_JURIDICTIONNEL), CONTESTABLES)
"""The steps that make of a clock that does not come back by itself another one: what was settled for the request before is not settled for this one."""
TOURS |= {GenreHorloge.PIECES: frozenset({"depose", "pieces_demandees"})}

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
    juge_saisi_le: date | None = None
    ouvert_le: date | None = None
    fin_le: date | None = None
    verse_le: date | None = None
    rejete: bool = False

    def hear(self, row: Mouvement) -> None:
        if row.vers == "depose":
            self.deposee_le = row.fait_le
        if row.vers == "recours":
            self._appealed(row)
        else:
            self.recue_le = row.recu_le or self.recue_le
        self.rejete = self.recours_depose_le is not None and (self.rejete or row.vers in {"silence", "refuse", "partiel"})
        self.complet_le = row.complet_le or self.complet_le
        # Papers asked during an appeal stop nothing of the request that was decided.
        if row.vers == "pieces_demandees" and self.recours_depose_le is None:
            self.pieces_demandees_le, self.complet_le = row.fait_le, row.complet_le
        if row.vers in DECISIONS:
            self._decided(row)
        if rules.is_open(row.vers):
            self._opened(row)
        elif row.vers == "perdu":
            self.ouvert_le = self.fin_le = self.verse_le = None

    def _appealed(self, row: Mouvement) -> None:
        """The first appeal goes to the institution; one that follows its answer, or its silence, goes to court."""
        if self.rejete:
            self.juge_saisi_le = row.fait_le
            return
        self.recours_depose_le, self.recours_recu_le, self.recours_decision_notifiee_le = row.fait_le, row.recu_le, None

    def _decided(self, row: Mouvement) -> None:
        if self.recours_depose_le is not None and row.vers in {"refuse", "partiel"}:
            self.recours_decision_notifiee_le = row.notifie_le or row.fait_le
            return
        self.decision, self.decision_le, self.decision_notifiee_le = DECISIONS[row.vers], row.fait_le, row.notifie_le
        if row.vers == "perdu":
            self._forget_appeal()

    def _forget_appeal(self) -> None:
        self.recours_depose_le = self.recours_recu_le = self.recours_decision_notifiee_le = self.juge_saisi_le = None
        self.rejete = False

    def _opened(self, row: Mouvement) -> None:
        if row.vers == "maintenu" or (row.vers == "verse" and self.decision is Decision.REFUS):
            # What was stopped or refused came back, or goes on: there is nothing left to contest.
            self.decision = self.decision_le = self.decision_notifiee_le = None
            self._forget_appeal()
        if row.vers == "maintenu":
            self.ouvert_le, self.fin_le = row.debut_le or row.fait_le, row.fin_le
            return
        self.ouvert_le = row.debut_le or self.ouvert_le or row.fait_le
        self.fin_le = row.fin_le or self.fin_le
        if row.vers == "verse":
            self.verse_le = self.verse_le or row.fait_le


def facts_of(rows: Sequence[Mouvement], *, reglees: Iterable[Echeance] = (), on: date) -> FaitsDuDroit:
    """Return what the steps in force say of a right on a day.

    `reglees`: its clocks. Those that were done, or whose day went by while they were paused, tell the last declaration, contact and end: another period begins.
    """
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
    finies = [une for une in reglees if is_over(une, on=on)]
    # A clock of a former period says nothing of a right that began again since.
    depuis = lus.ouvert_le or date.min

    def last(jours: Iterable[date | None]) -> date | None:
        return max((jour for jour in jours if jour is not None and jour >= depuis), default=None)

    def of(genre: GenreHorloge) -> list[Echeance]:
        return [une for une in finies if une.nature == genre]

    return FaitsDuDroit(
        statut=statut,
        derniere_declaration_le=last(une.due_le for une in of(GenreHorloge.DECLARATION)),
        dernier_contact_le=last(une.faite_le or une.due_le for une in of(GenreHorloge.CONTACT)),
        fin_demandee_le=last(une.debut_le for une in of(GenreHorloge.RENOUVELLEMENT)),
        fin_reglee_le=last(une.debut_le for une in of(GenreHorloge.FIN_DE_DROIT) if une.cle.startswith("fin@")),
        **{champ: getattr(lus, champ) for champ in _Faits.__slots__ if champ != "rejete"},
    )


def is_over(une: Echeance, *, on: date) -> bool:
    """Tell whether a clock is settled for its own period: it was done, or it comes back and its day went by while it was paused."""
    return une.faite_le is not None or (une.pausee and une.due_le < on and "@" in une.cle)


def clocks(code: str, rows: Sequence[Mouvement], *, reglees: Iterable[Echeance] = (), on: date) -> dict[str, Horloge]:
    """Return the clocks of the catalogue for a right on a day, by their names within the right, the nearest first.

    None where the catalogue has no such right any more. After-care is the room's own.
    """
    try:
        droit = droits.get(code)
    except UnknownDroitError:
        return {}
    en_vigueur = [pas.vers for pas in rules.in_force(moves_of(rows))]
    trouvees = clocks_of(droit, facts_of(rows, reglees=reglees, on=on), on=on)
    return {_key(une, en_vigueur): une for une in trouvees if une.genre is not GenreHorloge.SUIVI_VERSEMENT}


def _key(horloge: Horloge, pas: Sequence[str]) -> str:
    """Return the name of a clock within its right: with its day where it comes back, with its round where another request or decision made it another one."""
    if horloge.genre in REVIENNENT:
        return f"{horloge.cle}@{horloge.due_le:%Y%m%d}" if horloge.due_le else horloge.cle
    tour = sum(vers in TOURS.get(horloge.genre, ()) for vers in pas)
    return f"{horloge.cle}-{tour}" if tour > 1 else horloge.cle


def is_running(horloge: Horloge) -> bool:
    """Tell whether a clock has its day."""
    return horloge.etat is EtatHorloge.COURT and horloge.due_le is not None
