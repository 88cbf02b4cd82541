"""What screens read of files that were put together, each with its cost in queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.coffre.services import prepare
from droits_ouverts.personnes.dossiers import files_of, links_under
from droits_ouverts.personnes.models import Rapprochement
from droits_ouverts.personnes.selectors import identity_context, open_identity

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.personnes.rules import Identite


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierJoint:
    """A file of hers that is under another one, as her page shows it."""

    lien: Rapprochement
    identite: Identite
    naissance: date | None


def joined_to(personne: Personne) -> list[DossierJoint]:
    """Return the files that are under a person's, the last joined first. As `dossiers.links_under`, and one query for their keys once in a request."""
    rows = sorted(links_under(personne), key=lambda lien: (lien.fait_at, lien.pk), reverse=True)
    prepare(identity_context(lien.jointe) for lien in rows)
    return [_line(lien) for lien in rows]


def links_told(personne: Personne) -> list[Rapprochement]:
    """Return every link that a person's files have, or had, the oldest first, with who made and undid it. One query once her files are known."""
    liens = Rapprochement.objects.of_structures([personne.structure_id]).of_files(files_of(personne))
    return list(liens.select_related("par", "separe_par").order_by("fait_at", "pk"))


def _line(lien: Rapprochement) -> DossierJoint:
    identite = open_identity(lien.jointe)
    return DossierJoint(lien=lien, identite=identite, naissance=date.fromisoformat(identite.naissance) if identite.naissance else None)
