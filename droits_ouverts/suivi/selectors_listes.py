"""The lists people live in: my people, what is due, what is stuck. Always through the structures of the reader; each says what it costs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Coalesce

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import prepare
from droits_ouverts.personnes.dossiers import files_of, with_joined
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import identity_context, open_identity
from droits_ouverts.suivi import access
from droits_ouverts.suivi.contextes import last_amounts_context
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.models import DroitSuivi, DroitSuiviQuerySet, Echeance, Piece
from droits_ouverts.suivi.presentation import MontantDit, amount_of
from droits_ouverts.suivi.rules import EN_COURS, FINS
from droits_ouverts.suivi.selectors import open_last_amounts

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

Ligne = TypeVar("Ligne")

AVEC = ("personne__rapprochee_de", "responsable")
"""Read along: the person by the file of hers that is kept, who follows the right."""
PAR_PAGE = 25
RECENTS = 2000
"""Rights looked at for the list of people, the last moved first: somebody further away is found by her name."""
DROITS_PAR_PERSONNE = 4
"""Read at first for each person of a page: most have no more."""
ECHEANCES = 300
"""Clocks that are ordered by money at once, the nearest first: a whole number of pages."""
POUR_TRIER = (
    "nature",
    "cle",
    "a_faire_le",
    "due_le",
    "jusqu_au",
    "droit_suivi_id",
    "droit_suivi__structure_id",
    "droit_suivi__personne_id",
    "droit_suivi__montants_scelles",
)
HORIZON = timedelta(days=30)
CONTESTER, TROP_TARD = ("recours_prealable", "recours_juridictionnel"), timedelta(days=30)
"""An appeal whose last day went by a month ago is nothing to do any more: the page of the right still tells it."""
LENT = timedelta(days=60)
"""An institution that has not answered since then: one asks where the file is."""
BLOQUES = (Etat.PIECES_DEMANDEES, Etat.REFUSE, Etat.SILENCE, Etat.PERDU)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtres:
    """What the address of a list says; empty: everything."""

    miens: bool = False
    etat: str = ""
    droit: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneDroit:
    """A followed right in a list; `montant`: what it brings, as far as anybody said."""

    id: uuid.UUID
    personne_id: int
    nom: str
    droit: str
    etat: Etat
    etat_le: date
    responsable: str
    montant: MontantDit
    prochaine_le: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneSuivie:
    """A person in a list, with her rights."""

    id: int
    nom: str
    droits: Sequence[LigneDroit]
    prochaine_le: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEcheance:
    """A clock that is due: which right of whom, and what a month of delay costs."""

    id: int
    nature: str
    cle: str
    a_faire_le: date
    due_le: date
    deplacee: bool
    droit: LigneDroit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Ligne]):
    """A page of a list, and whether there is another one."""

    lignes: Sequence[Ligne]
    numero: int
    suite: bool


def my_people(actor: Compte, filtres: Filtres, *, on: date) -> Page[LigneSuivie]:
    """Return the persons whose rights moved last, each with the rights that the filters keep. Seven queries at most."""
    structures = access.structures_of(actor, on=on)
    recents = _kept(DroitSuivi.objects.of_structures(structures).real(), actor, filtres).recent_first()
    # Each person once, by the file of hers that is kept.
    elles = Coalesce("personne__rapprochee_de_id", "personne_id")
    voulus = _cut(_last_moved(recents.values_list(elles, flat=True), filtres.page * PAR_PAGE + 1), filtres.page)
    # By their persons, who come from these structures, and not by the structure a second time: a database without statistics would read it whole.
    siens = _kept(DroitSuivi.objects.filter(personne_id__in=with_joined(voulus.lignes)).real(), actor, filtres).select_related(*AVEC)
    ici = [row for row in siens if row.structure_id in structures]
    lignes = _with_next(sorted(ici, key=lambda row: (row.updated_at, row.pk), reverse=True))
    par_personne: dict[int, list[LigneDroit]] = {}
    for ligne in lignes:
        par_personne.setdefault(ligne.personne_id, []).append(ligne)
    suivies = [
        LigneSuivie(
            id=numero,
            nom=droits[0].nom,
            droits=droits,
            prochaine_le=min((droit.prochaine_le for droit in droits if droit.prochaine_le), default=None),
        )
        for numero in voulus.lignes
        if (droits := par_personne.get(numero))
    ]
    return Page(lignes=suivies, numero=voulus.numero, suite=voulus.suite)


def to_do(actor: Compte, filtres: Filtres, *, on: date) -> Page[LigneEcheance]:
    """Return what is due within thirty days: by blocks of the 300 nearest, each by money lost a month then by day; what is late comes with the first. Six queries.

    What a right brings is sealed: a block is what is opened to be put in order. Of the rest, only the page is read.
    """
    structures = access.structures_of(actor, on=on)
    dues = Echeance.objects.of_structures(structures).due().filter(a_faire_le__lte=on + HORIZON).exclude(droit_suivi__etat__in=[*FINS, Etat.ANNULE])
    dues = dues.exclude(nature__in=CONTESTER, due_le__lt=on - TROP_TARD)
    if filtres.miens:
        dues = dues.filter(droit_suivi__responsable=actor)
    if filtres.droit:
        dues = dues.filter(droit_suivi__droit=filtres.droit)
    if filtres.etat:
        dues = dues.filter(droit_suivi__etat=filtres.etat)
    bloc, dans_le_bloc = divmod(filtres.page - 1, ECHEANCES // PAR_PAGE)
    proches = list(dues.select_related("droit_suivi").only(*POUR_TRIER).order_by("a_faire_le", "pk")[bloc * ECHEANCES : (bloc + 1) * ECHEANCES + 1])
    ordre = _by_money(proches[:ECHEANCES])
    ici = ordre[dans_le_bloc * PAR_PAGE : (dans_le_bloc + 1) * PAR_PAGE]
    droits = {ligne.id: ligne for ligne in _dressed(_whole([row.droit_suivi for row in ici], structures), {})}
    lignes = [
        LigneEcheance(
            id=row.pk,
            nature=row.nature,
            cle=row.cle,
            a_faire_le=row.a_faire_le,
            due_le=row.due_le,
            deplacee=row.jusqu_au is not None,
            droit=droits[row.droit_suivi_id],
        )
        for row in ici
        if row.droit_suivi_id in droits
    ]
    suite = len(ordre) > (dans_le_bloc + 1) * PAR_PAGE or len(proches) > ECHEANCES
    return Page(lignes=lignes, numero=filtres.page, suite=suite)


def _by_money(rows: Sequence[Echeance]) -> list[Echeance]:
    """Return these clocks, what costs most a month first, then the nearest; nothing of somebody whose key was destroyed. One query for the keys."""
    droits = {row.droit_suivi_id: row.droit_suivi for row in rows}
    prepare(last_amounts_context(droit) for droit in droits.values() if droit.montants_scelles)
    mensuels: dict[uuid.UUID, Decimal] = {}
    for numero, droit in droits.items():
        with suppress(ErasedError):
            mensuels[numero] = open_last_amounts(droit).perte_par_mois
    vues = [row for row in rows if row.droit_suivi_id in mensuels]
    return sorted(vues, key=lambda row: (-mensuels[row.droit_suivi_id], row.a_faire_le, row.pk))


def _whole(rows: Sequence[DroitSuivi], structures: Sequence[int]) -> list[DroitSuivi]:
    """Return these rights, of which lists read two columns, with their persons and who follows them. One query, by the rows and not by the structure."""
    lus = DroitSuivi.objects.filter(personne_id__in={row.personne_id for row in rows}, pk__in=[row.pk for row in rows])
    return [row for row in lus.select_related(*AVEC) if row.structure_id in structures]


def stuck(actor: Compte, filtres: Filtres, *, on: date) -> Page[LigneDroit]:
    """Return the rights that do not go on: papers asked, refused, left without an answer, stopped, or nothing for two months. The oldest first. Five queries."""
    structures = access.structures_of(actor, on=on)
    lents = Q(etat__in=EN_COURS, etat_le__lte=on - LENT)
    # The states are said a second time, alone: so that the index answers for them without the row.
    arretes = DroitSuivi.objects.of_structures(structures).filter(Q(etat__in=BLOQUES) | lents, etat__in=[*BLOQUES, *sorted(EN_COURS)])
    ici = _kept(arretes, actor, filtres).order_by("etat_le", "pk")
    debut = (filtres.page - 1) * PAR_PAGE
    rows = list(ici.select_related(*AVEC)[debut : debut + PAR_PAGE + 1])
    return Page(lignes=_with_next(rows[:PAR_PAGE]), numero=filtres.page, suite=len(rows) > PAR_PAGE)


def all_lines(actor: Compte, filtres: Filtres, *, on: date) -> Iterable[LigneDroit]:
    """Yield the followed rights that the filters keep, for a spreadsheet: by batches of 500, two queries each."""
    structures = access.structures_of(actor, on=on)
    ici = _kept(DroitSuivi.objects.of_structures(structures).real(), actor, filtres).recent_first()
    rows = ici.select_related(*AVEC).iterator(chunk_size=500)
    while lot := list(islice(rows, 500)):
        yield from _with_next(lot)


def papers_missing(personne: Personne) -> list[Piece]:
    """Return the papers that hold a right of a person back, by kind. One query."""
    rows = Piece.objects.of_structures([personne.structure_id]).filter(
        droit_suivi__personne_id__in=files_of(personne), donnee_le__isnull=True, sans_objet_le__isnull=True
    )
    return list(rows.exclude(droit_suivi__etat__in=[*FINS, Etat.ANNULE]).select_related("droit_suivi").order_by("nature", "pk"))


def clocks_of_person(personne: Personne) -> list[Echeance]:
    """Return the clocks that run for a person's rights, the nearest first. One query."""
    rows = Echeance.objects.of_structures([personne.structure_id]).due().filter(droit_suivi__personne_id__in=files_of(personne))
    return list(rows.select_related("droit_suivi").order_by("a_faire_le", "pk"))


def _kept(rows: DroitSuiviQuerySet, actor: Compte, filtres: Filtres) -> DroitSuiviQuerySet:
    if filtres.miens:
        rows = rows.filter(responsable=actor)
    if filtres.etat:
        rows = rows.filter(etat=filtres.etat)
    return rows.filter(droit=filtres.droit) if filtres.droit else rows


def _cut(lignes: Sequence[Ligne], page: int) -> Page[Ligne]:
    debut = (page - 1) * PAR_PAGE
    return Page(lignes=lignes[debut : debut + PAR_PAGE], numero=page, suite=len(lignes) > debut + PAR_PAGE)


def _last_moved(recents: QuerySet[DroitSuivi, int], combien: int) -> list[int]:
    """Return the persons, each once, whose rights moved last: `combien` of them or all there are. One query; two where they have many rights each."""
    assez = min(combien * DROITS_PAR_PERSONNE, RECENTS)
    lus = list(recents[:assez])
    numeros = list(dict.fromkeys(lus))
    if len(numeros) < combien and len(lus) == assez < RECENTS:
        numeros = list(dict.fromkeys(recents[:RECENTS]))
    return numeros


def _with_next(rows: Sequence[DroitSuivi]) -> list[LigneDroit]:
    """Return lines with their next day, by the rights and not by the structure. One query, and one for the keys."""
    dues = Echeance.objects.filter(droit_suivi__in=[row.pk for row in rows]).due()
    return _dressed(rows, dict(dues.order_by().values_list("droit_suivi_id").annotate(Min("a_faire_le"))))


def _dressed(rows: Iterable[DroitSuivi], prochaines: dict[uuid.UUID, date]) -> list[LigneDroit]:
    """Open what is sealed of these rights, their keys read at once; nothing of somebody whose key was destroyed."""
    vues = list({row.pk: row for row in rows}.values())
    prepare(context for row in vues for context in (identity_context(row.personne.gardee), last_amounts_context(row)))
    noms: dict[int, str] = {}
    lignes = []
    for row in vues:
        with suppress(ErasedError):
            elle = row.personne.gardee
            nom = noms.get(elle.pk) or noms.setdefault(elle.pk, name_of(elle))
            lignes.append(
                LigneDroit(
                    id=row.pk,
                    personne_id=elle.pk,
                    nom=nom,
                    droit=row.droit,
                    etat=Etat(row.etat),
                    etat_le=row.etat_le,
                    responsable=row.responsable.nom,
                    montant=amount_of(open_last_amounts(row), droit=row.droit, etat=row.etat),
                    prochaine_le=prochaines.get(row.pk),
                )
            )
    return lignes


def name_of(personne: Personne) -> str:
    """Return how a person is called. Raise the errors of `coffre`."""
    return open_identity(personne).ecrite
