"""What screens read of the agenda, each with its cost in queries. Always through the structures of the reader."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.contextes import action_context, appointment_context, outcome_context
from droits_ouverts.agenda.echeances import PASSEES, Demande, Echeance, of_days
from droits_ouverts.agenda.enums import EtatAction, EtatRendezVous
from droits_ouverts.agenda.models import Action, Participant, RendezVous, SuiteRendezVous
from droits_ouverts.agenda.relais import Relais, Relaye
from droits_ouverts.agenda.rules import Creneau, Mots
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import Context, open_sealed, prepare
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.selectors import identity_context, open_identity

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne

LIGNES_MAX = 200
"""Appointments and actions of one list: a team's week and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneRendezVous:
    """An appointment as lists show it. `debut`, `fin`: hours of Paris. `nom`: the person, nothing for the team. `relais`: somebody of it is away."""

    rendez_vous: RendezVous
    debut: datetime
    fin: datetime
    nom: str
    mots: Mots
    participants: tuple[str, ...]
    relais: Relaye | None

    @property
    def jour(self) -> date:
        """The day on which it begins."""
        return self.debut.date()

    @property
    def comptes(self) -> frozenset[int]:
        """Who attends, by number. No query: they were read along."""
        return frozenset(ligne.compte_id for ligne in self.rendez_vous.participants.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneAction:
    """An action as lists show it; `en_retard`: its day has gone by."""

    action: Action
    nom: str
    quoi: str
    en_retard: bool
    relais: Relaye | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jour:
    """A day of the agenda: its appointments by hour, the actions that are due on it."""

    le: date
    rendez_vous: tuple[LigneRendezVous, ...]
    actions: tuple[LigneAction, ...]
    echeances: tuple[Echeance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some days of the agenda, and what was due before them and is not done. `sans_date`: to be done on no day; `faites`: done today.

    `passees`: clocks whose day went by less than a month ago, on a page that shows today.
    `coupee`: there is more than a list holds.
    """

    jours: tuple[Jour, ...]
    en_retard: tuple[LigneAction, ...]
    passees: tuple[Echeance, ...]
    sans_date: tuple[LigneAction, ...]
    faites: tuple[LigneAction, ...]
    coupee: bool

    @property
    def vide(self) -> bool:
        """Whether nothing stands there."""
        return (
            not self.en_retard
            and not self.passees
            and not self.sans_date
            and not any(jour.rendez_vous or jour.actions or jour.echeances for jour in self.jours)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneSuite:
    """Something noted of an appointment, with its words; `reprise`: it was taken back since."""

    suite: SuiteRendezVous
    note: str
    reprise: bool


def days_of(actor: Compte, du: date, au: date, *, toute_l_equipe: bool, on: date) -> Page:
    """Return the agenda of the actor, of those she covers included, or of her teams, from a day to another. Nine queries at most in a page."""
    siennes = access.structures_of(actor, on=on)
    relais = Relais.of(siennes, min(du, on), max(au, on))
    debut, fin = rules.day_bounds(du, au)
    rendez_vous = RendezVous.objects.of_structures(siennes).real().filter(debut_at__gte=debut, debut_at__lt=fin)
    actions = Action.objects.of_structures(siennes).due_or_done(max(au, on), on)
    if not toute_l_equipe:
        qui = relais.seen_by(actor.pk)
        rendez_vous = rendez_vous.filter(pk__in=Participant.objects.of_structures(siennes).appointments_of(qui))
        actions = actions.filter(responsable_id__in=qui)
    lus, dues = list(rendez_vous.with_whom()[: LIGNES_MAX + 1]), list(actions.with_whom()[: LIGNES_MAX + 1])
    prepare_all(lus, dues)
    lignes = [
        ligne
        for ligne in appointment_lines(lus[:LIGNES_MAX], relais)
        if toute_l_equipe or relais.concerns(actor.pk, ligne.comptes, ligne.rendez_vous.structure_id, ligne.jour)
    ]
    siens = [ligne for ligne in action_lines(dues[:LIGNES_MAX], relais, on) if toute_l_equipe or relais.follows(actor.pk, ligne.action, on)]
    comptes = None if toute_l_equipe else frozenset(relais.seen_by(actor.pk))
    # A team has too many of them: its list would hold no other.
    depuis = min(du, on - PASSEES) if du <= on <= au and not toute_l_equipe else du
    dues_ailleurs = of_days(relais, Demande(structures=tuple(siennes), comptes=comptes, du=depuis, au=au), compte=None if toute_l_equipe else actor.pk, on=on)
    faire = [ligne for ligne in siens if ligne.action.etat == EtatAction.A_FAIRE]
    return Page(
        jours=tuple(
            Jour(
                le=jour,
                rendez_vous=tuple(ligne for ligne in lignes if ligne.jour == jour),
                actions=tuple(ligne for ligne in faire if ligne.action.avant_le == jour),
                echeances=tuple(une for une in dues_ailleurs if une.le == jour),
            )
            for jour in (du + timedelta(days=rang) for rang in range((au - du).days + 1))
        ),
        en_retard=tuple(ligne for ligne in faire if ligne.en_retard and ligne.action.avant_le is not None and ligne.action.avant_le < du),
        passees=tuple(une for une in dues_ailleurs if une.le < du),
        sans_date=tuple(ligne for ligne in faire if ligne.action.avant_le is None),
        faites=tuple(ligne for ligne in siens if ligne.action.etat == EtatAction.FAITE),
        coupee=len(lus) > LIGNES_MAX or len(dues) > LIGNES_MAX,
    )


def of_person(personne: Personne, *, on: date) -> tuple[list[LigneRendezVous], list[LigneAction]]:
    """Return all of a person's appointments and actions but what was noted by mistake, for who may read her. Four queries at most."""
    rendez_vous = RendezVous.objects.of_structures([personne.structure_id]).real().filter(personne_id__in=files_of(personne))
    actions = Action.objects.of_structures([personne.structure_id]).real().filter(personne_id__in=files_of(personne))
    lus, dues = list(rendez_vous.with_whom()[:LIGNES_MAX]), list(actions.with_whom()[:LIGNES_MAX])
    relais = Relais()
    if lus or dues:
        relais = Relais.of([personne.structure_id], on, max([on, *(rules.local(un.debut_at).date() for un in lus)]))
    return list(appointment_lines(lus, relais)), list(action_lines(dues, relais, on))


def dates_of(personne: Personne, *, now: datetime) -> list[LigneRendezVous]:
    """Return the planned appointments of a person that are not over, the nearest first. Two queries."""
    rendez_vous = RendezVous.objects.of_structures([personne.structure_id]).planned().filter(personne_id__in=files_of(personne), fin_at__gt=now)
    return list(appointment_lines(list(rendez_vous.with_whom()[:LIGNES_MAX]), Relais()))


def next_of(personne: Personne, *, now: datetime, combien: int) -> tuple[list[LigneRendezVous], list[LigneAction]]:
    """Return what is next for a person, without saying who attends: so many appointments and actions. Two queries."""
    rendez_vous = RendezVous.objects.of_structures([personne.structure_id]).planned().filter(personne_id__in=files_of(personne), fin_at__gt=now)
    actions = Action.objects.of_structures([personne.structure_id]).to_do().filter(personne_id__in=files_of(personne)).with_whom()
    lus = list(rendez_vous.select_related("personne").order_by("debut_at", "pk")[:combien])
    lignes = [
        LigneRendezVous(
            rendez_vous=un,
            debut=rules.local(un.debut_at),
            fin=rules.local(un.fin_at),
            nom=open_identity(personne).ecrite,
            mots=open_words(un),
            participants=(),
            relais=None,
        )
        for un in lus
    ]
    return lignes, list(action_lines(actions[:combien], Relais(), rules.local(now).date()))


def appointment_for(actor: Compte, rendez_vous_id: uuid.UUID, *, on: date) -> LigneRendezVous:
    """Return an appointment that the actor may read. Five queries in a page. Raise `NotVisibleError` for any other."""
    un = RendezVous.objects.filter(pk=rendez_vous_id).with_whom().first()
    if un is None or un.gone or not access.may_write(actor, un.structure_id, on=on):
        raise NotVisibleError
    jour = rules.local(un.debut_at).date()
    ligne = next(appointment_lines([un], Relais.of([un.structure_id], jour, jour)), None)
    if ligne is None:
        raise NotVisibleError
    return ligne


def action_for(actor: Compte, action_id: uuid.UUID, *, on: date) -> LigneAction:
    """Return an action that the actor may read. Four queries in a page. Raise `NotVisibleError` for any other."""
    action = Action.objects.filter(pk=action_id).with_whom().first()
    if action is None or not access.may_write(actor, action.structure_id, on=on):
        raise NotVisibleError
    ligne = next(action_lines([action], Relais.of([action.structure_id], on, on), on), None)
    if ligne is None:
        raise NotVisibleError
    return ligne


def history_of(un: RendezVous) -> list[LigneSuite]:
    """Return what was noted of an appointment, the last first. One query."""
    suites = list(un.suites.select_related("auteur").order_by("-rang"))
    reprises = {suite.annule_id for suite in suites}
    for suite in suites:
        suite.rendez_vous = un
    return [LigneSuite(suite=suite, note=open_outcome(suite).note, reprise=suite.pk in reprises) for suite in suites]


def replaced_by(un: RendezVous) -> RendezVous | None:
    """Return the appointment that stands in the place of one that was put off. One query where it was, none elsewhere."""
    if un.etat != EtatRendezVous.REPORTE:
        return None
    return RendezVous.objects.of_structures([un.structure_id]).real().filter(remplace=un.pk).first()


def conflicts_of(ligne: LigneRendezVous) -> list[str]:
    """Return who of an appointment is expected elsewhere at the same time: names, each once. Two queries. It is said, and hinders nothing."""
    un = ligne.rendez_vous
    autres = RendezVous.objects.of_structures([un.structure_id]).planned().between(un.debut_at, un.fin_at).exclude(pk=un.pk)
    creneaux = [
        Creneau(cle=cle, quoi=str(autre.pk), debut=autre.debut_at, fin=autre.fin_at)
        for autre in autres.prefetch_related("participants")
        for cle in _whose(autre)
    ]
    noms = {str(participant.compte_id): participant.compte.nom for participant in un.participants.all()} | {f"p{un.personne_id}": ligne.nom}
    pris = [cle for cle in _whose(un) if rules.overlapping(Creneau(cle=cle, quoi="", debut=un.debut_at, fin=un.fin_at), creneaux)]
    return list(dict.fromkeys(noms[cle] for cle in pris))


def _whose(un: RendezVous) -> list[str]:
    """Return whose time an appointment takes: who attends, and the person."""
    comptes = [str(participant.compte_id) for participant in un.participants.all()]
    return comptes if un.personne_id is None else [*comptes, f"p{un.personne_id}"]


def open_words(un: RendezVous) -> Mots:
    """Open the words of an appointment; nothing where nothing was said. Raise the errors of `coffre`."""
    return _opened(un.mots_scelles, appointment_context(un))


def open_outcome(suite: SuiteRendezVous) -> Mots:
    """Open what was noted with an outcome. Raise the errors of `coffre`."""
    return _opened(suite.mots_scelles, outcome_context(suite))


def open_action(action: Action) -> Mots:
    """Open what is to be done. Raise the errors of `coffre`."""
    return _opened(action.mots_scelles, action_context(action))


def _opened(token: str, context: Context) -> Mots:
    return Mots.from_bytes(open_sealed(token, context=context)) if token else Mots()


def prepare_all(rendez_vous: Iterable[RendezVous], actions: Iterable[Action]) -> None:
    """Read the keys of everybody of a list at once."""
    personnes = [un.personne for un in rendez_vous] + [action.personne for action in actions]
    prepare(identity_context(une) for personne in personnes if personne is not None for une in {personne, personne.gardee})


def appointment_lines(rows: Iterable[RendezVous], relais: Relais) -> Iterator[LigneRendezVous]:
    """Yield the lines of appointments read by `with_whom`; one whose person's key was destroyed has none."""
    for un in rows:
        with suppress(ErasedError):
            debut, participants = rules.local(un.debut_at), list(un.participants.all())
            yield LigneRendezVous(
                rendez_vous=un,
                debut=debut,
                fin=rules.local(un.fin_at),
                nom=open_identity(un.personne.gardee).ecrite if un.personne is not None else "",
                mots=open_words(un),
                participants=tuple(sorted(participant.compte.nom for participant in participants)),
                relais=relais.told({participant.compte_id for participant in participants}, un.structure_id, debut.date()),
            )


def action_lines(rows: Iterable[Action], relais: Relais, on: date) -> Iterator[LigneAction]:
    """Yield the lines of actions read by `with_whom`; one whose person's key was destroyed has none."""
    for action in rows:
        with suppress(ErasedError):
            yield LigneAction(
                action=action,
                nom=open_identity(action.personne.gardee).ecrite if action.personne is not None else "",
                quoi=open_action(action).objet,
                en_retard=action.etat == EtatAction.A_FAIRE and action.avant_le is not None and action.avant_le < on,
                relais=relais.told({action.responsable_id}, action.structure_id, on),
            )
