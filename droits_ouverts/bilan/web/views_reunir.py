"""Screens of two files of one person: finding the other one, comparing, putting them together, separating them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.bilan.deux_dossiers import compare
from droits_ouverts.bilan.web.forms_reunir import AutreDossierForm, ReunirForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes import services_rapprochement
from droits_ouverts.personnes.errors import DossierJointError, RapprochementRefusedError
from droits_ouverts.personnes.rules_rapprochement import Doute
from droits_ouverts.personnes.selectors_rapprochement import links_told

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne

DOUTES = {
    Doute.FOYER: gettext_lazy("Un bilan parle d’elles comme de deux personnes du même foyer : ce sont sans doute deux personnes."),
    Doute.NAISSANCES: gettext_lazy("Leurs dates de naissance sont différentes."),
    Doute.NOMS: gettext_lazy("Leurs noms n’ont aucun mot en commun."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def reunir(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Find the other file of a person, or compare two and put one under the other."""
    qui = personnes.person_for(actor_of(request), personne_id, on=timezone.localdate())
    if not is_fresh(request):
        return ask_again(request)
    avec = request.POST.get("avec") or request.GET.get("avec") or ""
    return _compared(request, qui, avec) if avec else _found(request, qui)


def _found(request: HttpRequest, qui: Personne) -> HttpResponse:
    form = AutreDossierForm(request.POST if request.method == "POST" else None)
    identite = personnes.open_identity(qui)
    nom = form.cleaned_data["nom"] if form.is_valid() else identite.ecrite
    trouvees = personnes.search_persons(actor_of(request), qui.structure_id, nom=nom, on=timezone.localdate())
    contexte = {"personne": qui, "identite": identite, "form": form, "trouvees": [une for une in trouvees if une.ligne.id != qui.pk]}
    return render(request, "bilan/reunir_chercher.html", contexte, status=422 if form.errors else 200)


def _compared(request: HttpRequest, qui: Personne, avec: str) -> HttpResponse:
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    if not avec.isdecimal() or len(avec) > 18:
        raise NotVisibleError
    try:
        autre = personnes.person_for(actor, int(avec), on=on)
    except DossierJointError as joint:
        retour = reverse("personnes:personne", args=[qui.pk])
        return redirect(retour if joint.gardee_id == qui.pk else f"{reverse('personnes:reunir', args=[qui.pk])}?avec={joint.gardee_id}")
    if refus := services_rapprochement.refusal(qui, autre):
        raise RapprochementRefusedError(refus)
    deux = compare(actor, qui, autre, now=now, on=on)
    form = ReunirForm(request.POST if request.method == "POST" else None, deux=deux)
    if form.is_valid():
        gardee = form.cleaned_data["garder"]
        services_rapprochement.reunite(actor=actor, gardee_id=gardee, jointe_id=autre.pk if gardee == qui.pk else qui.pk, now=now)
        messages.success(request, _("C’est fait : ses deux dossiers se lisent ensemble. Vous pouvez les séparer en bas de cette page."))
        return redirect("personnes:personne", personne_id=gardee)
    contexte = {"personne": qui, "deux": deux, "avec": autre.pk, "doutes": [DOUTES[un] for un in deux.doutes], "form": form}
    return render(request, "bilan/reunir.html", contexte, status=422 if form.is_bound else 200)


@require_POST
def separer(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Separate two files that were put together: each is as it was."""
    actor = actor_of(request)
    qui = personnes.person_for(actor, personne_id, on=timezone.localdate())
    numero = request.POST.get("rapprochement", "")
    if not numero.isdecimal() or len(numero) > 18:
        raise NotVisibleError
    if int(numero) not in {lien.pk for lien in links_told(qui)}:
        raise NotVisibleError
    lien = services_rapprochement.separate(actor=actor, rapprochement_id=int(numero), now=timezone.now())
    messages.success(request, _("C’est fait : les deux dossiers sont de nouveau séparés, chacun comme il était."))
    return redirect("personnes:personne", personne_id=lien.gardee_id)
