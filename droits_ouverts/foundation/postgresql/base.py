"""Named by `DATABASES["default"]["ENGINE"]`: the context travels with the first statement of a transaction, in the same message, so that it costs no exchange."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db.backends.postgresql import base
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

from droits_ouverts.foundation.lignes import contexte

INCONNU = object()
"""What a return to a savepoint leaves open."""


class Curseur(base.CursorMixin, ClientCursor[Any]):
    """A cursor that opens the context in force where its transaction has not."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:  # noqa: ANN401  psycopg's own signature
        """Execute a statement behind its context, whose own answer is passed over."""
        avant = context_needed(self.connection)
        if not avant:
            super().execute(query, params, **options)
        else:
            super().execute(avant + (query if isinstance(query, str) else query.as_string(self)), params, **options)
            self.nextset()
        if isinstance(query, str) and query.startswith("ROLLBACK TO"):
            self.connection.lignes_ouvert = INCONNU  # type: ignore[attr-defined]  # a mark of ours on psycopg's connection
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> None:  # noqa: ANN401  psycopg's own signature
        """Execute a statement for each row of values: each may be a transaction of its own."""
        for params in params_seq:
            self.execute(query, params)


def context_needed(connection: Any) -> str:  # noqa: ANN401  psycopg's connection, on which we keep what its transaction has open
    """Return the statement that opens the context in force, or closes the one that is not; nothing where the transaction already has it, or has failed."""
    statut, courant = connection.info.transaction_status, contexte.current()
    if statut == TransactionStatus.IDLE:
        connection.lignes_ouvert = None
    elif statut != TransactionStatus.INTRANS:
        return ""
    if connection.lignes_ouvert is courant or connection.lignes_ouvert == courant:
        return ""
    connection.lignes_ouvert = courant
    return contexte.opening(courant, pid=connection.info.backend_pid)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with our cursor."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's parameters, and our cursor."""
        return super().get_connection_params() | {"cursor_factory": Curseur}

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401  Django's own signature
        """Return a cursor; one of the server only inside a transaction, which alone holds a context for as long as it is read."""
        if name and contexte.current() is not None:
            if self.connection.autocommit:
                return super().create_cursor()
            self.connection.cursor().execute("SELECT 1")
        return super().create_cursor(name)
