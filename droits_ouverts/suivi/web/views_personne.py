"""Screens of one person's path: all her rights, the papers that hold them back, the calls due, what changed in her life; a right that begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.documents.enums import Nature, Validite
from droits_ouverts.documents.models import Document
from droits_ouverts.documents.selectors import glimpse_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import open_identity, person_for
from droits_ouverts.suivi import selectors, selectors_listes, services, services_suite
from droits_ouverts.suivi.errors import AlreadyFollowedError, StepRefusedError
from droits_ouverts.suivi.models import Changement, DroitSuivi, Echeance, Piece
from droits_ouverts.suivi.presentation import VERBES, MontantDit, amount_of, clock_name, how_far, label_of
from droits_ouverts.suivi.rules import DEBUTS, FINS
from droits_ouverts.suivi.web.droit_dit import BIENTOT, state_said
from droits_ouverts.suivi.web.forms import ChangementForm, EtapeForm, OuvrirForm
from droits_ouverts.suivi.web.views import actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """One of her rights on her page."""

    suivi: DroitSuivi
    libelle: str
    etat: tuple[str, str]
    montant: MontantDit
    prochaine: str
    proche: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manque:
    """A paper that is missing, and the rights that it holds back. `garde`: one of this kind that is kept here and still valid: it may be enough to give it."""

    nom: str
    droits: list[tuple[DroitSuivi, str]]
    nature: str
    garde: Document | None


@require_safe
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show a person's whole path on one screen."""
    on = timezone.localdate()
    elle = person_for(actor_of(request), personne_id, on=on)
    suivis = selectors.rights_of_person(elle)
    echeances = selectors_listes.clocks_of_person(elle)
    cartes = [_card(suivi, [une for une in echeances if une.droit_suivi_id == suivi.pk], on=on) for suivi in suivis]
    contexte = _heading(elle) | {
        "deux_fois": [(libelle, siennes) for libelle, siennes in _by_right(cartes).items() if len(siennes) > 1],
        "en_cours": [carte for carte in cartes if carte.suivi.etat not in FINS],
        "en_paix": [carte for carte in cartes if carte.suivi.etat in FINS],
        "manques": _missing(elle, selectors_listes.papers_missing(elle), on=on),
        "appels": [(une, label_of(une.droit_suivi.droit)) for une in echeances if une.nature == "appel" and (une.a_faire_le - on).days <= BIENTOT],
        "changements": selectors.changes_to_settle(elle),
    }
    return render(request, "suivi/personne.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Choose which right begins to be followed, and where it stands: its first step is the next page."""
    elle = _person(request, personne_id)
    suivis = [suivi.droit for suivi in selectors.rights_of_person(elle)]
    form = OuvrirForm(request.POST if request.method == "POST" else None, suivis=suivis, initial={"vers": "choisi", "droit": request.GET.get("droit", "")})
    if form.is_valid():
        return redirect("suivi:premiere_etape", personne_id=elle.pk, droit=form.cleaned_data["droit"], vers=form.cleaned_data["vers"])
    contexte = _heading(elle) | {"form": form, "titre": _("Suivre un droit"), "bouton": _("Continuer")}
    return render(request, "suivi/geste_personne.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def premiere_etape(request: HttpRequest, personne_id: int, droit: str, vers: str) -> HttpResponse:
    """Note the first step of a right."""
    on = timezone.localdate()
    elle = _person(request, personne_id)
    libelle = label_of(droit)
    if vers not in DEBUTS or libelle == droit:
        raise NotVisibleError
    form = EtapeForm(request.POST if request.method == "POST" else None, vers=vers, moves=[], today=on, initial={"rang_vu": 0})
    deja = None
    if form.is_valid():
        try:
            suivi = services.open_right(actor=actor_of(request), personne_id=elle.pk, droit=droit, saisie=form.saisie, now=timezone.now())
        except AlreadyFollowedError:
            deja = next(un for un in selectors.rights_of_person(elle) if un.droit == droit)
        else:
            messages.success(request, _("C’est noté\u00a0: ce droit est suivi."))
            return redirect("suivi:droit", suivi_id=suivi.pk)
    contexte = _heading(elle) | {"form": form, "titre": libelle, "sous_titre": said(VERBES[vers]), "bouton": _("Enregistrer"), "deja": deja}
    return render(request, "suivi/geste_personne.html", contexte, status=409 if deja else 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def changement(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note what changed in her life: it proposes a new check-up."""
    elle = _person(request, personne_id)
    form = ChangementForm(request.POST if request.method == "POST" else None, initial={"le": timezone.localdate()})
    if form.is_valid():
        try:
            services_suite.note_change_of_life(personne_id=elle.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except StepRefusedError as refus:
            for champ, phrase in refus.errors.items():
                form.add_error(champ, said(phrase))
        else:
            messages.success(request, _("C’est noté. Un nouveau bilan dira ce que cela change."))
            return redirect("suivi:personne", personne_id=elle.pk)
    contexte = _heading(elle) | {"form": form, "titre": _("Quelque chose a changé dans sa vie"), "bouton": _("Noter ce changement")}
    return render(request, "suivi/geste_personne.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def refaire(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Open a new check-up with her last answers: she agreed aloud, as the button says."""
    bilan = services_suite.renew_check_up(personne_id=personne_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("Un nouveau bilan est ouvert, avec ses réponses d’avant. Relisez-les avec elle\u00a0: changez ce qui a changé."))
    return redirect("bilan:foyer", bilan_id=bilan.pk)


@require_POST
def ecarter(request: HttpRequest, personne_id: int, changement_id: int) -> HttpResponse:
    """Note that no new check-up is wanted for a change, or that one is after all."""
    elle = _person(request, personne_id)
    if not Changement.objects.of_structures([elle.structure_id]).filter(pk=changement_id, personne_id__in=files_of(elle)).exists():
        raise NotVisibleError
    services_suite.set_change_aside(changement_id=changement_id, actor=actor_of(request), ecarte=request.POST.get("ecarte") == "oui", now=timezone.now())
    return redirect("suivi:personne", personne_id=elle.pk)


def _person(request: HttpRequest, personne_id: int) -> Personne:
    return person_for(actor_of(request), personne_id, on=timezone.localdate())


def _heading(elle: Personne) -> dict[str, object]:
    return {"personne": elle, "nom": open_identity(elle).ecrite}


def _card(suivi: DroitSuivi, echeances: list[Echeance], *, on: date) -> Carte:
    prochaine = echeances[0] if echeances else None
    return Carte(
        suivi=suivi,
        libelle=label_of(suivi.droit),
        etat=state_said(suivi.etat),
        montant=amount_of(selectors.open_last_amounts(suivi), droit=suivi.droit, etat=suivi.etat),
        prochaine=f"{clock_name(prochaine.nature)} · {how_far(prochaine.a_faire_le, prochaine.due_le, on=on)}" if prochaine else "",
        proche=prochaine is not None and (prochaine.a_faire_le - on).days <= BIENTOT,
    )


def _by_right(cartes: list[Carte]) -> dict[str, list[Carte]]:
    """Return her follow-ups by right: where she has two files, one right may be followed in both."""
    par_droit: dict[str, list[Carte]] = {}
    for carte in cartes:
        par_droit.setdefault(carte.libelle, []).append(carte)
    return par_droit


def _missing(elle: Personne, pieces: list[Piece], *, on: date) -> list[Manque]:
    """Return the papers that are missing by kind, each with what she may already have here. One query where something is missing."""
    par_nature: dict[str, list[Piece]] = {}
    for piece in pieces:
        par_nature.setdefault(piece.nature, []).append(piece)
    gardes = {
        ligne.document.nature: ligne.document
        for ligne in (glimpse_of(elle, on=on) if pieces else ())
        if ligne.validite is not Validite.EXPIREE and ligne.document.nature != Nature.AUTRE
    }
    return [
        Manque(
            nom=str(siennes[0].get_nature_display()),
            droits=[(piece.droit_suivi, label_of(piece.droit_suivi.droit)) for piece in siennes],
            nature=nature,
            garde=gardes.get(nature),
        )
        for nature, siennes in par_nature.items()
    ]
