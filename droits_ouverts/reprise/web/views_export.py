"""The same table on its way out: my people and their rights, within the reader's rights, once she has just shown who she is."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from droits_ouverts.bilan.selectors import my_structures
from droits_ouverts.comptes.access import fresh_proof_required
from droits_ouverts.foundation.tableur import csv_headers, write_csv, write_xlsx, xlsx_headers
from droits_ouverts.reprise import sortie
from droits_ouverts.reprise.web.views import actor_of
from droits_ouverts.structures.models import Structure


class SortieForm(forms.Form):
    """Which columns, for which structure, in which format."""

    structure = forms.ChoiceField(label=gettext_lazy("Structure"))
    colonnes = forms.MultipleChoiceField(label=gettext_lazy("Quelles colonnes ?"), widget=forms.CheckboxSelectMultiple)
    format = forms.ChoiceField(
        label=gettext_lazy("Quel format ?"),
        choices=[("xlsx", gettext_lazy("Classeur .xlsx")), ("csv", gettext_lazy("CSV"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )

    def __init__(self, *args: object, structures: list[Structure], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["structure"].choices = [(str(structure.pk), str(structure)) for structure in structures]  # type: ignore[attr-defined]  # a list of choices
        self.fields["colonnes"].choices = [(champ, sortie.header(champ)) for champ in sortie.COLONNES]  # type: ignore[attr-defined]  # same
        if len(structures) == 1:
            self.fields["structure"].initial, self.fields["structure"].widget = structures[0].pk, forms.HiddenInput()


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof_required
def exporter(request: HttpRequest) -> HttpResponse:
    """Choose columns, and take the table out."""
    actor, on = actor_of(request), timezone.localdate()
    structures = list(my_structures(actor, on=on))
    gardees = sortie.remembered(structures[0].pk if structures else 0)
    form = SortieForm(request.POST or None, structures=structures, initial={"colonnes": gardees})
    if request.method != "POST" or not form.is_valid():
        return render(request, "reprise/exporter.html", {"form": form}, status=422 if form.is_bound else 200)
    dit = form.cleaned_data
    colonnes = [champ for champ in sortie.COLONNES if champ in dit["colonnes"]]
    lignes = sortie.take_out(actor=actor, structure_id=int(dit["structure"]), colonnes=colonnes, now=timezone.now())
    entetes = [sortie.header(champ) for champ in colonnes]
    if dit["format"] == "csv":
        return HttpResponse(write_csv(entetes, lignes), headers=csv_headers("personnes-et-suivis"))
    return HttpResponse(write_xlsx(_("Suivis"), entetes, lignes), headers=xlsx_headers("personnes-et-suivis"))
