"""Screens of structures: those of the programme, and one's own."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures import selectors


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the structures of the programme: names, kinds and sites, nothing about a person."""
    miennes = {structure.pk for structure in selectors.structures_of(actor_of(request), on=timezone.localdate())}
    return render(request, "structures/liste.html", {"structures": selectors.list_structures(), "miennes": miennes})


@require_safe
def la_mienne(request: HttpRequest) -> HttpResponse:
    """Go to one's structure; with several, let the account choose; with none, say what to do."""
    miennes = selectors.structures_of(actor_of(request), on=timezone.localdate())
    if len(miennes) == 1:
        return redirect("structures:detail", structure_id=miennes[0].pk)
    return render(request, "structures/la_mienne.html", {"structures": miennes})


@require_safe
def detail(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Show a structure: to everybody what it is and where it acts, to its members who works there."""
    actor = actor_of(request)
    fiche = selectors.structure_for(actor, structure_id, on=timezone.localdate())
    return render(request, "structures/detail.html", {"fiche": fiche, "moi": actor.pk})
