"""What screens read of files that come to term, each with its cost in queries. Always through the structures of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import answers_context, open_answers
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import prepare
from droits_ouverts.conservation import access
from droits_ouverts.conservation.enums import GenreDossier
from droits_ouverts.conservation.models import MiseEnReserve, Preavis
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import identity_context, open_identity

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

PAR_PAGE = 50
Cle = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """A file as the list shows it: `terme` where it was announced, `motif` where it is held."""

    genre: str
    numero: str
    nom: str
    structure: str
    terme: date | None
    motif: str
    posee_le: date | None

    @property
    def est_une_personne(self) -> bool:
        """Whether it is a person's, with her check-ups."""
        return self.genre == GenreDossier.PERSONNE


@dataclass(frozen=True, slots=True, kw_only=True)
class Liste:
    """Files of the reader's structures, `PAR_PAGE` of each at most, and how many there are."""

    a_terme: list[Ligne]
    en_reserve: list[Ligne]
    nombre_a_terme: int
    nombre_en_reserve: int


def coming_to_term(actor: Compte, *, on: date) -> Liste:
    """Return what last night announced, the nearest first, and what is held, in the actor's structures. Seven queries in a page."""
    siennes = access.structures_of(actor, on=on)
    preavis = list(Preavis.objects.of_structures(siennes).select_related("structure").order_by("terme", "pk"))
    reserves = list(MiseEnReserve.objects.of_structures(siennes).filter(levee_le__isnull=True).select_related("structure").order_by("posee_le", "pk"))
    tenus = {(reserve.genre, reserve.sujet_id) for reserve in reserves}
    annonces = [un for un in preavis if (un.genre, un.sujet_id) not in tenus]
    noms = _names(siennes, [(un.genre, un.sujet_id) for un in (*annonces[:PAR_PAGE], *reserves[:PAR_PAGE])])
    return Liste(
        a_terme=[_line(un, noms, terme=un.terme) for un in annonces[:PAR_PAGE] if (un.genre, un.sujet_id) in noms],
        en_reserve=[_line(un, noms, motif=str(un.get_motif_display()), posee_le=un.posee_le) for un in reserves[:PAR_PAGE] if (un.genre, un.sujet_id) in noms],
        nombre_a_terme=len(annonces),
        nombre_en_reserve=len(reserves),
    )


def _names(structure_ids: list[int], cles: Iterable[Cle]) -> dict[Cle, str]:
    """Return what each file is called; one whose key was destroyed has none. Four queries."""
    cles = list(cles)
    personnes = list(Personne.objects.of_structures(structure_ids).filter(pk__in=[numero for genre, numero in cles if genre == GenreDossier.PERSONNE]))
    bilans = list(Bilan.objects.of_structures(structure_ids).filter(pk__in=[numero for genre, numero in cles if genre == GenreDossier.BILAN]))
    prepare([*(identity_context(personne) for personne in personnes), *(answers_context(bilan) for bilan in bilans)])
    noms: dict[Cle, str] = {}
    for personne in personnes:
        with suppress(ErasedError):
            noms[GenreDossier.PERSONNE.value, str(personne.pk)] = open_identity(personne).ecrite
    for bilan in bilans:
        with suppress(ErasedError):
            noms[GenreDossier.BILAN.value, str(bilan.pk)] = name_of(bilan)
    return noms


def name_of(bilan: Bilan) -> str:
    """Return the first name of whom a check-up is about; nothing where it has none. One query in a page."""
    demandeur = open_answers(bilan).demandeur
    return demandeur.prenom if demandeur else ""


def _line(un: Preavis | MiseEnReserve, noms: dict[Cle, str], *, terme: date | None = None, motif: str = "", posee_le: date | None = None) -> Ligne:
    return Ligne(
        genre=un.genre,
        numero=un.sujet_id,
        nom=noms[un.genre, un.sujet_id],
        structure=str(un.structure),
        terme=terme,
        motif=motif,
        posee_le=posee_le,
    )
