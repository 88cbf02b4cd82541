"""The verbs of campaigns and places: one function, one transaction, one line of the journal."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.annuaire.models_vie import LieuDeVie
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.reperage import access, rules
from droits_ouverts.reperage.enums import Comparaison, Forme, GenreEndroit, Public
from droits_ouverts.reperage.errors import ReperageRefusedError
from droits_ouverts.reperage.models import Campagne, Endroit, EndroitPrevu
from droits_ouverts.reperage.services import FINALITE

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

DUREE_MAX_JOURS = 732


@dataclass(frozen=True, slots=True, kw_only=True)
class CampagneVoulue:
    """A campaign as it is asked for."""

    id: uuid.UUID
    nom: str
    public: str
    forme: str
    du: date
    au: date
    secteur: str = ""
    comparaison: str = Comparaison.AUCUNE.value
    blocs: int = 1
    pas_jours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndroitVoulu:
    """A place as it is asked for."""

    id: uuid.UUID
    genre: str
    nom: str
    iris: str = ""
    qpv: str = ""
    lieu_de_vie: int | None = None


@transaction.atomic
def start_campaign(*, actor: Compte, structure_id: int, voulue: CampagneVoulue, now: datetime) -> Campagne:
    """Write a campaign. The same number sent again is the same campaign. Raise `ForbiddenError`, `ReperageRefusedError`."""
    _check_may_write(actor, structure_id, now)
    deja = Campagne.objects.of_structures([structure_id]).filter(pk=voulue.id).first()
    if isinstance(deja, Campagne):
        return deja
    if faux := _check_campaign(voulue):
        raise ReperageRefusedError(faux)
    blocs = voulue.comparaison == Comparaison.BLOCS
    campagne = Campagne.objects.create(
        id=voulue.id,
        structure_id=structure_id,
        nom=" ".join(voulue.nom.split()),
        public=Public(voulue.public),
        forme=Forme(voulue.forme),
        secteur=" ".join(voulue.secteur.split()),
        du=voulue.du,
        au=voulue.au,
        comparaison=Comparaison(voulue.comparaison),
        blocs=voulue.blocs if blocs else 1,
        pas_jours=voulue.pas_jours if blocs else 0,
        cree_par=actor,
        cree_at=now,
    )
    _note(actor, "ouvrir_campagne", "campagne", campagne.pk, structure_id)
    return campagne


def _check_campaign(voulue: CampagneVoulue) -> dict[str, str]:
    faux = {nom: "quelqu_un" for nom in ("nom", "secteur") if rules.names_somebody(getattr(voulue, nom))}
    if not voulue.nom.strip():
        faux["nom"] = "vide"
    listes = {"public": Public.values, "forme": Forme.values, "comparaison": Comparaison.values}
    faux |= {nom: "inconnu" for nom, valeurs in listes.items() if getattr(voulue, nom) not in valeurs}
    if not 0 <= (voulue.au - voulue.du).days <= DUREE_MAX_JOURS:
        faux["au"] = "impossible"
    if voulue.comparaison == Comparaison.BLOCS:
        if not 2 <= voulue.blocs <= 12:
            faux["blocs"] = "impossible"
        elif voulue.pas_jours < 1 or (voulue.blocs - 1) * voulue.pas_jours > (voulue.au - voulue.du).days:
            faux["pas_jours"] = "impossible"
    return faux


@transaction.atomic
def plan_places(*, actor: Compte, campagne_id: uuid.UUID, endroits: Sequence[uuid.UUID], now: datetime) -> list[EndroitPrevu]:
    """Say which places a campaign goes through; which group each is in is drawn, from the campaign's own number. What was said before is replaced.

    Raise `NotVisibleError` for a campaign or a place of another structure.
    """
    miennes = access.structures_of(actor, on=timezone.localtime(now).date())
    campagne = Campagne.objects.of_structures(miennes).select_for_update().filter(pk=campagne_id).first()
    if not isinstance(campagne, Campagne):
        raise NotVisibleError
    connus = set(Endroit.objects.of_structures([campagne.structure_id]).filter(pk__in=endroits).values_list("pk", flat=True))
    if connus != set(endroits):
        raise NotVisibleError
    groupes = rules.drawn(campagne.pk, sorted(connus), rules.groups_of(campagne.comparaison, campagne.blocs))
    places = {
        un: rules.planned(comparaison=campagne.comparaison, groupe=groupe, du=campagne.du, pas_jours=campagne.pas_jours, forme=campagne.forme)
        for un, groupe in groupes.items()
    }
    EndroitPrevu.objects.filter(campagne=campagne).delete()
    prevus = EndroitPrevu.objects.bulk_create(
        EndroitPrevu(campagne=campagne, endroit_id=un, bloc=place.bloc, a_partir_du=place.a_partir_du, forme=place.forme) for un, place in places.items()
    )
    _note(actor, "prevoir_endroits", "campagne", campagne.pk, campagne.structure_id)
    return prevus


@transaction.atomic
def add_place(*, actor: Compte, structure_id: int, voulu: EndroitVoulu, now: datetime) -> Endroit:
    """Add a place where a structure goes. The same number sent again is the same place. Raise `ForbiddenError`, `ReperageRefusedError`."""
    _check_may_write(actor, structure_id, now)
    deja = Endroit.objects.of_structures([structure_id]).filter(pk=voulu.id).first()
    if isinstance(deja, Endroit):
        return deja
    lieu = LieuDeVie.objects.of_structures([structure_id]).filter(pk=voulu.lieu_de_vie).first() if voulu.lieu_de_vie is not None else None
    if faux := _check_place(voulu, connu=lieu is not None):
        raise ReperageRefusedError(faux)
    endroit = Endroit.objects.create(
        id=voulu.id,
        structure_id=structure_id,
        genre=GenreEndroit(voulu.genre),
        nom=" ".join(voulu.nom.split()) or str(lieu),
        iris=voulu.iris,
        qpv=voulu.qpv,
        lieu_de_vie=lieu if voulu.genre == GenreEndroit.LIEU_DE_VIE else None,
        cree_par=actor,
        cree_at=now,
    )
    _note(actor, "ajouter_endroit", "endroit", endroit.pk, structure_id)
    return endroit


def _check_place(voulu: EndroitVoulu, *, connu: bool) -> dict[str, str]:
    faux = {}
    de_vie = voulu.genre == GenreEndroit.LIEU_DE_VIE
    if voulu.genre not in GenreEndroit.values:
        faux["genre"] = "inconnu"
    if de_vie and not connu:
        faux["lieu_de_vie"] = "vide"
    if not voulu.nom.strip() and not (de_vie and connu):
        faux["nom"] = "vide"
    elif rules.names_somebody(voulu.nom):
        faux["nom"] = "quelqu_un"
    if not rules.is_iris(voulu.iris):
        faux["iris"] = "illisible"
    if not rules.is_qpv(voulu.qpv):
        faux["qpv"] = "illisible"
    return faux


@transaction.atomic
def withdraw_place(*, actor: Compte, endroit_id: uuid.UUID, retire: bool, now: datetime) -> Endroit:
    """Take a place off the list, or put it back: what was counted there stays. Raise `NotVisibleError`."""
    on = timezone.localtime(now).date()
    endroit = Endroit.objects.of_structures(access.structures_of(actor, on=on)).select_for_update().filter(pk=endroit_id).first()
    if not isinstance(endroit, Endroit):
        raise NotVisibleError
    endroit.retire_le = on if retire else None
    endroit.save(update_fields=["retire_le"])
    _note(actor, "retirer_endroit" if retire else "remettre_endroit", "endroit", endroit.pk, endroit.structure_id)
    return endroit


def _check_may_write(actor: Compte, structure_id: int, now: datetime) -> None:
    if not access.may_write(actor, structure_id, on=timezone.localtime(now).date()):
        raise ForbiddenError


def _note(actor: Compte, verb: str, genre: str, numero: object, structure_id: int) -> None:
    record(actor=actor, verb=verb, thing_kind=genre, thing_id=numero, purpose=FINALITE, structure=structure_id)
