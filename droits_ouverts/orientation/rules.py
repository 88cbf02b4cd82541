"""What may be answered, what each answer leads to, and when who is reminded. Pure: values in, values out; the day is given.

Reminders (10 and 21 days), the end (30 days, 60 under study) and the eight days of a link are those of Dora and Conseillers-entreprises, which publish
theirs; the law sets none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from droits_ouverts.delais.feries import is_worked, next_worked
from droits_ouverts.foundation.durees import UN_JOUR

FINAUX = frozenset({"faite", "impossible", "expiree", "annulee"})
"""Nothing is awaited any more."""
REPONSES = ("recue", "rendez_vous", "a_l_etude", "faite", "impossible")
"""What a service may answer."""
ATTENDUS = frozenset({"envoyee", "recue", "rendez_vous", "a_l_etude"})
TARDIVES = frozenset({"expiree"})
"""An answer that comes after the end is still noted by who sends: the service did what it could, and the person is helped."""
FERMES = frozenset({"impossible", "expiree", "annulee"})
"""The service reads the sheet no more, from that instant on: it does not take her, did not answer, or is asked nothing any more."""

PALIERS: dict[str, tuple[int, ...]] = {"envoyee": (10, 21), "recue": (10, 21), "rendez_vous": (10, 21), "a_l_etude": (45,)}
FIN: dict[str, int] = {"envoyee": 30, "recue": 30, "rendez_vous": 30, "a_l_etude": 60}
ECART = 7
"""Days at least between two reminders, and between the last one and the end: a night that was missed is not made up for by two mails."""


class Acte(StrEnum):
    """What the clock asks for today."""

    RIEN = "rien"
    RELANCER = "relancer"
    CLORE = "clore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pas:
    """A step as the rules see it. `annule`: the rank of the step that this correction takes out of force, None for a step."""

    rang: int
    statut: str
    fait_le: date
    rdv_le: date | None = None
    annule: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where one recipient stands: what its steps in force say. `horloge_le`: the day from which reminders are counted, set by the step `horloge_rang`."""

    statut: str
    statut_le: date
    rdv_le: date | None
    repondue_le: date | None
    horloge_le: date
    horloge_rang: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arret:
    """A pause: days that are not counted. `au`: the first day that is counted again, None while it lasts."""

    du: date
    au: date | None = None

    def holds(self, jour: date) -> bool:
        """Tell whether this day is not counted."""
        return self.du <= jour and (self.au is None or jour < self.au)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rappel:
    """A reminder that was given: at which number of days, on which day it left. A call to the desk is one, at no number of days."""

    palier: int
    le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Du:
    """What the clock asks for; `palier` for a reminder."""

    acte: Acte
    palier: int = 0


RIEN = Du(acte=Acte.RIEN)


def in_force(pas: Sequence[Pas]) -> list[Pas]:
    """Return the steps in force, in order: without corrections and without what they annul."""
    annules = {un.annule for un in pas if un.annule is not None}
    return sorted((un for un in pas if un.annule is None and un.rang not in annules), key=lambda un: un.rang)


def position(pas: Sequence[Pas], *, parvenue_le: date | None = None) -> Position:
    """Return where these steps lead. The first one is the sending, which nothing annuls. `parvenue_le`: the day on which the service got it, if it is known.

    Reminders are counted from that day, or from the sending; from the day of an appointment once one is given; from the answer that came after the end.
    """
    etapes = in_force(pas)
    dernier = etapes[-1]
    reponses = [un for un in etapes if un.statut in REPONSES]
    reprises = [apres for avant, apres in pairwise(etapes) if avant.statut in TARDIVES]
    horloge = dernier if dernier.statut == "rendez_vous" else (reprises or etapes)[-1 if reprises else 0]
    compte_le = horloge.rdv_le or horloge.fait_le
    if parvenue_le is not None and horloge is etapes[0]:
        compte_le = max(compte_le, parvenue_le)
    return Position(
        statut=dernier.statut,
        statut_le=dernier.fait_le,
        rdv_le=dernier.rdv_le if dernier.statut == "rendez_vous" else None,
        repondue_le=reponses[0].fait_le if reponses else None,
        horloge_le=compte_le,
        horloge_rang=horloge.rang,
    )


def may_answer(statut: str, reponse: str) -> bool:
    """Tell whether this answer may come now. An appointment may be given again, later; the same word twice says nothing."""
    if reponse not in REPONSES or (statut not in ATTENDUS and statut not in TARDIVES):
        return False
    if reponse == "recue":
        return statut in {"envoyee", "expiree"}
    return reponse != statut or reponse == "rendez_vous"


def counted_days(depuis: date, on: date, arrets: Sequence[Arret]) -> int:
    """Return how many days have passed since a day, without those of pauses."""
    jours = (on - depuis).days
    return jours if not arrets or jours <= 0 else sum(not any(un.holds(depuis + n * UN_JOUR) for un in arrets) for n in range(1, jours + 1))


def due(etat: Position, *, rappels: Collection[Rappel], arrets: Sequence[Arret], on: date) -> Du:
    """Return what is to be done today for one recipient: nothing, one reminder, or the end. Nothing on a day that is not worked, nor in a pause.

    The end never comes before the last reminder, nor less than a week after it: whoever was never asked again is not closed.
    """
    if etat.statut not in ATTENDUS or not is_worked(on) or any(un.holds(on) for un in arrets):
        return RIEN
    passes = counted_days(etat.horloge_le, on, arrets)
    paliers = PALIERS[etat.statut]
    donnes = {un.palier for un in rappels}
    dernier = max((un.le for un in rappels), default=None)
    repose = dernier is None or counted_days(dernier, on, arrets) >= ECART
    atteints = [palier for palier in paliers if passes >= palier]
    # One that was missed is not given after a later one.
    manquants = [palier for palier in atteints if palier > max(donnes, default=0)]
    if manquants:
        return Du(acte=Acte.RELANCER, palier=manquants[-1]) if repose else RIEN
    if passes >= FIN[etat.statut] and paliers[-1] <= max(donnes, default=0) and repose:
        return Du(acte=Acte.CLORE)
    return RIEN


def next_reminder(etat: Position, *, rappels: Collection[Rappel], arrets: Sequence[Arret], on: date) -> date | None:
    """Return the day on which the clock next does something if nothing is answered; None where it does nothing, or a pause without an end holds it."""
    if etat.statut not in ATTENDUS or any(un.au is None for un in arrets):
        return None
    jour = next_worked(on)
    for _pas in range(400):
        if due(etat, rappels=rappels, arrets=arrets, on=jour).acte is not Acte.RIEN:
            return jour
        jour += UN_JOUR
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesure:
    """How a recipient answers: how many were sent long enough ago, how many got an answer, within the promised delay, the middle delay in days."""

    envoyes: int
    repondus: int
    tenus: int
    delai_median: int | None

    @property
    def est_petite(self) -> bool:
        """Whether there are too few to be told: nobody is judged on them, and nobody is found behind them."""
        return self.envoyes < PETIT

    @property
    def non_tenus(self) -> int:
        """How many got no answer in time, or none at all."""
        return self.envoyes - self.tenus


@dataclass(frozen=True, slots=True, kw_only=True)
class Recul:
    """How a recipient answers: all together, and by circuit (what is asked of it), those that are large enough to be told."""

    ensemble: Mesure
    circuits: tuple[tuple[str, Mesure], ...] = ()


PETIT = 5
"""Under it, a number of sendings is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajet:
    """One sending as measures see it. `envoyee_le`: the day on which the service got it, where it is known."""

    envoyee_le: date
    repondue_le: date | None
    delai_promis: int
    annulee: bool


DELAI_USUEL = 10
"""Days within which an answer is kept where the service promised nothing."""


def measure(trajets: Sequence[Trajet], *, on: date) -> Mesure:
    """Measure how a recipient answers. One that was taken back, or whose promised delay is not over yet and that has no answer, is not counted."""
    comptes = [un for un in trajets if not un.annulee and (un.repondue_le is not None or (on - un.envoyee_le).days > un.delai_promis)]
    delais = sorted((un.repondue_le - un.envoyee_le).days for un in comptes if un.repondue_le is not None)
    tenus = sum(un.repondue_le is not None and (un.repondue_le - un.envoyee_le).days <= un.delai_promis for un in comptes)
    return Mesure(envoyes=len(comptes), repondus=len(delais), tenus=tenus, delai_median=delais[len(delais) // 2] if delais else None)


def review(trajets: Sequence[tuple[str, Trajet]], *, on: date) -> Recul:
    """Measure how a recipient answers, and each of its circuits. A small one is not told; nor the smallest of the others while a difference would tell it."""
    ensemble = measure([un for _circuit, un in trajets], on=on)
    if ensemble.est_petite:
        return Recul(ensemble=ensemble)
    mesures = {circuit: measure([un for sien, un in trajets if sien == circuit], on=on) for circuit in sorted({circuit for circuit, _un in trajets})}
    dites = sorted((paire for paire in mesures.items() if not paire[1].est_petite), key=lambda paire: (-paire[1].envoyes, paire[0]))
    while 0 < ensemble.envoyes - sum(une.envoyes for _circuit, une in dites) < PETIT:
        dites.pop()
    return Recul(ensemble=ensemble, circuits=tuple(dites))
