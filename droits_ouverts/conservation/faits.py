"""Facts without anybody: what erased check-ups and followed rights counted for, added to a cell by structure, month, right, state and reason.

A cell says how many, never who nor when it grew. A small one is exact here: whoever publishes figures protects them.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from droits_ouverts.bilan.enums import DecisionChoix, StatutAvis
from droits_ouverts.bilan.models import Avis, Bilan, Choix
from droits_ouverts.conservation.enums import GenreFait
from droits_ouverts.conservation.models import Fait
from droits_ouverts.suivi.models import DroitSuivi, DroitSuiviQuerySet, Mouvement
from droits_ouverts.suivi.rules import Comptes
from droits_ouverts.suivi.selectors_doubles import followed_twice

DES_ETATS = {"refuse": "refuses", "perdu": "perdus", "renonce": "renonces", "ecarte": "ecartes"}
DES_RESULTATS = {"ouvert": "ouverts", "verse": "verses", "maintenu": "maintenus"}
"""Under which count of followed rights a fact goes."""
Case = tuple[int, str, str, str, str, str]
"""Structure, month, what is counted, right, state, reason."""


def keep_of_erased(*, structure_id: int, bilan_ids: list[uuid.UUID], **_signal: object) -> None:
    """Receive `bilan.signals.bilans_effaces`."""
    keep(Bilan.objects.of_structures([structure_id]).filter(pk__in=bilan_ids))


def keep_of_erased_rights(*, structure_id: int, droit_suivi_ids: list[uuid.UUID], comptes: list[uuid.UUID] | None = None, **_signal: object) -> None:
    """Receive `suivi.signals.suivis_effaces`."""
    voulus = droit_suivi_ids if comptes is None else comptes
    _add(counted_rights(DroitSuivi.objects.of_structures([structure_id]).filter(pk__in=voulus)))


def keep(bilans: QuerySet[Bilan]) -> None:
    """Add what these check-ups count for to the facts. In the transaction that erases them."""
    _add(counted(bilans))


def _add(comptes: Counter[Case]) -> None:
    for (structure_id, mois, genre, droit, etat, motif), nombre in comptes.items():
        ou = {"structure_id": structure_id, "mois": mois, "genre": genre, "droit": droit, "etat": etat, "motif": motif}
        Fait.objects.bulk_create([Fait(**ou)], ignore_conflicts=True)
        Fait.objects.filter(**ou).update(nombre=F("nombre") + nombre)


def totals(structure_ids: Iterable[int]) -> Counter[Case]:
    """Return how many in each cell of these structures, what was erased included; a right that is followed in two files of one person counts once. Seven queries."""
    siennes = list(structure_ids)
    suivis = DroitSuivi.objects.of_structures(siennes).exclude(pk__in=followed_twice(siennes))
    comptes = counted(Bilan.objects.of_structures(siennes)) + counted_rights(suivis)
    champs = ("structure_id", "mois", "genre", "droit", "etat", "motif", "nombre")
    for *case, nombre in Fait.objects.filter(structure_id__in=siennes).values_list(*champs):
        comptes[tuple(case)] += nombre
    return comptes


def counted(bilans: QuerySet[Bilan]) -> Counter[Case]:
    """Return what these check-ups count for: each one, the choices and the opinions in force. Three queries."""
    lus = {pk: (structure_id, mois, statut) for pk, structure_id, mois, statut in bilans.values_list("pk", "structure_id", "mois", "statut")}
    comptes: Counter[Case] = Counter((structure_id, mois, GenreFait.BILAN.value, "", statut, "") for structure_id, mois, statut in lus.values())
    choix = Choix.objects.filter(bilan__in=bilans).order_by("fait_at", "pk").values_list("bilan_id", "droit", "decision", "motif")
    avis = Avis.objects.filter(bilan__in=bilans).order_by("fait_at", "pk").values_list("bilan_id", "droit", "statut", Value(""))
    for pk, droit, etat, motif in _in_force(choix, ferme=DecisionChoix.AUCUNE):
        comptes[*lus[pk][:2], GenreFait.CHOIX.value, droit, etat, motif] += 1
    for pk, droit, etat, motif in _in_force(avis, ferme=StatutAvis.RETIRE):
        comptes[*lus[pk][:2], GenreFait.AVIS.value, droit, etat, motif] += 1
    return comptes


def counted_rights(droits: DroitSuiviQuerySet) -> Counter[Case]:
    """Return what these followed rights count for, by the month in which their follow-up began: where each stands and why, and what was obtained. Two queries."""
    motifs = {
        pk: motif_decision or motif_personne or motif_pro
        for pk, motif_decision, motif_personne, motif_pro in Mouvement.objects.filter(
            droit_suivi__in=droits.real(), correction__isnull=True, annule__isnull=True
        )
        .order_by("rang")
        .values_list("droit_suivi_id", "motif_decision", "motif_personne", "motif_pro")
    }
    comptes: Counter[Case] = Counter()
    champs = ("pk", "structure_id", "created_at", "droit", "etat", "deja_ouvert", "ouvert_le", "verse_le", "maintenu_le")
    for pk, structure_id, at, droit, etat, deja, ouvert, verse, maintenu in droits.real().values_list(*champs):
        mois = f"{timezone.localtime(at):%Y-%m}"
        comptes[structure_id, mois, GenreFait.SUIVI.value, droit, etat, motifs.get(pk, "")] += 1
        for nom, obtenu in (("deja_ouvert", deja), ("ouvert", ouvert), ("verse", verse), ("maintenu", maintenu)):
            if obtenu:
                comptes[structure_id, mois, GenreFait.RESULTAT.value, droit, nom, ""] += 1
    return comptes


def counts_of_erased(sender: object, *, structure_ids: Iterable[int], **_rest: object) -> dict[str, Comptes]:
    """Receive `suivi.signals.comptes_lus`: what the followed rights of erased persons counted for, right by right. One query."""
    par_droit: dict[str, Comptes] = {}
    faits = Fait.objects.filter(structure_id__in=list(structure_ids), genre__in=[GenreFait.SUIVI, GenreFait.RESULTAT])
    for genre, droit, etat, nombre in faits.values_list("genre", "droit", "etat", "nombre"):
        noms = {"suivis", DES_ETATS.get(etat)} if genre == GenreFait.SUIVI else {DES_RESULTATS.get(etat)}
        par_droit[droit] = par_droit.get(droit, Comptes()) + Comptes(**{nom: nombre for nom in noms if nom})
    return par_droit


def _in_force(rows: Iterable[tuple[uuid.UUID, str, str, str]], *, ferme: str) -> Iterator[tuple[uuid.UUID, str, str, str]]:
    """Keep the last row (check-up, right, state, reason) of each check-up and right, unless it takes the one before back."""
    derniers = {row[:2]: row for row in rows}
    return (row for row in derniers.values() if row[2] != ferme)
