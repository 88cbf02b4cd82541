"""The verbs of two files of one person: put one under the other, separate them. Nothing is moved or sealed again (decision 0034)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes import access
from droits_ouverts.personnes.dossiers import persons_of_files
from droits_ouverts.personnes.errors import RapprochementRefusedError
from droits_ouverts.personnes.models import DemandeEffacement, Personne, Rapprochement
from droits_ouverts.personnes.rules_rapprochement import Lien, kept_files
from droits_ouverts.personnes.services_droits import FINALITE, is_held_alone

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


@transaction.atomic
def reunite(*, actor: Compte, gardee_id: int, jointe_id: int, now: datetime) -> Rapprochement:
    """Note that two files of a structure are one person's: `jointe` is read under `gardee` from now on, with what was already under it.

    Raise `NotVisibleError` for a file that the actor may not read, `RapprochementRefusedError` where they cannot be put together (its code says why).
    """
    gardee, jointe = _both(gardee_id, jointe_id, actor, now)
    if refus := refusal(gardee, jointe):
        raise RapprochementRefusedError(refus)
    lien = Rapprochement.objects.create(structure_id=gardee.structure_id, gardee=gardee, jointe=jointe, par=actor, fait_at=now)
    _write_columns({gardee.pk, jointe.pk})
    _note(actor, "reunir_dossiers", lien)
    return lien


@transaction.atomic
def separate(*, actor: Compte, rapprochement_id: int, now: datetime) -> Rapprochement:
    """Separate two files: each is as it was, with what was under it. What began since in the file that was kept stays in it.

    Raise `NotVisibleError`, `RapprochementRefusedError` where they are separated already, or where her erasure is asked.
    """
    lien = Rapprochement.objects.filter(pk=rapprochement_id).first()
    if lien is None:
        raise NotVisibleError
    _both(lien.gardee_id, lien.jointe_id, actor, now)
    lien = Rapprochement.objects.of_structures([lien.structure_id]).select_for_update().get(pk=lien.pk)
    if lien.separe_at is not None:
        raise RapprochementRefusedError("change")
    numeros = _group({lien.gardee_id, lien.jointe_id})
    if DemandeEffacement.objects.standing().filter(personne_id__in=numeros).exists():
        raise RapprochementRefusedError("effacement")
    lien.separe_at, lien.separe_par = now, actor
    lien.save(update_fields=["separe_at", "separe_par"])
    _write_columns(numeros)
    _note(actor, "separer_dossiers", lien)
    return lien


def refusal(gardee: Personne, jointe: Personne) -> str:
    """Return why two files cannot be put together, nothing where they can. One query, and one hold a file.

    "meme": one file. "structures": held by two structures. "change": one of them is under another file already. "effacement": she asked that all be erased.
    "reserve": one of them is held.
    """
    if gardee.pk == jointe.pk:
        return "meme"
    if gardee.structure_id != jointe.structure_id:
        return "structures"
    if gardee.rapprochee_de_id or jointe.rapprochee_de_id:
        return "change"
    tous = [*persons_of_files(gardee), *persons_of_files(jointe)]
    if DemandeEffacement.objects.standing().filter(personne_id__in=[une.pk for une in tous]).exists():
        return "effacement"
    return "reserve" if any(is_held_alone(une) for une in tous) else ""


def _both(gardee_id: int, jointe_id: int, actor: Compte, now: datetime) -> tuple[Personne, Personne]:
    """Lock both files in the order of their numbers, so that two who put the same files together wait for each other."""
    on = timezone.localtime(now).date()
    lues = {une.pk: une for une in Personne.objects.select_for_update().filter(pk__in=[gardee_id, jointe_id]).order_by("pk")}
    if not all(numero in lues and access.may_open(actor, lues[numero], on=on) for numero in (gardee_id, jointe_id)):
        raise NotVisibleError
    return lues[gardee_id], lues[jointe_id]


def _group(numeros: Iterable[int]) -> set[int]:
    """Return every file that links in force tie to these. One query a step of the longest chain."""
    groupe, frontiere = set(numeros), set(numeros)
    while frontiere:
        liens = Rapprochement.objects.standing().of_files(frontiere).values_list("gardee_id", "jointe_id")
        frontiere = {numero for lien in liens for numero in lien} - groupe
        groupe |= frontiere
    return groupe


def _write_columns(numeros: Iterable[int]) -> None:
    """Write on each file what the links in force say: under which one it is, whether others are under it."""
    groupe = _group(numeros)
    liens = [Lien(*lien) for lien in Rapprochement.objects.standing().of_files(groupe).values_list("gardee_id", "jointe_id")]
    fins = kept_files(liens)
    gardees = set(fins.values())
    for une in Personne.objects.select_for_update().filter(pk__in=groupe).order_by("pk"):
        une.rapprochee_de_id, une.reunie = fins.get(une.pk), une.pk in gardees
        une.save(update_fields=["rapprochee_de", "reunie"])


def _note(actor: Compte, verb: str, lien: Rapprochement) -> None:
    record(actor=actor, verb=verb, thing_kind="rapprochement", thing_id=lien.pk, purpose=FINALITE, structure=lien.structure_id)
