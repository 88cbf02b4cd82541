"""The private calendar of an account: hours that are taken and days where something is due (RFC 5545). Nothing says with whom, where, or what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from droits_ouverts.agenda.rules import local
from droits_ouverts.delais.ics import FIN, escaped, folded, stable_uid
from droits_ouverts.foundation.durees import UN_JOUR
from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.langue import gettext as _

if TYPE_CHECKING:
    from droits_ouverts.agenda.selectors_absence import Heure

PRODID = "-//Droits Ouverts//Agenda//FR"


def write_calendar(heures: Iterable[Heure], *, domaine: str, at: datetime) -> str:
    """Return the text of a calendar; `domaine` is the name of the service, `at` the moment of writing, with its time zone."""
    lignes = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_('Agenda'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for heure in heures:
        lignes += _event(heure, domaine, at)
    return "".join(folded(ligne) + FIN for ligne in (*lignes, "END:VCALENDAR"))


def _event(heure: Heure, domaine: str, at: datetime) -> list[str]:
    titre = _("À faire") if heure.fin is None else _("Rendez-vous")
    if heure.fin is None:
        jour = local(heure.debut).date()
        quand = [f"DTSTART;VALUE=DATE:{jour:%Y%m%d}", f"DTEND;VALUE=DATE:{jour + UN_JOUR:%Y%m%d}", "TRANSP:TRANSPARENT"]
    else:
        quand = [f"DTSTART:{_instant(heure.debut)}", f"DTEND:{_instant(heure.fin)}", "TRANSP:OPAQUE"]
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(stable_uid(heure.cle, domaine=domaine))}",
        f"DTSTAMP:{_instant(at)}",
        *quand,
        f"SEQUENCE:{heure.version}",
        f"SUMMARY;LANGUAGE={current()}:{escaped(titre)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
