"""The screen of whoever received a link: no name, no kind of paper, a code to type. Looking at it changes nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from droits_ouverts.documents.errors import CodeFauxError, LienFermeError, TropDEssaisError
from droits_ouverts.documents.services_liens import is_open, open_link
from droits_ouverts.documents.web.forms import CodeForm
from droits_ouverts.documents.web.views import as_file
from droits_ouverts.foundation.limites import is_over

ESSAIS_PAR_ADRESSE, FENETRE = 20, 900
"""Codes that one address may try, whatever the links, in so many seconds."""


@sensitive_post_parameters("code")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: HttpRequest, jeton: str) -> HttpResponse:
    """Ask for the code, then give the paper. Raise `LienFermeError`, `TropDEssaisError`."""
    now = timezone.now()
    if not is_open(jeton, now=now):
        raise LienFermeError
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if is_over(request, scope="code_papier_adresse", limit=ESSAIS_PAR_ADRESSE, seconds=FENETRE, now=now):
            raise TropDEssaisError
        try:
            return as_file(open_link(jeton=jeton, code=form.cleaned_data["code"], now=now))
        except CodeFauxError as faux:
            form.add_error("code", f"{_(faux.title)}. {_(faux.next_step)}")
    return render(request, "documents/confie.html", {"form": form, "jeton": jeton}, status=422 if form.is_bound else 200)
