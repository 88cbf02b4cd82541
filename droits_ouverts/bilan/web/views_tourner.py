"""Screens of "Tourner l'écran": the hand-over, one question at a time for the person, the device given back."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from droits_ouverts.bilan import departs, selectors, services, tourne
from droits_ouverts.bilan.rules import Reponses
from droits_ouverts.bilan.web import etapes as chemin
from droits_ouverts.bilan.web.forms import SujetForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.droits.urgences import REPONSES, load_urgences
from droits_ouverts.engine.questionnaire.types import Fait, Sujet
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.ui.langues import LANGUES, PAR_CODE, language


@require_http_methods(["GET", "HEAD", "POST"])
def tourner(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Show the number that gives the device back, then choose a language: the screen is turned."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    voulu = request.POST.get("quoi") or request.GET.get("quoi") or tourne.URGENCES
    quoi = voulu if tourne.may_be_asked(voulu) else tourne.URGENCES
    langue = request.POST.get("langue", "")
    if request.method == "POST" and langue in PAR_CODE and tourne.turn(request.session, bilan=str(bilan.pk), langue=langue, quoi=quoi):
        return redirect("bilan:tourne", bilan_id=bilan_id)
    # HEAD shows nothing to anybody: it draws no number.
    numero = "" if request.method == "HEAD" else tourne.make_number(request.session, str(bilan.pk))
    return render(
        request,
        "bilan/tourner.html",
        {"bilan_id": bilan_id, "numero": numero, "langues_ecran": LANGUES, "choix": _choices(bilan_id, request, quoi)},
    )


def _choices(bilan_id: uuid.UUID, request: HttpRequest, quoi: str) -> list[tuple[str, str, bool]]:
    """Return what may be asked: a code, words, whether it is chosen."""
    reponses = selectors.open_answers(selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate()))
    situation = chemin.situation_of(reponses)
    sujets = [] if situation is None else [sujet for sujet in Sujet if tourne.may_be_asked(sujet.value) and _left(reponses, sujet)]
    codes = [(tourne.URGENCES, _("Les besoins urgents")), (tourne.VIOLENCE, _("La question sur les violences, seule"))]
    return [(code, mots, code == quoi) for code, mots in (*codes, *((sujet.value, chemin.title_of(sujet)) for sujet in sujets))]


def _left(reponses: Reponses, sujet: Sujet) -> list[tuple[Fait, str]]:
    """Return the questions of a subject that nobody answered yet."""
    situation = chemin.situation_of(reponses)
    return [] if situation is None else [(f, qui) for f, qui in chemin.questions_of(situation, sujet) if f.nom not in reponses.faits(qui)]


@require_http_methods(["GET", "HEAD", "POST"])
def ecran(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Ask the person one question, and nothing else on the screen; her answer is saved as any other."""
    etat = _turned(request, bilan_id)
    if request.method == "POST" and "rendre" in request.POST:
        tourne.hand_back(request.session, etat)
        return redirect("bilan:rendre", bilan_id=bilan_id)
    if etat.rendu:
        return redirect("bilan:rendre", bilan_id=bilan_id)
    try:
        selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    except NotVisibleError:
        # Erased meanwhile: a page of refusal has the menus, and would leave no way to the number.
        return _finished(request, bilan_id, etat)
    return _urgent(request, bilan_id, etat) if etat.sujet is None else _question(request, bilan_id, etat, etat.sujet)


def _turned(request: HttpRequest, bilan_id: uuid.UUID) -> tourne.Tourne:
    etat = tourne.current(request.session)
    if etat is None or etat.bilan != str(bilan_id):
        raise NotVisibleError
    return etat


def _urgent(request: HttpRequest, bilan_id: uuid.UUID, etat: tourne.Tourne) -> HttpResponse:
    if not etat.besoins:
        return _finished(request, bilan_id, etat)
    besoin = etat.besoins[0]
    reponse = request.POST.get(besoin.value, "")
    if reponse in REPONSES:
        departs.save_urgent_needs(bilan_id=bilan_id, actor=actor_of(request), reponses={besoin.value: reponse}, now=timezone.now())
        tourne.note(request.session, etat, besoin.value)
        return redirect("bilan:tourne", bilan_id=bilan_id)
    contexte = {"urgence": load_urgences().besoins[besoin], "reponse": "", "vide": request.method == "POST"}
    return _page(request, bilan_id, etat, contexte, status=422 if request.method == "POST" else 200)


def _question(request: HttpRequest, bilan_id: uuid.UUID, etat: tourne.Tourne, sujet: Sujet) -> HttpResponse:
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    reponses = selectors.open_answers(bilan)
    # Persons are called by their place: whoever holds the device, it shows nobody's name.
    sans_nom = replace(reponses, membres=tuple(replace(membre, prenom="") for membre in reponses.membres), retraits=())
    restent = _left(sans_nom, sujet)
    situation = chemin.situation_of(sans_nom)
    if not restent or situation is None:
        return _finished(request, bilan_id, etat)
    data = request.POST if request.method == "POST" else None
    form = SujetForm(sujet=sujet, reponses=sans_nom, situation=situation, data=data, seulement=restent[:1])
    if form.reponses and not form.erreurs:
        services.save_answers(bilan_id=bilan_id, actor=actor_of(request), reponses=form.reponses, sujet=None, now=timezone.now())
        return redirect("bilan:tourne", bilan_id=bilan_id)
    return _page(request, bilan_id, etat, {"form": form, "vide": data is not None and not form.erreurs}, status=200 if data is None else 422)


def _finished(request: HttpRequest, bilan_id: uuid.UUID, etat: tourne.Tourne) -> HttpResponse:
    tourne.hand_back(request.session, etat)
    return redirect("bilan:rendre", bilan_id=bilan_id)


def _page(request: HttpRequest, bilan_id: uuid.UUID, etat: tourne.Tourne, contexte: dict[str, object], *, status: int = 200) -> HttpResponse:
    commun = {"bilan_id": bilan_id, "relue": language(etat.langue).is_reviewed}
    return render(request, "bilan/tourne.html", contexte | commun, status=status)


class NumeroForm(forms.Form):
    """The number that gives the device back."""

    numero = forms.CharField(label=gettext_lazy("Numéro du professionnel"), max_length=12)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["numero"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}


@require_http_methods(["GET", "HEAD", "POST"])
def rendre(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Ask to give the device back; the right number unlocks it, five wrong ones sign out."""
    etat = _turned(request, bilan_id)
    form = NumeroForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tourne.take_back(request.session, etat, form.cleaned_data["numero"]):
            return redirect(_after(etat), bilan_id=bilan_id)
        restants = tourne.ESSAIS_MAX - etat.essais - 1
        if restants <= 0:
            logout(request)
            return redirect("account_login")
        with override("fr"):
            form.add_error("numero", _("Ce n’est pas le bon numéro. Essais restants : {nombre}.").format(nombre=restants))
    return render(request, "bilan/rendre.html", {"bilan_id": bilan_id, "form": form}, status=422 if form.is_bound else 200)


def _after(etat: tourne.Tourne) -> str:
    """Return where the professional comes back: never the page that shows what was said of violence."""
    return "bilan:resultats" if etat.sujet is None else "bilan:foyer"
