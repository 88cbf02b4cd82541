"""A calendar of days (iCalendar, RFC 5545), which says nothing of what falls due. Pure.

A calendar leaves for a telephone and for whoever keeps its agenda: the title is the same for everybody, there is no description and no place, and the
identifier of an event is a digest. Whoever wants to know opens the service.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from droits_ouverts.foundation.durees import UN_JOUR
from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.langue import gettext as _

PRODID = "-//Droits Ouverts//Echeances//FR"
LIGNE_MAX = 75
"""Bytes of a line, its end apart (RFC 5545, 3.1)."""
FIN = "\r\n"
MIME = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class JourAgenda:
    """A day of the calendar. `uid` comes from `stable_uid`; `version` grows when the day moves; `rappel_jours` before it, an alarm (None: none)."""

    uid: str
    le: date
    version: int = 0
    rappel_jours: int | None = None


def neutral_title() -> str:
    """Return the title of every event, in the language in force: it names no right and nobody."""
    return _("Échéance d’un droit")


def stable_uid(cle: str, *, domaine: str) -> str:
    """Return an identifier that is the same each time the calendar is asked, and from which the key cannot be read without guessing it.

    `cle` must hold something that nobody guesses (a random identifier); `domaine` is the name of the service.
    """
    return f"{hashlib.sha256(f'{domaine}|{cle}'.encode()).hexdigest()[:40]}@{domaine}"


def write_calendar(jours: Iterable[JourAgenda], *, nom: str, at: datetime) -> str:
    """Return the text of a calendar of all-day events, in order of days; `at` is the moment of writing, with its time zone.

    The same days at the same moment give the same text. Raise `ValueError` for a moment without a zone.
    """
    if at.tzinfo is None:
        raise ValueError(at)
    horodatage = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lignes = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(nom)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for jour in sorted(jours, key=lambda jour: (jour.le, jour.uid)):
        lignes += _event(jour, horodatage)
    return "".join(folded(ligne) + FIN for ligne in (*lignes, "END:VCALENDAR"))


def _event(jour: JourAgenda, horodatage: str) -> list[str]:
    titre = escaped(neutral_title())
    lignes = [
        "BEGIN:VEVENT",
        f"UID:{escaped(jour.uid)}",
        f"DTSTAMP:{horodatage}",
        f"DTSTART;VALUE=DATE:{jour.le:%Y%m%d}",
        # The end of an event of a day is the day after (RFC 5545, 3.6.1).
        f"DTEND;VALUE=DATE:{jour.le + UN_JOUR:%Y%m%d}",
        f"SEQUENCE:{jour.version}",
        f"SUMMARY;LANGUAGE={current()}:{titre}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
    ]
    if jour.rappel_jours is not None:
        lignes += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{titre}", f"TRIGGER:-P{jour.rappel_jours}D", "END:VALARM"]
    return [*lignes, "END:VEVENT"]


def escaped(texte: str) -> str:
    """Return a text as a value: backslash, comma, semicolon and ends of lines are escaped, other control characters left out (RFC 5545, 3.3.11)."""
    propre = texte.replace("\r\n", "\n").replace("\r", "\n")
    for avant, apres in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        propre = propre.replace(avant, apres)
    return "".join(signe for signe in propre if signe == "\t" or (signe >= " " and signe != "\x7f"))


def folded(ligne: str) -> str:
    """Return a line cut so that none is over 75 bytes, never inside a character; what follows begins with a space (RFC 5545, 3.1)."""
    morceaux, courant = [], b""
    for signe in ligne:
        octets = signe.encode()
        if len(courant) + len(octets) > LIGNE_MAX:
            morceaux.append(courant)
            courant = b" "
        courant += octets
    return FIN.join(morceau.decode() for morceau in (*morceaux, courant))
