"""How names are compared when somebody is looked for: accents, capitals, hyphens, order and one typo a word are forgiven. Pure.

A word is met through its neighbours: itself, and itself less one letter (decision 0033). Two words one typo apart always have a neighbour in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from droits_ouverts.coffre.index import normalised
from droits_ouverts.personnes.rules import Identite

MOTS_MAX, LETTRES_MAX = 6, 24
"""Words of a name, letters of a word: beyond, they are not looked at."""
FAUTE_DES = 4
"""Letters from which a typo is forgiven: shorter words are too near each other."""
ENTRE = re.compile(r"[\s\-‐‑’'._,/]+")


def words_of(texte: str) -> list[str]:
    """Return the words of a name as they are compared, in their order."""
    return [mot[:LETTRES_MAX] for mot in map(normalised, ENTRE.split(texte)) if mot][:MOTS_MAX]


def words_of_person(identite: Identite) -> list[str]:
    """Return the words by which somebody is met: each of her names, and those written in one."""
    separes = [*words_of(identite.prenom), *words_of(identite.nom)]
    d_un_trait = [normalised(nom)[:LETTRES_MAX] for nom in (identite.prenom, identite.nom)]
    return list(dict.fromkeys(mot for mot in (*separes, *d_un_trait) if mot))


def neighbours(mot: str) -> set[str]:
    """Return a word and what is left of it without one letter; a short word alone."""
    return {mot} if len(mot) < FAUTE_DES else {mot, *(mot[:rang] + mot[rang + 1 :] for rang in range(len(mot)))}


def neighbours_of(mots: Iterable[str]) -> set[str]:
    """Return the neighbours of these words, together."""
    return set[str]().union(*map(neighbours, mots))


def one_typo(un: str, autre: str) -> bool:
    """Tell whether two words are the same but for one letter changed, added, left out, or two that changed places."""
    if un == autre:
        return True
    court, long = sorted((un, autre), key=len)
    if len(long) < FAUTE_DES or len(long) - len(court) > 1:
        return False
    debut = next((rang for rang, lettre in enumerate(court) if lettre != long[rang]), len(court))
    if len(court) < len(long):
        return court[debut:] == long[debut + 1 :]
    echangees = court[debut : debut + 2] == long[debut : debut + 2][::-1] and court[debut + 2 :] == long[debut + 2 :]
    return court[debut + 1 :] == long[debut + 1 :] or echangees


def readings(cherches: Sequence[str]) -> list[list[str]]:
    """Return what was typed, and the same with two words that follow each other written in one: "le goff" also finds Legoff."""
    unis = [[*cherches[:rang], un + deux, *cherches[rang + 2 :]] for rang, (un, deux) in enumerate(pairwise(cherches))]
    return [list(cherches), *unis]


def distance(cherches: Sequence[str], siens: Sequence[str]) -> int | None:
    """Return how many of the words typed have a typo for this person; None where one of them is not hers at all."""
    trouves = [_typos(lecture, siens) for lecture in readings(cherches) if lecture]
    return min((un for un in trouves if un is not None), default=None)


def _typos(lecture: Sequence[str], siens: Sequence[str]) -> int | None:
    fautes = 0
    for mot in lecture:
        if mot in siens:
            continue
        if not any(one_typo(mot, sien) for sien in siens):
            return None
        fautes += 1
    return fautes
