"""A person's own page, for who has no account. No address holds her code; the session serves ten minutes, and the page leaves the screen by itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.carnet import page, selectors, services
from droits_ouverts.carnet.rules import SEANCE
from droits_ouverts.carnet.web.forms import CodeForm
from droits_ouverts.coffre.errors import CoffreError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.limites import TropDeDemandesError, is_over
from droits_ouverts.ui.langues import LANGUES, PAR_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from droits_ouverts.carnet.models import Carnet

OUVERT = "do_page"
"""Where the session keeps which page is open, and until when."""
FAUX_PAR_ADRESSE, FENETRE = 20, 900
"""Wrong codes that one address may try in a quarter of an hour: with 50 bits, one code of ten thousand pages is found in billions of years."""

CODES = [(langue.code, langue.nom) for langue in LANGUES]


@sensitive_post_parameters("code")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; it opens her page for ten minutes. What is typed wrong closes nothing: nobody can lock her out. Raise `TropDeDemandesError`."""
    now = timezone.now()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        numero = services.open_page(form.cleaned_data["code"], now=now)
        if numero is not None:
            request.session[OUVERT] = [numero, now.timestamp() + SEANCE]
            return _private(redirect("page:ouverte"))
        if is_over(request, scope="page.codes_faux", limit=FAUX_PAR_ADRESSE, seconds=FENETRE, now=now):
            raise TropDeDemandesError(FENETRE)
        form.add_error("code", _("Ce code n’ouvre rien. Vérifiez-le, ou demandez-en un autre à la personne qui vous l’a donné."))
    request.session.pop(OUVERT, None)
    with translation.override(_asked(request) or translation.get_language()):
        return _private(render(request, "carnet/code.html", {"form": form, "codes": CODES}, status=422 if form.is_bound else 200))


@login_not_required
@never_cache
@require_safe
def ouverte(request: HttpRequest) -> HttpResponse:
    """Show her page, in her language or the one she asks for."""
    with _opened(request) as carnet:
        if carnet is None:
            return _private(redirect("page:code"))
        langue = page.language_of(carnet.personne, _asked(request))
        contexte = {"page": page.composed(carnet, langue, now=timezone.now()), "codes": CODES}
    with translation.override(langue.code):
        return _leaving(render(request, "carnet/page.html", contexte))


@login_not_required
@never_cache
@require_safe
def vue(request: HttpRequest) -> HttpResponse:
    """Show who opened her file."""
    with _opened(request) as carnet:
        if carnet is None:
            return _private(redirect("page:code"))
        langue = page.language_of(carnet.personne, _asked(request))
        contexte = {"vues": page.seen_by(carnet, langue), "langue_page": langue.code}
    with translation.override(langue.code):
        return _leaving(render(request, "carnet/vue.html", contexte))


@login_not_required
@never_cache
@require_POST
def fermer(request: HttpRequest) -> HttpResponse:
    """Close the page on this device."""
    request.session.pop(OUVERT, None)
    return _private(redirect("page:code"))


@contextmanager
def _opened(request: HttpRequest) -> Iterator[Carnet | None]:
    """Give the carnet that this session opened, read in the service's name; None once its ten minutes are over, it was closed, or she was erased."""
    dit = request.session.get(OUVERT)
    with as_service(Service.CARNET):
        carnet = selectors.opened(dit[0], now=timezone.now()) if dit and timezone.now().timestamp() < dit[1] else None
        try:
            yield carnet
        except CoffreError:
            request.session.pop(OUVERT, None)
            raise
    if carnet is None:
        request.session.pop(OUVERT, None)


def _asked(request: HttpRequest) -> str:
    voulue = request.GET.get("langue", "")
    return voulue if voulue in PAR_CODE else ""


def _private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines and of what is sent with the next address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _leaving(response: HttpResponse) -> HttpResponse:
    """Make the page leave the screen when its ten minutes are over, without any script."""
    response.headers["Refresh"] = f"{SEANCE}; url={reverse('page:code')}"
    return _private(response)
