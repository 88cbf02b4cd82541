"""Mistakes in the use of the journal: they are ours, never the person's."""

from __future__ import annotations


class OutsideTransactionError(RuntimeError):
    """A line was written outside the transaction of its verb: one could stand without the other."""


class ValueInJournalError(ValueError):
    """Something else than an id or a code was given: a journal holds no value about a person."""


class AppendOnlyError(RuntimeError):
    """A line of the journal is never changed nor removed by the application."""


class SigningKeyError(RuntimeError):
    """The key that signs the heads cannot be used; the message says what to mend. For those who run the service."""


class HeadFileError(ValueError):
    """A file given as a signed head is not one, or was altered; the message says which and why."""


class PurgeRefusedError(RuntimeError):
    """The journal is not purged; the message says why and what to do. For those who run the service."""
