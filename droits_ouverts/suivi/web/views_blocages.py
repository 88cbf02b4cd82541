"""What blocks, counted from the page of a right: where, which right, which step; never whose."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from droits_ouverts.droits import services as droits
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.irritants.enums import Blocage, Etape
from droits_ouverts.irritants.services import report_irritant
from droits_ouverts.structures.enums import Genre
from droits_ouverts.suivi import selectors
from droits_ouverts.suivi.blocages import ETAPES, kind_of
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.web.views import actor_of, heading

CHOISISSEZ = ("", gettext_lazy("Choisissez"))


class BloqueForm(forms.Form):
    """Where and at which step, as far as the right says it; what blocks is the button that sends it."""

    use_required_attribute = False
    genre = forms.ChoiceField(label=gettext_lazy("Dans quelle sorte de service ?"), choices=[CHOISISSEZ, *Genre.choices])
    etape = forms.ChoiceField(label=gettext_lazy("À quelle étape ?"), choices=[CHOISISSEZ, *Etape.choices])
    blocage = forms.ChoiceField(
        label=gettext_lazy("Qu’est-ce qui bloque ?"), choices=Blocage.choices, error_messages={"required": gettext_lazy("Dites ce qui bloque.")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def bloque(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Count what blocks this right, without anybody; a minute to take it back."""
    actor, on = actor_of(request), timezone.localdate()
    suivi = selectors.right_for(actor, suivi_id, on=on)
    initial = {"genre": _decides(suivi), "etape": ETAPES.get(suivi.etat, "")}
    form = BloqueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        jeton = report_irritant(
            actor=actor,
            structure_id=suivi.structure_id,
            site=suivi.site.code if suivi.site else "",
            droit=suivi.droit,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return render(request, "suivi/bloque_note.html", heading(suivi) | {"jeton": jeton})
    contexte = heading(suivi) | {"form": form, "blocages": Blocage.choices}
    return render(request, "suivi/bloque.html", contexte, status=422 if form.is_bound else 200)


def _decides(suivi: DroitSuivi) -> str:
    try:
        return kind_of(droits.get(suivi.droit).decide_par.texte or "")
    except UnknownDroitError:
        return ""
