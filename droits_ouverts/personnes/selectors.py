"""What screens read of persons, each with its cost in queries. Always through the structures of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.coffre.services import Context, open_sealed
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import access
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

PAR_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePersonne:
    """A person as a list shows her."""

    id: int
    identite: Identite
    structure: str
    structure_id: int
    accord_le: date


def persons_of(actor: Compte, *, on: date, structure_id: int | None = None) -> list[LignePersonne]:
    """Return the last persons of the actor's structures (or of one of them), 50 at most, by name. Two queries."""
    siennes = access.structures_of(actor, on=on)
    voulues = siennes if structure_id is None else [pk for pk in siennes if pk == structure_id]
    lignes = [
        LignePersonne(
            id=personne.pk,
            identite=open_identity(personne),
            structure=str(personne.structure),
            structure_id=personne.structure_id,
            accord_le=personne.accord_le,
        )
        for personne in Personne.objects.of_structures(voulues).select_related("structure").order_by("-created_at", "-pk")[:PAR_PAGE]
    ]
    return sorted(lignes, key=lambda ligne: ligne.identite.ecrite.casefold())


def person_for(actor: Compte, personne_id: int, *, on: date) -> Personne:
    """Return a person whom the actor may read. Two queries. Raise `NotVisibleError` for any other."""
    personne = Personne.objects.select_related("structure").filter(pk=personne_id).first()
    if personne is None or not access.may_open(actor, personne, on=on):
        raise NotVisibleError
    return personne


def open_identity(personne: Personne) -> Identite:
    """Open the envelope of a person's name. No query. Raise the errors of `coffre`."""
    return Identite.from_bytes(open_sealed(personne.identite_scellee, context=identity_context(personne)))


def identity_context(personne: Personne) -> Context:
    """What the envelope is bound to."""
    return Context(structure=personne.structure_id, kind="personnes.personne", id=personne.pk, field="identite_scellee")
