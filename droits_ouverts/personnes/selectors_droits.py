"""What screens read of corrections, requests to erase and emergency openings, each with its cost in queries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.coffre.services import Context, Sujet, open_sealed
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import access
from droits_ouverts.personnes.dossiers import files_of, none_asked, only_this_file, persons_of_files
from droits_ouverts.personnes.models import DemandeEffacement, OuvertureUrgente, Personne, Rectification
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.personnes.rules_urgence import ATTENTE
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.enums import Portee


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneRectification:
    """A correction as a page shows it."""

    ligne: Rectification
    contenu: Contenu


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneUrgence:
    """An emergency opening as a page shows it. `nom` is empty for who does not read her name."""

    ligne: OuvertureUrgente
    nom: str
    raison: str


def corrections_of(personne: Personne, *, bilan: uuid.UUID | None = None) -> list[LigneRectification]:
    """Return the corrections of a person (of one check-up), the last first. One query once her key is read."""
    rows = Rectification.objects.of_files(files_of(personne)).select_related("par")
    elles = {une.pk: une for une in persons_of_files(personne)}
    if bilan is not None:
        rows = rows.filter(bilan=bilan)
    lignes = []
    for ligne in rows:
        ligne.personne = elles[ligne.personne_id]
        contenu = Contenu.from_bytes(open_sealed(ligne.contenu_scelle, context=rectification_context(ligne)))
        lignes.append(LigneRectification(ligne=ligne, contenu=contenu))
    return lignes


def erasure_of(personne: Personne) -> DemandeEffacement | None:
    """Return the last request to erase a person, whatever became of it. One query, none where she was read with the answer that there is none."""
    if none_asked(personne, "effacement_demande"):
        return None
    return DemandeEffacement.objects.of_files(files_of(personne)).select_related("par").first()


def emergencies_of(personne: Personne) -> list[LigneUrgence]:
    """Return the emergencies in which somebody asked to open a person's file, the last first. One query once her key is read, none where she was read with the answer that there is none."""
    if none_asked(personne, "urgence_demandee"):
        return []
    rows = OuvertureUrgente.objects.of_files(files_of(personne)).select_related("compte", "structure", "decideur")
    elles = {une.pk: une for une in persons_of_files(personne)}
    return [_emergency(ligne, elles[ligne.personne_id], "") for ligne in rows]


def emergencies_to_decide(actor: Compte, *, now: datetime) -> list[LigneUrgence]:
    """Return the emergencies that the actor may answer: of the structures that she manages, asked by somebody else. Two queries, and one a person."""
    gerees = structures.structures_managed(actor, timezone.localtime(now).date())
    rows = OuvertureUrgente.objects.to_decide(gerees, now - ATTENTE).exclude(compte=actor)
    lignes = rows.select_related("personne", "compte", "structure").order_by("demandee_at")[:20]
    return [_emergency(ligne, ligne.personne, open_identity(ligne.personne).ecrite) for ligne in lignes]


def count_to_decide(structure_ids: list[int], *, now: datetime) -> int:
    """Return how many emergencies wait for an answer of these structures. One query."""
    return OuvertureUrgente.objects.to_decide(structure_ids, now - ATTENTE).count()


def my_emergencies(actor: Compte, *, now: datetime) -> list[LigneUrgence]:
    """Return the emergencies that open a file to the actor now: hers only. One query, and one a person."""
    rows = OuvertureUrgente.objects.of_compte(actor.pk).running(now).select_related("personne__structure").order_by("-demandee_at")[:20]
    return [LigneUrgence(ligne=ligne, nom=open_identity(ligne.personne).ecrite, raison="") for ligne in rows]


def opened_in_emergency(actor: Compte, personne_id: int, *, now: datetime) -> tuple[OuvertureUrgente, frozenset[Portee]]:
    """Return the emergency by which the actor reads a person now, and what it opens. Three queries. Raise `NotVisibleError` for none."""
    personne = Personne.objects.select_related("structure").filter(pk=personne_id).first()
    if personne is None:
        raise NotVisibleError
    ouverte, portees = access.urgent_scopes(actor, personne, now=now)
    if ouverte is None or not portees:
        raise NotVisibleError
    ouverte.personne = only_this_file(personne)
    return ouverte, portees


def rectification_context(ligne: Rectification) -> Context:
    """What the envelope is bound to: a row is never changed, so that it is sealed before it has a number."""
    numero = f"{ligne.personne_id}/{ligne.objet}/{ligne.at.astimezone(UTC).isoformat()}"
    return _context(ligne.personne, "personnes.rectification", numero, "contenu_scelle")


def urgence_context(ligne: OuvertureUrgente) -> Context:
    """What the envelope is bound to."""
    numero = f"{ligne.personne_id}/{ligne.compte_id}/{ligne.demandee_at.astimezone(UTC).isoformat()}"
    return _context(ligne.personne, "personnes.ouvertureurgente", numero, "raison_scellee")


def _context(personne: Personne, kind: str, numero: str, field: str) -> Context:
    return Context(structure=personne.structure_id, kind=kind, id=numero, field=field, sujet=Sujet("personne", personne.pk))


def _emergency(ligne: OuvertureUrgente, personne: Personne, nom: str) -> LigneUrgence:
    ligne.personne = personne
    return LigneUrgence(ligne=ligne, nom=nom, raison=open_sealed(ligne.raison_scellee, context=urgence_context(ligne)).decode())
