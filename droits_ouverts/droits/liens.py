"""Whether an address of the catalogue is dead: pure, day after day. One bad hour of a site is not a death."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from droits_ouverts.droits.enums import ConstatLien
from droits_ouverts.droits.types import Droit
from droits_ouverts.droits.urgences import Urgences

JOURS_AVANT_MORT: Final = 3
"""Days of failure in a row after which a link is dead."""
ABSENCES_AVANT_MORT: Final = 2
"""Days in a row on which a site answered itself that the page is not there."""
ABSENT: Final = frozenset({404, 410})
MUET: Final = frozenset({401, 403, 405, 406, 418, 429, 451})
"""Answers of a site that shuts out machines: they say nothing of the page that a person would see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visite:
    """What one visit found: the last HTTP status, None where no answer came; `cause` is a word for the screen, never a trace.

    `retenue`: we stopped on the way, so that nothing is known of the page.
    """

    url: str
    statut: int | None
    cause: str = ""
    retenue: bool = False

    @property
    def constat(self) -> ConstatLien:
        """What is to be thought of it."""
        if self.retenue:
            return ConstatLien.MUET
        if self.statut is None:
            return ConstatLien.INJOIGNABLE
        if self.statut in ABSENT:
            return ConstatLien.ABSENT
        if self.statut in MUET:
            return ConstatLien.MUET
        return ConstatLien.OK if self.statut < 400 else ConstatLien.EN_PANNE


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivi:
    """What is remembered of an address."""

    ok_le: date | None = None
    echec_depuis_le: date | None = None
    echec_le: date | None = None
    jours_en_echec: int = 0
    absences: int = 0


def after(suivi: Suivi, constat: ConstatLien, on: date) -> Suivi:
    """Return what is remembered after a visit on this day. Several failures of one day count once."""
    if constat is ConstatLien.OK:
        return Suivi(ok_le=on)
    if constat is ConstatLien.MUET:
        return replace(suivi, echec_depuis_le=None, echec_le=None, jours_en_echec=0, absences=0)
    if suivi.echec_le == on:
        return suivi
    return Suivi(
        ok_le=suivi.ok_le,
        echec_depuis_le=suivi.echec_depuis_le or on,
        echec_le=on,
        jours_en_echec=suivi.jours_en_echec + 1,
        absences=suivi.absences + 1 if constat is ConstatLien.ABSENT else 0,
    )


def is_dead(*, jours_en_echec: int, absences: int) -> bool:
    """Tell whether people must be warned: the site itself said twice that the page is gone, or nothing came for three days."""
    return absences >= ABSENCES_AVANT_MORT or jours_en_echec >= JOURS_AVANT_MORT


def addresses(droits: Iterable[Droit]) -> dict[str, tuple[str, ...]]:
    """Return every https address that these rights cite, in order, with the codes of the rights that cite it."""
    cited: dict[str, dict[str, None]] = {}
    for droit in droits:
        for enonce in droit.enonces:
            for url in (getattr(enonce, "url", None), enonce.source):
                if url is not None and url.startswith("https://"):
                    cited.setdefault(url, {})[droit.code] = None
    return {url: tuple(codes) for url, codes in sorted(cited.items())}


def urgent_addresses(urgences: Urgences) -> tuple[str, ...]:
    """Return every https address that the page of urgent needs cites, in order."""
    proofs = [numero.preuve for numero in urgences.numeros.values()]
    for besoin in urgences.besoins.values():
        proofs += [lieu.preuve for lieu in besoin.lieux]
        if besoin.droit is not None:
            proofs.append(besoin.droit.preuve)
    return tuple(sorted({proof.source for proof in proofs if proof.source.startswith("https://")}))
