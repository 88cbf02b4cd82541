"""Pure rules of the directory: words, distances, needs, what looks like one place twice."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from droits_ouverts.foundation.textes import plain

RAYON_TERRE_KM: Final = 6371.0088
KM_PAR_DEGRE: Final = 111.195
ECHELLE: Final = 10_000
"""Positions of the index are whole ten-thousandths of a degree: eleven metres."""
MOTS_MAX, LONGUEUR_MAX = 8, 100
_VIDES = "a ai au aux avec d dans de des du en et l la le les ma me mes mon ou par pour pres qu que qui sa se ses son sur un une vers"
VIDES: Final = frozenset(_VIDES.split())
_MOT = re.compile(r"[^\W_]+")

FAMILLES: Final[dict[str, tuple[str, ...]]] = {
    "droits": ("difficultes-administratives-ou-juridiques", "acces-aux-droits-et-citoyennete"),
    "argent": ("difficultes-financieres", "gestion-financiere"),
    "manger": ("equipement-et-alimentation",),
    "logement": ("logement-hebergement",),
    "sante": ("sante",),
    "handicap": ("handicap", "sante--constituer-un-dossier-mdph-invalidite"),
    "famille": ("famille",),
    "emploi": ("trouver-un-emploi", "preparer-sa-candidature", "se-former", "choisir-un-metier", "accompagnement-social-et-professionnel-personnalise"),
    "mobilite": ("mobilite",),
    "numerique": ("numerique",),
    "francais": ("lecture-ecriture-calcul", "apprendre-francais", "illettrisme"),
    "lien": ("remobilisation",),
}
"""Need to the categories, or single thématiques, of data·inclusion that answer it: those of the schema v1 (1.0.10) and those of v0 (0.22.0)."""

EVERYDAY: Final[dict[str, str]] = {
    "droits": "papiers administratif démarches juridique avocat domiciliation aide sociale",
    "argent": "dettes surendettement budget banque impayés microcrédit",
    "manger": "alimentation colis repas nourriture vêtements épicerie",
    "logement": "loyer hébergement appartement expulsion foyer toit",
    "sante": "soins médecin docteur dentiste psychologue addiction",
    "handicap": "mdph handicapé invalidité fauteuil",
    "famille": "enfants bébé garde parents crèche couple violence",
    "emploi": "travail chômage formation cv job",
    "mobilite": "transport bus permis voiture vélo",
    "numerique": "ordinateur internet téléphone informatique",
    "francais": "lire écrire alphabétisation langue cours",
    "lien": "solitude sport culture bénévolat",
}
"""Words that people type for a need. None is shown: they only help to find."""


@lru_cache(maxsize=4096)
def key(nom: str) -> str:
    """Return a name of column as it is compared."""
    return re.sub(r"[^a-z0-9]+", "_", plain(nom)).strip("_") if not nom.startswith("_di_") else nom


def words(texte: str) -> list[str]:
    """Return the words of a text that say something, plurals brought to their singular, in order, each once."""
    return list(dict.fromkeys(_stem(mot) for mot in _MOT.findall(plain(texte)) if mot not in VIDES and len(mot) <= 40))


def _stem(mot: str) -> str:
    if len(mot) > 4 and mot.endswith("aux"):
        return mot[:-3] + "al"
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


def besoins_of(thematiques: Iterable[str]) -> list[str]:
    """Return the needs that these thématiques answer, in the order of the list."""
    donnees = set(thematiques)
    categories = donnees | {une.partition("--")[0] for une in donnees}
    return [besoin for besoin, famille in FAMILLES.items() if categories & set(famille)]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the kilometres between two points, on a sphere (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * RAYON_TERRE_KM * math.asin(min(1.0, math.sqrt(h)))


def box(lat: float, lon: float, km: float) -> tuple[int, int, int, int]:
    """Return the box that holds the circle, in ten-thousandths of a degree: south, north, west, east."""
    haut = km / KM_PAR_DEGRE
    large = haut / max(0.01, math.cos(math.radians(lat)))
    return (
        math.floor((lat - haut) * ECHELLE),
        math.ceil((lat + haut) * ECHELLE),
        math.floor((lon - large) * ECHELLE),
        math.ceil((lon + large) * ECHELLE),
    )


MEME_NOM, PRESQUE, PROCHE_KM = 92.0, 80.0, 0.15


def looks_same(nom1: str, nom2: str, km: float | None, *, meme_siret: bool) -> str:
    """Return why two places may be one ("siret", "place", "nom"), or nothing. Proposed to somebody, never merged.

    A SIRET alone is not enough where the places are far apart: the seat's number may stand for each of its desks (schema of data·inclusion).
    """
    ressemblance = fuzz.token_sort_ratio(" ".join(words(nom1)), " ".join(words(nom2)))
    if meme_siret and (km is None or km <= 1):
        return "siret"
    if km is not None and km <= PROCHE_KM and ressemblance >= PRESQUE:
        return "place"
    if km is None and ressemblance >= MEME_NOM:
        return "nom"
    return ""
