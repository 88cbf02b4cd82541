"""What goes out: one row a right, or a person without any; headers that the import knows again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import prepare
from droits_ouverts.droits.services import name_in
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.tableur import Cellule
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import identity_context, open_identity
from droits_ouverts.reprise import access
from droits_ouverts.reprise.enums import Champ
from droits_ouverts.reprise.models import Correspondance
from droits_ouverts.suivi.contextes import last_amounts_context
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

COLONNES = ("numero", "prenom", "nom", "naissance", "droit", "etat", "etat_le", "montant", "responsable", "accord_mode", "accord_le")
PAR_LOT = 500


def header(champ: str) -> str:
    """Return the name of a column, in the language of the page."""
    return gettext("Responsable") if champ == "responsable" else str(Champ(champ).label)


def remembered(structure_id: int) -> list[str]:
    """Return the columns that were taken out last time; all of them the first time. One query."""
    connue = Correspondance.objects.of_structures([structure_id]).first()
    return [champ for champ in connue.sorties if champ in COLONNES] if connue and connue.sorties else list(COLONNES)


@transaction.atomic
def take_out(*, actor: Compte, structure_id: int, colonnes: Sequence[str], now: datetime) -> list[list[Cellule]]:
    """Return the rows of a structure's people and rights, and remember the columns; one line of the journal. Four queries for 500 people."""
    if not access.may_import(actor, structure_id, on=timezone.localtime(now).date()):
        raise ForbiddenError
    connue, _creee = Correspondance.objects.get_or_create(structure_id=structure_id, defaults={"par": actor, "at": now})
    connue.sorties = list(colonnes)
    connue.save(update_fields=["sorties"])
    record(actor=actor, verb="sortir_tableau", thing_kind="structure", thing_id=structure_id, purpose="accompagnement", structure=structure_id)
    return [[ligne[champ] for champ in colonnes] for ligne in _rows(structure_id)]


def _rows(structure_id: int) -> Iterator[dict[str, Cellule]]:
    dernier = 0
    while lot := list(Personne.objects.of_structures([structure_id]).kept().filter(pk__gt=dernier).order_by("pk")[:PAR_LOT]):
        dernier = lot[-1].pk
        prepare(map(identity_context, lot))
        suivis: dict[int, list[DroitSuivi]] = {}
        jointes: dict[int, int | None] = dict(
            Personne.objects.of_structures([structure_id]).filter(rapprochee_de__in=[une.pk for une in lot if une.reunie]).values_list("pk", "rapprochee_de")
        )
        ici = Q(personne_id__gte=lot[0].pk, personne_id__lte=dernier, personne__rapprochee_de__isnull=True) | Q(personne_id__in=jointes)
        droits = list(DroitSuivi.objects.of_structures([structure_id]).real().filter(ici).select_related("responsable").order_by("created_at"))
        prepare(map(last_amounts_context, droits))
        for suivi in droits:
            suivis.setdefault(jointes.get(suivi.personne_id) or suivi.personne_id, []).append(suivi)
        for elle in lot:
            with suppress(ErasedError):
                yield from _of_person(elle, suivis.get(elle.pk, []))


def _of_person(elle: Personne, suivis: Sequence[DroitSuivi]) -> Iterator[dict[str, Cellule]]:
    identite = open_identity(elle)
    commun: dict[str, Cellule] = {
        "numero": elle.pk,
        "prenom": identite.prenom,
        "nom": identite.nom,
        "naissance": date.fromisoformat(identite.naissance) if identite.naissance else None,
        "accord_mode": str(elle.get_accord_mode_display()),
        "accord_le": elle.accord_le,
    }
    vide: dict[str, Cellule] = dict.fromkeys(("droit", "etat", "etat_le", "montant", "responsable"))
    if not suivis:
        yield commun | vide
    for suivi in suivis:
        yield commun | {
            "droit": name_in(suivi.droit, "fr"),
            "etat": str(Etat(suivi.etat).label),
            "etat_le": suivi.etat_le,
            "montant": open_last_amounts(suivi).mensuel,
            "responsable": suivi.responsable.nom,
        }
