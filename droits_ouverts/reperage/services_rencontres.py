"""The verbs of what is noted on the way: an encounter without a name, its reason, a tap of a counter; the register of a day. One function, one transaction, one line.

They take numbers given by whoever sends: a screen, or later a phone that was without network. What was already received is answered the same, and written once.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.reperage import access, rules
from droits_ouverts.reperage.enums import EtatTournee, Forme, Raison, Suite
from droits_ouverts.reperage.errors import OtherContentError, ReperageRefusedError
from droits_ouverts.reperage.models import Endroit, Equipier, Exposition, LienRencontre, Rencontre, Tournee
from droits_ouverts.reperage.services import FINALITE, locked_round, note

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

OUVERTES: Final = frozenset({EtatTournee.EN_COURS, EtatTournee.RENTREE})
REPETES: Final = ("endroit_id", "forme", "le", "heure", "age", "langue", "situation", "objet", "suite", "revue")
"""What makes two encounters of one number the same; the reason of a refusal may come after."""


@transaction.atomic
def note_encounter(*, actor: Compte, tournee_id: uuid.UUID, dite: rules.Dite, now: datetime) -> Rencontre:
    """Note that somebody was met. The same number sent again is the same encounter, even once its round is closed or it was taken back.

    Raise `NotVisibleError`, `RoundStateError`, `ReperageRefusedError`, `OtherContentError` where that number says something else.
    """
    on = timezone.localtime(now).date()
    voulue = _encounter(actor, tournee_id, dite)
    deja = Rencontre.objects.of_structures(access.structures_of(actor, on=on)).filter(pk=dite.id).first()
    if isinstance(deja, Rencontre):
        if any(getattr(deja, champ) != getattr(voulue, champ) for champ in ("tournee_id", *REPETES)):
            raise OtherContentError
        return deja
    tournee = locked_round(actor, tournee_id, now, OUVERTES)
    faux = rules.check(dite, prevue_le=timezone.localtime(tournee.partie_at or tournee.debut_prevu_at).date(), on=on)
    if dite.endroit is not None and not Endroit.objects.of_structures([tournee.structure_id]).filter(pk=dite.endroit).exists():
        faux["endroit"] = "inconnu"
    if faux:
        raise ReperageRefusedError(faux)
    voulue.structure_id = tournee.structure_id
    _insert(voulue)
    _note(actor, "noter_rencontre", voulue)
    return voulue


def _encounter(actor: Compte, tournee_id: uuid.UUID, dite: rules.Dite) -> Rencontre:
    return Rencontre(
        id=dite.id,
        tournee_id=tournee_id,
        endroit_id=dite.endroit,
        forme=dite.forme,
        le=dite.le,
        heure=dite.heure,
        age=dite.age,
        langue=dite.langue,
        situation=dite.situation,
        objet=dite.objet,
        suite=dite.suite,
        raison=dite.raison,
        revue=dite.revue,
        par=actor,
    )


def _insert(ligne: Rencontre | Exposition) -> None:
    """Write a row under the number that was given. Raise `OtherContentError` where somebody else's row bears it: nothing is told of that row."""
    try:
        with transaction.atomic():
            ligne.save(force_insert=True)
    except IntegrityError as double:
        raise OtherContentError from double


@transaction.atomic
def give_reason(*, actor: Compte, rencontre_id: uuid.UUID, raison: str, now: datetime) -> Rencontre:
    """Note why a check-up was refused, or take it back with an empty reason. Raise `NotVisibleError`, `RoundStateError`, `ReperageRefusedError`."""
    rencontre = _locked(actor, rencontre_id, now)
    if rencontre.suite != Suite.BILAN_REFUSE or raison not in {"", *Raison.values}:
        raise ReperageRefusedError({"raison": "inconnu"})
    rencontre.raison = raison
    rencontre.save(update_fields=["raison"])
    _note(actor, "dire_raison_refus", rencontre)
    return rencontre


@transaction.atomic
def take_back(*, actor: Compte, rencontre_id: uuid.UUID, now: datetime) -> Rencontre:
    """Take back an encounter noted by mistake: it counts no more, its link goes, and its number serves no more. Raise `NotVisibleError`, `RoundStateError`."""
    rencontre = _locked(actor, rencontre_id, now)
    if not rencontre.annulee:
        LienRencontre.objects.of_structures([rencontre.structure_id]).filter(rencontre=rencontre).delete()
        rencontre.annulee = True
        rencontre.save(update_fields=["annulee"])
        _note(actor, "defaire_rencontre", rencontre)
    return rencontre


def _locked(actor: Compte, rencontre_id: uuid.UUID, now: datetime) -> Rencontre:
    miennes = access.structures_of(actor, on=timezone.localtime(now).date())
    rencontre = Rencontre.objects.of_structures(miennes).select_for_update().filter(pk=rencontre_id).first()
    if not isinstance(rencontre, Rencontre):
        raise NotVisibleError
    locked_round(actor, rencontre.tournee_id, now, OUVERTES)
    return rencontre


@transaction.atomic
def tap(*, actor: Compte, tournee_id: uuid.UUID, comptee: rules.Comptee, now: datetime) -> Exposition:
    """Count so many more or fewer. What is taken off is taken where it was counted, so that no hour and no place falls under nothing.

    Raise `NotVisibleError`, `RoundStateError`, `ReperageRefusedError`, `OtherContentError`.
    """
    on = timezone.localtime(now).date()
    deja = Exposition.objects.of_structures(access.structures_of(actor, on=on)).filter(pk=comptee.id).first()
    if isinstance(deja, Exposition):
        if (deja.tournee_id, deja.nature, deja.nombre, deja.endroit_id) != (tournee_id, comptee.nature, comptee.nombre, comptee.endroit):
            raise OtherContentError
        return deja
    tournee = locked_round(actor, tournee_id, now, OUVERTES)
    faux = rules.check_tap(comptee, prevue_le=timezone.localtime(tournee.partie_at or tournee.debut_prevu_at).date(), on=on)
    if comptee.endroit is not None and not Endroit.objects.of_structures([tournee.structure_id]).filter(pk=comptee.endroit).exists():
        faux["endroit"] = "inconnu"
    if faux:
        raise ReperageRefusedError(faux)
    retenue = _where_counted(tournee, comptee) if comptee.nombre < 0 else comptee
    ligne = Exposition(
        id=retenue.id,
        structure_id=tournee.structure_id,
        tournee=tournee,
        endroit_id=retenue.endroit,
        forme=retenue.forme,
        nature=retenue.nature,
        nombre=retenue.nombre,
        le=retenue.le,
        heure=retenue.heure,
        par=actor,
    )
    _insert(ligne)
    note(actor, "compter_en_tournee", tournee)
    return ligne


def _where_counted(tournee: Tournee, comptee: rules.Comptee) -> rules.Comptee:
    """Return a tap downwards at the last hour where enough was counted. Raise `ReperageRefusedError` where there is none."""
    siennes = Exposition.objects.of_structures([tournee.structure_id]).filter(tournee=tournee, endroit_id=comptee.endroit, nature=comptee.nature)
    comptes = siennes.values_list("le", "heure", "forme").annotate(somme=Sum("nombre")).order_by("-le", "-heure")
    for le, heure, forme, somme in comptes:
        if somme + comptee.nombre >= 0:
            return replace(comptee, le=le, heure=heure, forme=forme)
    raise ReperageRefusedError({"nombre": "rien_a_retirer"})


@transaction.atomic
def open_register(*, actor: Compte, structure_id: int, endroit_id: uuid.UUID | None, forme: str, now: datetime) -> Tournee:
    """Return the register of today at a place, open; made the first time. Raise `ForbiddenError`, `NotVisibleError` for a place of another structure."""
    jour = timezone.localtime(now).date()
    if not access.may_write(actor, structure_id, on=jour):
        raise ForbiddenError
    if endroit_id is not None and not Endroit.objects.of_structures([structure_id]).filter(pk=endroit_id).exists():
        raise NotVisibleError
    numero = uuid.uuid5(uuid.NAMESPACE_OID, f"registre/{structure_id}/{endroit_id}/{Forme(forme)}/{jour}")
    fin = timezone.localtime(now).replace(hour=23, minute=59, second=0, microsecond=0)
    tournee, neuve = Tournee.objects.get_or_create(
        id=numero,
        defaults={
            "structure_id": structure_id,
            "forme": Forme(forme),
            "endroit_id": endroit_id,
            "debut_prevu_at": min(now, fin - timedelta(minutes=1)),
            "fin_prevue_at": fin,
            "partie_at": now,
            "cree_par": actor,
            "cree_at": now,
        },
    )
    if neuve:
        Equipier.objects.create(tournee=tournee, compte=actor)
        note(actor, "ouvrir_registre", tournee)
    return tournee


def _note(actor: Compte, verb: str, rencontre: Rencontre) -> None:
    record(actor=actor, verb=verb, thing_kind="rencontre", thing_id=rencontre.pk, purpose=FINALITE, structure=rencontre.structure_id)
