"""Search in the catalogue: accents, capitals, plurals and a slip of the finger are forgiven. In memory, no query, no Django.

A word that is typed is compared with the words of each right: the same, its beginning, or one that is a letter or two away. Every word typed
must be met for a right to be found; where no right meets them all, those that meet most are proposed as near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.synonymes import SYNONYMES
from droits_ouverts.droits.types import Droit
from droits_ouverts.foundation.textes import plain
from droits_ouverts.foundation.traduction import CATALOGUE, translated
from droits_ouverts.ui.langues import LANGUES

NOM: Final = 8.0
COURANT: Final = 5.0
PUBLIC: Final = 2.0
CONDITION: Final = 1.0
EXACT, DEBUT, PROCHE, SUITE = 1.0, 0.8, 0.6, 0.4
"""How near a word is: the same, the beginning of one, a slip away; and the longer forms of a word that is itself known."""
MOTS_MAX: Final = 8
LONGUEUR_MAX: Final = 100
"""Longest request that is read: beyond, it is no longer a search."""
_VIDES = """
a ai ans au aux avec c ce ces cet cette comment d dans de des du elle en est et ete etre faire il j je l la le les leur ma me mes
mon n ne nos notre nous on avoir besoin droit droits obtenir ou par pas payer plus pour pres qu que quel quelle qui s sa sans se
ses si son suis sur t te tes toi ton tu un une vais veux vos votre vous y
"""
VIDES: Final = frozenset(_VIDES.split())
"""Words that say nothing of what is looked for."""
_MOT = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouvailles:
    """What a search found, best first. `proches` is True where no right answers every word, so these only come near."""

    droits: tuple[Droit, ...]
    proches: bool = False


def words(text: str) -> list[str]:
    """Return the words of a text that say something, each in its shortest form, in order."""
    return [_stem(word) for word in _MOT.findall(plain(text)) if word not in VIDES]


def search(request: str, droits: Sequence[Droit] | None = None) -> Trouvailles:
    """Return the rights that answer a request, among `droits` or all. A request that says nothing finds nothing."""
    asked = list(dict.fromkeys(words(request[:LONGUEUR_MAX])))[:MOTS_MAX]
    index = _index()
    wanted = all_droits() if droits is None else droits
    met = [_near(word) for word in asked]
    scored = []
    for order, droit in enumerate(wanted):
        known = index[droit.code]
        scores = [max((known[word] * nearness for word, nearness in near.items() if word in known), default=0.0) for near in met]
        hits = sum(score > 0 for score in scores)
        if hits:
            scored.append((-hits, -sum(scores), order, droit))
    scored.sort(key=lambda item: item[:3])
    full = tuple(droit for hits, _score, _order, droit in scored if -hits == len(asked))
    if full:
        return Trouvailles(droits=full)
    best = scored[0][0] if scored else 0
    return Trouvailles(droits=tuple(droit for hits, _score, _order, droit in scored if hits == best)[:10], proches=True)


def _stem(word: str) -> str:
    """Drop the mark of a French plural: enough for names of rights, and the same for index and request."""
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@cache
def _index() -> dict[str, dict[str, float]]:
    """Code to words of the right, each with its weight."""
    return {droit.code: _weights(droit) for droit in all_droits()}


def _weights(droit: Droit) -> dict[str, float]:
    parts: tuple[tuple[float, str], ...] = (
        (NOM, droit.libelle),
        (NOM, droit.code.replace("_", " ")),
        (COURANT, SYNONYMES.get(droit.code, "")),
        (PUBLIC, droit.public.texte or ""),
        (PUBLIC, droit.famille.libelle),
        (PUBLIC, " ".join(public.value.replace("_", " ") for public in droit.publics)),
        (CONDITION, " ".join(enonce.texte or "" for enonce in droit.conditions)),
    )
    for langue in LANGUES:
        # Who reads the screens in her language types her words.
        parts = (*parts, (NOM, translated(droit.libelle, CATALOGUE, langue.code)), (PUBLIC, translated(droit.public.texte or "", CATALOGUE, langue.code)))
    found: dict[str, float] = {}
    for weight, text in parts:
        for word in words(text):
            found[word] = max(weight, found.get(word, 0.0))
    return found


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(sorted({word for known in _index().values() for word in known}))


def _near(word: str) -> dict[str, float]:
    """Return the words of the catalogue that this one may stand for, with how near each is."""
    vocabulary = _vocabulary()
    near: dict[str, float] = {}
    slips = 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2
    exact = word in vocabulary
    # A word that the catalogue knows is what was meant: only its own longer forms are added, never its neighbours.
    if slips and not exact:
        met = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=12)
        # The fewest slips only: two of them make a word from nearly any other.
        near = {found: PROCHE / distance for found, distance, _place in met if distance == met[0][1]}
    if len(word) > 2 and not word.isdigit():
        near |= {found: SUITE if exact else DEBUT for found in vocabulary if found.startswith(word)}
    if exact:
        near[word] = EXACT
    return near
