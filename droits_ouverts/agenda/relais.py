"""The absences of some structures over some days: who covers whom, and how it is said beside what is theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.agenda.models import Absence
from droits_ouverts.agenda.rules_absence import covering

if TYPE_CHECKING:
    from droits_ouverts.agenda.models import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaye:
    """Somebody is away: her name, her last day of absence, the name of who covers (nothing: nobody), and both accounts' numbers."""

    absent: str
    jusqu_au: date
    par: str
    absent_id: int
    par_id: int | None


@dataclass(frozen=True, slots=True)
class Relais:
    """Absences that were read; none by default."""

    absences: tuple[Absence, ...] = ()

    @classmethod
    def of(cls, structure_ids: Iterable[int], du: date, au: date) -> Relais:
        """Read those of some structures that run on some day of a stretch. One query."""
        return cls(tuple(Absence.objects.of_structures(structure_ids).touching(du, au).select_related("compte", "remplace_par").order_by("du", "pk")))

    def on(self, jour: date, structure_id: int) -> dict[int, int | None]:
        """Return who covers whom in a structure on a day."""
        return covering((une.relais for une in self.absences if une.structure_id == structure_id), jour)

    def seen_by(self, compte: int) -> set[int]:
        """Return the accounts whose agenda this one may have to look at: her own, and those of everybody who is away."""
        return {compte, *(une.compte_id for une in self.absences)}

    def concerns(self, compte: int, comptes: Collection[int], structure_id: int, jour: date) -> bool:
        """Tell whether what is of these accounts on a day is of this one too: she is one of them, or covers one of them."""
        if compte in comptes:
            return True
        du_jour = self.on(jour, structure_id)
        return any(du_jour.get(absent) == compte for absent in comptes)

    def follows(self, compte: int, action: Action, on: date) -> bool:
        """Tell whether an action is this account's today."""
        return self.concerns(compte, (action.responsable_id,), action.structure_id, on)

    def told(self, comptes: Collection[int], structure_id: int, jour: date) -> Relaye | None:
        """Return the first relay of these accounts on a day; None where they are all there."""
        du_jour = self.on(jour, structure_id)
        for une in self.absences:
            if une.structure_id == structure_id and une.compte_id in comptes and une.relais.holds(jour):
                par = du_jour.get(une.compte_id)
                return Relaye(absent=une.compte.nom, jusqu_au=une.relais.au, par=self._name(par), absent_id=une.compte_id, par_id=par)
        return None

    def _name(self, compte: int | None) -> str:
        return next((une.remplace_par.nom for une in self.absences if une.remplace_par is not None and une.remplace_par_id == compte), "")
