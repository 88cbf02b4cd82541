"""What coordination reads of what blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from droits_ouverts.droits.codes import CODES
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.irritants import access
from droits_ouverts.irritants.enums import Blocage, Etape
from droits_ouverts.irritants.models import Irritant
from droits_ouverts.irritants.rules import is_small
from droits_ouverts.structures.enums import Genre

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

MOIS_LUS = 12
LIGNES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneIrritant:
    """What blocks somewhere, over the months that are read."""

    blocage: str
    etape: str
    genre: str
    droit: str
    nombre: int

    @property
    def blocage_dit(self) -> str:
        """What blocks, in words."""
        return str(Blocage(self.blocage).label)

    @property
    def etape_dite(self) -> str:
        """The step, in words."""
        return str(Etape(self.etape).label)

    @property
    def genre_dit(self) -> str:
        """The kind of service, in words."""
        return str(Genre(self.genre).label)

    @property
    def est_petit(self) -> bool:
        """Whether the count is too small to be said exactly."""
        return is_small(self.nombre)


def read_irritants(actor: Compte, *, on: date, genre: str = "", droit: str = "") -> list[LigneIrritant]:
    """Return what blocks over twelve months, the most frequent first, all sites together. Two queries. Raise `ForbiddenError`."""
    if not access.may_read(actor, on=on):
        raise ForbiddenError
    depuis = f"{on.year - 1}-{on.month:02d}"
    rows = Irritant.objects.filter(mois__gt=depuis, nombre__gt=0)
    if genre in Genre.values:
        rows = rows.filter(genre=genre)
    if droit in CODES:
        rows = rows.filter(droit=droit)
    comptes = rows.values("blocage", "etape", "genre", "droit").annotate(fois=Sum("nombre")).order_by("-fois", "genre", "droit", "blocage", "etape")
    return [
        LigneIrritant(blocage=row["blocage"], etape=row["etape"], genre=row["genre"], droit=row["droit"], nombre=row["fois"]) for row in comptes[:LIGNES_MAX]
    ]
