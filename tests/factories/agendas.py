"""Appointments, actions and absences, made by their verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from droits_ouverts.agenda.models import Absence, Action, RendezVous
from droits_ouverts.agenda.rules import Mots, Voulu
from droits_ouverts.agenda.services import make_appointment
from droits_ouverts.agenda.services_absence import note_absence
from droits_ouverts.agenda.services_actions import AFaire, note_action
from droits_ouverts.comptes.models import Compte
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def wanted(*comptes: Compte, **autres: Any) -> Voulu:
    """An appointment of half an hour, on the spot, tomorrow at ten."""
    valeurs = {"jour": date(2026, 11, 25), "heure": time(10), "minutes": 30, "mode": "sur_place", "mots": Mots(objet="Papiers de la CAF", lieu="Bureau 3")}
    return Voulu(participants=tuple(compte.pk for compte in comptes), **(valeurs | autres))


def appointments(membre: Membre, personne: Personne | None = None, *, now: datetime = NOW, avec: tuple[Compte, ...] = (), **autres: Any) -> list[RendezVous]:
    """Appointments of the member, with a person or with the team."""
    voulu = wanted(*(avec or (membre.compte,)), **autres)
    numero = personne.pk if personne else None
    return make_appointment(actor=membre.compte, structure_id=membre.structure_id, personne_id=numero, voulu=voulu, now=now)


def appointment(membre: Membre, personne: Personne | None = None, *, now: datetime = NOW, avec: tuple[Compte, ...] = (), **autres: Any) -> RendezVous:
    """The first of them."""
    return appointments(membre, personne, now=now, avec=avec, **autres)[0]


def an_action(membre: Membre, personne: Personne | None = None, *, now: datetime = NOW, **autres: Any) -> Action:
    """An action that the member does for a person, by tomorrow."""
    valeurs = {"quoi": "Appeler la CAF", "qui": "professionnel", "responsable": membre.compte_id, "avant_le": date(2026, 11, 25)}
    numero = personne.pk if personne else None
    return note_action(actor=membre.compte, structure_id=membre.structure_id, personne_id=numero, voulue=AFaire(**(valeurs | autres)), now=now)


def an_absence(membre: Membre, par: Membre | None, du: date, au: date, *, now: datetime = NOW) -> Absence:
    """The member is away; another one covers."""
    return note_absence(
        actor=membre.compte, structure_id=membre.structure_id, compte_id=membre.compte_id, du=du, au=au, remplace_par_id=par.compte_id if par else None, now=now
    )
