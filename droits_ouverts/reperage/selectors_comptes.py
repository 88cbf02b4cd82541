"""What was counted of rounds, read: encounters that are there, those that were erased, taps. Three queries, however many rounds."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum

from droits_ouverts.reperage.models import Decompte, Exposition, Rencontre
from droits_ouverts.reperage.rules_comptes import Chiffres, Effort, Vue, counted

if TYPE_CHECKING:
    from django.db.models import QuerySet

REPONSES = ("endroit_id", "suite", "forme", "heure", "objet", "age", "langue", "situation", "raison", "revue")


def counts_of(structure_ids: Iterable[int], tournees: Sequence[uuid.UUID]) -> Chiffres:
    """Return the counts of these rounds together. Three queries."""
    return _counted(structure_ids, tournees=tournees)


def counts_by_round(structure_ids: Iterable[int], tournees: Sequence[uuid.UUID]) -> dict[uuid.UUID, Chiffres]:
    """Return the counts of these rounds, one by one. Three queries."""
    lues = _rows(structure_ids, {"tournee_id__in": list(tournees)})
    par_tournee: dict[uuid.UUID, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
    for place, lignes in enumerate(lues):
        for tournee_id, ligne in lignes:
            par_tournee[tournee_id][place].append(ligne)
    return {tournee: counted(*par_tournee[tournee]) for tournee in tournees}


def counts_between(structure_ids: Iterable[int], **filtre: object) -> Chiffres:
    """Return the counts of all the rounds that a filter keeps ("tournee__campagne": one). Three queries."""
    return counted(*([ligne for _, ligne in lignes] for lignes in _rows(structure_ids, filtre)))


def _counted(structure_ids: Iterable[int], *, tournees: Sequence[uuid.UUID]) -> Chiffres:
    return counts_between(structure_ids, tournee_id__in=list(tournees))


def _rows(structure_ids: Iterable[int], filtre: dict[str, object]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return, each with the number of its round: encounters, kept counts, efforts."""
    siennes = list(structure_ids)
    vues = _grouped(Rencontre.objects.of_structures(siennes).counted().filter(**filtre), REPONSES).annotate(nombre=Count("pk"))
    gardes = Decompte.objects.of_structures(siennes).filter(**filtre).values_list("tournee_id", "endroit_id", "axe", "valeur", "nombre")
    efforts = _grouped(Exposition.objects.of_structures(siennes).filter(**filtre), ("endroit_id", "forme", "heure", "nature")).annotate(somme=Sum("nombre"))
    return (
        [(ligne["tournee_id"], Vue(endroit=ligne["endroit_id"], nombre=ligne["nombre"], **{nom: ligne[nom] for nom in REPONSES[1:]})) for ligne in vues],
        [(tournee_id, tuple(reste)) for tournee_id, *reste in gardes],
        [
            (
                ligne["tournee_id"],
                Effort(endroit=ligne["endroit_id"], forme=ligne["forme"], heure=ligne["heure"], nature=ligne["nature"], nombre=ligne["somme"]),
            )
            for ligne in efforts
        ],
    )


def _grouped(lignes: QuerySet[Any], champs: Sequence[str]) -> QuerySet[Any, dict[str, Any]]:
    return lignes.order_by().values("tournee_id", *champs)
