"""The few places nearest to a commune: for a right, or for words that are typed while a service is chosen. A bounded number of queries, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from droits_ouverts.annuaire import presentation, vocabulaire
from droits_ouverts.annuaire.enums import Ouverture
from droits_ouverts.annuaire.guichets import RESEAUX
from droits_ouverts.annuaire.models import Lieu
from droits_ouverts.annuaire.recherche import Charges, Demande, Rang, numbers, rows
from droits_ouverts.annuaire.reperes import Repere, of_commune
from droits_ouverts.annuaire.rules import ECHELLE, LONGUEUR_MAX, box, distance_km

RAYON_KM: Final = 50.0
TROIS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proche:
    """A place as a short list shows it. `ouverture`: open, closed, or nobody told when."""

    lieu: Lieu
    distance: str
    ouverture: Ouverture


@dataclass(frozen=True, slots=True, kw_only=True)
class Proches:
    """The nearest places, and where from (None: the commune is not of the directory, and they are in no order)."""

    lieux: tuple[Proche, ...]
    repere: Repere | None


def nearest_for(droit: str, *, code_insee: str, at: datetime, n: int = TROIS) -> Proches:
    """Return the `n` places nearest to a commune that say they handle a right, or are a desk of the body that decides it. Seven queries at most."""
    return _nearest([[f"d:{droit}", *(f"r:{reseau}" for reseau in RESEAUX.get(droit, ()))]], code_insee, at, n)


def nearest_named(mots: str, *, code_insee: str, at: datetime, n: int) -> Proches:
    """Return the `n` places nearest to a commune that words name, slips of the finger forgiven. Nine queries at most."""
    groupes = [termes for termes in vocabulaire.alternatives(mots[:LONGUEUR_MAX]) if termes]
    return _nearest(groupes, code_insee, at, n) if groupes else Proches(lieux=(), repere=None)


def by_number(numeros: Iterable[int]) -> list[Lieu]:
    """Return these places, those that their source still gives, in this order. One query."""
    voulus = list(dict.fromkeys(numeros))
    lus = Lieu.objects.present().in_bulk(voulus)
    return [lus[pk] for pk in voulus if pk in lus]


def _nearest(termes: Sequence[Sequence[str]], code_insee: str, at: datetime, n: int) -> Proches:
    repere = of_commune(code_insee)
    connus = numbers([terme for groupe in termes for terme in groupe])
    groupes = [[connus[terme] for terme in groupe if terme in connus] for groupe in termes]
    if not all(groupes):
        return Proches(lieux=(), repere=repere)
    rangs = _ranked(groupes, repere)
    # Sheets of one place may be two: one more is read than is shown.
    gardes = set(list(dict.fromkeys(lieu for _, lieu, _ in rangs))[: 2 * n])
    trouves = Charges([rang for rang in rangs if rang[1] in gardes], at=at).places([rang for rang in rangs if rang[1] in gardes], Demande(), n, sures=True)
    return Proches(
        lieux=tuple(Proche(lieu=une.lieu, distance=presentation.distance(une.km) if repere else "", ouverture=une.ouverture) for une in trouves), repere=repere
    )


def _ranked(groupes: Sequence[Sequence[int]], repere: Repere | None) -> list[Rang]:
    if repere is None:
        return sorted({(0.0, lieu, service) for lieu, service, _, _ in rows(groupes, [], None)})
    trouves = rows(groupes, [], box(repere.latitude, repere.longitude, RAYON_KM))
    km = {ou: distance_km(repere.latitude, repere.longitude, ou[0] / ECHELLE, ou[1] / ECHELLE) for ou in {(lat, lon) for _, _, lat, lon in trouves}}
    return sorted({(km[lat, lon], lieu, service) for lieu, service, lat, lon in trouves})
