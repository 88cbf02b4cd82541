"""Letters of followed rights."""

from __future__ import annotations

from datetime import datetime

from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import Proposition
from droits_ouverts.courriers.services import prepare_letter
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.suivis import NOW


def a_letter(membre: Membre, suivi: DroitSuivi, nature: str = "piece", place: int | None = None, *, now: datetime = NOW) -> Courrier:
    """A letter that goes with where the right stands."""
    return prepare_letter(droit_suivi_id=suivi.pk, actor=membre.compte, voulue=Proposition(nature=nature, place=place), now=now)
