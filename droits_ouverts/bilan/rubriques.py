"""What a later room holds of a person, as it goes into her copy and on her page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Valeur:
    """One thing held: its name in the JSON, its title and its words on paper. `quoi`: what the JSON says."""

    code: str
    titre: str
    texte: str
    quoi: str | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubrique:
    """A list of the copy: its name in the JSON, its title on paper, one tuple a row."""

    code: str
    titre: str
    lignes: tuple[tuple[Valeur, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """What a later room says on her page: a title, sentences, and where it leads. `liens`: a name, the address it leads to, and what is said of it.

    `geste`: what calls for a gesture, where it is sent, its button.
    """

    titre: str
    phrases: tuple[str, ...]
    adresse: str
    bouton: str
    liens: tuple[tuple[str, str, str], ...] = ()
    geste: tuple[str, str, str] | None = None
