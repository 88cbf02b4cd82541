"""Appointments in numbers, for the teams of the reader: by structure and by way of meeting. Never by professional, never by person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.enums import EtatRendezVous
from droits_ouverts.agenda.models import RendezVous
from droits_ouverts.agenda.rules_venues import Venues, period_of
from droits_ouverts.agenda.rules_venues import said as said_line

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

COMPTES = (EtatRendezVous.TENU, EtatRendezVous.ABSENTE, EtatRendezVous.EXCUSEE)


def comings_of(actor: Compte, *, on: date) -> list[Venues]:
    """Return what became of the appointments with a person over twelve whole months, by structure and way of meeting. Two queries."""
    du, au = period_of(on)
    debut, fin = rules.day_bounds(du, au)
    siens = RendezVous.objects.of_structures(access.structures_of(actor, on=on)).filter(personne__isnull=False, etat__in=COMPTES)
    rows = siens.filter(debut_at__gte=debut, debut_at__lt=fin).values("structure__nom", "mode").order_by("structure__nom", "mode")
    comptees = rows.annotate(
        tenus=Count("pk", filter=Q(etat=EtatRendezVous.TENU)),
        absences=Count("pk", filter=Q(etat=EtatRendezVous.ABSENTE)),
        excuses=Count("pk", filter=Q(etat=EtatRendezVous.EXCUSEE)),
    )
    lignes = [said_line(row["structure__nom"], row["mode"], tenus=row["tenus"], absences=row["absences"], excuses=row["excuses"]) for row in comptees]
    return [une for une in lignes if une is not None]
