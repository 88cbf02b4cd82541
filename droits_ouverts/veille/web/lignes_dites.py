"""How one line is said: who, since which check-up, how she may be called today, where the right was left before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes.messages import Possible, ways
from droits_ouverts.ui.langues import language
from droits_ouverts.veille.enums import NatureNouveau
from droits_ouverts.veille.presentation import missing_said

if TYPE_CHECKING:
    from droits_ouverts.veille.selectors import LigneNouvelle

PUCES = {NatureNouveau.NOUVEAU: "probable", NatureNouveau.PRECISE: "probable", NatureNouveau.A_PRECISER: "a_verifier"}
"""The chip of each nature, as the results of a check-up show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDite:
    """A line in words. `adresse`: where the right is proposed to her, or where it was left before (`autrefois`)."""

    ligne: LigneNouvelle
    puce: tuple[str, str]
    bilan: str
    manquants: tuple[str, ...]
    joindre: list[Possible]
    langue: str
    adresse: str
    autrefois: bool


def told(ligne: LigneNouvelle, *, now: datetime) -> LigneDite:
    """Return a line in words. No query."""
    nouveau = ligne.nouveau
    suivi = getattr(nouveau, "suivi_id", None)
    nature = NatureNouveau(nouveau.nature)
    bilan = nouveau.relecture.bilan
    return LigneDite(
        ligne=ligne,
        puce=(PUCES[nature], str(nature.label)),
        bilan=month_name(bilan.mois) if bilan else "",
        manquants=missing_said(ligne.lu),
        joindre=ways(ligne.contact, langue=language(ligne.identite.langue).code, now=now),
        langue=language(ligne.langue).nom,
        adresse=reverse("suivi:droit", args=[suivi]) if suivi else reverse("suivi:premiere_etape", args=[nouveau.personne_id, nouveau.droit, "propose"]),
        autrefois=bool(suivi),
    )
