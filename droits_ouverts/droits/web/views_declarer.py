"""The open page on what to declare and on debts: nothing personal, for anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droits_ouverts.droits.declarer import load_declarer


@require_safe
@login_not_required
def declarer(request: HttpRequest) -> HttpResponse:
    """Say what to tell, when, and what to do if a debt comes."""
    return render(request, "droits/declarer.html", {"conseils": load_declarer()})
