"""Where a search looks from: two numbers, a commune, or a place or an address that the directory knows. No geocoder is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Sum
from rapidfuzz import fuzz, process

from droits_ouverts.annuaire.cellules import in_france
from droits_ouverts.annuaire.models import CentreCommune, Lieu
from droits_ouverts.annuaire.rules import words
from droits_ouverts.engine import communes
from droits_ouverts.foundation.textes import plain

_POINT = re.compile(r"\s*(-?\d{1,3}[.,]\d+)\s*[,; ]\s*(-?\d{1,3}[.,]\d+)\s*")
_ENTIERES: Final = {communes.LYON: "6938", communes.PARIS: "751", communes.MARSEILLE: "132"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repere:
    """A point, what it is called ("" for two numbers), and whether it is the middle of a commune."""

    latitude: float
    longitude: float
    nom: str = ""
    est_une_commune: bool = False


def resolve(texte: str) -> Repere | None:
    """Return where a text is: "45.69, 4.88", "Vénissieux", "69200", "Lyon 7e", "médiathèque Lucie Aubrac", "5 rue de la Paix". None where nothing answers. Five queries at most."""
    propre = " ".join(texte.split())[:100]
    if not propre:
        return None
    if deux := _POINT.fullmatch(propre):
        lat, lon = (float(un.replace(",", ".")) for un in deux.groups())
        return Repere(latitude=lat, longitude=lon) if in_france(lat, lon) else None
    return _commune(propre) or _nearly_a_commune(propre) or _place(propre)


def of_commune(code_insee: str) -> Repere | None:
    """Return the middle of the known places of a commune, by its Insee code; None where the directory has none there. One query."""
    return _middle([code_insee]) if code_insee else None


def _key(nom: str) -> str:
    """A name as it is compared: no accent, "st" in full, "7e arrondissement" as 7."""
    mots = [{"st": "saint", "ste": "sainte"}.get(mot, mot) for mot in re.findall(r"[a-z0-9]+", plain(nom)) if mot not in {"arrondissement", "arr"}]
    return " ".join(re.sub(r"^(\d{1,2})(?:er|e|eme|ere)$", r"\1", mot) for mot in mots)


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    """Key of a name, or postal code, to the codes of the communes that have it."""
    trouves: dict[str, list[str]] = {}
    for code in communes.codes():
        trouves.setdefault(_key(communes.name_of(code)), []).append(code)
    return {cle: tuple(codes) for cle, codes in trouves.items()}


def _commune(texte: str) -> Repere | None:
    sans_code = re.sub(r"\(?\b\d{5}\b\)?", "", texte).strip()
    postal = re.search(r"\b\d{5}\b", texte)
    codes = list(_codes().get(_key(sans_code), ())) if sans_code else []
    if not codes and postal and not sans_code:
        # An Insee code, or a postal code of places that are here.
        codes = list(Lieu.objects.present().filter(code_postal=postal[0]).exclude(code_insee="").values_list("code_insee", flat=True).distinct()[:20]) or [
            postal[0]
        ]
    return _middle(codes)


def _middle(codes: list[str]) -> Repere | None:
    """The middle of the commune of most places among these."""
    entiere = next((code for code in codes if code in _ENTIERES), None)
    centres = CentreCommune.objects.filter(code_insee__startswith=_ENTIERES[entiere]) if entiere else CentreCommune.objects.filter(code_insee__in=codes)
    if not codes or not (tous := list(centres.order_by("-nombre")[:50])):
        return None
    retenus = tous if entiere else tous[:1]
    poids = sum(centre.nombre for centre in retenus)
    return Repere(
        latitude=sum(centre.latitude * centre.nombre for centre in retenus) / poids,
        longitude=sum(centre.longitude * centre.nombre for centre in retenus) / poids,
        nom=communes.name_of(entiere or retenus[0].code_insee),
        est_une_commune=True,
    )


def _place(texte: str) -> Repere | None:
    """The place whose name, street or town holds every word, or nearly."""
    from droits_ouverts.annuaire.recherche import matching_places  # noqa: PLC0415  the search needs this module to know where from

    demandes = words(texte)
    for essai in dict.fromkeys((texte, " ".join(mot for mot in demandes if not mot.isdigit()))):
        lieux = Lieu.objects.filter(pk__in=matching_places(essai), latitude__isnull=False).only("nom", "adresse", "latitude", "longitude")[:50]
        notes = [(fuzz.token_set_ratio(plain(texte), plain(f"{lieu.nom} {lieu.adresse}")), -lieu.pk, lieu) for lieu in lieux]
        if notes:
            lieu = max(notes, key=lambda note: note[:2])[2]
            assert lieu.latitude is not None and lieu.longitude is not None  # noqa: S101, PT018  asked of the database
            dit = lieu.nom if fuzz.token_set_ratio(plain(texte), plain(lieu.nom)) >= fuzz.token_set_ratio(plain(texte), plain(lieu.adresse)) else lieu.adresse
            return Repere(latitude=lieu.latitude, longitude=lieu.longitude, nom=dit)
    return None


def _nearly_a_commune(texte: str) -> Repere | None:
    """A commune of the directory whose name is a slip away."""
    noms = {_key(communes.name_of(code)): code for code in CentreCommune.objects.values_list("code_insee", flat=True)}
    trouvee = process.extractOne(_key(texte), list(noms), scorer=fuzz.ratio, score_cutoff=85)
    return _middle([noms[trouvee[0]]]) if trouvee else None


def how_many() -> int:
    """Return how many places have a position. One query."""
    return CentreCommune.objects.aggregate(n=Sum("nombre"))["n"] or 0
