"""Screens of what a person agreed to share: noting it, narrowing it, withdrawing it, the sheet she keeps; and what another structure reads of her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.bilan.web import feuille_partage
from droits_ouverts.bilan.web.forms_partage import FAUX, PartagerForm, RestreindreForm, RetirerForm, SensibleForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.bilan.web.vue_partagee import shared_view
from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import rules_partage, selectors_partage, services_partage
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.errors import PartageRefusedError
from droits_ouverts.personnes.rules_partage import SENSIBLES, Accord
from droits_ouverts.ui.langues import LANGUES, language

if TYPE_CHECKING:
    from django import forms

    from droits_ouverts.personnes.selectors_partage import LignePartage


@require_http_methods(["GET", "HEAD", "POST"])
def partager(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Note a new agreement: one page, from top to bottom as it is said."""
    actor, on = actor_of(request), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    if not is_fresh(request):
        return ask_again(request)
    identite = personnes.open_identity(qui)
    structures = selectors_partage.structures_to_share_with(qui)
    form = PartagerForm(request.POST if request.method == "POST" else None, structures=structures, langue=identite.langue, today=on)
    if form.is_valid():
        partage = services_partage.share(actor=actor, personne_id=personne_id, accord=form.accord(), now=timezone.now())
        messages.success(request, _("C’est noté. Ci-dessous, ce qui se demande à part, et la feuille à lui remettre."))
        return redirect("personnes:partage", partage_id=partage.pk)
    contexte = {"personne": qui, "identite": identite, "form": form}
    return render(request, "bilan/partager.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def partage(request: HttpRequest, partage_id: int) -> HttpResponse:
    """Show an agreement, what followed, and what may be done with it."""
    return _page(request, _line(request, partage_id), RestreindreForm)


@require_POST
def restreindre(request: HttpRequest, partage_id: int) -> HttpResponse:
    """Note that she shares less."""
    ligne = _line(request, partage_id)
    if not is_fresh(request):
        return ask_again(request, suite=reverse("personnes:partage", args=[partage_id]))
    form = RestreindreForm(request.POST, portees=ligne.portees)
    if form.is_valid():
        try:
            services_partage.narrow(
                actor=actor_of(request), partage_id=partage_id, garder=form.kept(), mode=ModeAccord(form.cleaned_data["mode"]), now=timezone.now()
            )
        except PartageRefusedError as refus:
            form.add_error("garder", str(FAUX[refus.errors["portees"]]))
        else:
            messages.success(request, _("C’est noté : le reste n’est plus lu dès maintenant."))
            return redirect("personnes:partage", partage_id=partage_id)
    return _page(request, ligne, RestreindreForm, form)


@require_POST
def retirer(request: HttpRequest, partage_id: int) -> HttpResponse:
    """Note that she withdraws the agreement, said here or to the structure that reads. A minute to take a mistake back.

    It closes a door: nothing is asked before, not even a fresh proof (RGPD, art. 7, 3).
    """
    actor, now = actor_of(request), timezone.now()
    form = RetirerForm(request.POST)
    mode = ModeAccord(form.cleaned_data["mode"]) if form.is_valid() else ModeAccord.ORAL
    services_partage.withdraw(actor=actor, partage_id=partage_id, mode=mode, now=now)
    messages.success(request, _("C’est noté : rien n’est plus lu par ce partage dès maintenant. Ailleurs, rien n’est effacé."))
    return _after(request, partage_id)


@require_POST
def retablir(request: HttpRequest, partage_id: int) -> HttpResponse:
    """Take back, within its minute, what was noted by mistake: it opens again, so that it asks for a fresh proof."""
    suite = _after(request, partage_id).url
    if not is_fresh(request):
        return ask_again(request, suite=suite)
    services_partage.undo(actor=actor_of(request), partage_id=partage_id, now=timezone.now())
    messages.success(request, _("Le partage est comme avant."))
    return redirect(suite)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, partage_id: int, portee: str) -> HttpResponse:
    """Ask for one sensitive scope by itself: what to say, then her answer."""
    ligne = _line(request, partage_id)
    if portee not in SENSIBLES or not ligne.ouvert:
        raise NotVisibleError
    if not is_fresh(request):
        return ask_again(request)
    form = SensibleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        modele, on = ligne.partage, timezone.localdate()
        accord = Accord(
            vers_structure_id=modele.vers_structure_id,
            portees=frozenset({Portee(portee)}),
            finalite=Finalite(modele.finalite),
            debut=max(modele.debut, on),
            fin=modele.fin,
            mode=ModeAccord(form.cleaned_data["accord_mode"]),
            langue=modele.langue,
            explication=form.cleaned_data["explication"],
        )
        nouveau = services_partage.share(actor=actor_of(request), personne_id=modele.personne_id, accord=accord, now=timezone.now())
        messages.success(request, _("C’est noté, à part. Elle peut le retirer seul."))
        return redirect("personnes:partage", partage_id=nouveau.pk)
    a_dire = feuille_partage.explanation(Portee(portee), ligne.partage)
    contexte = {"ligne": ligne, "identite": personnes.open_identity(ligne.partage.personne), "portee": Portee(portee), "a_dire": a_dire, "form": form}
    return render(request, "bilan/partage_ajouter.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def feuille(request: HttpRequest, partage_id: int) -> HttpResponse:
    """The sheet she keeps: what she agreed to and how to change her mind, in her language with the French beside."""
    ligne = _line(request, partage_id)
    langue = language(request.GET.get("langue") or ligne.partage.langue)
    document = feuille_partage.document(ligne, personnes.open_identity(ligne.partage.personne), langue.code)
    return render(request, "bilan/partage_feuille.html", {"ligne": ligne, "feuille": document, "langues_feuille": LANGUES})


@require_safe
def partagees(request: HttpRequest) -> HttpResponse:
    """List the persons of other structures who agreed that this account's structure read a part."""
    return render(request, "bilan/partagees.html", {"personnes": selectors_partage.persons_shared_with(actor_of(request), on=timezone.localdate())})


@require_safe
def partagee(request: HttpRequest, personne_id: int, finalite: str) -> HttpResponse:
    """Show what she agreed to, and nothing else."""
    lecture = selectors_partage.shared_person(actor_of(request), personne_id, finalite, on=timezone.localdate())
    rubriques = shared_view(lecture.personne, lecture.portees)
    nom = next((element.texte for rubrique in rubriques for element in rubrique.elements if rubrique.portee is Portee.IDENTITE), "")
    contexte = {"lecture": lecture, "rubriques": rubriques, "nom": nom, "finalite": Finalite(finalite)}
    return render(request, "bilan/partagee.html", contexte)


def _line(request: HttpRequest, partage_id: int) -> LignePartage:
    return selectors_partage.agreement_for(actor_of(request), partage_id, now=timezone.now(), on=timezone.localdate())


def _page(request: HttpRequest, ligne: LignePartage, genre: type[RestreindreForm], form: forms.Form | None = None) -> HttpResponse:
    contexte = {
        "ligne": ligne,
        "identite": personnes.open_identity(ligne.partage.personne),
        "restreindre": form or genre(portees=ligne.portees),
        "retirer": RetirerForm(auto_id="retirer_%s"),
        "sensibles": [portee for portee in Portee if portee in SENSIBLES] if ligne.ouvert and not ligne.sensible else [],
        "accordees": [portee for portee in Portee if portee in rules_partage.read(ligne.partage.portees)],
    }
    return render(request, "bilan/partage.html", contexte, status=422 if form else 200)


def _after(request: HttpRequest, partage_id: int) -> HttpResponseRedirect:
    """Go back to the agreement for who holds the record, to the shared persons for who only reads."""
    try:
        _line(request, partage_id)
    except NotVisibleError:
        return redirect("personnes:partagees")
    return redirect("personnes:partage", partage_id=partage_id)
