"""What the night erases without a second person: links, sessions, guesses, counts, reports and check-ups that never had a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from droits_ouverts.agenda.models import Absence, Action, RendezVous
from droits_ouverts.annuaire.models import MotDepose
from droits_ouverts.bilan.departs import erase_expired
from droits_ouverts.comptes.models import Essai, Seance
from droits_ouverts.conservation.models import DemandePurge
from droits_ouverts.courriers.services import erase_texts
from droits_ouverts.documents.effacement import erase_expired as erase_papers
from droits_ouverts.droits.models import Signalement
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.orientation.enums import StatutCourriel
from droits_ouverts.orientation.models import Courriel, Referent
from droits_ouverts.personnes.models import LectureDuJour
from droits_ouverts.reperage.oubli import erase_words, fold_encounters
from droits_ouverts.reprise.enums import Statut as StatutReprise
from droits_ouverts.reprise.models import Reprise
from droits_ouverts.reprise.services import forget_tables
from droits_ouverts.structures.models import Invitation
from droits_ouverts.veille.models import ComparaisonLois

Choix = Callable[[date], QuerySet[Model]]


def _start_of(jour: date) -> datetime:
    """Return the first instant of the day after: what is before it happened on this day or earlier."""
    return timezone.make_aware(datetime.combine(jour + timedelta(days=1), time.min))


def _old(nom: str, on: date) -> date:
    """Return the last day whose things come to their end today."""
    return regle(nom).terme.over_since(on)


def _team_meetings(on: date) -> QuerySet[RendezVous]:
    return RendezVous.objects.filter(personne__isnull=True, fin_at__lt=_start_of(_old("agenda_equipe", on)))


def _team_actions(on: date) -> QuerySet[Action]:
    jour = _old("agenda_equipe", on)
    return Action.objects.filter(Q(avant_le__isnull=True) | Q(avant_le__lte=jour), personne__isnull=True, created_at__lt=_start_of(jour))


TABLES: dict[str, list[tuple[str, Choix]]] = {
    "agenda_equipe": [("agenda.RendezVous", _team_meetings), ("agenda.Action", _team_actions)],
    "absence": [("agenda.Absence", lambda on: Absence.objects.filter(au__lte=_old("absence", on)))],
    "invitation": [("structures.Invitation", lambda on: Invitation.objects.filter(envoyee_at__lt=_start_of(_old("invitation", on))))],
    "lecture_du_jour": [("personnes.LectureDuJour", lambda on: LectureDuJour.objects.filter(jour__lte=_old("lecture_du_jour", on)))],
    "signalement": [("droits.Signalement", lambda on: Signalement.objects.filter(signale_le__lte=_old("signalement", on)))],
    "mot_depose": [("annuaire.MotDepose", lambda on: MotDepose.objects.filter(depose_le__lte=_old("mot_depose", on)))],
    "essai": [("comptes.Essai", lambda on: Essai.objects.filter(at__lt=_start_of(_old("essai", on))))],
    "seance": [
        ("comptes.Seance", lambda on: Seance.objects.filter(expire_date__lt=_start_of(_old("seance", on)))),
        ("sessions.Session", lambda on: Session.objects.filter(expire_date__lt=_start_of(_old("seance", on)))),
    ],
    # What still waits is not forgotten: it is told until it leaves or is refused.
    "courriel_sortant": [
        (
            "orientation.Courriel",
            lambda on: Courriel.objects.filter(cree_at__lt=_start_of(_old("courriel_sortant", on))).exclude(
                statut__in=(StatutCourriel.A_ENVOYER, StatutCourriel.EN_COURS)
            ),
        )
    ],
    "tableau_en_attente": [
        (
            "reprise.Reprise",
            lambda on: Reprise.objects.filter(created_at__lt=_start_of(_old("tableau_en_attente", on))).exclude(
                statut__in=(StatutReprise.FAITE, StatutReprise.ANNULEE)
            ),
        )
    ],
    "reprise_faite": [("reprise.Reprise", lambda on: Reprise.objects.filter(created_at__lt=_start_of(_old("reprise_faite", on))))],
    "comparaison_lois": [("veille.ComparaisonLois", lambda on: ComparaisonLois.objects.filter(demande_at__lt=_start_of(_old("comparaison_lois", on))))],
    "referent": [("orientation.Referent", lambda on: Referent.objects.filter(jusqu_au__lte=_old("referent", on)))],
    "trace_purge": [("conservation.DemandePurge", lambda on: DemandePurge.objects.filter(demandee_at__lt=_start_of(_old("trace_purge", on))))],
}
"""By rule of the policy: each table, and its rows that are too old."""


def _erased(lignes: QuerySet[Any], now: datetime) -> int:
    """Remove rows; a table that waited to be imported goes with its key, from backups too."""
    with transaction.atomic():
        if lignes.model is Reprise:
            forget_tables(lignes, purpose="conservation", now=now)
        return lignes.delete()[0]


def sweep(now: datetime, *, dry_run: bool) -> dict[str, int]:
    """Erase them; return how many rows by table (there would be, in a dry run). They hold no file: no line of the journal, a check-up leaves its own."""
    on = timezone.localtime(now).date()
    faits: dict[str, int] = {}
    for table, choisir in (une for des_tables in TABLES.values() for une in des_tables):
        lignes = choisir(on)
        nombre = lignes.count() if dry_run else _erased(lignes, now)
        faits[table] = nombre
    # Papers leave a line of their own too: their keys are destroyed, and a hold of the file keeps them.
    faits["documents.Document"] = erase_papers(now, dry_run=dry_run)
    faits["courriers.Courrier"] = erase_texts(now, dry_run=dry_run)
    faits["bilan.Bilan"] = erase_expired(now, dry_run=dry_run)
    # Encounters are counted before they go, in the same transaction.
    faits["reperage.Rencontre"] = fold_encounters(now, dry_run=dry_run)
    faits["reperage.Tournee"] = erase_words(now, dry_run=dry_run)
    return faits
