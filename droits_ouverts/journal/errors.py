"""Mistakes in the use of the journal: they are ours, never the person's."""

from __future__ import annotations


class OutsideTransactionError(RuntimeError):
    """A line was written outside the transaction of its verb: one could stand without the other."""


class ValueInJournalError(ValueError):
    """Something else than an id or a code was given: a journal holds no value about a person."""


class AppendOnlyError(RuntimeError):
    """A line of the journal is never changed nor removed by the application."""
