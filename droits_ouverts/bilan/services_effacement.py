"""Erasing a person for good: her keys, her rows, her check-ups, and her first name in the check-ups of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.bilan.effacement import erase_files
from droits_ouverts.bilan.gestes import day_of, note
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import answers_context, open_answers
from droits_ouverts.coffre.index import normalised
from droits_ouverts.coffre.services import seal
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import persons_of_files
from droits_ouverts.personnes.models import DemandeEffacement, Personne
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.personnes.services_droits import EXERCICE, is_held

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Membre


def erase_due(now: datetime, *, dry_run: bool = False) -> int:
    """Erase the persons who asked for it and whose day has come, each in its own transaction; return how many (there would be, in a dry run)."""
    dues = list(DemandeEffacement.objects.due(day_of(now)).values_list("personne_id", flat=True))
    return len(dues) if dry_run else sum(_erase_if_due(numero, now) for numero in dues)


@transaction.atomic
def _erase_if_due(personne_id: int, now: datetime) -> bool:
    # Read again under lock: she may have changed her mind since the list was made.
    personne = Personne.objects.select_for_update().filter(pk=personne_id).first()
    if personne is None or not DemandeEffacement.objects.of_person(personne).due(day_of(now)).exists():
        return False
    if is_held(personne):
        return False
    structure_id = personne.structure_id
    dossiers = persons_of_files(personne)
    bilans = list(Bilan.objects.of_structures([structure_id]).filter(personne__in=dossiers))
    for une in dossiers:
        forget_in_others(une, bilans, now)
    record(actor=None, verb="effacer_personne", thing_kind="personne", thing_id=personne.pk, purpose=EXERCICE, structure=structure_id)
    erase_files(personne, actor=None, purpose=EXERCICE, now=now)
    return True


def forget_in_others(personne: Personne, siens: list[Bilan], now: datetime) -> int:
    """Take her first name out of other people's check-ups that describe her: same first name, same birth date. Return how many.

    Their answers stay: they are the situation of the one whose check-up it is, and nothing in them names her any more. Without a birth date,
    nobody is taken for her. A kept estimate holds no name.
    """
    elle = _known_as(personne, siens)
    if elle is None:
        return 0
    combien = 0
    autres = Bilan.objects.of_structures([personne.structure_id]).filter(anonyme=False).exclude(pk__in=[bilan.pk for bilan in siens])
    for bilan in autres.select_for_update().iterator(chunk_size=200):
        reponses = open_answers(bilan)
        if any(_is_her(membre, elle) for membre in (*reponses.membres, *(retrait.membre for retrait in reponses.retraits))):
            membres = tuple(replace(membre, prenom="") if _is_her(membre, elle) else membre for membre in reponses.membres)
            retraits = tuple(retrait for retrait in reponses.retraits if not _is_her(retrait.membre, elle))
            bilan.reponses_scellees = seal(replace(reponses, membres=membres, retraits=retraits).to_bytes(), context=answers_context(bilan))
            bilan.save(update_fields=["reponses_scellees"])
            note(None, "retirer_un_prenom", bilan)
            combien += 1
    return combien


def _known_as(personne: Personne, siens: list[Bilan]) -> tuple[str, str] | None:
    """Her first name as names are compared, and her birth date: of her identity, else of her own check-up."""
    identite = open_identity(personne)
    naissance = identite.naissance
    for bilan in siens:
        demandeur = open_answers(bilan).demandeur
        naissance = naissance or str((demandeur.faits.get("date_naissance") if demandeur else "") or "")
    prenom = normalised(identite.prenom)
    return (prenom, naissance) if prenom and naissance else None


def _is_her(membre: Membre, elle: tuple[str, str]) -> bool:
    return membre.role is not Role.DEMANDEUR and (normalised(membre.prenom), str(membre.faits.get("date_naissance") or "")) == elle
