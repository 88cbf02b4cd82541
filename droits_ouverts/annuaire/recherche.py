"""Search in the directory: near a point, for a need, a right or words, with qualities that may be unknown. Three answers: sure, to check, no.

The index alone is read until the nearest are known, by boxes that grow; places are loaded last. Portable SQL, the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection

from droits_ouverts.annuaire import horaires, reperes, vocabulaire
from droits_ouverts.annuaire.enums import Ouverture, Savoir
from droits_ouverts.annuaire.guichets import RESEAUX
from droits_ouverts.annuaire.index import NULLE_PART, TOUT
from droits_ouverts.annuaire.models import DoublonEcarte, Lieu, Service, Terme
from droits_ouverts.annuaire.reperes import Repere
from droits_ouverts.annuaire.rules import ECHELLE, LONGUEUR_MAX, box, distance_km, words

RAYONS_KM: Final = (0.8, 2.0, 5.0, 12.5, 31.0, 78.0)
LIMITE, LIMITE_MAX = 20, 200
SANS_POINT_MAX: Final = 400
"""Rows of the index read where there is no point."""
PAQUET: Final = 120
"""Rows whose hours are read at once."""
QUALITES: Final = ("gratuit", "sans_rdv", "accessible")
Rang = tuple[float, int, int]
"""Kilometres, place, service (0 for the place itself)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What is looked for. `ou` is a text; two numbers come before it. `reseaux`: networks that handle the right, those of `guichets` where none is said.

    `aussi`: other needs and rights (`b:argent`, `d:rsa`), any of which answers as well: a list for a round is of several.
    """

    mots: str = ""
    ou: str = ""
    latitude: float | None = None
    longitude: float | None = None
    besoin: str = ""
    droit: str = ""
    aussi: tuple[str, ...] = ()
    reseaux: tuple[str, ...] = ()
    langue: str = ""
    qualites: tuple[str, ...] = ()
    ouvert: bool = False
    limite: int = LIMITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouvaille:
    """A place that answers: by itself (`services` empty) or by its services; `inconnues`: what was asked and nobody told of it."""

    lieu: Lieu
    services: tuple[Service, ...]
    km: float | None
    ouverture: Ouverture
    inconnues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultats:
    """`certaines` answer everything, `a_verifier` everything that is known of them; nearest first. `oublies`: words that nothing resembles."""

    certaines: tuple[Trouvaille, ...]
    a_verifier: tuple[Trouvaille, ...]
    repere: Repere | None
    ou_inconnu: bool = False
    oublies: tuple[str, ...] = ()


def search(demande: Demande, *, at: datetime) -> Resultats:
    """Return what answers at a local moment, nearest first. About ten queries, whatever the size of the directory."""
    repere = _from(demande)
    groupes, oublies = _groups(demande)
    limite = min(max(1, demande.limite), LIMITE_MAX)
    rien = Resultats(certaines=(), a_verifier=(), repere=repere, ou_inconnu=bool(demande.ou.strip()) and repere is None, oublies=oublies)
    if groupes is None:
        return rien
    sures = numbers(
        [
            *(f"q:{nom}" for nom in demande.qualites),
            *([f"l:{demande.langue}"] if demande.langue else []),
            "q:horaires",
            "q:langues",
            *(f"n:{nom}" for nom in demande.qualites),
        ]
    )
    voulues = [f"q:{nom}" for nom in demande.qualites] + ([f"l:{demande.langue}"] if demande.langue else []) + (["q:horaires"] if demande.ouvert else [])
    certaines: list[Rang] = []
    if all(nom in sures for nom in voulues):
        tous = [*groupes, *([sures[nom]] for nom in voulues)]
        certaines = _nearest(tous, [], repere, limite, _open_filter(Ouverture.OUVERT, at) if demande.ouvert else None)
    peut_etre: list[Rang] = []
    if voulues and len({lieu for _, lieu, _ in certaines}) < limite:
        sauf = [sures[nom] for nom in (*(f"n:{un}" for un in demande.qualites), *(["q:langues"] if demande.langue else [])) if nom in sures]
        deja = {(lieu, service) for _, lieu, service in certaines}
        # What is known to speak the language is not unknown.
        sauf = [numero for numero in sauf if not (demande.langue and numero == sures.get("q:langues") and f"l:{demande.langue}" in sures and len(voulues) > 1)]
        trouves = _nearest(
            groupes, sauf, repere, limite + len({lieu for lieu, _ in deja}), _open_filter(Ouverture.INCONNU, at, Ouverture.OUVERT) if demande.ouvert else None
        )
        peut_etre = [rang for rang in trouves if (rang[1], rang[2]) not in deja]
    charges = Charges([*certaines, *peut_etre], at=at)
    sures_ = charges.places(certaines, demande, limite, sures=True)
    vus = {une.lieu.pk for une in sures_}
    return replace(rien, certaines=sures_, a_verifier=tuple(une for une in charges.places(peut_etre, demande, limite) if une.lieu.pk not in vus))


def _from(demande: Demande) -> Repere | None:
    if demande.latitude is not None and demande.longitude is not None:
        return Repere(latitude=demande.latitude, longitude=demande.longitude)
    return reperes.resolve(demande.ou)


def _groups(demande: Demande) -> tuple[list[list[int]] | None, tuple[str, ...]]:
    """Return groups of numbers of terms, each of which must be met by one at least, and the words that nothing resembles. None: nothing can answer."""
    par_mot = vocabulaire.alternatives(demande.mots[:LONGUEUR_MAX])
    oublies = tuple(mot for mot, termes in zip(words(demande.mots[:LONGUEUR_MAX]), par_mot, strict=False) if not termes)
    if par_mot and len(oublies) == len(par_mot):
        return None, oublies
    exiges = [termes for termes in par_mot if termes]
    besoin = [f"b:{demande.besoin}"] if demande.besoin else []
    droit = [f"d:{demande.droit}", *(f"r:{reseau}" for reseau in demande.reseaux or RESEAUX.get(demande.droit, ()))] if demande.droit else []
    if demande.aussi:
        reseaux = [f"r:{reseau}" for terme in demande.aussi if terme.startswith("d:") for reseau in RESEAUX.get(terme[2:], ())]
        exiges += [[*besoin, *droit, *demande.aussi, *reseaux]]
    else:
        exiges += [groupe for groupe in (besoin, droit) if groupe]
    exiges = exiges or [[TOUT]]
    numeros = numbers([terme for termes in exiges for terme in termes])
    groupes = [[numeros[terme] for terme in termes if terme in numeros] for termes in exiges]
    return (groupes if all(groupes) else None), oublies


def numbers(termes: Sequence[str]) -> dict[str, int]:
    """Return the numbers of the terms that are met somewhere. One query."""
    lus = list(Terme.objects.filter(mot__in=list(termes), nombre__gt=0).values_list("mot", "pk", "nombre"))
    _sizes.update({pk: nombre for _, pk, nombre in lus})
    return {mot: pk for mot, pk, _ in lus}


def matching_places(texte: str) -> list[int]:
    """Return places whose name or address holds every word of a text, fifty at most. Three queries."""
    groupes = [list(numbers(termes).values()) for termes in vocabulaire.alternatives(texte, adresses=True)]
    if not groupes or not all(groupes):
        return []
    return list(dict.fromkeys(lieu for lieu, service, _, _ in rows(groupes, [], None, places_only=True) if service == 0))[:50]


# The index

_MEME = "q.lat = p.lat AND q.lon = p.lon AND q.lieu_id = p.lieu_id AND coalesce(q.service_id, 0) = coalesce(p.service_id, 0)"


def rows(
    groupes: Sequence[Sequence[int]], sauf: Sequence[int], boite: tuple[int, int, int, int] | None, *, places_only: bool = False
) -> list[tuple[int, int, int, int]]:
    """Return (place, service or 0, lat, lon) of the rows that meet each group and none of `sauf`, in a box, or the first of them."""
    tete, *autres = sorted(groupes, key=_size)
    valeurs: list[int] = [*tete]
    sql = f"SELECT p.lieu_id, coalesce(p.service_id, 0), p.lat, p.lon FROM annuaire_reperage p WHERE p.terme_id IN ({_marks(tete)})"  # noqa: S608  names of ours, values apart
    if boite is not None:
        sql += " AND p.lat BETWEEN %s AND %s AND p.lon BETWEEN %s AND %s"
        valeurs += boite
    if places_only:
        sql += " AND p.service_id IS NULL"
    for quoi, groupe in [("EXISTS", groupe) for groupe in autres] + [("NOT EXISTS", [numero]) for numero in sauf]:
        sql += f" AND {quoi} (SELECT 1 FROM annuaire_reperage q WHERE q.terme_id IN ({_marks(groupe)}) AND {_MEME})"  # noqa: S608  same reason
        valeurs += groupe
    if boite is None:
        sql += f" LIMIT {SANS_POINT_MAX}"
    with connection.cursor() as cursor:
        cursor.execute(sql, valeurs)
        return [tuple(ligne) for ligne in cursor.fetchall()]


def _marks(valeurs: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(valeurs))


def _size(groupe: Sequence[int]) -> int:
    return sum(_sizes.get(numero, 0) for numero in groupe)


_sizes: dict[int, int] = {}
"""How many rows each term has, as last read: the rarest group is read first. A stale number costs time, never a result."""


def _nearest(
    groupes: Sequence[Sequence[int]], sauf: Sequence[int], repere: Repere | None, limite: int, garder: Callable[[list[Rang]], list[Rang]] | None
) -> list[Rang]:
    """Return the rows of the `limite` nearest places, in the order of distance; without a point, the first ones."""
    if repere is None:
        rangs = sorted({(0.0, lieu, service) for lieu, service, _, _ in rows(groupes, sauf, None)})
        return _first(rangs, limite, garder)
    for rayon in RAYONS_KM:
        trouves = rows(groupes, sauf, box(repere.latitude, repere.longitude, rayon))
        if len({lieu for lieu, *_ in trouves}) < limite and rayon != RAYONS_KM[-1]:
            continue
        distances = {
            (lat, lon): distance_km(repere.latitude, repere.longitude, lat / ECHELLE, lon / ECHELLE) for _, _, lat, lon in trouves if lat != NULLE_PART
        }
        rangs = sorted({(km, lieu, service) for lieu, service, lat, lon in trouves if (km := distances[lat, lon]) <= rayon})
        pris = _first(rangs, limite, garder)
        if len({lieu for _, lieu, _ in pris}) >= limite or rayon == RAYONS_KM[-1]:
            return pris
    return []


def _first(rangs: list[Rang], limite: int, garder: Callable[[list[Rang]], list[Rang]] | None) -> list[Rang]:
    """Return the rows of the first `limite` places that `garder` keeps."""
    pris: list[Rang] = []
    lieux: set[int] = set()
    for debut in range(0, len(rangs), PAQUET):
        paquet = rangs[debut : debut + PAQUET]
        for rang in garder(paquet) if garder else paquet:
            if rang[1] not in lieux and len(lieux) >= limite:
                return pris
            lieux.add(rang[1])
            pris.append(rang)
    return pris


def _open_filter(voulue: Ouverture, at: datetime, *aussi: Ouverture) -> Callable[[list[Rang]], list[Rang]]:
    def keep(rangs: list[Rang]) -> list[Rang]:
        lieux = dict(Lieu.objects.filter(pk__in={lieu for _, lieu, _ in rangs}).values_list("pk", "horaires"))
        services = dict(Service.objects.filter(pk__in={service for _, _, service in rangs if service}).exclude(horaires="").values_list("pk", "horaires"))
        return [rang for rang in rangs if horaires.is_open(services.get(rang[2]) or lieux.get(rang[1], ""), at) in {voulue, *aussi}]

    return keep


# What is shown

_DU_LIEU = [
    "nom",
    "adresse",
    "commune",
    "code_postal",
    "telephone",
    "horaires",
    "accessible",
    "acceslibre",
    "latitude",
    "longitude",
    "langues",
    "verifie_le",
    "maj_le",
    "rythme_mois",
]


class Charges:
    """The places and services of a list, loaded at once. Three queries. Sheets that somebody said to be of one place are one line, the oldest's."""

    def __init__(self, rangs: Iterable[Rang], *, at: datetime) -> None:
        rangs = list(rangs)
        self._at = at
        self._lieux = {lieu.pk: lieu for lieu in Lieu.objects.filter(pk__in={lieu for _, lieu, _ in rangs}).only(*_DU_LIEU)}
        paires = DoublonEcarte.objects.filter(meme_lieu=True, premier__in=self._lieux, second__in=self._lieux)
        self._memes = dict(paires.values_list("second_id", "premier_id")) if len(self._lieux) > 1 else {}
        self._services = {
            un.pk: un
            for un in Service.objects.filter(pk__in={service for _, _, service in rangs if service}).only(
                "lieu_id", "nom", "horaires", "gratuit", "sans_rdv", "accessible", "langues", "a_distance"
            )
        }

    def places(self, rangs: Sequence[Rang], demande: Demande, limite: int, *, sures: bool = False) -> tuple[Trouvaille, ...]:
        """Gather rows by place, in the order of the first of each."""
        par_lieu: dict[int, list[Rang]] = {}
        for rang in rangs:
            if rang[1] in self._lieux:
                par_lieu.setdefault(self._memes.get(rang[1], rang[1]), []).append(rang)
        return tuple(self._one(self._lieux[lieu], siens, demande, sure=sures) for lieu, siens in list(par_lieu.items())[:limite])

    def _one(self, lieu: Lieu, rangs: list[Rang], demande: Demande, *, sure: bool) -> Trouvaille:
        services = tuple(self._services[service] for _, _, service in rangs if service in self._services)
        return Trouvaille(
            lieu=lieu,
            services=services,
            km=rangs[0][0] if lieu.latitude is not None else None,
            ouverture=horaires.is_open(next((un.horaires for un in services if un.horaires), "") or lieu.horaires, self._at),
            inconnues=tuple(
                nom
                for nom in (*demande.qualites, *(["langue"] if demande.langue else []), *(["ouvert"] if demande.ouvert else []))
                if not sure and self._unknown(nom, lieu, services, demande)
            ),
        )

    def _unknown(self, nom: str, lieu: Lieu, services: tuple[Service, ...], demande: Demande) -> bool:
        """Tell whether nothing says that one of these services, or the place, has the quality."""
        if nom == "ouvert":
            textes = [un.horaires or lieu.horaires for un in services] or [lieu.horaires]
            return not any(horaires.is_open(texte, self._at) == Ouverture.OUVERT for texte in textes)
        if nom == "langue":
            return not any(demande.langue in (un.langues or lieu.langues) for un in services or [lieu])
        dits = {getattr(un, nom) for un in services} if services else {getattr(lieu, nom, Savoir.INCONNU)}
        if nom == "accessible" and Savoir.OUI not in dits and dits <= {Savoir.INCONNU}:
            dits = {lieu.accessible}
        return Savoir.OUI not in dits


def nearest_for_right(droit: str, *, latitude: float, longitude: float, at: datetime, n: int = 3, reseaux: Sequence[str] = ()) -> tuple[Trouvaille, ...]:
    """Return the `n` nearest places that say they handle a right, or are of one of these networks (those of `guichets` where none is said). About six queries."""
    trouves = search(Demande(droit=droit, latitude=latitude, longitude=longitude, reseaux=tuple(reseaux), limite=n), at=at)
    return trouves.certaines[:n]
