"""The clock: the last contact of each file of a structure, and when it comes to term. Grouped queries, whatever the number of files.

The last contact is the last thing done with the person: an answer of hers, a choice, an agreement to share or its withdrawal, the sheet handed over, or a
contact noted by hand. A reading, a computation or a professional's opinion is not one: she was not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from droits_ouverts.bilan.models import Bilan, Choix
from droits_ouverts.conservation.enums import GenreDossier
from droits_ouverts.conservation.models import Contact, MiseEnReserve, Preavis
from droits_ouverts.conservation.rules import Echeance, rule_of, term
from droits_ouverts.personnes.models import Partage, Personne, SuitePartage

Cle = tuple[str, str]
"""Kind and number of a file, as text."""
PERSONNE_D_AUCUN = 0
"""No row has this number."""


@dataclass(slots=True)
class _Dossier:
    dernier: date
    a_un_bilan: bool = False
    reserve: bool = False
    levee_le: date | None = None
    preavis: dict[date, date] = field(default_factory=dict)

    def seen(self, jour: date) -> None:
        self.dernier = max(self.dernier, jour)


def schedule(structure_id: int) -> list[Echeance]:
    """Return where every named file of a structure stands, those of an anonymous check-up apart. Nine queries."""
    return _scheduled(
        structure_id,
        Personne.objects.of_structures([structure_id]),
        Bilan.objects.of_structures([structure_id]).filter(anonyme=False),
    )


def standing(structure_id: int, genre: str, sujet_id: str) -> Echeance | None:
    """Return where one file stands; None where it is gone, or anonymous. Nine queries."""
    personnes, bilans = Personne.objects.of_structures([structure_id]), Bilan.objects.of_structures([structure_id]).filter(anonyme=False)
    if genre == GenreDossier.PERSONNE:
        personnes, bilans = personnes.filter(pk=sujet_id), bilans.filter(personne_id=sujet_id)
    else:
        personnes, bilans = personnes.none(), bilans.filter(pk=sujet_id, personne__isnull=True)
    return next(iter(_scheduled(structure_id, personnes, bilans, un=(genre, sujet_id))), None)


def _scheduled(structure_id: int, personnes: QuerySet[Personne], bilans: QuerySet[Bilan], *, un: Cle | None = None) -> list[Echeance]:
    dossiers = {_person(pk): _Dossier(_day(at)) for pk, at in personnes.values_list("pk", "created_at")}
    de_qui: dict[object, Cle] = {}
    for pk, personne_id, at in bilans.values_list("pk", "personne_id", "updated_at"):
        cle = de_qui[pk] = _person(personne_id) if personne_id else (GenreDossier.BILAN.value, str(pk))
        dossier = dossiers.setdefault(cle, _Dossier(_day(at)))
        dossier.a_un_bilan = True
        dossier.seen(_day(at))
    for cle, jour in _events(structure_id, de_qui, un):
        if cle in dossiers:
            dossiers[cle].seen(jour)
    _holds_and_notices(structure_id, dossiers, un)
    return [_echeance(structure_id, cle, dossier) for cle, dossier in dossiers.items()]


def _events(structure_id: int, de_qui: dict[object, Cle], un: Cle | None) -> Iterator[tuple[Cle, date]]:
    choix = Choix.objects.filter(bilan__structure=structure_id, bilan__anonyme=False)
    partages = Partage.objects.filter(de_structure=structure_id)
    suites = SuitePartage.objects.filter(partage__de_structure=structure_id)
    contacts = Contact.objects.of_structures([structure_id])
    if un is not None:
        numero = un[1] if un[0] == GenreDossier.PERSONNE else PERSONNE_D_AUCUN
        choix, contacts = choix.filter(bilan_id__in=list(de_qui)), contacts.filter(genre=un[0], sujet_id=un[1])
        partages, suites = partages.filter(personne_id=numero), suites.filter(partage__personne_id=numero)
    yield from ((de_qui[pk], _day(at)) for pk, at in _last(choix, "bilan_id", "fait_at") if pk in de_qui)
    yield from ((_person(pk), _day(at)) for pk, at in _last(partages, "personne_id", "created_at"))
    yield from ((_person(pk), _day(at)) for pk, at in _last(suites, "partage__personne_id", "at"))
    yield from (((genre, sujet_id), le) for genre, sujet_id, le in contacts.values_list("genre", "sujet_id", "le"))


def _last(rows: QuerySet[Any], par: str, quand: str) -> Iterator[tuple[Any, datetime]]:
    yield from rows.order_by().values_list(par).annotate(Max(quand)).values_list(par, f"{quand}__max")


def _holds_and_notices(structure_id: int, dossiers: dict[Cle, _Dossier], un: Cle | None) -> None:
    reserves, preavis = MiseEnReserve.objects.of_structures([structure_id]), Preavis.objects.of_structures([structure_id])
    if un is not None:
        reserves, preavis = (rows.filter(genre=un[0], sujet_id=un[1]) for rows in (reserves, preavis))
    for genre, sujet_id, levee_le in reserves.values_list("genre", "sujet_id", "levee_le"):
        dossier = dossiers.get((genre, sujet_id))
        if dossier is None:
            continue
        if levee_le is None:
            dossier.reserve = True
        else:
            dossier.levee_le = max(dossier.levee_le or levee_le, levee_le)
    for genre, sujet_id, terme, donne_le in preavis.values_list("genre", "sujet_id", "terme", "donne_le"):
        if (genre, sujet_id) in dossiers:
            dossiers[genre, sujet_id].preavis[terme] = donne_le


def _echeance(structure_id: int, cle: Cle, dossier: _Dossier) -> Echeance:
    une = rule_of(a_un_bilan=dossier.a_un_bilan)
    terme = term(une, dossier.dernier, levee_le=dossier.levee_le)
    return Echeance(
        structure_id=structure_id,
        genre=cle[0],
        sujet_id=cle[1],
        regle=une.nom,
        dernier_contact=dossier.dernier,
        terme=terme,
        preavis_le=dossier.preavis.get(terme),
        en_reserve=dossier.reserve,
    )


def _person(pk: object) -> Cle:
    return GenreDossier.PERSONNE.value, str(pk)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
