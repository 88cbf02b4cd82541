"""What screens read of the directory, each with its cost in queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from droits_ouverts.annuaire.ecriture import source_value
from droits_ouverts.annuaire.enums import EtatMot, GenreConstat, Gravite, Motif
from droits_ouverts.annuaire.index import TOUT
from droits_ouverts.annuaire.models import Constat, Correction, DoublonEcarte, Import, Lieu, Quarantaine, Service, Source, Terme
from droits_ouverts.annuaire.models_vie import LieuDeVie, MotDepose
from droits_ouverts.annuaire.rules import distance_km, looks_same
from droits_ouverts.annuaire.services_vie import words_context
from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service as ServiceNomme
from droits_ouverts.foundation.lignes.contexte import as_service

ASSEZ: int = 11
"""A number of people's gestures is shown from this one on: below, it could point at somebody."""
PAR_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheLieu:
    """A place as its page shows it. `corrections`: each with what the source says now. `a_revoir`: its rhythm asks that somebody read it again."""

    lieu: Lieu
    services: tuple[Service, ...]
    corrections: tuple[tuple[Correction, object], ...]
    signale: bool
    a_revoir: bool
    aussi: tuple[Lieu, ...]


def sheet(lieu_id: int, *, on: date) -> FicheLieu:
    """Return a place with its services, what was corrected here, what readers say of it. Six queries. Raise `NotVisibleError`."""
    lieu = Lieu.objects.select_related("source", "verifie_par").filter(pk=lieu_id).first()
    if lieu is None:
        raise NotVisibleError
    services = tuple(Service.objects.present().filter(lieu=lieu).order_by("nom", "pk"))
    # A service may have gone to another place since: what was corrected of it went with it.
    siennes = Q(lieu=lieu, service__isnull=True) | Q(service__lieu=lieu)
    corrections = Correction.objects.filter(siennes, retiree_at__isnull=True).select_related("par", "service").order_by("pk")
    return FicheLieu(
        lieu=lieu,
        services=services,
        corrections=tuple((une, source_value(une.service or lieu, une.champ)) for une in corrections),
        signale=Constat.objects.filter(lieu=lieu, genre=GenreConstat.PLUS_VRAI, regle_at__isnull=True).exists(),
        a_revoir=is_due(lieu, on=on),
        aussi=tuple(same_places([lieu.pk]).get(lieu.pk, ())),
    )


def is_due(lieu: Lieu, *, on: date) -> bool:
    """Tell whether a sheet waits to be read again: the rhythm counts from the last reading here, else from the source's own date. No query."""
    attendue = due_on(lieu)
    return bool(lieu.rythme_mois) and (attendue is None or attendue <= on)


def due_on(lieu: Lieu) -> date | None:
    """Return the day from which a sheet waits to be read again; None where nobody read it, or where nothing asks for it. No query."""
    depuis = max((jour for jour in (lieu.verifie_le, lieu.maj_le) if jour is not None), default=None)
    if not lieu.rythme_mois or depuis is None:
        return None
    an, mois = divmod(depuis.month - 1 + lieu.rythme_mois, 12)
    # The same day of the month; where it has none, the first of the next one.
    try:
        return date(depuis.year + an, mois + 1, depuis.day)
    except ValueError:
        return date(depuis.year + an, mois + 2, 1)


def same_places(lieux: Iterable[int]) -> dict[int, list[Lieu]]:
    """Return, for each of these places, those that somebody said to be the same. Two queries."""
    pks = set(lieux)
    paires = DoublonEcarte.objects.filter(meme_lieu=True)
    trouvees = [*paires.filter(premier__in=pks).values_list("premier_id", "second_id"), *paires.filter(second__in=pks).values_list("second_id", "premier_id")]
    autres = Lieu.objects.in_bulk({autre for _, autre in trouvees}) if trouvees else {}
    par_lieu: dict[int, list[Lieu]] = {}
    for pk, autre in trouvees:
        par_lieu.setdefault(pk, []).append(autres[autre])
    return par_lieu


# Those who keep it


@dataclass(frozen=True, slots=True, kw_only=True)
class Paire:
    """Two places that look like one, and why ("siret", "place", "nom")."""

    premier: Lieu
    second: Lieu
    pourquoi: str
    metres: int | None


def doubles(limite: int = PAR_PAGE) -> list[Paire]:
    """Return pairs that look like one place and that nobody settled, the surest first. Six queries."""
    candidats = [*_same_siret(limite * 4), *_same_position(limite * 8), *_same_name(limite * 4)]
    pks = {pk for paire in candidats for pk in paire}
    tranches = set(DoublonEcarte.objects.filter(premier__in=pks, second__in=pks).values_list("premier_id", "second_id"))
    lieux = Lieu.objects.present().in_bulk(pks)
    trouvees = []
    for premier, second in dict.fromkeys(candidats):
        a, b = lieux.get(premier), lieux.get(second)
        if (premier, second) in tranches or a is None or b is None:
            continue
        km = None
        if a.latitude is not None and a.longitude is not None and b.latitude is not None and b.longitude is not None:
            km = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
        if pourquoi := looks_same(a.nom, b.nom, km, meme_siret=bool(a.siret) and a.siret == b.siret):
            trouvees.append(Paire(premier=a, second=b, pourquoi=pourquoi, metres=None if km is None else round(km * 1000)))
    return trouvees[:limite]


def _same_siret(limite: int) -> list[tuple[int, int]]:
    numeros = list(
        Lieu.objects.present().exclude(siret="").values("siret").annotate(n=Count("id")).filter(n__range=(2, 20)).values_list("siret", flat=True)[:limite]
    )
    par_siret: dict[str, list[int]] = {}
    for siret, pk in Lieu.objects.present().filter(siret__in=numeros).order_by("pk").values_list("siret", "pk"):
        par_siret.setdefault(siret, []).append(pk)
    return [(a, b) for pks in par_siret.values() for rang, a in enumerate(pks) for b in pks[rang + 1 :]]


def _same_name(limite: int) -> list[tuple[int, int]]:
    groupes = Lieu.objects.present().exclude(code_insee="").values("code_insee", "nom").annotate(n=Count("id")).filter(n__range=(2, 10))[:limite]
    trouvees = []
    for groupe in groupes[:20]:
        pks = sorted(Lieu.objects.present().filter(code_insee=groupe["code_insee"], nom=groupe["nom"]).values_list("pk", flat=True))
        trouvees += [(a, b) for rang, a in enumerate(pks) for b in pks[rang + 1 :]]
    return trouvees


def _same_position(limite: int) -> list[tuple[int, int]]:
    """Places at the same eleven metres: by the index alone."""
    tout = Terme.objects.filter(mot=TOUT).values_list("pk", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.lieu_id, q.lieu_id FROM annuaire_reperage p JOIN annuaire_reperage q ON q.terme_id = p.terme_id AND q.lat = p.lat AND q.lon = p.lon "
            "AND q.lieu_id > p.lieu_id WHERE p.terme_id = %s AND p.service_id IS NULL AND q.service_id IS NULL AND p.lat > -9999999 LIMIT %s",
            [tout, limite],
        )
        return [(a, b) for a, b in cursor.fetchall()]


def imports() -> list[Import]:
    """Return the last imports, the newest first. One query."""
    return list(Import.objects.select_related("source", "par").order_by("-pk")[:PAR_PAGE])


def sources() -> list[Source]:
    """Return the sources, by name. One query."""
    return list(Source.objects.order_by("nom"))


def import_for(import_id: int) -> tuple[Import, list[Quarantaine]]:
    """Return an import and the first rows that it set aside, those that were lost first. Two queries. Raise `NotVisibleError`."""
    passage = Import.objects.select_related("source", "par").filter(pk=import_id).first()
    if passage is None:
        raise NotVisibleError
    return passage, list(passage.quarantaine.filter(reprise_at__isnull=True).order_by("gravite", "rang", "pk")[: 4 * PAR_PAGE])


def why_aside(passage: Import) -> list[tuple[str, str, int]]:
    """Return the reasons for which rows and cells were set aside: what became of them, why, how many; the most first. One query."""
    comptes = passage.quarantaine.filter(reprise_at__isnull=True).values_list("gravite", "motif").annotate(n=Count("pk")).order_by("gravite", "-n", "motif")
    return [(str(Gravite(gravite).label), str(Motif(motif).label), n) for gravite, motif, n in comptes]


def lost_rows(import_id: int) -> list[Quarantaine]:
    """Return every row that an import lost, for its table. One query."""
    return list(Quarantaine.objects.filter(passage=import_id, gravite=Gravite.ECARTEE, reprise_at__isnull=True).order_by("rang")[:10_000])


def reported() -> list[Lieu]:
    """Return the places that readers say are no longer true, most said first. One query."""
    dits = Constat.objects.filter(genre=GenreConstat.PLUS_VRAI, regle_at__isnull=True).values("lieu").annotate(n=Count("id")).order_by("-n", "lieu")[:PAR_PAGE]
    rangs = [un["lieu"] for un in dits]
    lieux = Lieu.objects.in_bulk(rangs)
    return [lieux[pk] for pk in rangs]


# Places of life


@dataclass(frozen=True, slots=True, kw_only=True)
class MotLu:
    """A word with its text opened."""

    mot: MotDepose
    mots: str


def places_of_life(structure_ids: Iterable[int]) -> list[LieuDeVie]:
    """Return the places of life of these structures, by name. One query."""
    return list(LieuDeVie.objects.of_structures(structure_ids).select_related("structure").order_by("ferme_le", "nom"))


def words_left(structure_ids: Iterable[int], *, closed: bool = False) -> list[MotLu]:
    """Return the words left for these structures, those to read first. One query, and no other: no subject has a key."""
    lus = MotDepose.objects.of_structures(structure_ids).select_related("lieu_de_vie", "par").order_by("depose_le", "pk")
    choisis = lus.filter(etat=EtatMot.CLOS) if closed else lus.exclude(etat=EtatMot.CLOS)
    return [
        MotLu(mot=mot, mots=open_sealed(mot.mots_scelles, context=words_context(mot)).decode() if mot.mots_scelles else "") for mot in choisis[: 2 * PAR_PAGE]
    ]


@as_service(ServiceNomme.MERCI)
def thanks(lieu: LieuDeVie) -> tuple[int | None, int | None]:
    """Return how many words were left in the places of life of the structure, and how many were taken in charge; None below eleven. One query."""
    comptes = dict(MotDepose.objects.of_structures([lieu.structure_id]).values_list("etat").annotate(n=Count("pk")))
    tous, pris = sum(comptes.values()), comptes.get(EtatMot.PRIS, 0) + comptes.get(EtatMot.CLOS, 0)
    return (tous if tous >= ASSEZ else None), (pris if pris >= ASSEZ and (tous == pris or tous - pris >= ASSEZ) else None)
