"""The card of a person, on paper: her next dates and whom to call, in her language, the French below. It goes in a pocket: somebody else may read it.

Where she said that nothing may tell who writes or why (`rules_contact.Contact.neutre`), or while nobody asked her, it names no structure, no place and nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from droits_ouverts.foundation.jours import date_format
from droits_ouverts.ui.langues import SOURCE, Langue

if TYPE_CHECKING:
    from droits_ouverts.agenda.selectors import LigneRendezVous
    from droits_ouverts.personnes.rules_contact import Contact

ICI = Path(__file__).parent
DATES_MAX = 8
NUMERO_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDite:
    """One date, in words: the day, the hour, how; where and with whom on a card that may say so."""

    jour: str
    heure: str
    mode: str
    lieu: str
    avec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """What the card says in one language."""

    langue: Langue
    titre: str
    dates: tuple[DateDite, ...]
    appeler: str
    prevenir: str
    structure: str


def is_neutral(contact: Contact | None) -> bool:
    """Tell whether the card must say nothing of who gives it: she said so, or was never asked."""
    return contact is None or contact.neutre


def said(lignes: Iterable[LigneRendezVous], langue: Langue, *, neutre: bool, numero: str, structure: str) -> Carte:
    """Return the card in a language."""
    with translation.override(langue.code):
        return Carte(
            langue=langue,
            titre=_("Vos prochaines dates"),
            dates=tuple(_date(ligne, neutre=neutre) for ligne in list(lignes)[:DATES_MAX]),
            appeler=_("Pour appeler :") if numero else "",
            prevenir=_("Vous ne pouvez pas venir ? Prévenez : on trouve une autre date."),
            structure="" if neutre else structure,
        )


def _date(ligne: LigneRendezVous, *, neutre: bool) -> DateDite:
    return DateDite(
        jour=date_format(ligne.debut, "l j F Y"),
        heure=time_format(ligne.debut.time(), "H:i"),
        mode=str(ligne.rendez_vous.get_mode_display()),
        lieu="" if neutre else ligne.mots.lieu,
        avec="" if neutre else ", ".join(ligne.participants),
    )


def pdf(lignes: Iterable[LigneRendezVous], langue: Langue, source: Langue, *, neutre: bool, numero: str, structure: str) -> bytes:
    """Return the card as a tagged PDF (PDF/UA-1): a quarter of a page, in her language, the French below where hers is another one."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open

    dates = list(lignes)
    propre = " ".join(numero.split())[:NUMERO_MAX]
    langues = [langue] if langue.code == SOURCE else [langue, source]
    cartes = [said(dates, une, neutre=neutre, numero=propre, structure=structure) for une in langues]
    html = render_to_string("agenda/carte_pdf.html", {"cartes": cartes, "numero": propre, "langue": langue})
    contenu = HTML(string=html).write_pdf(stylesheets=[CSS(filename=str(ICI / "static" / "agenda" / "carte.css"))], pdf_variant="pdf/ua-1")
    assert isinstance(contenu, bytes)  # noqa: S101  it has no file to write to
    return contenu
