"""Counting whom an account opens in a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.personnes.errors import TooManyPersonsError
from droits_ouverts.personnes.models import LectureDuJour
from droits_ouverts.personnes.rules_lecture import ALERTE, ARRET, Avis, opening
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from collections.abc import Iterable

SEMAINE = timedelta(days=regle("lecture_du_jour").terme.jours)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrosseJournee:
    """A member who opened many persons in a day, as her structure's manager reads it."""

    nom: str
    jour: date
    combien: int


@transaction.atomic
def count_opening(compte_id: int, chose: str, *, on: date) -> None:
    """Count somebody whom an account opens, once a day. Four queries at most. Raise `TooManyPersonsError` beyond what a day holds."""
    # One account opens one person at a time: two requests at once cannot pass the limit together.
    Compte.objects.select_for_update().filter(pk=compte_id).values_list("pk", flat=True).first()
    lignes = LectureDuJour.objects.filter(compte_id=compte_id, jour=on)
    ouvertes = list(lignes.values_list("chose", flat=True)[: ARRET + 1])
    avis = opening(ouvertes, chose)
    if avis is Avis.ARRETER:
        raise TooManyPersonsError
    if avis is Avis.OUVRIR:
        LectureDuJour.objects.create(compte_id=compte_id, jour=on, chose=chose)
    if not ouvertes:
        LectureDuJour.objects.filter(compte_id=compte_id, jour__lt=on - SEMAINE).delete()


def long_days(structure_ids: Iterable[int], *, on: date) -> list[GrosseJournee]:
    """Return the members of these structures who opened more than `ALERTE` persons on one of the last seven days, the last first. One query."""
    comptes = Membre.objects.present(on).filter(structure_id__in=list(structure_ids)).values("compte")
    rows = (
        LectureDuJour.objects.filter(compte__in=comptes, jour__gt=on - SEMAINE)
        .values("compte__nom", "jour")
        .annotate(combien=Count("pk"))
        .filter(combien__gt=ALERTE)
        .order_by("-jour", "compte__nom")
    )
    return [GrosseJournee(nom=row["compte__nom"], jour=row["jour"], combien=row["combien"]) for row in rows]
