"""What the commune field offers and understands: names first, as people know neither Insee nor postal codes by heart."""

from __future__ import annotations

import re
from functools import cache

from droits_ouverts.engine import communes

name_of = communes.name_of


@cache
def options() -> tuple[str, ...]:
    """Names that the field proposes: the communes of the Métropole de Lyon and the arrondissements of Lyon."""
    return tuple(_short(nom) for _code, nom in communes.metropole_lyon())


def written(code: str) -> str:
    """Name of a commune as the field shows it; a commune outside the Métropole keeps its code, as names are not unique."""
    nom = _short(communes.name_of(code))
    return nom if communes.in_metropole_lyon(code) else f"{nom} ({code})"


def find(texte: str) -> str | None:
    """Insee code of what was typed: a name, "Nom (code)", an Insee code or a postal code.

    None where nothing is recognised or where it may be several communes: 69100 is the Insee code of Irigny and the postal code
    of Villeurbanne. A commune of the Métropole is preferred to another of the same number. "Lyon 7", "Lyon 7e" and "Lyon 7ème" are the same arrondissement.
    """
    propre = texte.strip()
    if entre_parentheses := re.search(r"\((\w{5})\)$", propre):
        propre = entre_parentheses.group(1)
        return propre if communes.is_commune(propre) else None
    if code := _codes_by_key().get(_key(propre)):
        return code
    candidats = [code for code in _nearest(propre) if propre.isdigit() or communes.plain(communes.name_of(code)) == communes.plain(propre)]
    proches = [code for code in candidats if communes.in_metropole_lyon(code)] or candidats
    return proches[0] if len(proches) == 1 else None


def suggestions(texte: str) -> list[str]:
    """Up to four communes near what was typed, as `written` writes them."""
    return [written(code) for code in _nearest(texte.strip())]


def _nearest(texte: str) -> list[str]:
    codes = [proche[-6:-1] for proche in communes.nearest_communes(texte)]
    code_insee = [texte.upper()] if communes.is_commune(texte.upper()) else []
    return list(dict.fromkeys(codes + code_insee))


@cache
def _codes_by_key() -> dict[str, str]:
    return {_key(nom): code for code, nom in communes.metropole_lyon()} | {"lyon": communes.LYON}


def _short(nom: str) -> str:
    return nom.removesuffix(" Arrondissement")


def _key(texte: str) -> str:
    mots = [{"st": "saint", "ste": "sainte"}.get(mot, mot) for mot in communes.plain(texte).split() if mot not in {"arrondissement", "arr"}]
    return " ".join(re.sub(r"^(\d)(er|e|eme|ere)$", r"\1", mot) for mot in mots)
