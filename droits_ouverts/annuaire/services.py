"""The verbs of those who keep the directory true: correct, confirm, report, settle. One function, one transaction, one line of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.annuaire import access, index
from droits_ouverts.annuaire.cellules import SLUG
from droits_ouverts.annuaire.ecriture import source_value
from droits_ouverts.annuaire.enums import GenreConstat, Savoir
from droits_ouverts.annuaire.errors import CorrectionRefusedError, TooLateError
from droits_ouverts.annuaire.models import Constat, Correction, DoublonEcarte, Lieu, Service
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE: Final = "tenue_de_l_annuaire"
ANNULER: Final = timedelta(minutes=1)
ASSEZ: Final = 5
"""Open reports of one place, after which one more tells nothing."""
RYTHMES: Final = (1, 3, 6, 12, 0)
"""Months between two readings of a sheet; 0: never (those of DORA)."""
DU_LIEU: Final = frozenset({"nom", "telephone", "adresse", "horaires", "langues", "accessible", "droits"})
DU_SERVICE: Final = frozenset({"nom", "horaires", "gratuit", "sans_rdv", "droits"})
_TEXTES: Final = {"nom": 300, "telephone": 60, "adresse": 300, "horaires": 300}


@transaction.atomic
def correct(*, actor: Compte, lieu_id: int, service_id: int | None, valeurs: Mapping[str, Any], now: datetime) -> list[Correction]:
    """Lay over a place, or one of its services, what is known better here. Only what differs is written; return what was.

    Raise `ForbiddenError`, `NotVisibleError`, `CorrectionRefusedError` for a value that does not suit its field.
    """
    if not access.may_correct(actor, on=_day(now)):
        raise ForbiddenError
    fiche, lieu = _sheet(lieu_id, service_id)
    if not valeurs.keys() <= (DU_LIEU if service_id is None else DU_SERVICE):
        raise CorrectionRefusedError
    changees = {champ: valeur for champ, valeur in valeurs.items() if valeur != getattr(fiche, champ)}
    if not all(_fits(champ, valeur) for champ, valeur in changees.items()):
        raise CorrectionRefusedError
    faites = []
    for champ, valeur in changees.items():
        _active(lieu, service_id, champ).update(retiree_at=now, retiree_par=actor)
        avant = source_value(fiche, champ)
        faites.append(Correction.objects.create(lieu=lieu, service_id=service_id, champ=champ, valeur=valeur, avant=avant, par=actor, faite_at=now))
        setattr(fiche, champ, valeur)
    if changees:
        fiche.save(update_fields=list(changees))
        index.Rangement(tous=False).put([lieu.pk])
        _note(actor, "corriger_lieu", lieu.pk)
    return faites


@transaction.atomic
def withdraw_correction(*, actor: Compte, correction_id: int, now: datetime) -> Correction:
    """Take a correction away: the source's own value, as last imported, shows again. Raise `ForbiddenError`, `NotVisibleError`."""
    if not access.may_correct(actor, on=_day(now)):
        raise ForbiddenError
    une = Correction.objects.select_for_update().filter(pk=correction_id, retiree_at__isnull=True).first()
    if une is None:
        raise NotVisibleError
    # The service may have gone to another place since.
    fiche, lieu = _sheet(une.service.lieu_id if une.service else une.lieu_id, une.service_id)
    une.retiree_at, une.retiree_par = now, actor
    une.save(update_fields=["retiree_at", "retiree_par"])
    setattr(fiche, une.champ, source_value(fiche, une.champ))
    fiche.save(update_fields=[une.champ])
    index.Rangement(tous=False).put([lieu.pk])
    _note(actor, "retirer_correction_lieu", lieu.pk)
    return une


@transaction.atomic
def confirm(*, actor: Compte, lieu_id: int, now: datetime) -> Constat:
    """Say that a sheet was read and is right: its reports are settled and its rhythm starts again. Raise `ForbiddenError`, `NotVisibleError`."""
    if not access.may_correct(actor, on=_day(now)):
        raise ForbiddenError
    _, lieu = _sheet(lieu_id, None)
    Constat.objects.filter(lieu=lieu, genre=GenreConstat.PLUS_VRAI, regle_at__isnull=True).update(regle_at=now, regle_par=actor)
    constat = Constat.objects.create(lieu=lieu, genre=GenreConstat.EXACT, par=actor, le=_day(now))
    lieu.verifie_le, lieu.verifie_par = _day(now), actor
    lieu.save(update_fields=["verifie_le", "verifie_par"])
    _note(actor, "verifier_lieu", lieu.pk)
    return constat


@transaction.atomic
def report(*, actor: Compte | None, lieu_id: int, now: datetime) -> Constat:
    """Note that somebody says that a sheet is no longer true. Beyond enough open reports, the last one stands for it. Raise `NotVisibleError`."""
    _, lieu = _sheet(lieu_id, None)
    ouverts = Constat.objects.filter(lieu=lieu, genre=GenreConstat.PLUS_VRAI, regle_at__isnull=True)
    if actor is None and ouverts.count() >= ASSEZ:
        return ouverts.latest("pk")
    constat = Constat.objects.create(lieu=lieu, genre=GenreConstat.PLUS_VRAI, par=actor, le=_day(now))
    _note(actor, "signaler_lieu", lieu.pk)
    return constat


@transaction.atomic
def undo(*, actor: Compte | None, constat_id: int, fait_at: datetime, now: datetime) -> int:
    """Take back what was just said of a place; return its number. Raise `NotVisibleError`, `TooLateError` after a minute or once settled."""
    constat = Constat.objects.select_for_update().filter(pk=constat_id).first()
    if constat is None:
        raise NotVisibleError
    if now - fait_at > ANNULER or constat.regle_at is not None:
        raise TooLateError
    lieu = constat.lieu
    constat.delete()
    dernier = Constat.objects.filter(lieu=lieu, genre=GenreConstat.EXACT).order_by("-le", "-pk").first()
    Lieu.objects.filter(pk=lieu.pk).update(verifie_le=dernier.le if dernier else None, verifie_par=dernier.par if dernier else None)
    _note(actor, "annuler_constat_lieu", lieu.pk)
    return lieu.pk


@transaction.atomic
def set_rhythm(*, actor: Compte, lieu_id: int, mois: int, now: datetime) -> Lieu:
    """Say how often a sheet is read again. Raise `ForbiddenError`, `NotVisibleError`, `CorrectionRefusedError`."""
    if not access.may_keep(actor, on=_day(now)):
        raise ForbiddenError
    _, lieu = _sheet(lieu_id, None)
    if mois not in RYTHMES:
        raise CorrectionRefusedError
    lieu.rythme_mois = mois
    lieu.save(update_fields=["rythme_mois"])
    _note(actor, "changer_rythme_lieu", lieu.pk)
    return lieu


@transaction.atomic
def settle_doubles(*, actor: Compte, premier_id: int, second_id: int, meme_lieu: bool | None, now: datetime) -> DoublonEcarte | None:
    """Say that two places are one, or two; None takes back what was said. Nothing is merged. Raise `ForbiddenError`, `NotVisibleError`."""
    if not access.may_keep(actor, on=_day(now)):
        raise ForbiddenError
    if premier_id == second_id or Lieu.objects.filter(pk__in=[premier_id, second_id]).count() != 2:
        raise NotVisibleError
    paire: dict[str, Any] = {"premier_id": min(premier_id, second_id), "second_id": max(premier_id, second_id)}
    _note(actor, "trancher_doublon", paire["premier_id"])
    if meme_lieu is None:
        DoublonEcarte.objects.filter(**paire).delete()
        return None
    return DoublonEcarte.objects.update_or_create(**paire, defaults={"meme_lieu": meme_lieu, "par": actor, "at": now})[0]


def _sheet(lieu_id: int, service_id: int | None) -> tuple[Lieu | Service, Lieu]:
    """Return what is changed, and its place, whose row is locked. Raise `NotVisibleError`."""
    lieu = Lieu.objects.select_for_update().filter(pk=lieu_id).first()
    if lieu is None:
        raise NotVisibleError
    if service_id is None:
        return lieu, lieu
    service = Service.objects.filter(pk=service_id, lieu=lieu).first()
    if service is None:
        raise NotVisibleError
    return service, lieu


def _active(lieu: Lieu, service_id: int | None, champ: str) -> Any:  # noqa: ANN401  a queryset of the corrections
    actives = Correction.objects.filter(champ=champ, retiree_at__isnull=True)
    return actives.filter(lieu=lieu, service__isnull=True) if service_id is None else actives.filter(service_id=service_id)


def _fits(champ: str, valeur: object) -> bool:
    if champ in _TEXTES:
        return isinstance(valeur, str) and len(valeur) <= _TEXTES[champ] and (champ != "nom" or bool(valeur.strip()))
    if champ in {"langues", "droits"}:
        return isinstance(valeur, list) and len(valeur) <= 60 and all(isinstance(un, str) and SLUG.fullmatch(un) for un in valeur)
    return valeur in Savoir.values


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _note(actor: HasPk | None, verb: str, lieu_id: int) -> None:
    record(actor=actor, verb=verb, thing_kind="lieu", thing_id=lieu_id, purpose=FINALITE, structure=None)
