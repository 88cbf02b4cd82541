"""The only way to write in the journal."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.errors import OutsideTransactionError, ValueInJournalError
from droits_ouverts.journal.models import Ligne

CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
IDENTIFIER = re.compile(r"[0-9]{1,19}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def record(*, actor: HasPk | int | None, verb: str, thing_kind: str, thing_id: object, purpose: str, structure: HasPk | int | None) -> Ligne:
    """Write one line, in the transaction of the verb it tells of. One query.

    `actor` is None for the system itself; `verb`, `thing_kind` and `purpose` are codes (lower case, `_`); `thing_id` is a number or a UUID.
    Raise `OutsideTransactionError` outside a transaction, `ValueInJournalError` for anything that could be a value.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"The line {verb!r} must be written inside the transaction of its verb."
        raise OutsideTransactionError(message)
    for name, code in (("verb", verb), ("thing_kind", thing_kind), ("purpose", purpose)):
        if not CODE.fullmatch(code):
            message = f"{name} must be a code in lower case, of letters, digits and underscores."
            raise ValueInJournalError(message)
    if not IDENTIFIER.fullmatch(str(thing_id)):
        message = "thing_id must be a number or a UUID."
        raise ValueInJournalError(message)
    return Ligne.objects.create(
        at=timezone.now(),
        actor_id=_pk(actor),
        verb=verb,
        thing_kind=thing_kind,
        thing_id=str(thing_id),
        purpose=purpose,
        structure_id=_pk(structure),
    )


def _pk(thing: HasPk | int | None) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.pk
