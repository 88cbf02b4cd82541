"""How a room closes its tables by triggers: the same gesture for each, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def execute(schema_editor: BaseDatabaseSchemaEditor, statements: Mapping[str, Sequence[str]]) -> None:
    """Run the statements of the database in use, by its vendor ("sqlite", "postgresql"). Raise `KeyError` on any other."""
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
