"""What screens read of imports, each with its cost in queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.reprise import access, rules
from droits_ouverts.reprise.enums import Sort
from droits_ouverts.reprise.models import Correspondance, LigneReprise, Reprise
from droits_ouverts.reprise.services import open_table

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

RECENTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Colonne:
    """A column as its screen shows it: header, a few values, what it probably is."""

    rang: int
    entete: str
    exemples: Sequence[str]
    champ: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """What an import did, by numbers of rows."""

    creees: int
    droits: int
    laissees: Sequence[LigneReprise]
    annulees: int
    restent: Sequence[LigneReprise]


def imports_of(actor: Compte, *, on: date) -> list[Reprise]:
    """Return the last imports of the actor's structures. Two queries."""
    siennes = access.structures_of(actor, on=on)
    return list(Reprise.objects.of_structures(siennes).select_related("par", "structure").order_by("-created_at")[:RECENTES])


def import_for(actor: Compte, reprise_id: uuid.UUID, *, on: date) -> Reprise:
    """Return an import that the actor may see. Two queries. Raise `NotVisibleError` for any other."""
    lue: Reprise | None = Reprise.objects.select_related("structure", "par").filter(pk=reprise_id).first()
    if lue is None or not access.may_import(actor, lue.structure_id, on=on):
        raise NotVisibleError
    return lue


def columns_of(reprise: Reprise) -> list[Colonne]:
    """Return the columns of a table, with what each probably is. One query."""
    entetes, *lignes = open_table(reprise)
    connue = Correspondance.objects.of_structures([reprise.structure_id]).first()
    champs = rules.propose(entetes, connue.colonnes if connue else {})
    return [
        Colonne(
            rang=rang,
            entete=entete,
            champ=champs[rang],
            exemples=list(dict.fromkeys(ligne[rang].strip()[:40] for ligne in lignes if rang < len(ligne) and ligne[rang].strip()))[: rules.EXEMPLES],
        )
        for rang, entete in enumerate(entetes)
    ]


def words_of_table(reprise: Reprise, champs: Sequence[str], retenus: str, libelles: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return the words that columns of these fields hold, each as compared, as written, and what it probably means. One query.

    `retenus`: which memory of the structure, "droits" or "etats".
    """
    _entetes, *lignes = open_table(reprise)
    rangs = [rang for rang, champ in enumerate(reprise.reglages["colonnes"]) if champ in champs]
    dits = {rules.bare(rules.unmarked(ligne[rang])): rules.unmarked(ligne[rang]) for ligne in reversed(lignes) for rang in rangs if rang < len(ligne)}
    connue = Correspondance.objects.of_structures([reprise.structure_id]).first()
    memoire = getattr(connue, retenus) if connue else {}
    proposes = {mot: rules.propose_right(mot, libelles) if retenus == "droits" else rules.propose_state(mot, libelles) for mot in dits}
    return [(mot, dits[mot][:60], memoire.get(mot, proposes[mot])) for mot in sorted(dits) if mot]


def outcome_of(reprise: Reprise) -> Bilan:
    """Return what an import did. One query."""
    lignes = list(LigneReprise.objects.filter(reprise=reprise).order_by("rang"))
    return Bilan(
        creees=sum(ligne.creee for ligne in lignes),
        droits=sum(ligne.rang_apres > 0 for ligne in lignes),
        laissees=[ligne for ligne in lignes if ligne.refus not in {"", "annulee", "reste", Sort.DEJA}],
        annulees=sum(ligne.refus == "annulee" for ligne in lignes),
        restent=[ligne for ligne in lignes if ligne.refus == "reste"],
    )
