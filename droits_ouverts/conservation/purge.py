"""What comes to term, as a report in numbers; asking to erase it, a second person's approval, and the erasing itself, which may be stopped and taken up again.

The digest of a report binds the policy, the day, and the number of each file: whatever changes one of them asks for another approval.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from droits_ouverts.agenda.models import Action, RendezVous
from droits_ouverts.bilan.models import Avis, Bilan, Choix, Estimation
from droits_ouverts.conservation import access
from droits_ouverts.conservation.echeances import schedule
from droits_ouverts.conservation.effacement import accounts_due, erase_file
from droits_ouverts.conservation.enums import GenreDossier
from droits_ouverts.conservation.errors import PurgeRefusedError
from droits_ouverts.conservation.models import DemandePurge
from droits_ouverts.conservation.rules import Echeance, may_erase
from droits_ouverts.conservation.services import FINALITE
from droits_ouverts.documents.models import Document
from droits_ouverts.foundation.conservation import politique
from droits_ouverts.journal.services import record
from droits_ouverts.orientation.models import Orientation
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.structures.models import Structure
from droits_ouverts.suivi.models import Appel, Changement, DroitSuivi, Mouvement, Piece
from droits_ouverts.suivi.models import Echeance as EcheanceSuivie

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

D_ELLE: tuple[type[Any], ...] = (DroitSuivi, Changement, Orientation, RendezVous, Action)
DU_DROIT: tuple[type[Any], ...] = (Mouvement, Piece, EcheanceSuivie, Appel)
"""What goes with a person beside her check-ups, and what goes with each of her followed rights."""
SANS_STRUCTURE = 0
"""Stands for the structure of an account, which is of several or of none."""
Sujet = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapport:
    """What a day would erase: the files, how many rows by structure and table, how many files are held, its digest."""

    le: date
    sujets: tuple[Sujet, ...]
    lignes: dict[int, dict[str, int]]
    tenus: int
    reserves: int
    en_retard: int
    empreinte: str

    @property
    def depasse(self) -> bool:
        """Whether it is more than a night may erase by itself."""
        return len(self.sujets) > politique().ceiling(self.tenus)


def report(on: date) -> Rapport:
    """Return what would be erased on this day, in every structure. A dozen queries a structure."""
    toutes = [echeance for structure in _structures() for echeance in schedule(structure)]
    dues = sorted(echeance.sujet for echeance in toutes if may_erase(echeance, on))
    comptes = [(SANS_STRUCTURE, GenreDossier.COMPTE.value, str(pk)) for pk in accounts_due(on).values_list("pk", flat=True)]
    sujets = (*dues, *comptes)
    return Rapport(
        le=on,
        sujets=sujets,
        lignes=_rows(sujets),
        tenus=len(toutes),
        reserves=sum(echeance.en_reserve for echeance in toutes),
        en_retard=sum(_is_late(echeance, on) for echeance in toutes),
        empreinte=_digest(on, sujets),
    )


def _is_late(echeance: Echeance, on: date) -> bool:
    """Tell whether a file is past its term and neither erased nor held: its notice was late, or nights were missed."""
    return echeance.terme < on and not echeance.en_reserve


@transaction.atomic
def ask(*, actor: Compte, on: date, now: datetime, chaque_nuit: bool) -> DemandePurge:
    """Write down a report that the actor asks to erase, once or (the policy itself) each night. Erases nothing."""
    rapport = report(on)
    demande = DemandePurge.objects.create(
        le=on,
        empreinte=rapport.empreinte,
        politique=politique().empreinte,
        chaque_nuit=chaque_nuit,
        rapport={str(structure): tables for structure, tables in rapport.lignes.items()},
        sujets=[list(sujet) for sujet in rapport.sujets],
        demandee_par=actor,
        demandee_at=now,
    )
    record(actor=actor, verb="demander_purge", thing_kind="demande_purge", thing_id=demande.pk, purpose=FINALITE, structure=None)
    return demande


@transaction.atomic
def approve(*, actor: Compte, empreinte: str, on: date, now: datetime) -> DemandePurge:
    """Approve, as the second person, the report of this digest, still the same. Raise `PurgeRefusedError`."""
    demande = DemandePurge.objects.select_for_update().filter(empreinte=empreinte, approuvee_at=None).order_by("-pk").first()
    if demande is None:
        raise PurgeRefusedError("Aucun rapport en attente n’a cette empreinte. Demandez le rapport du jour, et approuvez ce qu’il affiche.")
    if demande.demandee_par_id == actor.pk:
        raise PurgeRefusedError("La personne qui demande n’est pas celle qui approuve. Faites approuver par une autre.")
    if not access.may_approve(actor, on=on):
        raise PurgeRefusedError("Ce compte n’approuve pas de purge : il faut être responsable d’une structure, coordinateur ou pilote aujourd’hui.")
    _check_same(demande)
    demande.approuvee_par, demande.approuvee_at = actor, now
    demande.save(update_fields=["approuvee_par", "approuvee_at"])
    record(actor=actor, verb="approuver_purge", thing_kind="demande_purge", thing_id=demande.pk, purpose=FINALITE, structure=None)
    return demande


def run_approved(now: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Erase what an approved report names, or take up one that was stopped; return how many files were erased. Each in its own transaction.

    A file that was touched since stays. Raise `PurgeRefusedError` where no report is approved, or where it changed before it began.
    """
    # The one that was stopped first; else the last approved.
    approuvees = DemandePurge.objects.exclude(approuvee_at=None).filter(executee_at=None, chaque_nuit=False)
    demande = approuvees.order_by(F("commencee_at").asc(nulls_last=True), "-pk").first()
    if demande is None:
        raise PurgeRefusedError("Aucun rapport n’est approuvé. Demandez-en un, et faites-le approuver par une seconde personne.")
    _begin(demande, now)
    effaces = _erase_all([_read(sujet) for sujet in demande.sujets], demande.le, now, stop)
    if not stop():
        _end(demande, now)
    return effaces


def run_night(now: datetime, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Erase what comes to term today under a policy approved for each night; return how many files were erased.

    Raise `PurgeRefusedError` where this very policy is not approved for each night, or where it is more than a night may erase.
    """
    on = timezone.localtime(now).date()
    if not is_nightly_approved(on):
        raise PurgeRefusedError("L’effacement de chaque nuit n’est pas approuvé pour cette politique, ou ne l’est plus : demandez-le de nouveau.")
    rapport = report(on)
    if rapport.depasse:
        raise PurgeRefusedError(
            f"{len(rapport.sujets)} dossiers viennent à terme : plus qu’une nuit n’en efface seule ({politique().ceiling(rapport.tenus)}). "
            "Vérifiez l’horloge et la politique, puis faites approuver le rapport du jour."
        )
    return _erase_all(rapport.sujets, on, now, stop)


def is_nightly_approved(on: date) -> bool:
    """Tell whether the policy as it is may be applied each night: approved by two persons, less than a year ago, unchanged since. One query."""
    depuis = politique().approbation.over_since(on)
    return DemandePurge.objects.exclude(approuvee_at=None).filter(chaque_nuit=True, executee_at=None, politique=politique().empreinte, le__gt=depuis).exists()


@transaction.atomic
def stop_nights(*, actor: Compte, now: datetime) -> int:
    """Take every nightly approval back; return how many."""
    arretees = list(DemandePurge.objects.select_for_update().filter(chaque_nuit=True, executee_at=None))
    for demande in arretees:
        demande.executee_at, demande.sujets = now, []
        demande.save(update_fields=["executee_at", "sujets"])
        record(actor=actor, verb="arreter_purge", thing_kind="demande_purge", thing_id=demande.pk, purpose=FINALITE, structure=None)
    return len(arretees)


@transaction.atomic
def _begin(demande: DemandePurge, now: datetime) -> None:
    if demande.commencee_at is None:
        _check_same(demande)
        demande.commencee_at = now
        demande.save(update_fields=["commencee_at"])


@transaction.atomic
def _end(demande: DemandePurge, now: datetime) -> None:
    demande.executee_at, demande.sujets = now, []
    demande.save(update_fields=["executee_at", "sujets"])
    record(actor=None, verb="purger", thing_kind="demande_purge", thing_id=demande.pk, purpose=FINALITE, structure=None)


def _check_same(demande: DemandePurge) -> None:
    if report(demande.le).empreinte != demande.empreinte:
        raise PurgeRefusedError("Le rapport a changé depuis qu’il a été demandé : un dossier ou la politique n’est plus le même. Demandez-en un autre.")


def _erase_all(sujets: Iterable[Sujet], on: date, now: datetime, stop: Callable[[], bool]) -> int:
    effaces = 0
    for structure_id, genre, sujet_id in sujets:
        if stop():
            break
        effaces += erase_file(structure_id, genre, sujet_id, on=on, now=now)
    return effaces


def _read(sujet: list[object]) -> Sujet:
    structure, genre, numero = sujet
    return int(str(structure)), str(genre), str(numero)


def _digest(on: date, sujets: tuple[Sujet, ...]) -> str:
    contenu = json.dumps([politique().empreinte, on.isoformat(), sujets])
    return hashlib.sha256(contenu.encode()).hexdigest()


def _structures() -> list[int]:
    return list(Structure.objects.order_by("pk").values_list("pk", flat=True))


def _rows(sujets: Iterable[Sujet]) -> dict[int, dict[str, int]]:
    """Return how many rows go, by structure and table."""
    par_structure: dict[int, dict[str, list[str]]] = {}
    for structure_id, genre, numero in sujets:
        par_structure.setdefault(structure_id, {}).setdefault(genre, []).append(numero)
    return {structure_id: _rows_of(structure_id, numeros) for structure_id, numeros in par_structure.items()}


def _rows_of(structure_id: int, numeros: dict[str, list[str]]) -> dict[str, int]:
    if structure_id == SANS_STRUCTURE:
        return {"comptes.Compte": len(numeros[GenreDossier.COMPTE])}
    gardees, bilans = numeros.get(GenreDossier.PERSONNE, []), numeros.get(GenreDossier.BILAN, [])
    # Her other files go with her.
    elles = Personne.objects.of_structures([structure_id]).filter(Q(pk__in=gardees) | Q(rapprochee_de__in=gardees))
    personnes = list(elles.values_list("pk", flat=True))
    siens = Bilan.objects.of_structures([structure_id]).filter(Q(personne_id__in=personnes) | Q(pk__in=bilans))
    comptes = Counter(
        {
            "personnes.Personne": Personne.objects.of_structures([structure_id]).filter(pk__in=personnes).count(),
            "personnes.Partage": Partage.objects.filter(personne_id__in=personnes).count(),
            "documents.Document": Document.objects.of_structures([structure_id]).filter(personne_id__in=personnes).count(),
            "bilan.Bilan": siens.count(),
            "bilan.Estimation": Estimation.objects.filter(bilan__in=siens).count(),
            "bilan.Choix": Choix.objects.filter(bilan__in=siens).count(),
            "bilan.Avis": Avis.objects.filter(bilan__in=siens).count(),
        }
    )
    droits = DroitSuivi.objects.of_structures([structure_id]).filter(personne_id__in=personnes)
    comptes |= {table._meta.label: table.objects.filter(droit_suivi__in=droits).count() for table in DU_DROIT}  # noqa: SLF001  Django's own name of a table
    comptes |= {table._meta.label: table.objects.of_structures([structure_id]).filter(personne_id__in=personnes).count() for table in D_ELLE}  # noqa: SLF001  Django's own name of a table
    return dict(sorted(comptes.items()))
