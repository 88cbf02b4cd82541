"""What the rooms above declare of themselves: their sealed columns, and the tables whose rows are subjects. `coffre` knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

from droits_ouverts.coffre.envelope import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class ChampScelle:
    """A sealed column: its model ("bilan.Bilan"), what binds the token of a row, and the rows to read along with it."""

    modele: str
    colonne: str
    contexte: Callable[[Any], Context]
    avec: tuple[str, ...] = ()

    @property
    def nom(self) -> str:
        """How screens of the command name it."""
        return f"{self.modele}.{self.colonne}"

    def rows(self) -> models.QuerySet[Any]:
        """Return every row, by number, with what its context reads."""
        lignes: models.QuerySet[Any] = apps.get_model(self.modele)._default_manager.order_by("pk")  # noqa: SLF001  Django's own name for it
        return lignes.select_related(*self.avec) if self.avec else lignes


_champs: dict[str, ChampScelle] = {}
_tables: dict[str, str] = {}


def declare(*champs: ChampScelle, sujets: dict[str, str] | None = None) -> None:
    """Declare sealed columns, and the models whose numbers name subjects of a kind. At the start of an application."""
    _champs.update({champ.nom: champ for champ in champs})
    _tables.update(sujets or {})


def declared() -> Iterator[ChampScelle]:
    """Every sealed column of this installation, by name."""
    return iter(sorted(_champs.values(), key=lambda champ: champ.nom))


def never_again(genre: str, numero: int) -> None:
    """Make the database give, for a new subject of this kind, a number above this one only. Nothing for kinds that are not numbered by it."""
    if genre not in _tables:
        return
    table = apps.get_model(_tables[genre])._meta.db_table  # noqa: SLF001  Django's own name for it
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [numero, table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)", [table, numero, table]
            )
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), GREATEST(nextval(pg_get_serial_sequence(%s, 'id')), %s))", [table, table, numero])
