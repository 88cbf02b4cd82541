"""Screens of appointments: the day, the week, one appointment, a new one, what became of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.agenda import rules, selectors, services, services_suite
from droits_ouverts.agenda.errors import AgendaChangedError, AgendaRefusedError
from droits_ouverts.agenda.web.commun import actor_of, day_asked, my_structure, team_of
from droits_ouverts.agenda.web.forms import IssueForm, RendezVousForm, at_ten
from droits_ouverts.personnes import selectors as personnes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from droits_ouverts.agenda.models import RendezVous
    from droits_ouverts.agenda.rules import Voulu
    from droits_ouverts.agenda.selectors import LigneRendezVous
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne

SEMAINE = timedelta(days=7)
MEANWHILE = gettext_lazy("Quelqu’un vient d’y noter quelque chose. Ce que vous avez écrit est encore là : relisez, puis recommencez si c’est utile.")


@require_safe
def jour(request: HttpRequest) -> HttpResponse:
    """Show one day: what is late, what is due, whom one meets."""
    le, on = day_asked(request), timezone.localdate()
    return _days(request, "agenda/jour.html", le, le, {"avant": le - timedelta(days=1), "apres": le + timedelta(days=1), "le": le, "on": on})


@require_safe
def semaine(request: HttpRequest) -> HttpResponse:
    """Show a week, day by day."""
    lundi, dimanche = rules.week_of(day_asked(request))
    return _days(request, "agenda/semaine.html", lundi, dimanche, {"avant": lundi - SEMAINE, "apres": lundi + SEMAINE, "le": lundi, "on": timezone.localdate()})


def _days(request: HttpRequest, gabarit: str, du: object, au: object, contexte: dict[str, object]) -> HttpResponse:
    equipe = request.GET.get("qui") == "equipe"
    page = selectors.days_of(actor_of(request), du, au, toute_l_equipe=equipe, on=timezone.localdate())  # type: ignore[arg-type]  # both are days
    return render(request, gabarit, contexte | {"page": page, "equipe": equipe})


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    """Write an appointment of the team."""
    return _new(request, my_structure(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau_personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Write an appointment with a person."""
    qui = personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
    return _new(request, qui.structure_id, qui)


def _new(request: HttpRequest, structure_id: int, qui: Personne | None) -> HttpResponse:
    actor = actor_of(request)
    initial = {"participants": [str(actor.pk)], "heure": at_ten(), "jour": timezone.localdate() + timedelta(days=1)}
    form = RendezVousForm(request.POST if request.method == "POST" else None, equipe=team_of(structure_id), revient=True, initial=initial)
    if form.is_valid():
        try:
            ecrits = services.make_appointment(
                actor=actor, structure_id=structure_id, personne_id=qui.pk if qui else None, voulu=form.voulu(), now=timezone.now()
            )
        except AgendaRefusedError as refus:
            form.refuse(refus.errors)
        else:
            nombre = len(ecrits)
            messages.success(request, ngettext("C’est noté.", "C’est noté : %(nombre)s rendez-vous.", nombre) % {"nombre": nombre})
            _warn(request, ecrits[0])
            return redirect("agenda:rendez_vous", rendez_vous_id=ecrits[0].pk)
    contexte = {"form": form, "personne": qui, "nom": personnes.open_identity(qui).ecrite if qui else ""}
    return render(request, "agenda/nouveau.html", contexte, status=422 if form.is_bound else 200)


def _warn(request: HttpRequest, un: RendezVous) -> None:
    """Say who is expected elsewhere at that time: nothing is refused for it."""
    pris = selectors.conflicts_of(selectors.appointment_for(actor_of(request), un.pk, on=timezone.localdate()))
    if pris:
        messages.warning(request, _("À la même heure, un autre rendez-vous est déjà prévu pour : %(noms)s.") % {"noms": ", ".join(pris)})


@require_safe
def rendez_vous(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Show an appointment, what may be noted of it now, and what was."""
    ligne = selectors.appointment_for(actor_of(request), rendez_vous_id, on=timezone.localdate())
    return _one(request, ligne, _outcome_form(ligne))


@require_POST
def issue(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Note what became of it."""
    ligne = selectors.appointment_for(actor_of(request), rendez_vous_id, on=timezone.localdate())
    form = _outcome_form(ligne, request)
    if form.is_valid():
        recu = form.cleaned_data
        try:
            services_suite.note_outcome(
                actor=actor_of(request), rendez_vous_id=rendez_vous_id, vers=recu["vers"], note_ecrite=recu["note"], rang_vu=recu["rang"], now=timezone.now()
            )
        except (AgendaRefusedError, AgendaChangedError):
            form.add_error(None, MEANWHILE)
        else:
            messages.success(request, _("C’est noté. Vous pouvez le défaire plus bas."))
            return redirect("agenda:rendez_vous", rendez_vous_id=rendez_vous_id)
    return _one(request, ligne, form, status=422)


def _outcome_form(ligne: LigneRendezVous, request: HttpRequest | None = None) -> IssueForm:
    un = ligne.rendez_vous
    return IssueForm(
        request.POST if request else None,
        commence=un.debut_at <= timezone.now(),
        avec_personne=un.personne_id is not None,
        initial={"rang": un.rang},
    )


def _one(request: HttpRequest, ligne: LigneRendezVous, form: IssueForm, *, status: int = 200) -> HttpResponse:
    un = ligne.rendez_vous
    planifie = un.etat == rules.PREVU
    contexte = {
        "ligne": ligne,
        "form": form,
        "planifie": planifie,
        "conflits": selectors.conflicts_of(ligne) if planifie else [],
        "suites": selectors.history_of(un) if un.rang else [],
        "remplacant": selectors.replaced_by(un),
    }
    return render(request, "agenda/rendez_vous.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def changer(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Change an appointment: another hour puts it off, the rest is changed where it stands."""
    actor = actor_of(request)
    ligne = selectors.appointment_for(actor, rendez_vous_id, on=timezone.localdate())
    un = ligne.rendez_vous
    if un.etat != rules.PREVU and request.method != "POST":
        return redirect("agenda:rendez_vous", rendez_vous_id=rendez_vous_id)
    form = _change_form(ligne, request)
    if form.is_valid():
        try:
            autre, dit = _changed(actor, un, form.voulu())
        except AgendaRefusedError as refus:
            form.refuse(refus.errors)
        except AgendaChangedError:
            form.add_error(None, MEANWHILE)
        else:
            messages.success(request, dit)
            _warn(request, autre)
            return redirect("agenda:rendez_vous", rendez_vous_id=autre.pk)
    return render(request, "agenda/changer.html", {"form": form, "ligne": ligne}, status=422 if form.is_bound else 200)


def _changed(actor: Compte, un: RendezVous, voulu: Voulu) -> tuple[RendezVous, str]:
    """Change what may be where it stands, or put off what is at another hour; return what is planned now, and how it is said."""
    if un.etat != rules.PREVU:
        raise AgendaChangedError
    if voulu.on(voulu.jour) == (un.debut_at, un.fin_at):
        return services.change_details(actor=actor, rendez_vous_id=un.pk, voulu=voulu, now=timezone.now()), _("C’est changé.")
    autre = services_suite.put_off(actor=actor, rendez_vous_id=un.pk, voulu=voulu, rang_vu=un.rang, now=timezone.now())
    return autre, _("C’est reporté. L’ancien rendez-vous reste dans l’historique.")


def _change_form(ligne: LigneRendezVous, request: HttpRequest) -> RendezVousForm:
    un = ligne.rendez_vous
    comptes = tuple(participant.compte for participant in un.participants.all())
    initial = {
        "objet": ligne.mots.objet,
        "lieu": ligne.mots.lieu,
        "jour": ligne.jour,
        "heure": ligne.debut.time(),
        "mode": un.mode,
        "participants": [str(compte.pk) for compte in comptes],
    }
    return RendezVousForm(
        request.POST if request.method == "POST" else None,
        equipe=team_of(un.structure_id, aussi=comptes),
        revient=False,
        duree=int((un.fin_at - un.debut_at).total_seconds() // 60),
        initial=initial,
    )


@require_POST
def defaire(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Take back what was noted last."""
    services_suite.take_back(actor=actor_of(request), rendez_vous_id=rendez_vous_id, rang_vu=_rank(request), now=timezone.now())
    messages.success(request, _("C’est défait. Rien n’est perdu : l’historique garde les deux."))
    return redirect("agenda:rendez_vous", rendez_vous_id=rendez_vous_id)


@require_POST
def retirer(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Take back an appointment noted by mistake, or its whole series."""
    toute = request.POST.get("serie") == "toute"
    nombre = services_suite.withdraw(actor=actor_of(request), rendez_vous_id=rendez_vous_id, toute_la_serie=toute, now=timezone.now())
    messages.success(request, ngettext("C’est retiré.", "%(nombre)s rendez-vous sont retirés.", nombre) % {"nombre": nombre})
    return redirect("agenda:rendez_vous", rendez_vous_id=rendez_vous_id)


@require_POST
def arreter(request: HttpRequest, rendez_vous_id: uuid.UUID) -> HttpResponse:
    """Cancel an appointment of a series and those after it."""
    nombre = services_suite.stop_series(actor=actor_of(request), rendez_vous_id=rendez_vous_id, rang_vu=_rank(request), now=timezone.now())
    messages.success(request, ngettext("C’est annulé.", "%(nombre)s rendez-vous sont annulés.", nombre) % {"nombre": nombre})
    return redirect("agenda:rendez_vous", rendez_vous_id=rendez_vous_id)


def _rank(request: HttpRequest) -> int:
    """Return the rank that was on screen; one that nothing has where none was sent."""
    lu = request.POST.get("rang", "")
    return int(lu) if lu.isdecimal() and len(lu) < 9 else -1
