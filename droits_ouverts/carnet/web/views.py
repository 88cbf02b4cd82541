"""Screens by which a professional gives a person her own page, prints its card, and closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.carnet import rules, selectors, services
from droits_ouverts.carnet.errors import RisqueError
from droits_ouverts.carnet.web.forms import DonnerForm
from droits_ouverts.comptes.access import ask_again, is_fresh
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.ui.langues import SOURCE, language
from droits_ouverts.ui.qr import qr_svg

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.ui.langues import Langue


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def donner(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Give a code for her page: the screen that follows is the only one to show it, and prints it. Or say that she has one, and close it."""
    actor, now = cast("Compte", request.user), timezone.now()
    qui = personnes.person_for(actor, personne_id, on=timezone.localdate())
    if not is_fresh(request):
        return ask_again(request)
    identite, contact = personnes.open_identity(qui), personnes.open_contact(qui)
    insiste = rules.must_insist(contact)
    form = DonnerForm(request.POST if request.method == "POST" else None, insiste=insiste)
    contexte: dict[str, object] = {"personne": qui, "identite": identite}
    if form.is_valid():
        try:
            donne = services.give_page(actor=actor, personne_id=personne_id, mots=form.mots(), malgre_le_risque=form.cleaned_data.get("malgre", False), now=now)
        except RisqueError as risque:
            form.add_error("malgre", _(risque.next_step))
        else:
            adresse = request.build_absolute_uri(reverse("page:code"))
            langues = list(dict.fromkeys((language(identite.langue), language(SOURCE))))
            cartes = [_card(langue) for langue in langues]
            # Black modules on white, made of coordinates alone.
            contexte |= {"donne": donne, "adresse": adresse, "qr": mark_safe(qr_svg(adresse)), "cartes": cartes}  # noqa: S308  see above
            return render(request, "carnet/donne.html", contexte)
    contexte |= {"form": form, "insiste": insiste, "contact": contact, "carnet": selectors.standing_of(qui, now=now)}
    return render(request, "carnet/donner.html", contexte, status=422 if form.is_bound else 200)


def _card(langue: Langue) -> dict[str, object]:
    """Return the words of the card in a language. Nothing of them says what the page is about."""
    with translation.override(langue.code):
        return {
            "langue": langue,
            "titre": _("Votre page"),
            "ouvrir": _("Ouvrez cette adresse, ou visez le carré avec l’appareil photo. Tapez le code."),
            "garder": _("Ne laissez pas le code avec l’adresse si quelqu’un fouille vos affaires."),
            "fermer": _("Code perdu ? Dites-le : on ferme la page tout de suite."),
        }


@require_POST
def fermer(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Close her page."""
    services.revoke_page(actor=cast("Compte", request.user), personne_id=personne_id, now=timezone.now())
    messages.success(request, _("Sa page est fermée : le code n’ouvre plus rien."))
    return redirect("carnet:donner", personne_id=personne_id)
