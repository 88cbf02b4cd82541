"""The shapes of the sheet: what it is asked for, and what is printed, as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import mark_safe

from droits_ouverts.ui.langues import SOURCE
from droits_ouverts.ui.qr import qr_svg


@dataclass(frozen=True, slots=True, kw_only=True)
class Mot:
    """Words of the sheet: in the language asked for, and in French beside where nobody who speaks it read the translation again."""

    texte: str
    francais: str = ""
    langue: str = SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitSurFiche:
    """One right to ask for. `lien`: the address of its public page, empty where the service's address is not known."""

    numero: str
    libelle: Mot
    montant: str
    doute: Mot | None = None
    avant: Mot | None = None
    lieux: tuple[Mot, ...] = ()
    telephones: tuple[str, ...] = ()
    papiers: tuple[Mot, ...] = ()
    delai: Mot | None = None
    decide_par: Mot | None = None
    texte: str = ""
    lien: str = ""

    @property
    def qr(self) -> str:
        """The QR code of the public page, as SVG: an address open to all, nothing of the person."""
        return mark_safe(qr_svg(self.lien)) if self.lien else ""  # noqa: S308 - made of coordinates alone


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseGuichet:
    """A sentence to say at the counter: in French, since it is said there, with what it means and its article."""

    francais: str
    sens: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """Everything that is printed, as text. `choisis`: the person chose these rights; else they are those that seem probable."""

    langue: str
    sens: str
    titre: str
    phrase: Mot
    date: str
    a_relire: str
    mots: dict[str, Mot]
    choisis: bool
    droits: tuple[DroitSurFiche, ...]
    aucun: str
    question: str
    autres: str
    a_verifier: str
    plus_tard: str
    anonyme: bool
    guichet: tuple[PhraseGuichet, ...]

    @property
    def deux_points(self) -> str:
        """The colon after a label: French sets a space before it."""
        return "\u00a0:" if self.langue == SOURCE else ":"

    @property
    def entre_deux(self) -> str:
        """What stands between two things of a list."""
        return between(self.langue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """What a sheet needs besides the estimate.

    `voulus`, `plus_tard`: codes of the rights that the person wants, and wants later; None where nothing was chosen yet. `hors_fiche`: codes of
    those that are not to be asked for, whatever was estimated: set aside, left for later, asked for already, received. `prenoms`: identifier to
    first name; None takes an identifier that is a plain name. `jour`: the day of printing, from which dates are counted; None prints
    no date. `site`: address of the service, without its last slash, for the public pages of rights. `anonyme`: a line is left to write the
    code by which the check-up is taken up again (its digest alone is kept, so that it can't be printed). `avis`: code to the state that a
    professional's opinion in force gives the right ("probable", "a_verifier", "hors"), which the sheet follows.
    """

    langue: str = SOURCE
    prenoms: Mapping[str, str] | None = None
    voulus: Sequence[str] | None = None
    plus_tard: Sequence[str] = ()
    hors_fiche: Collection[str] = ()
    jour: date | None = None
    site: str = ""
    anonyme: bool = False
    avis: Mapping[str, str] = field(default_factory=dict)


def between(langue: str) -> str:
    """Return what stands between two things of a list, in a language."""
    return {SOURCE: "\u00a0; ", "ar": "؛ "}.get(langue, "; ")
