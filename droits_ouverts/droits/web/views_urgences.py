"""The page of urgent needs, that anyone reads and prints, without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droits_ouverts.droits.urgences import load_urgences


@login_not_required
@require_safe
def urgences(request: HttpRequest) -> HttpResponse:
    """Say, need by need, what to do now and whom to call. No query."""
    contenu = load_urgences()
    return render(
        request,
        "droits/urgences.html",
        {
            "urgences": list(contenu.besoins.values()),
            "toujours": contenu.toujours,
            "numeros": list(contenu.numeros.values()),
            "verifie_le": contenu.verifie_le,
        },
    )
