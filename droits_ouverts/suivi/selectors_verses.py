"""Who met somebody first is told that a right of hers is paid: the author of her first check-up in the structure, else who opened the right. No ranking, no count."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import prepare
from droits_ouverts.personnes.selectors import identity_context
from droits_ouverts.suivi import access
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.selectors_listes import name_of

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

DIT_PENDANT = timedelta(days=30)
"""How long a payment is told, from the day it was seen."""
DITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitVerse:
    """A right that is paid, whose, and since when."""

    id: uuid.UUID
    droit: str
    nom: str
    verse_le: date | None


def paid_for(actor: Compte, *, on: date) -> list[DroitVerse]:
    """Return the rights paid these last days thanks to what was done here, of persons whom the actor met first and may still read. Three queries."""
    structures = access.structures_of(actor, on=on)
    if not structures:
        return []
    premiers = Bilan.objects.filter(personne_id=OuterRef("personne_id"), structure_id=OuterRef("structure_id")).order_by("created_at", "pk")
    payes = DroitSuivi.objects.of_structures(structures).filter(etat__in=("verse", "maintenu"), ouvert_le__isnull=False, verse_le__gt=on - DIT_PENDANT)
    frappe = Coalesce(Subquery(premiers.values("auteur_id")[:1]), F("premier_par_id"), output_field=BigIntegerField())
    siens = payes.annotate(frappe=frappe).filter(frappe=actor.pk)
    rows = list(siens.select_related("personne__rapprochee_de").order_by("-verse_le", "pk")[:DITS])
    prepare(identity_context(row.personne.gardee) for row in rows)
    dits = []
    for row in rows:
        with suppress(ErasedError):
            dits.append(DroitVerse(id=row.pk, droit=row.droit, nom=name_of(row.personne.gardee), verse_le=row.verse_le))
    return dits
