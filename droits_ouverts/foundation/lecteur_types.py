"""What the readers of files share: their bounds, and why one is refused."""

from __future__ import annotations

LIGNES, COLONNES, CARACTERES = 50_000, 256, 32_768
"""Rows of a table, columns of a row, characters of a cell: more is refused."""


class IllisibleError(Exception):
    """A file that is refused; `raison` is a key of `fichiers.RAISONS`."""

    def __init__(self, raison: str) -> None:
        self.raison = raison
        super().__init__(raison)
