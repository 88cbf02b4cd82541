"""What screens and tasks read of agreements and of what a change of the law opens, each with its cost in queries. Always through the structures of the reader.

Whom she sees is asked again at each reading: an answer taken back, an agreement that is over, a right that is followed since, close a line at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import open_sealed, prepare
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.selectors import identity_context, open_contact, open_identity
from droits_ouverts.suivi.enums import Etat, ResultatAppel
from droits_ouverts.suivi.models import Appel, DroitSuivi
from droits_ouverts.veille import access
from droits_ouverts.veille.contextes import reading_context
from droits_ouverts.veille.enums import EtatRelecture, ReponseRappel, SuiteRappel
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau, Relecture
from droits_ouverts.veille.rules import Dit, DroitLu, Lu

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.personnes.rules import Identite
    from droits_ouverts.personnes.rules_contact import Contact

PAR_PAGE, COMPARAISONS, DITES = 30, 20, 20
AUTRE_FOIS = (Etat.REFUSE, Etat.PERDU, Etat.ANNULE)
"""Where a followed right ended without her wanting it: another law is a reason to speak of it again. What she gave up stays in peace."""


def answers_of(personne: Personne) -> list[AccordRappel]:
    """Return what a person answered, the first answer first, with who noted it. One query."""
    return list(AccordRappel.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).select_related("par").order_by("pk"))


def said(rows: Iterable[AccordRappel]) -> list[Dit]:
    """Return answers as the rules see them. No query."""
    return [Dit(reponse=row.reponse, le=row.le, jusqu_au=row.jusqu_au) for row in rows]


def agreed(structure_ids: Sequence[int], *, on: date) -> QuerySet[Any]:
    """Return the answers in force by which persons may be called back on a day: the last one of each, a yes that is not over.

    Whoever said since, in a call about a right, that she no longer wants any is not there; whoever asked to be erased took her yes back by it.
    """
    plus_tard = AccordRappel.objects.of_structures(structure_ids).filter(personne=OuterRef("personne"), pk__gt=OuterRef("pk"))
    refus = Appel.objects.of_structures(structure_ids).filter(
        droit_suivi__personne=OuterRef("personne"), resultat=ResultatAppel.NE_SOUHAITE_PAS, note_at__gt=OuterRef("note_at")
    )
    siens = AccordRappel.objects.of_structures(structure_ids).filter(reponse=ReponseRappel.OUI, le__lte=on, jusqu_au__gte=on)
    return siens.filter(~Exists(plus_tard), ~Exists(refus)).filter(
        Q(personne__reunie=False, personne__rapprochee_de__isnull=True) | ~Exists(_later_in_another(structure_ids))
    )


def _later_in_another(structure_ids: Sequence[int]) -> QuerySet[Any]:
    """What she answered later in another of her files: the last answer is hers, whichever file it is in."""
    sous = Q(personne__rapprochee_de=OuterRef("personne")) | Q(personne=OuterRef("personne__rapprochee_de"))
    return AccordRappel.objects.of_structures(structure_ids).filter(
        sous | Q(personne__rapprochee_de=OuterRef("personne__rapprochee_de")), pk__gt=OuterRef("pk")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparaisonDite:
    """A comparison in the list of a structure: how many persons were to be read again, and how many were."""

    comparaison: ComparaisonLois
    total: int
    restent: int


def comparisons_of(actor: Compte, *, on: date) -> list[ComparaisonDite]:
    """Return the last comparisons of the actor's structures, the last asked first. Two queries."""
    siennes = ComparaisonLois.objects.of_structures(access.structures_of(actor, on=on)).select_related("structure", "demande_par").order_by("-demande_at", "pk")
    comptees = siennes.annotate(total=Count("relectures"), restent=Count("relectures", filter=Q(relectures__etat=EtatRelecture.A_FAIRE)))
    return [ComparaisonDite(comparaison=une, total=une.total, restent=une.restent) for une in comptees[:COMPARAISONS]]


def comparison_for(actor: Compte, comparaison_id: uuid.UUID, *, on: date) -> ComparaisonLois:
    """Return a comparison that the actor may read. Two queries. Raise `NotVisibleError` for any other."""
    une: ComparaisonLois | None = ComparaisonLois.objects.select_related("structure", "demande_par").filter(pk=comparaison_id).first()
    if une is None or not access.may_read(actor, une.structure_id, on=on):
        raise NotVisibleError
    return une


@dataclass(frozen=True, slots=True, kw_only=True)
class Avancement:
    """How far a comparison is: persons to read again, read, and those who could not be, by reason."""

    faites: int = 0
    restent: int = 0
    impossibles: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Everybody who was asked about."""
        return self.faites + self.restent + self.non_relues

    @property
    def non_relues(self) -> int:
        """Those of whom nothing is known."""
        return sum(nombre for _raison, nombre in self.impossibles)


def progress_of(comparaison: ComparaisonLois, *, on: date) -> Avancement:
    """Return how far a comparison is, for those who still agree. One query."""
    rows = _readings(comparaison, on=on).order_by("etat", "raison").values_list("etat", "raison").annotate(nombre=Count("pk"))
    comptes = {(etat, raison): nombre for etat, raison, nombre in rows}
    return Avancement(
        faites=comptes.get((EtatRelecture.FAITE, ""), 0),
        restent=comptes.get((EtatRelecture.A_FAIRE, ""), 0),
        impossibles=tuple((raison, nombre) for (etat, raison), nombre in comptes.items() if etat == EtatRelecture.IMPOSSIBLE),
    )


def _readings(comparaison: ComparaisonLois, *, on: date) -> QuerySet[Any]:
    ici = [comparaison.structure_id]
    return Relecture.objects.of_structures(ici).filter(comparaison=comparaison, personne__in=agreed(ici, on=on).values("personne"))


def waiting(comparaison: ComparaisonLois, *, on: date, combien: int | None = None) -> list[Relecture]:
    """Return who is still to be read again and still agrees, in the order of her number. One query."""
    rows = _readings(comparaison, on=on).filter(etat=EtatRelecture.A_FAIRE).select_related("personne", "comparaison").order_by("pk")
    return list(rows[:combien] if combien else rows)


def not_read(comparaison: ComparaisonLois, *, on: date) -> list[tuple[Personne, Identite, str]]:
    """Return the first persons who could not be read again, and why. Two queries."""
    rows = _readings(comparaison, on=on).filter(etat=EtatRelecture.IMPOSSIBLE).select_related("personne").order_by("pk")[:DITES]
    return [(row.personne, identite, str(row.get_raison_display())) for row, identite in _named(rows)]


def open_lines(comparaison: ComparaisonLois, *, on: date) -> QuerySet[Any]:
    """Return the lines to speak of: she agrees to be called today, nobody follows this right for her, and she never said that she does not want it."""
    ici = [comparaison.structure_id]
    suivis = DroitSuivi.objects.of_structures(ici).filter(personne=OuterRef("personne"), droit=OuterRef("droit"))
    refuses = DroitNouveau.objects.of_structures(ici).filter(personne=OuterRef("personne"), droit=OuterRef("droit"), suite=SuiteRappel.NE_VEUT_PAS)
    siennes: QuerySet[Any] = DroitNouveau.objects.of_structures(ici).filter(
        relecture__comparaison=comparaison, suite="", personne__in=agreed(ici, on=on).values("personne")
    )
    siennes = siennes.filter(~Exists(suivis.exclude(etat__in=AUTRE_FOIS)), ~Exists(refuses))
    avec: QuerySet[Any] = siennes.annotate(suivi_id=Subquery(suivis.values("pk")[:1]))
    return avec


def counts_by_right(comparaison: ComparaisonLois, *, on: date) -> dict[str, int]:
    """Return how many persons each right may newly open to. One query."""
    return dict(open_lines(comparaison, on=on).order_by("droit").values_list("droit").annotate(nombre=Count("pk")))


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneNouvelle:
    """One person and one right that the second law may open to her, as the page shows it."""

    nouveau: DroitNouveau
    identite: Identite
    contact: Contact | None
    lu: DroitLu
    jusqu_au: date
    langue: str


def lines_of(comparaison: ComparaisonLois, *, on: date, droit: str = "", page: int = 1) -> tuple[list[LigneNouvelle], bool]:
    """Return a page of lines, by right then in the order of names, and whether another one follows. Two queries. Nobody comes before another but by her name."""
    accord = agreed([comparaison.structure_id], on=on).filter(personne=OuterRef("personne"))
    rows = open_lines(comparaison, on=on).annotate(jusqu_au=Subquery(accord.values("jusqu_au")[:1]), langue=Subquery(accord.values("langue")[:1]))
    if droit:
        rows = rows.filter(droit=droit)
    debut = (page - 1) * PAR_PAGE
    lus = list(rows.select_related("personne", "relecture__bilan").order_by("droit", "pk")[debut : debut + PAR_PAGE + 1])
    lignes = [
        LigneNouvelle(nouveau=row, identite=identite, contact=open_contact(row.personne), lu=_right_of(row), jusqu_au=row.jusqu_au, langue=row.langue)
        for row, identite in _named(lus[:PAR_PAGE])
    ]
    return sorted(lignes, key=lambda une: (une.nouveau.droit, une.identite.ecrite.casefold(), une.nouveau.pk)), len(lus) > PAR_PAGE


def settled(comparaison: ComparaisonLois, *, on: date) -> list[tuple[DroitNouveau, Identite]]:
    """Return the last lines that somebody settled, for those who still agree. Two queries."""
    ici = [comparaison.structure_id]
    rows = DroitNouveau.objects.of_structures(ici).filter(relecture__comparaison=comparaison, personne__in=agreed(ici, on=on).values("personne"))
    return _named(rows.exclude(suite="").select_related("personne", "suite_par").order_by("-suite_at", "-pk")[:DITES])


def line_for(actor: Compte, nouveau_id: int, *, on: date) -> DroitNouveau:
    """Return a line that the actor may settle, locked. Two queries. Raise `NotVisibleError` for any other."""
    ligne: DroitNouveau | None = DroitNouveau.objects.select_for_update(of=("self",)).select_related("relecture").filter(pk=nouveau_id).first()
    if ligne is None or not access.may_read(actor, ligne.structure_id, on=on):
        raise NotVisibleError
    return ligne


@dataclass(frozen=True, slots=True, kw_only=True)
class Doute:
    """What is not known of one person: rights that were uncertain and still are, and rights whose rule failed."""

    personne: Personne
    identite: Identite
    lu: Lu


def doubts_of(comparaison: ComparaisonLois, *, on: date, page: int = 1) -> tuple[list[Doute], bool]:
    """Return a page of what is not known, person by person in the order of their numbers, and whether another page follows. Two queries."""
    debut = (page - 1) * PAR_PAGE
    rows = _readings(comparaison, on=on).filter(etat=EtatRelecture.FAITE).select_related("personne").order_by("pk")
    lus = list(rows[debut : debut + PAR_PAGE + 1])
    doutes = [Doute(personne=row.personne, identite=identite, lu=open_reading(row)) for row, identite in _named(lus[:PAR_PAGE])]
    return [un for un in doutes if un.lu.incertains or un.lu.echecs], len(lus) > PAR_PAGE


def open_reading(relecture: Relecture) -> Lu:
    """Open what both laws said. No query once the key of the person is read. Raise the errors of `coffre`."""
    return Lu.from_bytes(open_sealed(relecture.resultat_scelle, context=reading_context(relecture))) if relecture.resultat_scelle else Lu()


def _right_of(row: DroitNouveau) -> DroitLu:
    """Return what was read of this right; nothing more than its nature where the reading is being done again."""
    lus = {un.code: un for un in open_reading(row.relecture).droits}
    return lus.get(row.droit, DroitLu(code=row.droit, nature=row.nature))


def _named(rows: Iterable[Any]) -> list[tuple[Any, Identite]]:
    """Return rows with the name of their person, their keys read at once; one whose key was destroyed has none."""
    toutes = list(rows)
    prepare(identity_context(row.personne) for row in toutes)
    nommees = []
    for row in toutes:
        with suppress(ErasedError):
            nommees.append((row, open_identity(row.personne)))
    return nommees
