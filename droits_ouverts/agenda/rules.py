"""When appointments are, and what may follow them. Pure: values in, values out, no clock, no database.

Hours are those of Paris: a meeting at 10 stays at 10 when clocks change. An hour that a change of clocks skips does not exist; one that it
repeats is taken the first time. A month without the day takes its last one, counted from the first meeting: 31 January, 28 February, 31 March.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
OCCURRENCES_MAX = 60
"""Meetings of a series: a year of weeks, and some more."""
SERIE_MAX = timedelta(days=366)
TEXTE_MAX, NOTE_MAX = 200, 2000
MINUTES_MAX = 12 * 60
HEBDOMADAIRE, QUINZAINE, MENSUEL = "hebdomadaire", "quinzaine", "mensuel"
PREVU, TENU, ABSENTE, EXCUSEE, REPORTE, ANNULE, ERREUR = "prevu", "tenu", "absente", "excusee", "reporte", "annule", "erreur"
ISSUES = (TENU, ABSENTE, EXCUSEE, REPORTE, ANNULE)
"""What may become of an appointment, each different."""
APRES_LE_DEBUT = frozenset({TENU, ABSENTE})
"""Known only once the hour has come."""
DE_LA_PERSONNE = frozenset({ABSENTE, EXCUSEE})
"""What only somebody who is expected can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mots:
    """What is said of an appointment or an action, one envelope: what for (or what to do), where, what was noted."""

    objet: str = ""
    lieu: str = ""
    note: str = ""

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Mots:
        """Read what `to_bytes` wrote."""
        return cls(**json.loads(contenu))


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulu:
    """An appointment as somebody wants it: day and hour of Paris, minutes, how, who attends (numbers of accounts), how it comes back and until when."""

    jour: date
    heure: time
    minutes: int
    mode: str
    participants: tuple[int, ...]
    mots: Mots = Mots()
    rythme: str = ""
    jusqu_au: date | None = None

    def on(self, jour: date) -> tuple[datetime, datetime]:
        """Return the instants at which it begins and ends, on one day of its series."""
        debut = instant(jour, self.heure)
        return debut, debut + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Creneau:
    """A stretch of time of somebody: `cle` names whose, `quoi` what it is for."""

    cle: str
    quoi: str
    debut: datetime
    fin: datetime


def cleaned(mots: Mots) -> Mots:
    """Return the words as they are kept: one line of purpose and of place, an end to each."""
    return Mots(
        objet=" ".join(mots.objet.split())[:TEXTE_MAX],
        lieu=" ".join(mots.lieu.split())[:TEXTE_MAX],
        note="\n".join(" ".join(ligne.split()) for ligne in mots.note.strip().splitlines())[:NOTE_MAX],
    )


def exists(jour: date, heure: time) -> bool:
    """Tell whether clocks show this hour on this day: not where they jump over it."""
    local = datetime.combine(jour, heure, PARIS)
    return local.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) == local.replace(tzinfo=None)


def instant(jour: date, heure: time) -> datetime:
    """Return the instant (UTC) of an hour of Paris; the first of two where it comes twice, an hour later where it does not exist."""
    return datetime.combine(jour, heure, PARIS).astimezone(UTC)


def local(at: datetime) -> datetime:
    """Return an instant as clocks of Paris show it."""
    return at.astimezone(PARIS)


def occurrences(premier: date, rythme: str, jusqu_au: date) -> list[date]:
    """Return the days of a series, both ends included; the first alone without a rhythm. At most `OCCURRENCES_MAX`."""
    jours: list[date] = []
    rang = 0
    while len(jours) < OCCURRENCES_MAX:
        jour = _moved(premier, rythme, rang)
        if jour is None or (rang and jour > jusqu_au):
            break
        jours.append(jour)
        rang += 1
    return jours


def _moved(premier: date, rythme: str, rang: int) -> date | None:
    """Return the day of the meeting of this rank; None beyond the first where nothing comes back."""
    if rang == 0:
        return premier
    if rythme in {HEBDOMADAIRE, QUINZAINE}:
        return premier + timedelta(weeks=rang * (2 if rythme == QUINZAINE else 1))
    if rythme != MENSUEL:
        return None
    mois = premier.year * 12 + premier.month - 1 + rang
    annee, numero = mois // 12, mois % 12 + 1
    return date(annee, numero, min(premier.day, calendar.monthrange(annee, numero)[1]))


def check_series(premier: date, rythme: str, jusqu_au: date | None) -> dict[str, str]:
    """Return the code of what is wrong with a series, by field: "vide", "avant", "trop_long". Nothing where all is well, or nothing comes back."""
    if not rythme:
        return {}
    if jusqu_au is None:
        return {"jusqu_au": "vide"}
    if jusqu_au <= premier:
        return {"jusqu_au": "avant"}
    return {"jusqu_au": "trop_long"} if jusqu_au > premier + SERIE_MAX else {}


AVANT, APRES = timedelta(days=366), timedelta(days=3 * 366)
"""How far from today a day of the agenda is: beyond, a year was mistyped (0202, 2099)."""


def is_far(jour: date, on: date) -> bool:
    """Tell whether a day is more than a year ago, or more than three years ahead."""
    return not -AVANT <= jour - on <= APRES


def check(voulu: Voulu, *, connus: Collection[int], on: date | None = None) -> dict[str, str]:
    """Return the code of what is wrong with an appointment, by field: "vide", "inconnu", "avant", "trop_long", "trop_loin", "n_existe_pas". Nothing where all is well.

    `connus`: numbers of those who may attend.
    """
    if on is not None and is_far(voulu.jour, on):
        # Nothing else is asked of such a day: it may be the first or the last that a calendar has.
        return {"jour": "trop_loin"}
    faux = check_series(voulu.jour, voulu.rythme, voulu.jusqu_au)
    if not 0 < voulu.minutes <= MINUTES_MAX:
        faux["minutes"] = "trop_long" if voulu.minutes > MINUTES_MAX else "vide"
    if not exists(voulu.jour, voulu.heure):
        faux["heure"] = "n_existe_pas"
    if not voulu.participants:
        faux["participants"] = "vide"
    elif set(voulu.participants) - set(connus):
        faux["participants"] = "inconnu"
    return faux


def may_follow(etat: str, vers: str, *, avec_personne: bool) -> bool:
    """Tell whether an outcome may be noted: once, on what is planned; nobody is missed or excused where nobody was expected."""
    return etat == PREVU and vers in ISSUES and (avec_personne or vers not in DE_LA_PERSONNE)


def is_too_soon(vers: str, debut: datetime, now: datetime) -> bool:
    """Tell whether an outcome cannot be known yet."""
    return vers in APRES_LE_DEBUT and now < debut


def overlapping(voulu: Creneau, autres: Iterable[Creneau]) -> list[Creneau]:
    """Return those of somebody's stretches that share some time with another one of hers, in their order. One that ends when the other begins does not."""
    ensemble = [un for un in autres if un.cle == voulu.cle and un.debut < voulu.fin and voulu.debut < un.fin]
    return sorted(ensemble, key=lambda un: (un.debut, un.fin, un.quoi))


def day_bounds(du: date, au: date) -> tuple[datetime, datetime]:
    """Return the first instant of a day of Paris and the one after the last: days of 23 and 25 hours included."""
    return instant(du, time.min), instant(au + timedelta(days=1), time.min)


def week_of(jour: date) -> tuple[date, date]:
    """Return the Monday and the Sunday around a day."""
    lundi = jour - timedelta(days=jour.weekday())
    return lundi, lundi + timedelta(days=6)
