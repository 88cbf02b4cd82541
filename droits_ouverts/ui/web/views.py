"""Language, theme, source of the running programme, and the page of components."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from droits_ouverts.ui.icones import ICONES
from droits_ouverts.ui.theme import COOKIE, THEMES

ONE_YEAR = 365 * 24 * 3600


@login_not_required
def langue(request: HttpRequest) -> HttpResponse:
    """Change the language and come back. A choice of display: open."""
    return set_language(request)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Change between light, dark and the device's own look, and come back. A choice of display: open."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


@login_not_required
@require_safe
def icone(request: HttpRequest) -> HttpResponse:
    """Lead to the sign of the service: browsers ask for it at the root beside a paper or a file, which names none."""
    return HttpResponseRedirect(static("ui/signe.svg"))


@login_not_required
@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Say where the running source is, under which licence, and to whom the calculation is owed. Open: the licence asks it."""
    try:
        running = version("droits-ouverts")
    except PackageNotFoundError:
        running = ""
    return render(request, "ui/source.html", {"version": running})


class _CharteForm(forms.Form):
    loyer = forms.IntegerField(label=_("Votre loyer, sans les charges"), help_text=_("En euros par mois, comme sur la quittance."), min_value=0)
    statut = forms.ChoiceField(
        label=_("Vous vivez dans votre logement"),
        help_text=_("Nous le demandons parce que l’aide au logement en dépend."),
        choices=[("locataire", _("Comme locataire")), ("heberge", _("Chez quelqu’un qui vous héberge")), ("", _("Je ne sais pas"))],
        widget=forms.RadioSelect,
    )


@login_not_required
@require_safe
def charte(request: HttpRequest) -> HttpResponse:
    """Every component on one page, in made-up content. Open on a developer's machine only."""
    form = _CharteForm({"loyer": "-3"})
    form.is_valid()
    return render(request, "ui/charte.html", {"form": form, "icones": list(ICONES), "etats": ["probable", "a_verifier", "hors", "recu", "danger"]})
