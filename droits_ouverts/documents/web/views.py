"""Screens of the papers of a person: listed, added, shown, described, kept, removed."""

from __future__ import annotations

import re
import uuid
from typing import Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.documents import lecture, rules, selectors, services
from droits_ouverts.documents.enums import Nature
from droits_ouverts.documents.errors import PapierRefuseError
from droits_ouverts.documents.web.adresses import is_signed, pictures_of
from droits_ouverts.documents.web.forms import AjouterForm, DecrireForm
from droits_ouverts.foundation.envois import takes, too_large
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.middleware import wants_json
from droits_ouverts.personnes import selectors as personnes

PAGES_MONTREES: Final = 20
"""Pages drawn on screen; the others are read in the file."""
POUR: Final = re.compile(r"([a-z_]{1,40}):([0-9a-f-]{1,36})")
ISOLE: Final = {"Content-Security-Policy": "sandbox; default-src 'none'"}


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_safe
def renouveler(request: HttpRequest) -> HttpResponse:
    """List the papers that lapse soon, or have lapsed, in the actor's structures."""
    return render(request, "documents/renouveler.html", {"papiers": selectors.to_renew(actor_of(request), on=timezone.localdate())})


@require_safe
def liste(request: HttpRequest, personne_id: int) -> HttpResponse:
    """List the papers of a person."""
    on = timezone.localdate()
    qui = personnes.person_for(actor_of(request), personne_id, on=on)
    contexte = {"personne": qui, "identite": personnes.open_identity(qui), "papiers": selectors.papers_of(qui, on=on)}
    return render(request, "documents/liste.html", contexte)


@takes(lecture.TOTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Add a paper: photos, or one PDF. A program (the page's own) is told where the paper is, or what was wrong."""
    actor = actor_of(request)
    qui = personnes.person_for(actor, personne_id, on=timezone.localdate())
    form = AjouterForm(request.POST if request.method == "POST" else None, initial={"nature": request.GET.get("nature", Nature.AUTRE)})
    refus: PapierRefuseError | None = None
    if form.is_valid():
        try:
            papier = _received(request, redresser=form.cleaned_data["redresser"])
        except PapierRefuseError as error:
            if wants_json(request):
                raise
            refus = error
        else:
            document = services.add_document(
                actor=actor, personne_id=qui.pk, papier=papier, nature=Nature(form.cleaned_data["nature"]), sujet=_subject(request), now=timezone.now()
            )
            messages.success(request, _added(papier))
            adresse = reverse("documents:papier", args=[qui.pk, document.pk])
            return JsonResponse({"adresse": adresse}) if wants_json(request) else redirect(adresse)
    contexte = {"personne": qui, "identite": personnes.open_identity(qui), "form": form, "refus": refus, "pour": ":".join(filter(None, _subject(request)))}
    return render(request, "documents/ajouter.html", contexte, status=422 if form.is_bound else 200)


def _subject(request: HttpRequest) -> tuple[str, str]:
    """Return what a paper is added for, as a later room's link says it ("droit_suivi:<number>"); nothing where it says nothing that could be."""
    trouve = POUR.fullmatch(request.POST.get("pour") or request.GET.get("pour", ""))
    return (trouve.group(1), trouve.group(2)) if trouve else ("", "")


def _received(request: HttpRequest, *, redresser: bool) -> lecture.Papier:
    """Return the paper that the files of a request make. Raise `PapierRefuseError`."""
    if too_large(request):
        raise PapierRefuseError("trop_grand")
    envoyes = [*request.FILES.getlist("photo"), *request.FILES.getlist("fichiers")]
    return lecture.paper_of([fichier.read() for fichier in envoyes], redresser=redresser)


def _added(papier: lecture.Papier) -> str:
    dit = ngettext("Le papier est ajouté : %(pages)d page.", "Le papier est ajouté : %(pages)d pages.", papier.pages) % {"pages": papier.pages}
    if papier.redressees:
        dit += " " + ngettext("%(nombre)d photo a été redressée.", "%(nombre)d photos ont été redressées.", papier.redressees) % {"nombre": papier.redressees}
    return dit


@require_http_methods(["GET", "HEAD", "POST"])
def papier(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Show a paper, its pages and its links; say what it is."""
    actor, now, on = actor_of(request), timezone.now(), timezone.localdate()
    document = selectors.document_for(actor, personne_id, document_id, on=on)
    ligne = selectors.line_of(document, on=on)
    connu = {"nature": document.nature, "titre": ligne.titre, "expire_le": document.expire_le}
    form = DecrireForm(request.POST if request.method == "POST" else None, initial=connu)
    if form.is_valid():
        recu = form.cleaned_data
        services.describe_document(
            actor=actor,
            personne_id=personne_id,
            document_id=document_id,
            nature=Nature(recu["nature"]),
            titre=recu["titre"],
            expire_le=recu["expire_le"],
            now=now,
        )
        messages.success(request, _("C’est enregistré."))
        return redirect("documents:liste", personne_id=personne_id)
    contexte = {
        "personne": document.personne,
        "identite": personnes.open_identity(document.personne),
        "ligne": ligne,
        "form": form,
        "images": pictures_of(actor.pk, personne_id, document_id, min(document.pages, PAGES_MONTREES)),
        "liens": [(lien, lien.state(now), selectors.mention_of(lien).pour) for lien in selectors.links_of(document)],
        "au_plus": rules.OUVERTURES_MAX,
    }
    return render(request, "documents/papier.html", contexte, status=422 if form.is_bound else 200)


@require_safe
def telecharger(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Give a paper as a file, to be kept or printed. Its name tells nothing to whoever else sees the device."""
    _document, contenu = services.read_document(
        actor=actor_of(request), personne_id=personne_id, document_id=document_id, now=timezone.now(), verb="telecharger_papier"
    )
    return as_file(contenu)


def as_file(contenu: bytes) -> HttpResponse:
    """Return a PDF to be kept on the reader's device, never shown inside a page of ours."""
    return HttpResponse(contenu, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="document.pdf"'} | ISOLE)


@require_safe
def page(request: HttpRequest, personne_id: int, document_id: uuid.UUID, numero: int, jeton: str) -> HttpResponse:
    """Give the picture of one page, to whoever has just opened the paper."""
    actor = actor_of(request)
    document = selectors.document_for(actor, personne_id, document_id, on=timezone.localdate())
    if not is_signed(jeton, compte_id=actor.pk, document_id=document_id, numero=numero):
        raise NotVisibleError
    image = lecture.picture_of(selectors.bytes_of(document), numero)
    return HttpResponse(image, content_type="image/jpeg", headers={"Content-Disposition": "inline"} | ISOLE)


@require_POST
def garder(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Note that a paper is still of use."""
    services.keep_longer(actor=actor_of(request), personne_id=personne_id, document_id=document_id, now=timezone.now())
    messages.success(request, _("C’est noté : il est gardé six mois à partir d’aujourd’hui."))
    return redirect("documents:papier", personne_id=personne_id, document_id=document_id)


@require_POST
def retirer(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Remove a paper, and offer to put it back."""
    document = services.remove_document(actor=actor_of(request), personne_id=personne_id, document_id=document_id, now=timezone.now())
    qui = document.personne
    contexte = {"personne": qui, "identite": personnes.open_identity(qui), "document": document}
    return render(request, "documents/retire.html", contexte)


@require_POST
def remettre(request: HttpRequest, personne_id: int, document_id: uuid.UUID) -> HttpResponse:
    """Put a paper back within the minute."""
    services.restore_document(actor=actor_of(request), personne_id=personne_id, document_id=document_id, now=timezone.now())
    messages.success(request, _("Le papier est remis."))
    return redirect("documents:liste", personne_id=personne_id)
