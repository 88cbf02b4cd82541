"""Strict reading of the catalogue's YAML: no key twice, no key unknown, no type guessed. Faults are gathered, never skipped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

try:  # Reading is ten times faster with libyaml, which the wheels of PyYAML bring.
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]  # the same class, in Python

from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.foundation.durees import Duree

E = TypeVar("E", bound=StrEnum)

_URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/[^\s<>\"]*)?", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PHONE = re.compile(r"0\d( \d\d){4}|0 8\d\d \d{3} \d{3}|\d{3,4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")


class _Loader(SafeLoader):
    """YAML with text, whole and decimal numbers, true, false and null only: a date stays a text, `non` stays a word."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Leave `<<` alone: a merge would hide where a statement comes from."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that is written twice."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _KeyFaultError(str(key), key_node.start_mark.line + 1, "n’est pas un texte.", "Mettez cette clé entre guillemets.")
            if key in seen:
                raise _KeyFaultError(key, key_node.start_mark.line + 1, "est écrite deux fois.", "Gardez une seule des deux.")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class _KeyFaultError(Exception):
    def __init__(self, key: str, line: int, constat: str, remede: str) -> None:
        self.key, self.line, self.constat, self.remede = key, line, constat, remede
        super().__init__(key)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))


def parse_yaml(text: str, fichier: str) -> dict[str, Any]:
    """Return the mapping written in `text`; raise `CatalogueError` naming file, line or key, and mend."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 — a SafeLoader, made stricter
    except _KeyFaultError as fault:
        problem = Probleme(fichier=fichier, cle=fault.key, constat=f"à la ligne {fault.line}, la clé {fault.constat}", remede=fault.remede)
        raise CatalogueError([problem]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"ligne {mark.line + 1}" if mark is not None else "fichier entier"
        raise CatalogueError(
            [
                Probleme(
                    fichier=fichier,
                    cle=place,
                    constat=f"ce n’est pas du YAML ({getattr(error, 'problem', error)}).",
                    remede="Corrigez l’écriture à cet endroit.",
                )
            ]
        ) from error
    if not isinstance(data, dict):
        raise CatalogueError(
            [
                Probleme(
                    fichier=fichier, cle="fichier entier", constat="il ne contient pas de clés.", remede="Écrivez une fiche comme le montre docs/catalogue.md."
                )
            ]
        )
    return data


class Reader:
    """One mapping of a file. Each `take` names the key it wants; `finish` refuses the keys nobody asked for."""

    def __init__(self, data: dict[str, Any], *, fichier: str, path: str = "", problemes: list[Probleme]) -> None:
        self.data = data
        self.fichier = fichier
        self.path = path
        self.problemes = problemes
        self.asked: list[str] = []

    def report(self, key: str, constat: str, remede: str) -> None:
        """Note a fault at `key`."""
        self.problemes.append(Probleme(fichier=self.fichier, cle=f"{self.path}{key}", constat=constat, remede=remede))

    def take(self, key: str, *, optional: bool = False) -> Any:  # noqa: ANN401 — what YAML holds
        """Return the raw value; a missing key is a fault unless `optional`."""
        self.asked.append(key)
        if key not in self.data and not optional:
            self.report(key, "cette clé manque.", "Ajoutez-la ; si la réponse n’est pas connue, écrivez null avec le grade a_verifier.")
        return self.data.get(key)

    def finish(self) -> None:
        """Refuse unknown keys."""
        for key in self.data:
            if key not in self.asked:
                close = difflib.get_close_matches(key, self.asked, n=1)
                remede = f"Vouliez-vous écrire « {close[0]} » ?" if close else f"Retirez-la, ou choisissez parmi : {', '.join(self.asked)}."
                self.report(key, "cette clé est inconnue.", remede)

    def text(self, key: str, *, optional: bool = False, nullable: bool = False) -> str | None:
        """Return a text that is not blank."""
        value = self.take(key, optional=optional)
        if value is None:
            if key in self.data and not nullable:
                self.report(key, "cette valeur est vide.", "Écrivez un texte.")
            return None
        if not isinstance(value, str) or not value.strip():
            self.report(key, f"« {value} » n’est pas un texte.", "Écrivez un texte, entre guillemets s’il ressemble à un nombre.")
            return None
        return value

    def needed_text(self, key: str) -> str:
        """Return a text, or "" after a fault."""
        return self.text(key) or ""

    def matching(self, key: str, pattern: re.Pattern[str], constat: str, remede: str, *, optional: bool = True) -> str | None:
        """Return a text of a given shape, or None."""
        value = self.text(key, optional=optional, nullable=True)
        if value is not None and pattern.fullmatch(value) is None:
            self.report(key, f"« {value} » {constat}", remede)
            return None
        return value

    def url(self, key: str, *, optional: bool = True) -> str | None:
        """Return an https address, or None."""
        return self.matching(key, _URL, "n’est pas une adresse https.", "Écrivez l’adresse entière, qui commence par https://.", optional=optional)

    def telephone(self, key: str) -> str | None:
        """Return a telephone number as it is read aloud, or None."""
        return self.matching(key, _PHONE, "n’est pas un numéro de téléphone.", "Écrivez-le par paires, par exemple '04 72 21 44 95'.")

    def courriel(self, key: str) -> str | None:
        """Return an e-mail address, or None."""
        return self.matching(key, _EMAIL, "n’est pas une adresse de courriel.", "Écrivez-la en entier, par exemple contact@exemple.fr.")

    def source(self, key: str) -> str | None:
        """Return an https address or a named text, or None."""
        value = self.text(key, nullable=True)
        if value is not None and "://" in value and _URL.fullmatch(value) is None:
            self.report(key, f"« {value} » n’est pas une adresse https.", "Écrivez l’adresse entière en https://, ou nommez le texte sans adresse.")
            return None
        return value

    def partial_date(self, key: str, *, optional: bool = False) -> str | None:
        """Return a date known to the year, the month or the day, or None."""
        value = self.take(key, optional=optional)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _is_partial_date(value):
            self.report(key, f"« {value} » n’est pas une date.", "Écrivez 2026, 2026-04 ou 2026-04-01.")
            return None
        return value

    def day(self, key: str, *, default: date | None = None) -> date:
        """Return a whole date; `default` where the key may be absent."""
        value = self.take(key, optional=default is not None)
        if value is None and default is not None:
            return default
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == len("2026-04-01") else "")
        except ValueError:
            if key in self.data:
                self.report(key, f"« {value} » n’est pas un jour.", "Écrivez l’année, le mois et le jour : 2026-11-24.")
            return date.min

    def duration(self, key: str, *, optional: bool = False) -> Duree | None:
        """Return an ISO 8601 duration, or None."""
        value = self.take(key, optional=optional)
        if value is None:
            return None
        try:
            return Duree.parse(value if isinstance(value, str) else "")
        except ValueError:
            self.report(key, f"« {value} » n’est pas une durée.", "Écrivez une durée ISO 8601 : P2M pour 2 mois, P15D pour 15 jours, P1Y pour 1 an.")
            return None

    def enum(self, key: str, choices: type[E], *, nullable: bool = False, optional: bool = False) -> E | None:
        """Return a value of a closed list, or None."""
        value = self.take(key, optional=optional)
        if value is None and (nullable or key not in self.data):
            return None
        return self._member(key, value, choices)

    def needed_enum(self, key: str, choices: type[E]) -> E:
        """Return a value of a closed list; after a fault, its first member (the file is refused anyway)."""
        return self.enum(key, choices) or next(iter(choices))

    def enums(self, key: str, choices: type[E]) -> tuple[E, ...]:
        """Return a list, not empty, of values of a closed list."""
        values = self.entries(key)
        if key in self.data and not values:
            self.report(key, "cette liste est vide.", f"Choisissez parmi : {_choices(choices)}.")
        members = (self._member(f"{key}[{index}]", value, choices) for index, value in enumerate(values))
        return tuple(member for member in members if member is not None)

    def number(self, key: str) -> float | None:
        """Return a number, or None."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.report(key, f"« {value} » n’est pas un nombre.", "Écrivez un nombre avec un point, sans espace ni unité : 1041.59.")
            return None
        return float(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        value = self.take(key, optional=True)
        if value is not None and not isinstance(value, bool):
            self.report(key, f"« {value} » n’est ni true ni false.", "Écrivez true ou false.")
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, maybe empty."""
        values = self.entries(key)
        for index, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.report(f"{key}[{index}]", f"« {value} » n’est pas un texte.", "Écrivez un texte.")
        return tuple(value for value in values if isinstance(value, str))

    def entries(self, key: str, *, optional: bool = False) -> list[Any]:
        """Return a list, maybe empty."""
        value = self.take(key, optional=optional)
        if isinstance(value, list):
            return value
        if key in self.data:
            self.report(key, "ce n’est pas une liste.", "Écrivez une liste, même vide : [].")
        return []

    def child(self, key: str) -> Reader:
        """Return the reader of the mapping at `key`."""
        return self._reader(key, self.take(key), missing=key not in self.data)

    def children(self, key: str) -> Iterable[Reader]:
        """Return the readers of the mappings listed at `key`."""
        return [self._reader(f"{key}[{index}]", value, missing=False) for index, value in enumerate(self.entries(key))]

    def _reader(self, key: str, value: object, *, missing: bool) -> Reader:
        problemes = self.problemes
        if not isinstance(value, dict):
            if not missing:
                self.report(key, "ce n’est pas un énoncé avec ses clés.", "Écrivez au moins texte, source, source_le et grade.")
            # Its own faults would only repeat the one above.
            value, problemes = {}, []
        return Reader(value, fichier=self.fichier, path=f"{self.path}{key}.", problemes=problemes)

    def _member(self, key: str, value: Any, choices: type[E]) -> E | None:  # noqa: ANN401 — what YAML holds
        try:
            return choices(value)
        except ValueError:
            close = difflib.get_close_matches(str(value), [choice.value for choice in choices], n=1)
            hint = f"Vouliez-vous écrire « {close[0]} » ? " if close else ""
            self.report(key, f"« {value} » n’est pas dans la liste.", f"{hint}Choisissez parmi : {_choices(choices)}.")
            return None


def _choices(choices: type[StrEnum]) -> str:
    return ", ".join(choice.value for choice in choices)


def _is_partial_date(text: str) -> bool:
    if _PARTIAL_DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat((text + "-01-01")[: len("2026-01-01")])
    except ValueError:
        return False
    return True
