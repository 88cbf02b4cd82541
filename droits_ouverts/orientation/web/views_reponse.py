"""Screens for who answers without an account. Nothing is shown before the code of the desk; nothing changes but by a POST.

The secret is taken out of the address at once: neither the history of the next page nor what is sent with it holds it.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.limites import TropDeDemandesError, is_over
from droits_ouverts.orientation import selectors, services_liens
from droits_ouverts.orientation.errors import AnswerMovedError, LinkDeadError, OrientationRefusedError
from droits_ouverts.orientation.liens import digest_of
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.orientation.services_reponse import answer_by_link
from droits_ouverts.orientation.web.forms import CodeForm, ReponseForm, told
from droits_ouverts.orientation.web.papier import told_lines

LIEN, PREUVE = "do_reponse", "do_reponse_preuve"
"""Where the session keeps the digest of the link that was opened, never its secret, and the proof that the code was typed."""
PAR_ADRESSE, FENETRE = 60, 600
"""Links and codes that one address may try in ten minutes."""


@login_not_required
@never_cache
@require_safe
def ouvrir(request: HttpRequest, jeton: str) -> HttpResponse:
    """Take the secret out of the address. Whether it serves is not asked yet: a scanner that visits it learns nothing and changes nothing."""
    _count(request)
    request.session[LIEN] = digest_of(jeton)
    request.session.pop(PREUVE, None)
    response = redirect("reponse:code")
    # There is no form on the way: nothing needs to know where it came from.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_post_parameters("code")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the desk; it opens the sheet."""
    empreinte = str(request.session.get(LIEN, ""))
    try:
        services_liens.open_link(empreinte, now=timezone.now())
        form = CodeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            _count(request)
            preuve = services_liens.check_code(empreinte, form.cleaned_data["code"], now=timezone.now())
            if preuve:
                request.session[PREUVE] = preuve
                return redirect("reponse:fiche")
            form.add_error("code", _("Ce n’est pas le bon code. Après cinq essais, le lien ne sert plus. Pour l’avoir, appelez la structure qui vous écrit."))
    except LinkDeadError:
        return _dead(request)
    return _neutral(render(request, "orientation/reponse_code.html", {"form": form}, status=422 if form.is_bound else 200))


@sensitive_post_parameters()
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fiche(request: HttpRequest) -> HttpResponse:
    """Show the sheet, once the code was typed, and take the answer: once."""
    empreinte, preuve, now, on = str(request.session.get(LIEN, "")), str(request.session.get(PREUVE, "")), timezone.now(), timezone.localdate()
    try:
        lien = services_liens.proven_link(empreinte, preuve, now=now)
        envoi = lien.envoi
        form = ReponseForm(request.POST if request.method == "POST" else None, statut=envoi.statut, rang=envoi.rang, today=on)
        if form.is_valid():
            try:
                answer_by_link(empreinte=empreinte, preuve=preuve, dit=form.reponse(), now=now)
            except OrientationRefusedError as refus:
                told(form, refus.errors)
            else:
                request.session.pop(PREUVE, None)
                return redirect("reponse:merci")
        lignes = told_lines(selectors.sheet_of_link(envoi))
    except (LinkDeadError, AnswerMovedError):
        return _dead(request)
    contexte = {"envoi": envoi, "structure": envoi.orientation.structure, "lignes": lignes, "form": form, "mesure": selectors.measure_of_desk(envoi, on=on)}
    return _neutral(render(request, "orientation/reponse_fiche.html", contexte, status=422 if form.is_bound else 200))


@login_not_required
@never_cache
@require_POST
def nouveau(request: HttpRequest) -> HttpResponse:
    """Ask for a new link, sent to the desk if one may be. The page says the same whatever becomes of it."""
    _count(request)
    envoi = services_liens.ask_new_link(str(request.session.get(LIEN, "")), now=timezone.now())
    if envoi is not None:
        with as_service(Service.ORIENTATION):
            send_due(now=timezone.now(), envois=[envoi.pk])
    return _neutral(render(request, "orientation/reponse_nouveau.html", {}))


@login_not_required
@never_cache
@require_safe
def merci(request: HttpRequest) -> HttpResponse:
    """Say that the answer arrived, and nothing of it."""
    return _neutral(render(request, "orientation/reponse_merci.html", {}))


def _dead(request: HttpRequest) -> HttpResponse:
    return _neutral(render(request, "orientation/reponse_morte.html", {"erreur": LinkDeadError()}, status=LinkDeadError.status))


def _neutral(response: HttpResponse) -> HttpResponse:
    """Keep the page out of the lists of search engines. The referrer is `same-origin` everywhere: nothing of the address leaves the service."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _count(request: HttpRequest) -> None:
    if is_over(request, scope="reponse", limit=PAR_ADRESSE, seconds=FENETRE, now=timezone.now()):
        raise TropDeDemandesError(FENETRE)
