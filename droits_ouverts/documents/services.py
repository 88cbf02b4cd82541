"""The verbs of papers: one function, one transaction, one journal line (ids only: the line is about the person whose paper it is)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.services import seal
from droits_ouverts.documents import rules
from droits_ouverts.documents.contextes import piece_context, sheet_context
from droits_ouverts.documents.effacement import REPENTIR
from droits_ouverts.documents.enums import Nature
from droits_ouverts.documents.errors import PapierChangeError, TropDePapiersError
from droits_ouverts.documents.models import Document, Morceau
from droits_ouverts.documents.selectors import bytes_of, document_for, sheet_of
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.services_droits import locked

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.documents.lecture import Papier

FINALITE = "accompagnement"


@transaction.atomic
def add_document(
    *, actor: Compte, personne_id: int, papier: Papier, nature: Nature, now: datetime, titre: str = "", sujet: tuple[str, str] = ("", "")
) -> Document:
    """Keep a paper of a person, sealed under a key of its own. `sujet`: kind and number of what it is added for.

    Raise `NotVisibleError`, `TropDePapiersError`.
    """
    personne = locked(personne_id, actor, now)
    if Document.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).kept().count() >= rules.PAPIERS_MAX:
        raise TropDePapiersError
    on = day_of(now)
    document = Document(
        structure_id=personne.structure_id,
        personne=personne,
        nature=Nature(nature),
        pages=papier.pages,
        octets=len(papier.contenu),
        sujet_genre=sujet[0],
        sujet_id=sujet[1],
        servi_le=on,
        efface_le=rules.erased_on(on, regle("papier").terme),
        ajoute_par=actor,
        ajoute_at=now,
    )
    fiche = rules.Fiche(titre=rules.one_line(titre, rules.TITRE_MAX), sha256=rules.digest(papier.contenu))
    document.fiche_scellee = seal(fiche.to_bytes(), context=sheet_context(document))
    document.save(force_insert=True)
    for rang, morceau in enumerate(rules.pieces(papier.contenu)):
        # One at a time: a paper of ten megabytes is never in memory twice.
        ligne = Morceau(document=document, rang=rang)
        ligne.contenu_scelle = seal(morceau, context=piece_context(ligne))
        ligne.save(force_insert=True)
    note(actor, "ajouter_papier", document)
    return document


@transaction.atomic
def read_document(*, actor: Compte, personne_id: int, document_id: uuid.UUID, now: datetime, verb: str = "lire_papier") -> tuple[Document, bytes]:
    """Open a paper for whoever may read it; the line of its reading is written with it. Raise `NotVisibleError`, the errors of `coffre`."""
    document = document_for(actor, personne_id, document_id, on=day_of(now))
    contenu = bytes_of(document)
    note(actor, verb, document)
    return document, contenu


@transaction.atomic
def describe_document(
    *, actor: Compte, personne_id: int, document_id: uuid.UUID, nature: Nature, titre: str, expire_le: date | None, now: datetime
) -> Document:
    """Say what a paper is, how it is called and until when it is valid. Raise `NotVisibleError`."""
    document = taken(actor, personne_id, document_id, now)
    fiche = replace(sheet_of(document), titre=rules.one_line(titre, rules.TITRE_MAX))
    document.nature, document.expire_le = Nature(nature), expire_le
    document.fiche_scellee = seal(fiche.to_bytes(), context=sheet_context(document))
    document.save(update_fields=["nature", "expire_le", "fiche_scellee"])
    note(actor, "decrire_papier", document)
    return document


@transaction.atomic
def keep_longer(*, actor: Compte, personne_id: int, document_id: uuid.UUID, now: datetime) -> Document:
    """Note that a paper is still of use: it is kept six months from today. Raise `NotVisibleError`."""
    document = taken(actor, personne_id, document_id, now)
    serve(document, day_of(now))
    note(actor, "garder_papier", document)
    return document


@transaction.atomic
def remove_document(*, actor: Compte, personne_id: int, document_id: uuid.UUID, now: datetime) -> Document:
    """Take a paper away: nobody sees it any more, its links open nothing, the night erases it. It can be put back for a minute. Raise `NotVisibleError`."""
    document = taken(actor, personne_id, document_id, now)
    document.retire_at, document.retire_par = now, actor
    document.save(update_fields=["retire_at", "retire_par"])
    note(actor, "retirer_papier", document)
    return document


@transaction.atomic
def restore_document(*, actor: Compte, personne_id: int, document_id: uuid.UUID, now: datetime) -> Document:
    """Put a paper back within the minute. Raise `NotVisibleError`, `PapierChangeError`."""
    locked(personne_id, actor, now)
    document = document_for(actor, personne_id, document_id, on=day_of(now), removed=True)
    if document.retire_at is None or now - document.retire_at >= REPENTIR:
        raise PapierChangeError
    document.retire_at = document.retire_par = None
    document.save(update_fields=["retire_at", "retire_par"])
    note(actor, "remettre_papier", document)
    return document


def taken(actor: Compte, personne_id: int, document_id: uuid.UUID, now: datetime) -> Document:
    """Return a paper whose person is locked until the transaction ends. Raise `NotVisibleError`."""
    locked(personne_id, actor, now)
    return document_for(actor, personne_id, document_id, on=day_of(now))


def serve(document: Document, on: date) -> None:
    """Note that a paper was of use on a day: its six months begin again."""
    document.servi_le, document.efface_le = on, rules.erased_on(on, regle("papier").terme)
    document.save(update_fields=["servi_le", "efface_le"])


def day_of(now: datetime) -> date:
    """Return the day of an instant, in the time zone of the service."""
    return timezone.localtime(now).date()


def note(actor: Compte | None, verb: str, document: Document) -> None:
    """Write the line of a verb. It is about the person: what was done with her papers stays told once they are erased."""
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=document.personne_id, purpose=FINALITE, structure=document.structure_id)
