"""What the night forgets: encounters past their term, once they are counted; words of reports. Nothing here names anybody: no line of the journal."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.reperage.models import Decompte, Rencontre, Tournee
from droits_ouverts.reperage.rules_comptes import Vue, cells

PAR_LOT: Final = 500


def fold_encounters(now: datetime, *, dry_run: bool) -> int:
    """Count the encounters past their term, then erase them; return how many. Those that a person agreed to link live as long as her file.

    Counting and erasing are one transaction, lot by lot: cut in the middle, no encounter is lost, and none is counted twice.
    """
    avant = regle("rencontre").terme.over_since(timezone.localtime(now).date())
    vieilles = Rencontre.objects.filter(le__lte=avant, lien__isnull=True).order_by("le", "pk")
    if dry_run:
        return vieilles.count()
    faites = 0
    while lot := _fold(vieilles):
        faites += lot
    return faites


@transaction.atomic
def _fold(vieilles: object) -> int:
    lot = list(vieilles.select_for_update(of=("self",))[:PAR_LOT])  # type: ignore[attr-defined]  # a queryset of encounters
    for cle, nombre in _cells(rencontre for rencontre in lot if not rencontre.annulee).items():
        structure_id, tournee_id, endroit_id, axe, valeur = cle
        cases = Decompte.objects.of_structures([structure_id]).filter(tournee_id=tournee_id, axe=axe, valeur=valeur)
        ligne = cases.filter(endroit_id=endroit_id).first() if endroit_id else cases.filter(endroit__isnull=True).first()
        ligne = ligne or Decompte.objects.create(structure_id=structure_id, tournee_id=tournee_id, endroit_id=endroit_id, axe=axe, valeur=valeur, nombre=0)
        Decompte.objects.filter(pk=ligne.pk).update(nombre=F("nombre") + nombre)
    Rencontre.objects.filter(pk__in=[rencontre.pk for rencontre in lot]).delete()
    return len(lot)


def _cells(rencontres: Iterable[Rencontre]) -> Counter[tuple[int, uuid.UUID, uuid.UUID | None, str, str]]:
    cases: Counter[tuple[int, uuid.UUID, uuid.UUID | None, str, str]] = Counter()
    for une in rencontres:
        vue = Vue(
            endroit=une.endroit_id,
            suite=une.suite,
            forme=une.forme,
            heure=une.heure,
            objet=une.objet,
            age=une.age,
            langue=une.langue,
            situation=une.situation,
            raison=une.raison,
            revue=une.revue,
        )
        cases.update((une.structure_id, une.tournee_id, une.endroit_id, axe, valeur) for axe, valeur in cells(vue))
    return cases


def erase_words(now: datetime, *, dry_run: bool) -> int:
    """Erase the words of reports past their term; return how many."""
    avant = regle("compte_rendu").terme.over_since(timezone.localtime(now).date())
    vieux = Tournee.objects.filter(fin_prevue_at__date__lte=avant).exclude(mots_scelles="")
    return vieux.count() if dry_run else vieux.update(mots_scelles="")
