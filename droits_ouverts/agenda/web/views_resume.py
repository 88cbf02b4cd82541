"""The screen where a member chooses how often her mail of counts comes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from droits_ouverts.agenda.selectors_resume import summary_of
from droits_ouverts.agenda.services_resume import choose_summary
from droits_ouverts.agenda.web.commun import actor_of, my_structure
from droits_ouverts.agenda.web.forms_resume import ResumeForm


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Say how often the mail comes, and what became of the last one; choose otherwise."""
    my_structure(request)
    actuel = summary_of(actor_of(request))
    form = ResumeForm(request.POST if request.method == "POST" else None, initial={"rythme": actuel.rythme})
    if form.is_valid():
        choose_summary(actor=actor_of(request), rythme=form.cleaned_data["rythme"], now=timezone.now())
        messages.success(request, _("C’est noté."))
        return redirect("agenda:resume")
    contexte = {"form": form, "resume": actuel, "actif": settings.COURRIEL_ACTIF}
    return render(request, "agenda/resume.html", contexte, status=422 if form.is_bound else 200)
