"""Import of a directory: read as it comes, written by lots of one transaction each, gone on with after a cut, never erasing.

A dry run reads and compares the same, and writes nothing but its own row.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.annuaire import index
from droits_ouverts.annuaire.ecriture import Ecriture
from droits_ouverts.annuaire.enums import StatutImport
from droits_ouverts.annuaire.errors import ImportRefusedError
from droits_ouverts.annuaire.lecture import IllisibleError, Ligne
from droits_ouverts.annuaire.models import EtatAvant, Import, Source
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

LOT: Final = 1000
RAMASSAGE: Final = 500_000
FINALITE: Final = "tenue_de_l_annuaire"
Horloge = Callable[[], datetime]
Progres = Callable[[Import], None]


@transaction.atomic
def start_import(  # noqa: PLR0913  each by its name
    *, source: str, nom_source: str, fichier: str, empreinte: str, octets: int, actor: Compte | None, now: datetime, essai: bool = False, complet: bool = True
) -> Import:
    """Open an import, or the one of the same file that was cut, to go on where it stopped. Another one still open of this source is closed: it stopped."""
    tenue, _ = Source.objects.get_or_create(code=source, defaults={"nom": nom_source or source, "cree_at": now})
    Source.objects.select_for_update().get(pk=tenue.pk)
    ouverts = Import.objects.filter(source=tenue, essai=False, statut__in=[StatutImport.EN_COURS, StatutImport.INTERROMPU])
    repris = None if essai else ouverts.filter(empreinte=empreinte, complet=complet).exclude(raison="remplace").order_by("-pk").first()
    if not essai:
        # Another file came: what was cut before it would come back as old news.
        ouverts.exclude(pk=repris.pk if repris else 0).update(statut=StatutImport.INTERROMPU, raison="remplace")
    if repris is not None:
        repris.statut, repris.raison = StatutImport.EN_COURS, ""
        repris.save(update_fields=["statut", "raison"])
        _note(actor, "reprendre_import_annuaire", repris)
        return repris
    passage = Import.objects.create(
        source=tenue, fichier=fichier[:200], empreinte=empreinte, octets=octets, essai=essai, complet=complet, par=actor, commence_at=now
    )
    _note(actor, "importer_annuaire", passage)
    return passage


def run_import(
    passage: Import, lignes: Iterable[Ligne], *, clock: Horloge = timezone.now, progress: Progres | None = None, absences: bool = False, lot: int = LOT
) -> Import:
    """Read every row, write what is new, mark what is gone, put in order. Return the import: finished, or interrupted with its reason.

    `absences`: what is gone may be marked even where it is a third of the source. Raise `ImportRefusedError` where another import took its place.
    """
    with _few_collections():
        return _run(passage, lignes, clock=clock, progress=progress, absences=absences, lot=lot)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for cycles seldom while rows by the hundred thousand are made and let go, which make none: a quarter of the time of an import."""
    avant = gc.get_threshold()
    gc.set_threshold(RAMASSAGE, *avant[1:])
    try:
        yield
    finally:
        gc.set_threshold(*avant)


def _run(passage: Import, lignes: Iterable[Ligne], *, clock: Horloge, progress: Progres | None, absences: bool, lot: int) -> Import:
    ecriture = Ecriture(passage)
    restantes = (ligne for ligne in lignes if ligne.rang > passage.curseur)
    raison = ""
    try:
        for prises in _lots(restantes, lot):
            _batch(ecriture, passage, prises)
            if progress:
                progress(passage)
    except IllisibleError as error:
        raison = str(error)
    if not raison:
        ecriture.retry(now=clock())
        ecriture.mark_absent(on=timezone.localdate(clock()), anyway=absences)
    if not passage.essai:
        for _fait in index.Rangement().run():
            if progress:
                progress(passage)
        index.count()
    return _finish(ecriture, passage, raison=raison, now=clock())


def _lots(lignes: Iterable[Ligne], taille: int) -> Iterator[list[Ligne]]:
    """Gather rows by lots. Where reading stops in the middle, what was read before comes first."""
    lot: list[Ligne] = []
    try:
        for ligne in lignes:
            lot.append(ligne)
            if len(lot) == taille:
                yield lot
                lot = []
    except IllisibleError:
        if lot:
            yield lot
        raise
    if lot:
        yield lot


def _batch(ecriture: Ecriture, passage: Import, lignes: list[Ligne]) -> None:
    with transaction.atomic():
        tenu = Import.objects.select_for_update().get(pk=passage.pk)
        if tenu.statut != StatutImport.EN_COURS or tenu.curseur != passage.curseur:
            raise ImportRefusedError("remplace")
        ecriture.write(lignes)
        passage.curseur, passage.octets_lus = lignes[-1].rang, lignes[-1].octets
        _keep(ecriture, passage, "curseur", "octets_lus")


@transaction.atomic
def _finish(ecriture: Ecriture, passage: Import, *, raison: str, now: datetime) -> Import:
    passage.statut = StatutImport.INTERROMPU if raison else StatutImport.TERMINE
    passage.raison, passage.fini_at = raison, None if raison else now
    if not raison:
        passage.octets_lus = passage.octets
        if not passage.essai:
            EtatAvant.objects.filter(passage__source=passage.source_id).exclude(passage=passage).delete()
    _keep(ecriture, passage, "statut", "raison", "fini_at", "octets_lus")
    _note(passage.par, "arreter_import_annuaire" if raison else "finir_import_annuaire", passage)
    return passage


def _keep(ecriture: Ecriture, passage: Import, *champs: str) -> None:
    passage.comptes, passage.difference = dict(ecriture.comptes), ecriture.difference
    passage.save(update_fields=["comptes", "difference", *champs])


def _note(actor: HasPk | None, verb: str, passage: Import) -> None:
    record(actor=actor, verb=verb, thing_kind="import_annuaire", thing_id=passage.pk, purpose=FINALITE, structure=None)
