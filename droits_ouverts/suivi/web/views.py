"""Screens of one right: where it stands, the one clear next step, its history; a step; a step taken back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.suivi import selectors, services
from droits_ouverts.suivi.appels import calls_said
from droits_ouverts.suivi.enums import Etat, NatureMouvement, ResultatAppel
from droits_ouverts.suivi.errors import MovedError
from droits_ouverts.suivi.horloges import clocks
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.presentation import VERBES, label_of, next_of, rhythm
from droits_ouverts.suivi.rules import ANNULE, may_follow
from droits_ouverts.suivi.services_suite import may_undo_call
from droits_ouverts.suivi.signals import droit_montre
from droits_ouverts.suivi.web.droit_dit import clocks_said, line_of, state_said, steps_said
from droits_ouverts.suivi.web.forms import EtapeForm

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.suivi.models import Mouvement

UNDO = timedelta(minutes=1)


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def droit(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Show one right: its line, its next step, its amounts, papers and clocks, its history."""
    return render(request, "suivi/droit.html", _shown(request, suivi_id))


def _shown(request: HttpRequest, suivi_id: uuid.UUID) -> dict[str, object]:
    on = timezone.localdate()
    suivi = selectors.right_for(actor_of(request), suivi_id, on=on)
    rows = selectors.moves_in_order(suivi)
    echeances = selectors.clocks_of_right(suivi)
    horloges = clocks(suivi.droit, rows, reglees=echeances, on=on)
    pieces = selectors.papers_of_right(suivi)
    dites = steps_said(rows)
    dernier, appels = rows[-1], calls_said(suivi, rows, on=on)
    return heading(suivi) | {
        "etat": state_said(suivi.etat),
        "mots": "",
        "ligne": line_of(dites),
        "histoire": list(reversed(dites)),
        "a_corriger": suivi.etat != ANNULE,
        "suite": next_of(suivi.etat, sens=dernier.sens_silence),
        "montants": rhythm(selectors.open_last_amounts(suivi), droit=suivi.droit),
        "pieces": pieces,
        "manquantes": [piece for piece in pieces if piece.manque],
        "echeances": clocks_said(echeances, horloges, on=on),
        "resultats": ResultatAppel.choices,
        "appels": appels,
        "appel_a_defaire": next((un.note for un in appels if may_undo_call(un.note, actor_of(request), now=timezone.now())), None),
        "annulable": _may_undo(request, dernier),
        "blocs": [bloc for _recepteur, bloc in droit_montre.send(sender=DroitSuivi, droit_suivi=suivi) if bloc],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def etape(request: HttpRequest, suivi_id: uuid.UUID, vers: str) -> HttpResponse:
    """Note the next step. Where a colleague moved the right meanwhile, both are shown and nothing that was typed is lost."""
    on = timezone.localdate()
    suivi = selectors.right_for(actor_of(request), suivi_id, on=on)
    if vers not in VERBES:
        raise NotVisibleError
    rows = selectors.moves_in_order(suivi)
    donnees = request.POST if request.method == "POST" else None
    form = EtapeForm(donnees, vers=vers, moves=selectors.moves_of(rows), today=on, initial={"rang_vu": suivi.rang})
    entre_temps = rows[-1] if donnees is not None and donnees.get("rang_vu") != str(suivi.rang) else None
    if donnees is None and not may_follow(None if suivi.etat == ANNULE else suivi.etat, vers):
        return redirect("suivi:droit", suivi_id=suivi.pk)
    if form.is_valid() and entre_temps is None:
        try:
            services.move_right(droit_suivi_id=suivi.pk, actor=actor_of(request), rang_vu=form.cleaned_data["rang_vu"], saisie=form.saisie, now=timezone.now())
        except MovedError:
            suivi.refresh_from_db()
            entre_temps = selectors.moves_in_order(suivi)[-1]
        else:
            messages.success(request, _("C’est noté."))
            return redirect("suivi:droit", suivi_id=suivi.pk)
    encore = may_follow(None if suivi.etat == ANNULE else suivi.etat, vers)
    contexte = heading(suivi) | {"form": form, "verbe": _(VERBES[vers]), "entre_temps": _meanwhile(entre_temps), "encore": encore, "rang": suivi.rang}
    statut = 200 if donnees is None else 409 if entre_temps else 422
    return render(request, "suivi/etape.html", contexte, status=statut)


@require_POST
def corriger(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Take the last step back, by a move that says so."""
    rang, mots = request.POST.get("rang_vu", ""), request.POST.get("mots", "")[:500]
    vu = int(rang) if rang.isascii() and rang.isdigit() and len(rang) < 10 else 0
    try:
        services.correct_last(droit_suivi_id=suivi_id, actor=actor_of(request), rang_vu=vu, mots=mots, now=timezone.now())
    except MovedError as refus:
        return render(request, "suivi/droit.html", _shown(request, suivi_id) | {"refus": refus, "mots": mots}, status=refus.status)
    messages.success(request, _("L’étape est reprise. Elle reste écrite dans l’histoire du droit."))
    return redirect("suivi:droit", suivi_id=suivi_id)


def heading(suivi: DroitSuivi) -> dict[str, object]:
    """Return what every page of a right says at its top."""
    return {
        "suivi": suivi,
        "libelle": label_of(suivi.droit),
        "nom": open_identity(suivi.personne).ecrite,
        "responsable": suivi.responsable.nom,
    }


def _meanwhile(row: Mouvement | None) -> str:
    """Return what a colleague noted since the page was opened."""
    if row is None:
        return ""
    par = row.auteur.nom if row.auteur else _("Le service")
    mot = (
        _("{par} a noté «\u00a0{etat}\u00a0» pendant que vous écriviez.")
        if row.nature == NatureMouvement.PAS
        else _("{par} a repris une étape\u00a0: ce droit est de nouveau «\u00a0{etat}\u00a0».")
    )
    return mot.format(par=par, etat=Etat(row.vers).label)


def _may_undo(request: HttpRequest, row: Mouvement) -> bool:
    """Tell whether the reader has just noted the last step: it is taken back in one tap."""
    return row.nature == NatureMouvement.PAS and row.auteur_id == actor_of(request).pk and timezone.now() - row.note_at <= UNDO
