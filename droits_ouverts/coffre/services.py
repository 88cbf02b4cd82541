"""The verbs that other rooms use: seal, open, and destroy the keys of subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre import envelope, trousseau
from droits_ouverts.coffre.effacements import export_erasures, replay_erasures, write_down
from droits_ouverts.coffre.envelope import Context, Sujet
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.trousseau import address
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.foundation.types import HasPk

__all__ = [
    "Context",
    "Sujet",
    "destroy_keys",
    "export_erasures",
    "keyring",
    "needs_rewrap",
    "open_sealed",
    "prepare",
    "replay_erasures",
    "rewrap",
    "seal",
]


def keyring() -> Keyring:
    """Return the keys of this installation, as the settings `COFFRE_CLES` and `COFFRE_CREE_PREMIERE_CLE` say."""
    return Keyring(Path(settings.COFFRE_CLES), make_first=settings.COFFRE_CREE_PREMIERE_CLE)


def seal(payload: bytes, *, context: Context) -> str:
    """Return the token of `payload`, bound to `context`: under the key of its subject, or under the active key if it names none.

    With a subject, in the transaction that writes the token: two queries, three more the first time that something is sealed for her.
    Raise `MissingKeyError` if there is no key, `KeyFileError` if a key file cannot be used, `KeyServiceError`, `ErasedError` for a subject
    whose key was destroyed, `WornKeyError`.
    """
    if context.sujet is None:
        return envelope.seal_with(keyring().active(), payload, context)
    cle = trousseau.sealing(address(context.structure, context.sujet))
    return envelope.seal_for_subject(cle.secret, payload, context)


def open_sealed(token: str, *, context: Context) -> bytes:
    """Return what `seal` was given for the same `context`. At most one query a subject and a request.

    Raise `ErasedError` (the subject's key was destroyed), `MissingKeyError` (its key is not here), `MalformedTokenError` (not a token of ours),
    `TamperedError` (altered, or of another context), `KeyServiceError`.
    """
    if context.sujet is None:
        return envelope.open_with(keyring().get(envelope.key_id_of(token)), token, context)
    une = address(context.structure, context.sujet)
    if envelope.is_for_subject(token):
        return envelope.open_for_subject(trousseau.opening(une).secret, token, context)
    # Sealed before subjects had keys: nothing but the register says that she was erased since.
    if une not in trousseau.read([une]):
        trousseau.refuse_erased(une)
    return envelope.open_with(keyring().get(envelope.key_id_of(token)), token, context)


def prepare(contexts: Iterable[Context]) -> None:
    """Read the keys of these contexts at once, for a list: one query a kind of subject instead of one a subject. Nothing outside a request."""
    trousseau.read(address(context.structure, context.sujet) for context in contexts if context.sujet is not None)


@transaction.atomic
def destroy_keys(sujets: Sequence[Sujet], *, structure: int, actor: HasPk | int | None, purpose: str, now: datetime | None = None) -> int:
    """Destroy the keys of these subjects of one structure; return how many there were. What was sealed for them opens nowhere any more.

    Their lines of the blind index go too; each subject is written in the register of erasures, and one line of the journal tells it, about the
    first subject. Nobody seals for them again. In the transaction of the caller, if there is one. Destroying again does nothing more.
    """
    if not sujets:
        return 0
    detruites = write_down([(address(structure, sujet), now or timezone.now()) for sujet in sujets])
    record(actor=actor, verb="detruire_cles", thing_kind=sujets[0].ecrit[0], thing_id=sujets[0].id, purpose=purpose, structure=structure)
    return detruites


def needs_rewrap(token: str) -> bool:
    """Tell whether a newer key than the token's seals now; never for a token under its subject's key. Raise `MalformedTokenError`."""
    return not envelope.is_for_subject(token) and envelope.key_id_of(token) != keyring().active().id


def rewrap(token: str, *, context: Context) -> str:
    """Return the token of the same payload under the active key. Raise as `open_sealed`. For what has no subject."""
    keys = keyring()
    return envelope.rewrap(keys.get(envelope.key_id_of(token)), keys.active(), token, context)
