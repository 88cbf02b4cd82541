"""What is handed over while somebody is away, and what she finds when she is back; what the private address of an agenda shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.echeances import Demande, Echeance, Suivie, asked, followed_by, of_days
from droits_ouverts.agenda.enums import EtatAction
from droits_ouverts.agenda.models import Absence, Action, FluxAgenda, Participant, RendezVous, SuiteRendezVous
from droits_ouverts.agenda.relais import Relais
from droits_ouverts.agenda.selectors import LigneAction, LigneRendezVous, action_lines, appointment_lines, prepare_all
from droits_ouverts.foundation.errors import NotVisibleError

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FLUX_AVANT, FLUX_APRES = timedelta(days=14), timedelta(days=180)
"""How far back and ahead the private address shows."""
ENCORE_DITE = timedelta(days=31)
"""How long an absence that is over is still listed: she reads what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passation:
    """What an absence hands over, or gives back: appointments of its days, actions due by its last day, how many persons they are about.

    `echeances`: clocks of rights that she follows, due by then; `suivies`: the persons whom she follows. `notees`: how many of all this somebody else moved on.
    """

    absence: Absence
    rendez_vous: tuple[LigneRendezVous, ...]
    actions: tuple[LigneAction, ...]
    echeances: tuple[Echeance, ...]
    suivies: tuple[Suivie, ...]
    personnes: int
    notees: int


def absences_of(actor: Compte, *, on: date) -> list[Absence]:
    """Return the absences of the actor's teams that run, that come, or that ended in the last month, the nearest first. Two queries."""
    rows = Absence.objects.of_structures(access.structures_of(actor, on=on)).filter(au__gte=on - ENCORE_DITE)
    return list(rows.select_related("compte", "remplace_par", "structure").order_by("du", "pk"))


def absence_for(actor: Compte, absence_id: int, *, on: date) -> Absence:
    """Return an absence of the actor's teams. Two queries. Raise `NotVisibleError` for any other."""
    absence = Absence.objects.select_related("compte", "remplace_par", "structure").filter(pk=absence_id).first()
    if absence is None or not access.may_write(actor, absence.structure_id, on=on):
        raise NotVisibleError
    return absence


def handed_over(absence: Absence, *, on: date) -> Passation:
    """Return what is the absent one's during her absence, and what others noted of it meanwhile. Ten queries at most in a page."""
    du, au = absence.du, max(absence.du, absence.relais.au)
    debut, fin = rules.day_bounds(du, au)
    siens = Participant.objects.of_structures([absence.structure_id]).appointments_of([absence.compte_id])
    rendez_vous = RendezVous.objects.of_structures([absence.structure_id]).real().filter(pk__in=siens, debut_at__gte=debut, debut_at__lt=fin)
    dues = Q(etat=EtatAction.A_FAIRE, avant_le__lte=au) | Q(etat=EtatAction.FAITE, faite_le__range=(du, au)) & ~Q(faite_par_id=absence.compte_id)
    actions = Action.objects.of_structures([absence.structure_id]).filter(dues, responsable_id=absence.compte_id)
    lus, a_faire = list(rendez_vous.with_whom()), list(actions.with_whom())
    prepare_all(lus, a_faire)
    relais = Relais.of([absence.structure_id], min(du, on), max(au, on))
    suites = SuiteRendezVous.objects.filter(rendez_vous_id__in=[un.pk for un in lus], note_at__gte=debut).exclude(auteur_id=absence.compte_id)
    demande = Demande(structures=(absence.structure_id,), comptes=frozenset({absence.compte_id}), du=None, au=au, faites_depuis=du)
    echeances, suivies = asked(demande), followed_by(absence)
    concernees: set[int | None] = {un.personne.gardee.pk for un in lus if un.personne is not None}
    concernees |= {action.personne.gardee.pk for action in a_faire if action.personne is not None}
    concernees |= {une.personne_id for une in echeances} | {une.personne_id for une in suivies}
    return Passation(
        absence=absence,
        rendez_vous=tuple(appointment_lines(lus, relais)),
        actions=tuple(action_lines(a_faire, relais, on)),
        echeances=tuple(une for une in echeances if not une.faite),
        suivies=tuple(suivies),
        personnes=len(concernees - {None}),
        notees=len(set(suites.values_list("rendez_vous_id", flat=True)))
        + sum(action.etat == EtatAction.FAITE for action in a_faire)
        + sum(une.faite for une in echeances),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heure:
    """A stretch of time of somebody's agenda, or a day where something is due (`fin` is None): nothing says with whom, nor what for."""

    cle: str
    debut: datetime
    fin: datetime | None
    version: int


def hours_of(compte: Compte, *, on: date) -> list[Heure]:
    """Return the hours of an account's appointments and the days of its actions, those whom it covers included. Six queries; no envelope is opened."""
    siennes = access.structures_of(compte, on=on)
    du, au = on - FLUX_AVANT, on + FLUX_APRES
    relais = Relais.of(siennes, du, au)
    qui = relais.seen_by(compte.pk)
    debut, fin = rules.day_bounds(du, au)
    siens = Participant.objects.of_structures(siennes).appointments_of(qui)
    lus = RendezVous.objects.of_structures(siennes).planned().filter(pk__in=siens, debut_at__gte=debut, debut_at__lt=fin)
    heures = [
        Heure(cle=str(un.pk), debut=un.debut_at, fin=un.fin_at, version=un.rang)
        for un in lus.prefetch_related("participants")
        if relais.concerns(compte.pk, [ligne.compte_id for ligne in un.participants.all()], un.structure_id, rules.local(un.debut_at).date())
    ]
    dues = Action.objects.of_structures(siennes).to_do().filter(responsable_id__in=qui, avant_le__range=(du, au))
    heures += [
        Heure(cle=str(action.pk), debut=rules.instant(action.avant_le, time.min), fin=None, version=0)
        for action in dues
        if action.avant_le is not None and relais.follows(compte.pk, action, on)
    ]
    demande = Demande(structures=tuple(siennes), comptes=frozenset(qui), du=du, au=au, dites=False)
    heures += [Heure(cle=une.cle, debut=rules.instant(une.le, time.min), fin=None, version=0) for une in of_days(relais, demande, compte=compte.pk, on=on)]
    return sorted(heures, key=lambda heure: (heure.debut, heure.cle))


def feed_of(compte: Compte) -> FluxAgenda | None:
    """Return the private address of an account, if it has one: never its secret. One query."""
    return FluxAgenda.objects.filter(compte=compte).first()
