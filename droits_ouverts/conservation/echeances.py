"""The clock: the last contact of each file of a structure, and when it comes to term. Grouped queries, whatever the number of files.

The last contact is the last thing done with the person: an answer of hers, a choice, an agreement to share or its withdrawal, the sheet handed over, an
appointment that was held, a step of a right that she told, a call that found her, where she agreed to be sent, a change of her life, or a contact noted by
hand. A reading, a computation, the clocks of the night, a right spotted or seen on a paper, a step taken back, what an institution confirmed, a call that
nobody answered or a professional's opinion is not one: she was not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from droits_ouverts.agenda.enums import EtatRendezVous
from droits_ouverts.agenda.models import RendezVous
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.conservation.enums import GenreDossier
from droits_ouverts.conservation.models import Contact, DossierQuerySet, MiseEnReserve, Preavis
from droits_ouverts.conservation.rules import Echeance, Reserve, rule_of, term
from droits_ouverts.personnes.models import Partage, Personne, SuitePartage
from droits_ouverts.suivi.enums import NatureMouvement, NiveauPreuve, Origine, ResultatAppel
from droits_ouverts.suivi.models import DroitSuivi

Cle = tuple[str, str]
"""Kind and number of a file, as text."""


@dataclass(slots=True)
class _Dossier:
    dernier: date
    a_un_bilan: bool = False
    reserve: Reserve | None = None
    levee_le: date | None = None
    preavis: dict[date, date] = field(default_factory=dict)

    def seen(self, jour: date) -> None:
        self.dernier = max(self.dernier, jour)


def schedule(structure_id: int) -> list[Echeance]:
    """Return where every named file of a structure stands, those of an anonymous check-up apart. Six queries."""
    return _scheduled(
        structure_id,
        Personne.objects.of_structures([structure_id]),
        Bilan.objects.of_structures([structure_id]).filter(anonyme=False),
    )


def standing(structure_id: int, genre: str, sujet_id: str) -> Echeance | None:
    """Return where one file stands; None where it is gone, or anonymous. Six queries.

    A file under another one has no term of its own: the one that is kept says it.
    """
    personnes, bilans = Personne.objects.of_structures([structure_id]), Bilan.objects.of_structures([structure_id]).filter(anonyme=False)
    if genre == GenreDossier.PERSONNE:
        # With the files of hers under this one: she is one person.
        personnes = personnes.filter(Q(pk=sujet_id, rapprochee_de__isnull=True) | Q(rapprochee_de=sujet_id))
        bilans = bilans.filter(personne__in=personnes)
    else:
        personnes, bilans = personnes.none(), bilans.filter(pk=sujet_id, personne__isnull=True)
    return next(iter(_scheduled(structure_id, personnes, bilans, un=(genre, sujet_id))), None)


def _scheduled(structure_id: int, personnes: QuerySet[Personne], bilans: QuerySet[Bilan], *, un: Cle | None = None) -> list[Echeance]:
    dossiers: dict[Cle, _Dossier] = {}
    tenus = RendezVous.objects.of_structures([structure_id]).filter(personne=OuterRef("pk"), etat=EtatRendezVous.TENU).order_by("-debut_at")
    dits = {"partage": Max("partages__created_at"), "changement": Max("changements__note_at"), "tenu": Subquery(tenus.values("debut_at")[:1])}
    lues = list(personnes.annotate(**dits).values_list("pk", "rapprochee_de", "created_at", *dits))
    # A file under another one is the same person's: what is done in either holds for both.
    gardees = {pk: gardee for pk, gardee, *_moments in lues if gardee}
    vers = {_person(pk): _person(gardee) for pk, gardee in gardees.items()}
    for pk, _gardee, *moments in lues:
        dossiers.setdefault(_person(gardees.get(pk, pk)), _Dossier(_last_day(moments))).seen(_last_day(moments))
    for pk, at, suivie in _agreements(structure_id, personnes).union(_rights(structure_id, personnes), all=True):
        dossier = dossiers[_person(gardees.get(pk, pk))]
        dossier.a_un_bilan = dossier.a_un_bilan or suivie
        dossier.seen(_day(at))
    for numero, personne_id, *moments in bilans.annotate(choisi=Max("choix__fait_at")).values_list("pk", "personne_id", "updated_at", "choisi"):
        cle = _person(gardees.get(personne_id, personne_id)) if personne_id else (GenreDossier.BILAN.value, str(numero))
        dossier = dossiers.setdefault(cle, _Dossier(_last_day(moments)))
        dossier.a_un_bilan = True
        dossier.seen(_last_day(moments))
    uns = None if un is None else [un, *vers]
    contacts = _about(Contact.objects.of_structures([structure_id]), uns)
    for genre, sujet_id, le in contacts.values_list("genre", "sujet_id", "le"):
        cle = vers.get((genre, sujet_id), (genre, sujet_id))
        if cle in dossiers:
            dossiers[cle].seen(le)
    _holds_and_notices(structure_id, dossiers, vers, uns)
    return [_echeance(structure_id, cle, dossier) for cle, dossier in dossiers.items()]


def _agreements(structure_id: int, personnes: QuerySet[Personne]) -> QuerySet[Any]:
    """Person and moment of the last thing that followed her agreements; nothing there says that she is followed."""
    suites = SuitePartage.objects.filter(partage_id__in=Partage.objects.filter(de_structure_id=structure_id, personne__in=personnes).values("pk")).order_by()
    return suites.values("partage__personne_id").annotate(dernier=Max("at"), suivie=Value(value=False)).values_list("partage__personne_id", "dernier", "suivie")


def _rights(structure_id: int, personnes: QuerySet[Personne]) -> QuerySet[Any]:
    """Person and moment of the last thing that she told of her rights, or that a call found. Who has a right that is followed is accompanied."""
    siens = DroitSuivi.objects.of_structures([structure_id]).real().filter(personne__in=personnes).order_by()
    # A correction is made without her, an answer that nobody of the structure wrote too; lines of a spreadsheet tell what was said before.
    repris = Q(origine=Origine.IMPORT, mouvements__note_at=F("created_at"))
    pas = Q(mouvements__preuve=NiveauPreuve.DIT, mouvements__nature=NatureMouvement.PAS, mouvements__auteur__isnull=False)
    dit = Max("mouvements__note_at", filter=pas & ~repris)
    joint = Max("appels__note_at", filter=~Q(appels__resultat=ResultatAppel.INJOIGNABLE))
    adressee, debut = Max("orientations__created_at"), Max("personne__created_at")
    dernier = Greatest(debut, Coalesce(dit, debut), Coalesce(joint, debut), Coalesce(adressee, debut))
    return siens.values("personne_id").annotate(dernier=dernier, suivie=Value(value=True)).values_list("personne_id", "dernier", "suivie")


def _about(rows: DossierQuerySet, uns: list[Cle] | None) -> DossierQuerySet:
    return rows if uns is None else rows.filter(genre=uns[0][0], sujet_id__in=[sujet_id for _genre, sujet_id in uns])


def _holds_and_notices(structure_id: int, dossiers: dict[Cle, _Dossier], vers: dict[Cle, Cle], uns: list[Cle] | None) -> None:
    reserves = _about(MiseEnReserve.objects.of_structures([structure_id]), uns)
    preavis = _about(Preavis.objects.of_structures([structure_id]), uns)
    for genre, sujet_id, levee_le, *reste in reserves.values_list("genre", "sujet_id", "levee_le", "motif", "posee_le", "posee_par__nom"):
        dossier = dossiers.get(vers.get((genre, sujet_id), (genre, sujet_id)))
        if dossier is None:
            continue
        if levee_le is None:
            dossier.reserve = Reserve(motif=reste[0], posee_le=reste[1], posee_par=reste[2])
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
        reserve=dossier.reserve,
    )


def _person(pk: object) -> Cle:
    return GenreDossier.PERSONNE.value, str(pk)


def _last_day(moments: Iterable[datetime | None]) -> date:
    return max(_day(at) for at in moments if at is not None)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
