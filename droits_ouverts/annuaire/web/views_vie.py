"""Places of life: their cards, the three lines that anyone leaves, and the words to read."""

from __future__ import annotations

import uuid
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.annuaire import access, selectors, services_vie
from droits_ouverts.annuaire.carte_pdf import pdf
from droits_ouverts.annuaire.enums import Besoin, EtatMot, GenreLieuDeVie
from droits_ouverts.annuaire.errors import TooManyWordsError
from droits_ouverts.annuaire.web.forms import LieuDeVieForm, MotForm
from droits_ouverts.annuaire.web.views import actor_of
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.limites import is_over
from droits_ouverts.structures.selectors import structures_of
from droits_ouverts.ui.qr import qr_svg

MOTS_MAX, FENETRE = 5, 3600
"""Words from one address, and the seconds in which they are counted."""
GESTES: Final = {"prendre": EtatMot.PRIS, "clore": EtatMot.CLOS, "remettre": EtatMot.A_LIRE}


@require_http_methods(["GET", "HEAD", "POST"])
def lieux_de_vie(request: HttpRequest) -> HttpResponse:
    """The places of life of the actor's structures; a new one."""
    miennes = _mine(request)
    choix = [(structure.pk, structure.nom) for structure in structures_of(actor_of(request), on=timezone.localdate()) if structure.pk in miennes]
    form = LieuDeVieForm(request.POST or None, structures=choix, initial={"structure": choix[0][0]})
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        services_vie.open_place(
            actor=actor_of(request), structure_id=lu["structure"], nom=lu["nom"], genre=GenreLieuDeVie(lu["genre"]), adresse=lu["adresse"], now=timezone.now()
        )
        messages.success(request, _("Le lieu est ajouté. Imprimez sa carte et passez la remettre."))
        return HttpResponseRedirect(reverse("annuaire:lieux_de_vie"))
    contexte = {"form": form, "lieux": selectors.places_of_life(miennes), "plusieurs": len(choix) > 1}
    return render(request, "annuaire/lieux_de_vie.html", contexte, status=422 if form.is_bound and form.errors else 200)


@require_POST
def fermer(request: HttpRequest, lieu_de_vie_id: int) -> HttpResponse:
    """Withdraw a card, or give it back."""
    _mine(request)
    lieu = services_vie.close_place(actor=actor_of(request), lieu_de_vie_id=lieu_de_vie_id, ferme=request.POST.get("ferme") == "oui", now=timezone.now())
    messages.success(request, _("La carte est retirée : son adresse ne prend plus de mot.") if lieu.ferme_le else _("La carte sert de nouveau."))
    return HttpResponseRedirect(reverse("annuaire:lieux_de_vie"))


@require_safe
def carte(request: HttpRequest, lieu_de_vie_id: int) -> HttpResponse:
    """The card of a place of life, to print: what to say, and the code to scan."""
    _mine(request)
    lieu = services_vie.place_for(actor_of(request), lieu_de_vie_id, on=timezone.localdate())
    adresse = f"{settings.SITE_URL}{reverse('annuaire:mot', args=[lieu.code])}"
    page = render_to_string("annuaire/carte_pdf.html", {"lieu": lieu, "adresse": adresse, "qr": mark_safe(qr_svg(adresse))})  # noqa: S308  coordinates of modules, drawn by us
    return HttpResponse(pdf(page), headers={"Content-Type": "application/pdf", "Content-Disposition": 'inline; filename="carte.pdf"'})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mot(request: HttpRequest, code: str) -> HttpResponse:
    """Three lines without naming anyone; then thanks."""
    lieu = services_vie.card(code)
    form = MotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_over(request, scope="annuaire.mot", limit=MOTS_MAX, seconds=FENETRE, now=timezone.now()):
            raise TooManyWordsError
        lu = form.cleaned_data
        services_vie.leave_word(
            code=code, besoin=Besoin(lu["besoin"]), quand=" ".join(lu["quand"].split()), mots=" ".join(lu["mots"].split()), now=timezone.now()
        )
        return HttpResponseRedirect(reverse("annuaire:mot_merci", args=[code]))
    return render(request, "annuaire/mot.html", {"form": form, "lieu": lieu}, status=422 if form.is_bound and form.errors else 200)


@login_not_required
@never_cache
@require_safe
def mot_merci(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and what followed, in numbers that hide everybody."""
    lieu = services_vie.card(code, closed=True)
    tous, pris = selectors.thanks(lieu)
    return render(request, "annuaire/mot_merci.html", {"lieu": lieu, "tous": tous, "pris": pris, "assez": selectors.ASSEZ})


@never_cache
@require_safe
def mots(request: HttpRequest) -> HttpResponse:
    """The words to read, oldest first. Each reading is written down."""
    miennes = _mine(request)
    clos = request.GET.get("etat") == "clos"
    lus = selectors.words_left(miennes, closed=clos)
    for structure_id in {lu.mot.structure_id for lu in lus}:
        services_vie.note_reading(actor=actor_of(request), structure_id=structure_id)
    return render(request, "annuaire/mots.html", {"mots": lus, "clos": clos})


@require_POST
def repondre(request: HttpRequest, mot_id: uuid.UUID) -> HttpResponse:
    """Take a word in charge, close it, or put it back."""
    _mine(request)
    geste = request.POST.get("geste", "")
    services_vie.answer_word(actor=actor_of(request), mot_id=mot_id, etat=GESTES.get(geste, EtatMot.PRIS), now=timezone.now())
    messages.success(request, _("C’est noté."))
    return HttpResponseRedirect(reverse("annuaire:mots"))


def _mine(request: HttpRequest) -> list[int]:
    """Return the structures whose places of life the actor looks after. Raise `ForbiddenError` where there is none."""
    miennes = access.structures_of(actor_of(request), on=timezone.localdate())
    if not miennes:
        raise ForbiddenError
    return miennes
