"""What screens read of agreements to share, each with its cost in queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import access, rules_partage
from droits_ouverts.personnes.dossiers import files_of, only_this_file
from droits_ouverts.personnes.enums import EtatPartage, Finalite, Portee
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.structures import access as structures
from droits_ouverts.structures.models import Structure

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

PAR_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePartage:
    """An agreement as a page shows it. `portees`: what is left of it, in the order of the list. `annulable`: the last act may be taken back."""

    partage: Partage
    etat: EtatPartage
    portees: tuple[Portee, ...]
    annulable: bool

    @property
    def ouvert(self) -> bool:
        """Whether it may still be narrowed or withdrawn."""
        return self.etat in {EtatPartage.A_VENIR, EtatPartage.EN_COURS, EtatPartage.RESTREINT}

    @property
    def sensible(self) -> bool:
        """Whether it is about a sensitive scope, which is alone in its agreement."""
        return bool(rules_partage.SENSIBLES.intersection(rules_partage.read(self.partage.portees)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """What the actor may read of a person of another structure, and the agreements by which she does."""

    personne: Personne
    portees: frozenset[Portee]
    partages: tuple[Partage, ...]

    @property
    def fin(self) -> date:
        """The last day on which something of it may be read."""
        return max(partage.fin for partage in self.partages)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonnePartagee:
    """A person of another structure whom the actor's may read a part of, for one purpose. `nom` is empty where her name is not in it."""

    personne_id: int
    nom: str
    finalite: Finalite
    structure: str
    portees: tuple[Portee, ...]
    fin: date


def agreements_of(actor: Compte, personne: Personne, *, now: datetime, on: date) -> list[LignePartage]:
    """Return the agreements of a person whom the actor may read, those of all her files, the last one first. Two queries."""
    return agreements_of_all(actor, files_of(personne), now=now, on=on)


def agreements_of_all(actor: Compte, personne_ids: Iterable[int], *, now: datetime, on: date) -> list[LignePartage]:
    """Return the agreements of several files that the actor may read. Two queries."""
    rows = Partage.objects.of_files(personne_ids).select_related("vers_structure").prefetch_related("suites")
    return [_line(partage, actor, now, on) for partage in rows]


def agreement_for(actor: Compte, partage_id: int, *, now: datetime, on: date) -> LignePartage:
    """Return an agreement that the actor may change, its person loaded. Four queries. Raise `NotVisibleError` for any other."""
    partage = _agreement(partage_id)
    if partage is None or not access.may_change_share(actor, partage, on=on):
        raise NotVisibleError
    return _line(partage, actor, now, on)


def structures_to_share_with(personne: Personne) -> list[Structure]:
    """Return the structures that a person may agree to share with: every other one of the programme, by name. One query."""
    return list(Structure.objects.exclude(pk=personne.structure_id).order_by("nom"))


def shared_person(actor: Compte, personne_id: int, finalite: str, *, on: date) -> Lecture:
    """Return a person of another structure and what the actor may read of her for this purpose. Four queries.

    Raise `NotVisibleError` where there is nothing to read: whether the person exists is not told.
    """
    personne = Personne.objects.select_related("structure").filter(pk=personne_id).first()
    professions = structures.professions_of(actor, on)
    if personne is None or finalite not in Finalite.values or personne.structure_id in professions:
        raise NotVisibleError
    ouverts = access.open_agreements(personne, Finalite(finalite), professions, on)
    portees = frozenset[Portee]().union(*ouverts.values())
    if not portees:
        raise NotVisibleError
    return Lecture(personne=only_this_file(personne), portees=portees, partages=tuple(partage for partage, lues in ouverts.items() if lues))


def agreement_read_by(actor: Compte, personne_id: int, finalite: str) -> int | None:
    """Return the last agreement by which the actor's structures were to read this person, for this purpose, in force or not: the journal cites it. One query."""
    siens = Partage.objects.filter(personne_id=personne_id, finalite=finalite, vers_structure__membres__compte=actor)
    return siens.order_by("-pk").values_list("pk", flat=True).first()


def persons_shared_with(actor: Compte, *, on: date) -> list[PersonnePartagee]:
    """Return the persons of other structures whom the actor may read a part of, one line a purpose, 50 at most, by name. Three queries."""
    professions = structures.professions_of(actor, on)
    rows = Partage.objects.towards(professions).within(on).select_related("personne__structure").prefetch_related("suites").order_by("-pk")
    lues: dict[tuple[int, str], tuple[Partage, frozenset[Portee]]] = {}
    for partage in rows:
        portees = access.opened_by(partage, professions, on)
        if not portees or partage.personne.structure_id != partage.de_structure_id or partage.personne.structure_id in professions:
            continue
        cle = (partage.personne_id, partage.finalite)
        avant = lues.get(cle)
        lues[cle] = (partage, portees) if avant is None else (max(partage, avant[0], key=lambda un: un.fin), portees | avant[1])
    lignes = [_shared_line(partage, portees) for partage, portees in list(lues.values())[:PAR_PAGE]]
    return sorted(lignes, key=lambda ligne: (ligne.nom == "", ligne.nom.casefold(), ligne.personne_id))


def ordered(portees: frozenset[Portee]) -> tuple[Portee, ...]:
    """The scopes in the order of the list."""
    return tuple(portee for portee in Portee if portee in portees)


def _agreement(partage_id: int) -> Partage | None:
    rows = Partage.objects.select_related("personne__structure", "vers_structure", "de_structure", "enregistre_par")
    return rows.prefetch_related("suites__par").filter(pk=partage_id).first()


def _line(partage: Partage, actor: Compte, now: datetime, on: date) -> LignePartage:
    termes = partage.termes
    derniere = max(partage.suites.all(), key=lambda suite: suite.pk, default=None)
    return LignePartage(
        partage=partage,
        etat=rules_partage.state(termes, on),
        portees=ordered(rules_partage.remaining(termes)),
        annulable=derniere is not None and derniere.par_id == actor.pk and rules_partage.may_undo(termes, now),
    )


def _shared_line(partage: Partage, portees: frozenset[Portee]) -> PersonnePartagee:
    return PersonnePartagee(
        personne_id=partage.personne_id,
        nom=open_identity(partage.personne).ecrite if Portee.IDENTITE in portees else "",
        finalite=Finalite(partage.finalite),
        structure=str(partage.personne.structure),
        portees=ordered(portees),
        fin=partage.fin,
    )
