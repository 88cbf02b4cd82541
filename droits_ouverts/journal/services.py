"""The only way to write in the journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone

from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal import chaine
from droits_ouverts.journal.enums import Issue
from droits_ouverts.journal.errors import OutsideTransactionError, ValueInJournalError
from droits_ouverts.journal.models import Ligne, Tete

CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
IDENTIFIER = re.compile(r"[0-9]{1,19}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMERO_MAX = 2**63 - 1

_noted: ContextVar[list[Ligne] | None] = ContextVar("journal_noted", default=None)


def record(  # noqa: PLR0913  a line says as much, each by its name
    *,
    actor: HasPk | int | None,
    verb: str,
    thing_kind: str,
    thing_id: object,
    purpose: str,
    structure: HasPk | int | None,
    issue: Issue = Issue.FAIT,
    motif: str = "",
    partage: HasPk | int | None = None,
) -> Ligne:
    """Write one line at the end of its structure's chain, in the transaction of the verb it tells of. Three queries.

    `actor` is None for the system itself; `verb`, `thing_kind`, `purpose` and `motif` (of a refusal only) are codes (lower case, `_`);
    `thing_id` is a number or a UUID. The chain's head stays locked until the transaction ends.
    Raise `OutsideTransactionError` outside a transaction, `ValueInJournalError` for anything that could be a value.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"The line {verb!r} must be written inside the transaction of its verb."
        raise OutsideTransactionError(message)
    for name, code in (("verb", verb), ("thing_kind", thing_kind), ("purpose", purpose), ("motif", motif or "aucun")):
        if not CODE.fullmatch(code):
            message = f"{name} must be a code in lower case, of letters, digits and underscores."
            raise ValueInJournalError(message)
    if not is_identifier(thing_id):
        message = "thing_id must be a number or a UUID."
        raise ValueInJournalError(message)
    if bool(motif) != (issue == Issue.REFUSE):
        message = "A refusal gives its motif, and nothing else does."
        raise ValueInJournalError(message)
    contenu = chaine.Contenu(
        at=timezone.now(),
        actor_id=_pk(actor),
        verb=verb,
        thing_kind=thing_kind,
        thing_id=str(thing_id),
        purpose=purpose,
        structure_id=_pk(structure),
        issue=Issue(issue).value,
        motif=motif,
        partage_id=_pk(partage),
    )
    return _chained(contenu)


def record_refusal(
    *, actor: HasPk | int | None, verb: str, thing_kind: str, thing_id: object, purpose: str, structure: HasPk | int | None, motif: str
) -> Ligne:
    """Write that an act was refused, and by which rule: `motif` is a code, never a value. Raise as `record`."""
    return record(actor=actor, verb=verb, thing_kind=thing_kind, thing_id=thing_id, purpose=purpose, structure=structure, issue=Issue.REFUSE, motif=motif)


def is_identifier(thing_id: object) -> bool:
    """Tell whether the journal may keep this as the number of a thing."""
    return IDENTIFIER.fullmatch(str(thing_id)) is not None


@contextmanager
def noting() -> Iterator[list[Ligne]]:
    """Gather the lines written until the end of the block, in this thread or task: a request tells so whether its verb left one."""
    lignes: list[Ligne] = []
    token = _noted.set(lignes)
    try:
        yield lignes
    finally:
        _noted.reset(token)


@as_service(Service.JOURNAL)
def _chained(contenu: chaine.Contenu) -> Ligne:
    """Write a line after the last one of its chain, whose head stays locked until the end of the transaction."""
    tete = _locked_head(chaine.chain_of(contenu.structure_id))
    rang = tete.rang + 1
    empreinte = chaine.link(tete.empreinte, chaine.canonical(rang, contenu))
    ligne = Ligne.objects.create(
        at=contenu.at,
        actor_id=contenu.actor_id,
        verb=contenu.verb,
        thing_kind=contenu.thing_kind,
        thing_id=contenu.thing_id,
        purpose=contenu.purpose,
        structure_id=contenu.structure_id,
        issue=contenu.issue,
        motif=contenu.motif,
        partage_id=contenu.partage_id,
        rang=rang,
        empreinte=empreinte,
    )
    Tete.objects.filter(pk=tete.pk).update(rang=rang, empreinte=empreinte)
    noted = _noted.get()
    if noted is not None:
        noted.append(ligne)
    return ligne


def _locked_head(numero: int) -> Tete:
    """Return the head of a chain, locked; a chain begins with its first line. On SQLite the whole database is locked by the transaction."""
    tete = Tete.objects.select_for_update().filter(pk=numero).first()
    if tete is None:
        Tete.objects.bulk_create([Tete(chaine=numero, empreinte=chaine.ORIGINE)], ignore_conflicts=True)
        tete = Tete.objects.select_for_update().get(pk=numero)
    return tete


def _pk(thing: HasPk | int | None) -> int | None:
    """Return the number of a thing. Raise `ValueInJournalError` for what is not a number of a row."""
    if thing is None:
        return None
    numero = thing if isinstance(thing, int) else thing.pk
    if type(numero) is not int or not 0 <= numero <= NUMERO_MAX:
        message = "actor, structure and partage are numbers of rows."
        raise ValueInJournalError(message)
    return numero
