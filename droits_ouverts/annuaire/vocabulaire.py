"""The words of the directory, kept in memory: what a typed word may stand for. Accents, plurals, beginnings and a slip of the finger are forgiven."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from droits_ouverts.annuaire.models import Terme
from droits_ouverts.annuaire.rules import EVERYDAY, MOTS_MAX, words

DEBUTS_MAX, PROCHES_MAX = 12, 6


class Vocabulaire:
    """Words of one kind (`m:` of names, `a:` of addresses), in order, and those of everyday life that stand for a need."""

    def __init__(self, mots: Sequence[str]) -> None:
        self._mots = sorted(mots)
        self._connus = frozenset(mots)
        self._par_taille: dict[int, list[str]] = {}
        self._voisins: dict[tuple[int, int], list[str]] = {}
        for mot in self._mots:
            self._par_taille.setdefault(len(mot), []).append(mot)

    def near(self, mot: str) -> list[str]:
        """Return the words that this one may stand for: itself and its longer forms, else those a letter or two away."""
        trouves = [mot] if mot in self._connus else []
        if len(mot) > 2 and not mot.isdigit():
            place = bisect_left(self._mots, mot)
            trouves += [un for un in self._mots[place : place + DEBUTS_MAX + 1] if un.startswith(mot) and un != mot][:DEBUTS_MAX]
        if trouves or len(mot) < 4 or mot.isdigit():
            return trouves
        ecarts = 1 if len(mot) < 7 else 2
        proches = process.extract(mot, self._as_long(len(mot), ecarts), scorer=OSA.distance, score_cutoff=ecarts, limit=PROCHES_MAX)
        # The fewest slips only: two of them make a word from nearly any other.
        return [un for un, distance, _place in proches if distance == proches[0][1]]

    def _as_long(self, taille: int, ecarts: int) -> list[str]:
        """The words of about this length, gathered once."""
        if (taille, ecarts) not in self._voisins:
            self._voisins[taille, ecarts] = [un for autre in range(taille - ecarts, taille + ecarts + 1) for un in self._par_taille.get(autre, ())]
        return self._voisins[taille, ecarts]


_DE_TOUS_LES_JOURS: Final = {mot: besoin for besoin, texte in EVERYDAY.items() for mot in words(texte)}


@lru_cache(maxsize=2)
def _read(_dernier: tuple[int, str] | None) -> dict[str, Vocabulaire]:
    mots: dict[str, list[str]] = {"m": [], "a": []}
    for terme in Terme.objects.filter(mot__regex="^[ma]:").values_list("mot", flat=True):
        mots[terme[0]].append(terme[2:])
    return {genre: Vocabulaire(siens) for genre, siens in mots.items()}


def current() -> dict[str, Vocabulaire]:
    """Return the words of today: one query, one more after an import that brought new ones (words are added, never removed)."""
    return _read(Terme.objects.order_by("-pk").values_list("pk", "mot").first())


def forget() -> None:
    """Forget the words: for tests, whose database goes back."""
    _read.cache_clear()


def alternatives(demande: str, *, adresses: bool = False) -> list[list[str]]:
    """Return, for each word that is asked, the terms that answer it; none for a word that nothing resembles. One query."""
    mots = words(demande)[:MOTS_MAX]
    if not mots:
        return []
    tous = current()
    groupes = []
    for mot in mots:
        termes = [f"m:{un}" for un in tous["m"].near(mot)]
        termes += [f"a:{un}" for un in tous["a"].near(mot)] if adresses else []
        termes += [f"b:{_DE_TOUS_LES_JOURS[mot]}"] if mot in _DE_TOUS_LES_JOURS and not adresses else []
        groupes.append(termes)
    return groupes
