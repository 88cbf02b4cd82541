"""Rounds, places, encounters and taps, made by their verbs."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from droits_ouverts.reperage import rules
from droits_ouverts.reperage.models import Campagne, Endroit, Exposition, Rencontre, Tournee
from droits_ouverts.reperage.services import Voulue, leave, plan_round
from droits_ouverts.reperage.services_campagnes import CampagneVoulue, EndroitVoulu, add_place, start_campaign
from droits_ouverts.reperage.services_rencontres import note_encounter, tap
from droits_ouverts.structures.models import Membre

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def place(membre: Membre, nom: str = "Rue Neuve", *, now: datetime = NOW, **autres: Any) -> Endroit:
    """A street."""
    voulu = EndroitVoulu(**{"id": uuid.uuid4(), "genre": "rue", "nom": nom} | autres)
    return add_place(actor=membre.compte, structure_id=membre.structure_id, voulu=voulu, now=now)


def campaign(membre: Membre, nom: str = "Jeunes du quartier", *, now: datetime = NOW, **autres: Any) -> Campagne:
    """A campaign of two months from today."""
    du = timezone.localtime(now).date()
    valeurs = {"id": uuid.uuid4(), "nom": nom, "public": "jeunes", "forme": "porte_a_porte", "du": du, "au": du + timedelta(days=60)}
    return start_campaign(actor=membre.compte, structure_id=membre.structure_id, voulue=CampagneVoulue(**(valeurs | autres)), now=now)


def wanted(membre: Membre, *, now: datetime = NOW, **autres: Any) -> Voulue:
    """A stand of two hours from now."""
    valeurs = {"id": uuid.uuid4(), "forme": "stand", "debut": now, "fin": now + timedelta(hours=2), "equipe": (membre.compte_id,)}
    return Voulue(**(valeurs | autres))


def planned(membre: Membre, *, now: datetime = NOW, **autres: Any) -> Tournee:
    """A planned round."""
    return plan_round(actor=membre.compte, structure_id=membre.structure_id, voulue=wanted(membre, now=now, **autres), now=now)


def under_way(membre: Membre, *, now: datetime = NOW, **autres: Any) -> Tournee:
    """A round that left."""
    return leave(actor=membre.compte, tournee_id=planned(membre, now=now, **autres).pk, now=now)


def said(*, now: datetime = NOW, **autres: Any) -> rules.Dite:
    """An encounter as it is sent: they talked."""
    local = timezone.localtime(now)
    return rules.Dite(**{"id": uuid.uuid4(), "forme": "stand", "suite": "conversation", "le": local.date(), "heure": local.hour} | autres)


def met(membre: Membre, tournee: Tournee, *, now: datetime = NOW, **autres: Any) -> Rencontre:
    """An encounter."""
    return note_encounter(actor=membre.compte, tournee_id=tournee.pk, dite=said(now=now, **autres), now=now)


def tapped(membre: Membre, tournee: Tournee, nombre: int = 1, *, now: datetime = NOW, **autres: Any) -> Exposition:
    """A tap of a counter."""
    local = timezone.localtime(now)
    valeurs = {"id": uuid.uuid4(), "forme": "stand", "nature": "tentative", "nombre": nombre, "le": local.date(), "heure": local.hour}
    return tap(actor=membre.compte, tournee_id=tournee.pk, comptee=rules.Comptee(**(valeurs | autres)), now=now)
