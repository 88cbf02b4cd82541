"""Screens of the letters of a right: which ones may be written, the letter to read and complete, printing, noting that it left."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.courriers import papier, selectors, services
from droits_ouverts.courriers.adresses import known_addresses, with_address
from droits_ouverts.courriers.dossier import frame_of
from droits_ouverts.courriers.errors import LetterChangedError, LetterGoneError, NoSuchLetterError, SentRefusedError
from droits_ouverts.courriers.presentation import beside, choices_said, explained, letters_said, step_said
from droits_ouverts.courriers.rules import Proposition
from droits_ouverts.courriers.web.forms import ChoixForm, LettreForm, PartiForm
from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.suivi.selectors import right_for

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.courriers.dossier import Affaire
    from droits_ouverts.courriers.models import Courrier


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def liste(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Show the letters that go with where a right stands, and those that were prepared."""
    on = timezone.localdate()
    affaire = selectors.case_for(actor_of(request), suivi_id, on=on)
    lus = letters_said(selectors.letters_of(affaire.suivi))
    contexte = _heading(affaire) | {
        "propositions": choices_said(affaire, on=on),
        "courriers": [un for un in lus if not un.retire],
        "retires": [un for un in lus if un.retire],
    }
    return render(request, "courriers/liste.html", contexte)


@require_POST
def preparer(request: HttpRequest, suivi_id: uuid.UUID) -> HttpResponse:
    """Write a letter from the file, then show it."""
    form = ChoixForm(request.POST)
    if not form.is_valid():
        right_for(actor_of(request), suivi_id, on=timezone.localdate())
        raise NoSuchLetterError
    fait = services.prepare_letter(droit_suivi_id=suivi_id, actor=actor_of(request), voulue=form.voulue, now=timezone.now())
    return redirect("courriers:courrier", suivi_id=suivi_id, courrier_id=fait.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def courrier(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> HttpResponse:
    """Show a letter with what stands beside it, and keep what is typed: at each change where the browser can, else by the button."""
    if request.method != "POST":
        return _show(request, suivi_id, courrier_id)
    form = LettreForm(_addressed(request, suivi_id, courrier_id))
    try:
        if form.is_valid():
            _keep(request, suivi_id, courrier_id, form)
    except LetterChangedError as refus:
        form.add_error(None, f"{said(refus.title)}. {said(refus.what)} {said(refus.next_step)}")
        return _answer(request, suivi_id, courrier_id, form, statut=409)
    if form.is_valid() and not _is_fragment(request):
        messages.success(request, _("C’est enregistré."))
        return redirect("courriers:courrier", suivi_id=suivi_id, courrier_id=courrier_id)
    return _answer(request, suivi_id, courrier_id, form, statut=200 if form.is_valid() else 422)


@require_POST
def imprimer(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> HttpResponse:
    """Keep what is typed, note that the letter is printed, and give it as a PDF."""
    form = LettreForm(request.POST)
    if not form.is_valid():
        return _show(request, suivi_id, courrier_id, lettre=form)
    try:
        _keep(request, suivi_id, courrier_id, form)
    except LetterChangedError as refus:
        form.add_error(None, f"{said(refus.title)}. {said(refus.what)} {said(refus.next_step)}")
        return _show(request, suivi_id, courrier_id, lettre=form, statut=409)
    contenu = papier.pdf(form.texte)
    services.print_letter(droit_suivi_id=suivi_id, courrier_id=courrier_id, actor=actor_of(request), now=timezone.now())
    return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="courrier.pdf"'})


@require_POST
def parti(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> HttpResponse:
    """Note that a letter left; the right moves with it."""
    form = PartiForm(request.POST)
    if form.is_valid():
        try:
            fait = services.note_sent(droit_suivi_id=suivi_id, courrier_id=courrier_id, actor=actor_of(request), le=form.cleaned_data["le"], now=timezone.now())
        except SentRefusedError as refus:
            for phrase in refus.errors.values():
                form.add_error("le", said(phrase))
        else:
            messages.success(request, step_said(fait.etape))
            return redirect("courriers:courrier", suivi_id=suivi_id, courrier_id=courrier_id)
    return _show(request, suivi_id, courrier_id, parti=form)


@require_POST
def pas_parti(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> HttpResponse:
    """Say that it did not leave after all."""
    services.take_back_sent(droit_suivi_id=suivi_id, courrier_id=courrier_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, _("C’est repris : ce courrier n’est pas parti."))
    return redirect("courriers:courrier", suivi_id=suivi_id, courrier_id=courrier_id)


@require_POST
def retirer(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> HttpResponse:
    """Put a letter away, or take it out again."""
    retire = request.POST.get("geste") != "remettre"
    services.put_away(droit_suivi_id=suivi_id, courrier_id=courrier_id, actor=actor_of(request), retire=retire, now=timezone.now())
    messages.success(request, _("Ce courrier est retiré. Il reste en bas de la page.") if retire else _("Ce courrier est de nouveau dans la liste."))
    return redirect("courriers:liste", suivi_id=suivi_id)


def _keep(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID, form: LettreForm) -> None:
    fait = services.write_letter(
        droit_suivi_id=suivi_id,
        courrier_id=courrier_id,
        actor=actor_of(request),
        texte=form.texte,
        rang_vu=form.cleaned_data["rang_vu"] or 0,
        now=timezone.now(),
    )
    donnees = cast("QueryDict", form.data).copy()
    donnees["rang_vu"] = str(fait.rang)
    form.data = donnees


def _addressed(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID) -> QueryDict:
    """Return what was typed, with the address that was chosen among those of the directory."""
    choisie = request.POST.get("adresse", "")
    if not choisie:
        return request.POST
    on = timezone.localdate()
    affaire = selectors.case_for(actor_of(request), suivi_id, on=on)
    lu = selectors.letter_for(affaire.suivi, courrier_id)
    cadre = frame_of(affaire, Proposition(nature=lu.nature, place=lu.place), on=on)
    donnees = request.POST.copy()
    trouvee = next((une for une in known_addresses(cadre.nom) if str(une.id) == choisie), None)
    if trouvee is not None:
        donnees["destinataire"] = with_address(donnees.get("destinataire", ""), trouvee)
    return donnees


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _answer(request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID, form: LettreForm, *, statut: int) -> HttpResponse:
    """Return the fragment that says whether it is kept, or the page with what was typed."""
    if _is_fragment(request):
        return render(request, "courriers/_garde.html", {"form": form})
    return _show(request, suivi_id, courrier_id, lettre=form, statut=statut)


def _show(
    request: HttpRequest, suivi_id: uuid.UUID, courrier_id: uuid.UUID, *, lettre: LettreForm | None = None, parti: PartiForm | None = None, statut: int = 422
) -> HttpResponse:
    on = timezone.localdate()
    affaire = selectors.case_for(actor_of(request), suivi_id, on=on)
    lu = selectors.letter_for(affaire.suivi, courrier_id)
    texte = selectors.open_text(lu)
    if texte is None:
        raise LetterGoneError
    voulue = Proposition(nature=lu.nature, place=lu.place)
    valeurs = {champ: getattr(texte, champ) for champ in ("expediteur", "destinataire", "objet", "corps")}
    contexte = _heading(affaire) | {
        "courrier": lu,
        "form": lettre or LettreForm(initial=valeurs | {"rang_vu": lu.rang}),
        "parti": parti or PartiForm(initial={"le": on}),
        "mots": explained(affaire, voulue, langue=open_identity(affaire.suivi.personne).langue),
        "cote": beside(affaire, voulue, on=on),
        "geste": _departure(lu),
        "adresses": known_addresses(frame_of(affaire, voulue, on=on).nom),
    }
    return render(request, "courriers/courrier.html", contexte, status=statut if lettre or parti else 200)


def _departure(lu: Courrier) -> str:
    """Return what the button says: one tap notes it for today."""
    return {"recours": _("Le recours est parti"), "piece": _("Les papiers sont partis")}.get(lu.nature, _("La lettre est partie"))


def _heading(affaire: Affaire) -> dict[str, object]:
    return {"suivi": affaire.suivi, "libelle": label_of(affaire.suivi.droit), "nom": open_identity(affaire.suivi.personne).ecrite}
