"""What screens and verbs read of the ledger, each with its cost in queries. Lists are in `selectors_listes`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.structures import selectors as structures
from droits_ouverts.suivi import access
from droits_ouverts.suivi.contextes import amounts_context, last_amounts_context, paper_context, reason_context, words_context
from droits_ouverts.suivi.models import Changement, DroitSuivi, Echeance, Mouvement, Piece
from droits_ouverts.suivi.rules import Montants, Pas

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne


@dataclass(frozen=True, slots=True, kw_only=True)
class PapierDit:
    """A paper asked for a right, in words."""

    id: int
    nom: str
    precision: str
    demandee_le: date
    avant_le: date | None
    donnee_le: date | None
    sans_objet_le: date | None

    @property
    def manque(self) -> bool:
        """Whether it holds the right back."""
        return self.donnee_le is None and self.sans_objet_le is None


def right_for(actor: Compte, droit_suivi_id: uuid.UUID, *, on: date) -> DroitSuivi:
    """Return a followed right that the actor may open, with its person. Two queries. Raise `NotVisibleError` for any other."""
    lu = DroitSuivi.objects.select_related("structure", "personne", "responsable", "premier_par").filter(pk=droit_suivi_id).first()
    if lu is None or not access.may_open(actor, lu, on=on):
        raise NotVisibleError
    return lu


def moves_in_order(droit: DroitSuivi) -> list[Mouvement]:
    """Return the moves of a right, the first one first, with who noted them. One query."""
    rows = list(droit.mouvements.in_order().select_related("auteur"))
    for row in rows:
        row.droit_suivi = droit
    return rows


def moves_of(rows: Sequence[Mouvement]) -> list[Pas]:
    """Return moves as the rules see them. No query; the rows are those of one right, whole."""
    rangs = {row.pk: row.rang for row in rows}
    return [Pas(rang=row.rang, vers=row.vers, fait_le=row.fait_le, annule=rangs[row.annule_id] if row.annule_id else None) for row in rows]


def rights_of_person(personne: Personne) -> list[DroitSuivi]:
    """Return every right followed for a person, the last one moved first, without those opened by mistake. One query."""
    return list(
        DroitSuivi.objects.of_structures([personne.structure_id]).real().filter(personne_id__in=files_of(personne)).select_related("responsable").recent_first()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EnBref:
    """Her followed rights (number, code, state), the last one moved first, and what changed last in her life without a new check-up since (nature, day)."""

    droits: tuple[tuple[uuid.UUID, str, str], ...]
    changement: tuple[str, date] | None


def in_short(personne: Personne) -> EnBref:
    """Return what her page says of her rights. One query, since that page asks every room."""
    ici = [personne.structure_id]
    droits = DroitSuivi.objects.of_structures(ici).real().filter(personne_id__in=files_of(personne)).order_by()
    changements = Changement.objects.of_structures(ici).filter(personne_id__in=files_of(personne), bilan__isnull=True, ecarte_le__isnull=True).order_by()
    lus = sorted(
        droits.values_list(Value("droit"), _text("pk"), "droit", "etat", _text("updated_at")).union(
            changements.values_list(Value("changement"), _text("pk"), "nature", Value(""), _text("le")), all=True
        ),
        key=lambda ligne: (ligne[4], ligne[1]),
        reverse=True,
    )
    siens = tuple((uuid.UUID(numero), code, etat) for genre, numero, code, etat, _ in lus if genre == "droit")
    return EnBref(droits=siens, changement=next(((code, date.fromisoformat(le)) for genre, _, code, _, le in lus if genre == "changement"), None))


def _text(champ: str) -> Cast:
    return Cast(champ, CharField())


def colleagues_of(structure_id: int, *, on: date) -> list[Compte]:
    """Return the accounts that meet people for a structure on this day, by name. One query."""
    return structures.who_meets_people(structure_id, on=on)


def clocks_of_right(droit: DroitSuivi) -> list[Echeance]:
    """Return the clocks of a right, done ones included, the nearest first. One query."""
    rows = list(droit.echeances.order_by("a_faire_le", "pk"))
    for row in rows:
        row.droit_suivi = droit
    return rows


def papers_of_right(droit: DroitSuivi) -> list[PapierDit]:
    """Return the papers asked for a right, those that are missing first. One query."""
    rows = list(droit.pieces.order_by("pk"))
    for row in rows:
        row.droit_suivi = droit
    dits = [
        PapierDit(
            id=row.pk,
            nom=str(row.get_nature_display()),
            precision=open_paper(row),
            demandee_le=row.demandee_le,
            avant_le=row.avant_le,
            donnee_le=row.donnee_le,
            sans_objet_le=row.sans_objet_le,
        )
        for row in rows
    ]
    return sorted(dits, key=lambda dit: not dit.manque)


def changes_to_settle(personne: Personne) -> list[Changement]:
    """Return what changed in a person's life and has had no new check-up, the last first. One query."""
    rows = Changement.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne), bilan__isnull=True, ecarte_le__isnull=True)
    return list(rows.order_by("-le", "-pk"))


def open_last_amounts(droit: DroitSuivi) -> Montants:
    """Open the last amounts of a right. No query once the key of its person is read. Raise the errors of `coffre`."""
    return Montants.from_bytes(open_sealed(droit.montants_scelles, context=last_amounts_context(droit))) if droit.montants_scelles else Montants()


def open_amounts(mouvement: Mouvement) -> Montants:
    """Open the amounts said with a move, likewise."""
    return Montants.from_bytes(open_sealed(mouvement.montants_scelles, context=amounts_context(mouvement))) if mouvement.montants_scelles else Montants()


def open_words(mouvement: Mouvement) -> str:
    """Open the words kept with a move, likewise."""
    return open_sealed(mouvement.mots_scelles, context=words_context(mouvement)).decode() if mouvement.mots_scelles else ""


def open_paper(piece: Piece) -> str:
    """Open what says which paper is asked for, likewise."""
    return open_sealed(piece.precision_scellee, context=paper_context(piece)).decode() if piece.precision_scellee else ""


def open_reason(echeance: Echeance) -> str:
    """Open the reason why a clock was settled, likewise."""
    return open_sealed(echeance.raison_scellee, context=reason_context(echeance)).decode() if echeance.raison_scellee else ""
