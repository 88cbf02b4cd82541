"""The cells of a record, each read as what it may be; what cannot be is left, and told in the reserves of the record. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from droits_ouverts.annuaire.enums import Motif, Savoir
from droits_ouverts.annuaire.sans_nom import COURRIEL
from droits_ouverts.foundation.textes import plain

_CADRES: Final = ((41.2, 51.2, -5.3, 9.7), (15.8, 16.6, -61.9, -60.9), (14.3, 14.95, -61.3, -60.7), (2.0, 5.9, -54.7, -51.5), (-21.5, -20.8, 55.1, 55.9),
                  (-13.1, -12.5, 44.9, 45.4), (46.6, 47.2, -56.5, -56.0), (17.8, 18.2, -63.2, -62.7), (-23.0, -19.0, 163.0, 169.0), (-28.0, -7.0, -155.0, -134.0))  # fmt: skip
"""South, north, west, east of mainland France and of what is French beyond the seas: a point elsewhere is a mistake."""
SLUG = re.compile(r"[a-z0-9]+(?:[-_]{1,2}[a-z0-9]+)*")


@dataclass(slots=True)
class Lu:
    """What was read of a record: columns by name, the place that it belongs to (of a service), and what was left out of it.

    `repete`: a place that is told again with each of its services, which is no mistake.
    """

    genre: str
    identifiant: str
    champs: dict[str, Any]
    brut: dict[str, Any]
    empreinte: str
    lieu: str = ""
    repete: bool = False
    reserves: list[tuple[str, Motif]] = field(default_factory=list)


class RejeteError(Exception):
    """A record that cannot be kept."""

    def __init__(self, motif: Motif, champ: str = "") -> None:
        self.motif, self.champ = motif, champ
        super().__init__(motif)


def full_id(brut: Mapping[str, Any], identifiant: str) -> str:
    """`producer--number`, as v1 writes it: a directory that passes from v0 to v1 keeps its rows."""
    source = text(brut, "source", 100)
    propre = " ".join(identifiant.split())[:200]
    return propre if not source or propre.startswith(f"{source}--") else f"{source}--{propre}"[:200]


def text(brut: Mapping[str, Any], nom: str, longueur: int) -> str:
    """Return a cell as one line, bounded; a long one keeps its paragraphs."""
    valeur = brut.get(nom)
    if valeur is None or isinstance(valeur, (dict, list, bool)):
        return ""
    texte = str(valeur)
    return ("\n".join(" ".join(ligne.split()) for ligne in texte.splitlines()).strip() if longueur > 1000 else " ".join(texte.split()))[:longueur]


def items(brut: Mapping[str, Any], nom: str) -> list[str]:
    """Return the texts of a cell that holds several: a list, its JSON, or words between bars, semicolons or commas."""
    valeur = brut.get(nom)
    if isinstance(valeur, str):
        texte = valeur.strip()
        if texte.startswith("["):
            try:
                valeur = json.loads(texte)
            except (ValueError, RecursionError):
                valeur = re.split(r"[|;,]", texte.strip("[]").replace('"', "").replace("'", ""))
        else:
            valeur = re.split(r"[|;,]", texte.strip("{}"))
    if not isinstance(valeur, list):
        return []
    return list(dict.fromkeys(" ".join(str(un).split())[:120] for un in valeur[:200] if isinstance(un, (str, int)) and str(un).strip()))


def slugs(brut: Mapping[str, Any], *noms: str) -> list[str]:
    """Return the codes of the first of these columns that has some, in lower case; what is no code is left."""
    for nom in noms:
        if brut.get(nom) and (trouves := [code for un in items(brut, nom) if (code := _slug(un))]):
            return trouves
    return []


_ECRITES: Final = {
    "arabe": "ar", "anglais": "en", "espagnol": "es", "portugais": "pt", "italien": "it", "turc": "tr", "russe": "ru", "ukrainien": "uk", "roumain": "ro",
    "albanais": "sq", "armenien": "hy", "persan": "fa", "dari": "fa", "farsi": "fa", "pachto": "ps", "chinois": "zh", "mandarin": "zh", "langue_des_signes": "lsf",
}  # fmt: skip
"""How spreadsheets write languages."""


def langues(brut: Mapping[str, Any]) -> list[str]:
    """Return codes of languages."""
    return list(dict.fromkeys(_ECRITES.get(code.replace("-", "_"), code) for code in slugs(brut, "langues")))


@lru_cache(maxsize=4096)
def _slug(texte: str) -> str:
    code = re.sub(r"\s+", "-", plain(texte)).replace("’", "").replace("'", "")
    return code if SLUG.fullmatch(code) else ""


def told(brut: Mapping[str, Any], nom: str) -> Savoir | None:
    """Return what a cell that answers yes or no says, None where it says neither."""
    valeur = brut.get(nom)
    mot = plain(str(valeur)).strip() if valeur is not None else ""
    return Savoir.OUI if mot in {"oui", "o", "vrai", "true", "1", "yes", "x"} else Savoir.NON if mot in {"non", "n", "faux", "false", "0", "no"} else None


def safe_link(texte: str) -> str:
    """Return an address of the web, nothing for any other (`javascript:`, a name, a user's password)."""
    adresse = texte.strip()
    if adresse and "://" not in adresse and re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/|$)", adresse):
        adresse = f"https://{adresse}"
    try:
        parts = urlsplit(adresse)
    except ValueError:
        return ""
    bonne = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and not re.search(r"[\s\"'<>\\]", adresse)
    return adresse if bonne and len(adresse) <= 1000 else ""


def link(brut: Mapping[str, Any], lu: Lu, *noms: str) -> str:
    """Return the first of these columns that is an address of the web."""
    for nom in noms:
        if texte := text(brut, nom, 1000):
            if adresse := safe_link(texte):
                return adresse
            lu.reserves.append((nom, Motif.ADRESSE_WEB))
    return ""


def courriel(brut: Mapping[str, Any], lu: Lu) -> str:
    """Return the address of a desk: whoever it named is gone by then."""
    texte = text(brut, "courriel", 200)
    if texte and not COURRIEL.fullmatch(texte):
        lu.reserves.append(("courriel", Motif.ADRESSE_WEB))
        return ""
    return texte


def _number(brut: Mapping[str, Any], nom: str) -> float | None:
    valeur = brut.get(nom)
    if valeur is None or isinstance(valeur, bool) or valeur == "":
        return None
    try:
        return float(str(valeur).replace(",", "."))
    except ValueError:
        return float("nan")


def position(brut: Mapping[str, Any], lu: Lu) -> tuple[float | None, float | None]:
    """Return a latitude and a longitude in France, or neither."""
    lat, lon = _number(brut, "latitude"), _number(brut, "longitude")
    if lat is None and lon is None:
        return None, None
    if lat is not None and lon is not None:
        if in_france(lat, lon):
            return lat, lon
        if in_france(lon, lat):
            lu.reserves.append(("latitude", Motif.POSITION_INVERSEE))
            return None, None
    lu.reserves.append(("latitude", Motif.POSITION))
    return None, None


def in_france(lat: float, lon: float) -> bool:
    """Tell whether a point may be in France; not-a-number is nowhere."""
    return any(sud <= lat <= nord and ouest <= lon <= est for sud, nord, ouest, est in _CADRES)


def day(brut: Mapping[str, Any], lu: Lu) -> date | None:
    """Return the day of the last update by the source."""
    texte = text(brut, "date_maj", 40)
    if not texte:
        return None
    try:
        jour = date.fromisoformat(texte[:10])
    except ValueError:
        jour = None
    if jour is None or jour.year < 2000:
        lu.reserves.append(("date_maj", Motif.DATE))
        return None
    return jour
