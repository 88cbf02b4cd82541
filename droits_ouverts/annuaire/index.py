"""Puts places in order for searches: which terms each place and service has, and where. Rows of the index are made anew for a place that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Avg, Count

from droits_ouverts.annuaire.enums import Savoir
from droits_ouverts.annuaire.models import CentreCommune, Lieu, Reperage, Service, Terme
from droits_ouverts.annuaire.rules import ECHELLE, besoins_of, words

NULLE_PART: Final = -9_999_999
"""Position of what has none: outside any box."""
LOT: Final = 1000
TOUT: Final = "tout"
MEMOIRE_KO: Final = 128 * 1024
"""Memory that SQLite may take while the index is made, in kilobytes."""
_CHAMPS = ("id", "nom", "commune", "adresse", "latitude", "longitude", "thematiques", "droits", "langues", "accessible", "horaires")
_Ligne = tuple[int, int, int, int, int | None]


class Rangement:
    """One run: it keeps the numbers of terms in memory, `tous` of them from its beginning."""

    def __init__(self, *, tous: bool = True) -> None:
        self._numeros: dict[str, int] = dict(Terme.objects.values_list("mot", "id")) if tous else {}

    def run(self) -> Iterator[int]:
        """Put in order every place that waits for it, by lots of a transaction each; yield how many places each lot had."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                # The index is written everywhere at once: with SQLite's own two megabytes of memory, the disk would be waited for.
                cursor.execute(f"PRAGMA cache_size = -{MEMOIRE_KO}")
        while lot := list(Lieu.objects.filter(a_ranger=True).order_by("pk").values_list("pk", flat=True)[:LOT]):
            yield self.put(lot)

    @transaction.atomic
    def put(self, lieux: Sequence[int]) -> int:
        """Make the rows of these places anew."""
        lus = {lieu["id"]: lieu for lieu in Lieu.objects.filter(pk__in=lieux, absent_le__isnull=True).values(*_CHAMPS, "reseaux")}
        services = list(Service.objects.filter(lieu_id__in=list(lus), absent_le__isnull=True).values(*_CHAMPS, "lieu_id", "gratuit", "sans_rdv"))
        par_lieu: dict[int, list[dict[str, Any]]] = {}
        for un in services:
            par_lieu.setdefault(un["lieu_id"], []).append(un)
        fiches = [(lieu["id"], None, _of_place(lieu, par_lieu.get(lieu["id"], [])), _where(lieu)) for lieu in lus.values()]
        fiches += [(un["lieu_id"], un["id"], _of_service(un, lus[un["lieu_id"]]), _where(un, lus[un["lieu_id"]])) for un in services]
        numeros = self._numbers({mot for _, _, mots, _ in fiches for mot in mots})
        Reperage.objects.filter(lieu_id__in=list(lieux)).delete()
        # In the order of the index: its pages are written once each.
        _insert(sorted(((numeros[mot], *place, lieu, service) for lieu, service, mots, place in fiches for mot in mots), key=itemgetter(0, 1, 2)))
        Lieu.objects.filter(pk__in=lieux).update(a_ranger=False)
        return len(lieux)

    def _numbers(self, mots: set[str]) -> dict[str, int]:
        if nouveaux := sorted(mots - self._numeros.keys()):
            Terme.objects.bulk_create([Terme(mot=mot, nombre=1) for mot in nouveaux], ignore_conflicts=True)
            for debut in range(0, len(nouveaux), 500):
                self._numeros.update(Terme.objects.filter(mot__in=nouveaux[debut : debut + 500]).values_list("mot", "id"))
        return self._numeros


def _of_place(lieu: dict[str, Any], services: Sequence[dict[str, Any]]) -> set[str]:
    """A place is free, or without appointment, where one of its services is; it is not where none of them is."""
    mots = _common(lieu) | {f"r:{reseau}"[:120] for reseau in lieu["reseaux"]} | {f"a:{mot}" for mot in words(f"{lieu['adresse']} {lieu['commune']}")}
    for qualite in ("gratuit", "sans_rdv"):
        dits = {un[qualite] for un in services}
        mots |= _quality(qualite, Savoir.OUI if Savoir.OUI in dits else Savoir.NON if dits == {Savoir.NON} else Savoir.INCONNU)
    return mots | {f"m:{mot}" for texte in (lieu["nom"], lieu["commune"], " ".join(lieu["reseaux"])) for mot in _words(texte)}


def _of_service(service: dict[str, Any], lieu: dict[str, Any]) -> set[str]:
    """What a service does not say of its languages, access or hours is what its place says."""
    herite = service | {champ: lieu[champ] for champ in ("langues", "horaires") if not service[champ]}
    if service["accessible"] == Savoir.INCONNU:
        herite["accessible"] = lieu["accessible"]
    mots = (
        _common(herite)
        | {f"m:{mot}" for texte in (service["nom"], lieu["nom"], lieu["commune"]) for mot in _words(texte)}
        | {f"d:{droit}"[:120] for droit in lieu["droits"]}
    )
    for qualite in ("gratuit", "sans_rdv"):
        mots |= _quality(qualite, service[qualite])
    return mots


def _common(fiche: dict[str, Any]) -> set[str]:
    mots = {TOUT} | {f"b:{besoin}" for besoin in besoins_of(fiche["thematiques"])} | {f"d:{droit}"[:120] for droit in fiche["droits"]}
    mots |= (
        {f"l:{langue}"[:120] for langue in fiche["langues"]} | ({"q:horaires"} if fiche["horaires"] else set()) | ({"q:langues"} if fiche["langues"] else set())
    )
    return mots | _quality("accessible", fiche["accessible"])


@lru_cache(maxsize=4096)
def _words(texte: str) -> tuple[str, ...]:
    return tuple(words(texte))


def _quality(nom: str, savoir: str) -> set[str]:
    return {f"q:{nom}"} if savoir == Savoir.OUI else {f"n:{nom}"} if savoir == Savoir.NON else set()


def _where(fiche: dict[str, Any], lieu: dict[str, Any] | None = None) -> tuple[int, int]:
    tenu = fiche if fiche["latitude"] is not None else lieu
    if tenu is None or tenu["latitude"] is None:
        return NULLE_PART, NULLE_PART
    return round(tenu["latitude"] * ECHELLE), round(tenu["longitude"] * ECHELLE)


def _insert(lignes: Sequence[_Ligne]) -> None:
    """Write rows of the index by the quickest way that the database has."""
    table, colonnes = Reperage._meta.db_table, "terme_id, lat, lon, lieu_id, service_id"  # noqa: SLF001  Django's own name for it
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The transaction was opened by a statement: a COPY can begin no transaction that says for whom it reads.
            with cursor.cursor.copy(f"COPY {table} ({colonnes}) FROM STDIN") as copie:
                for ligne in lignes:
                    copie.write_row(ligne)
        else:
            cursor.executemany(f"INSERT INTO {table} ({colonnes}) VALUES (%s, %s, %s, %s, %s)", lignes)  # noqa: S608  names of ours


@transaction.atomic
def count() -> None:
    """Count what each term has, and find the middle of each commune again."""
    comptes = {un["terme_id"]: un["n"] for un in Reperage.objects.values("terme_id").annotate(n=Count("id"))}
    changes = [terme for terme in Terme.objects.only("id", "nombre") if terme.nombre != comptes.get(terme.pk, 0)]
    for terme in changes:
        terme.nombre = comptes.get(terme.pk, 0)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Terme._meta.db_table} SET nombre = %s WHERE id = %s", [(terme.nombre, terme.pk) for terme in changes])  # noqa: S608, SLF001  names of ours
    milieux = (
        Lieu.objects.present()
        .exclude(code_insee="")
        .filter(latitude__isnull=False)
        .values("code_insee")
        .annotate(lat=Avg("latitude"), lon=Avg("longitude"), n=Count("id"))
    )
    CentreCommune.objects.all().delete()
    CentreCommune.objects.bulk_create([CentreCommune(code_insee=un["code_insee"], latitude=un["lat"], longitude=un["lon"], nombre=un["n"]) for un in milieux])
