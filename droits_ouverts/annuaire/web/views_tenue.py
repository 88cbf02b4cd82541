"""The pages of those who correct and keep the directory: corrections, imports, doubles, reports."""

from __future__ import annotations

import hashlib
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.annuaire import access, presentation, selectors, services
from droits_ouverts.annuaire.champs import field_name
from droits_ouverts.annuaire.enums import StatutImport
from droits_ouverts.annuaire.errors import RAISONS, ImportRefusedError
from droits_ouverts.annuaire.lecture import rows
from droits_ouverts.annuaire.models import Import, Lieu, Service
from droits_ouverts.annuaire.services_annulation import may_undo, undo_import
from droits_ouverts.annuaire.services_import import run_import, start_import
from droits_ouverts.annuaire.web.forms import CorrigerLieuForm, CorrigerServiceForm, ImportForm, initial_of
from droits_ouverts.annuaire.web.views import actor_of
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.tableur import csv_headers, write_csv


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: HttpRequest, lieu_id: int) -> HttpResponse:
    """Correct a place: what is written here stays over the next imports."""
    return _correct(request, lieu_id, None)


@require_http_methods(["GET", "HEAD", "POST"])
def corriger_service(request: HttpRequest, service_id: int) -> HttpResponse:
    """Correct a service of a place."""
    return _correct(request, None, service_id)


def _correct(request: HttpRequest, lieu_id: int | None, service_id: int | None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    if not access.may_correct(actor, on=timezone.localdate()):
        raise ForbiddenError
    fiche: Lieu | Service | None = None
    if service_id is not None:
        fiche = Service.objects.select_related("lieu").filter(pk=service_id).first()
    elif lieu_id is not None:
        fiche = Lieu.objects.filter(pk=lieu_id).first()
    if fiche is None:
        raise NotVisibleError
    lieu = fiche if isinstance(fiche, Lieu) else fiche.lieu
    modele = CorrigerLieuForm if isinstance(fiche, Lieu) else CorrigerServiceForm
    form = modele(request.POST or None, initial=initial_of(fiche, modele))
    if request.method == "POST" and form.is_valid():
        faites = services.correct(actor=actor, lieu_id=lieu.pk, service_id=service_id, valeurs=form.cleaned_data, now=now)
        messages.success(request, _("Merci. Vos corrections restent, même après le prochain import.") if faites else _("Rien n’a changé."))
        return HttpResponseRedirect(reverse("annuaire:lieu", args=[lieu.pk]))
    return render(request, "annuaire/corriger.html", {"form": form, "fiche": fiche, "lieu": lieu}, status=422 if form.is_bound and form.errors else 200)


@require_POST
def retirer(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Take a correction away: the source's value shows again."""
    une = services.withdraw_correction(actor=actor_of(request), correction_id=correction_id, now=timezone.now())
    messages.success(request, _("La correction est retirée : la fiche montre de nouveau ce que dit la source."))
    return HttpResponseRedirect(reverse("annuaire:lieu", args=[une.lieu_id]))


@require_POST
def rythme(request: HttpRequest, lieu_id: int) -> HttpResponse:
    """Say how often a sheet is read again."""
    mois = request.POST.get("mois", "")
    lieu = services.set_rhythm(actor=actor_of(request), lieu_id=lieu_id, mois=int(mois) if mois.isdecimal() and len(mois) < 3 else -1, now=timezone.now())
    messages.success(request, _("C’est noté."))
    return HttpResponseRedirect(reverse("annuaire:lieu", args=[lieu.pk]))


# Imports


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and a new file: first what it would change, then the import."""
    actor = _keeper(request)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"source": "data-inclusion", "complet": True})
    if request.method == "POST" and form.is_valid():
        passage = _run(actor, form, essai=request.POST.get("geste") != "importer")
        return HttpResponseRedirect(reverse("annuaire:import", args=[passage.pk]))
    contexte = {"form": form, "imports": selectors.imports(), "signales": selectors.reported()}
    return render(request, "annuaire/imports.html", contexte, status=422 if form.is_bound and form.errors else 200)


def _run(actor: Compte, form: ImportForm, *, essai: bool) -> Import:
    fichier = form.cleaned_data["fichier"]
    contenu = fichier.read()
    passage = start_import(
        source=form.cleaned_data["source"],
        nom_source="",
        fichier=fichier.name,
        empreinte=hashlib.sha256(contenu).hexdigest(),
        octets=len(contenu),
        actor=actor,
        now=timezone.now(),
        essai=essai,
        complet=form.cleaned_data["complet"],
    )
    run_import(passage, rows(io.BytesIO(contenu), fichier.name))
    if passage.statut == StatutImport.INTERROMPU and not passage.curseur:
        raise ImportRefusedError(passage.raison)
    return passage


@require_safe
def un_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import: what changed, in names; what was set aside, with the reason. Seven queries."""
    _keeper(request)
    passage, ecartees = selectors.import_for(import_id)
    comptes = passage.comptes
    contexte = {
        "passage": passage,
        "ecartees": [(une, field_name(une.champ)) for une in ecartees],
        "raison": RAISONS.get(passage.raison, ""),
        "nombres": [
            (quoi, comptes[cle])
            for cle, quoi in (
                ("lues", _("lignes lues")),
                ("nouveaux", _("nouveaux")),
                ("modifies", _("modifiés")),
                ("inchanges", _("inchangés")),
                ("absents", _("qui n’y sont plus")),
                ("revenus", _("revenus")),
                ("ecartees", _("lignes écartées")),
                ("plus_anciennes", _("plus anciennes que la fiche d’ici")),
                ("repris", _("reprises ensuite")),
                ("reserves", _("informations laissées de côté")),
            )
            if comptes.get(cle)
        ],
        "retenus": comptes.get("absents_retenus", 0),
        "recents": comptes.get("absents_recents", 0),
        "gardees": comptes.get("gardees", 0),
        "peut_annuler": may_undo(passage),
        "motifs": selectors.why_aside(passage),
        "groupes": [(cle, titre, presentation.changed(passage.difference[cle])) for cle, titre in _titles() if passage.difference.get(cle)],
        "colonnes": passage.difference.get("colonnes", []),
    }
    return render(request, "annuaire/import.html", contexte)


def _titles() -> list[tuple[str, str]]:
    return [
        ("conserves", _("Corrigés ici, et la source a changé")),
        ("modifies", _("Modifiés")),
        ("nouveaux", _("Nouveaux")),
        ("absents", _("N’y sont plus")),
        ("revenus", _("Revenus")),
    ]


@require_POST
def annuler_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Put back what stood before an import."""
    passage = undo_import(actor=_keeper(request), import_id=import_id, now=timezone.now())
    messages.success(request, _("L’import est annulé : l’annuaire est comme avant."))
    return HttpResponseRedirect(reverse("annuaire:import", args=[passage.pk]))


@require_safe
def quarantaine(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows that were lost, for whoever mends the file."""
    _keeper(request)
    lignes = [(une.rang, une.identifiant, une.nom, field_name(une.champ), str(une.get_motif_display())) for une in selectors.lost_rows(import_id)]
    return HttpResponse(write_csv([_("ligne"), _("identifiant"), _("nom"), _("champ"), _("motif")], lignes), headers=csv_headers("quarantaine"))


@require_http_methods(["GET", "HEAD", "POST"])
def doublons(request: HttpRequest) -> HttpResponse:
    """Places that look like one: somebody says, nothing is merged."""
    actor = _keeper(request)
    if request.method == "POST":
        premier, second = (int(lu) if (lu := request.POST.get(nom, "")).isdecimal() and len(lu) < 16 else 0 for nom in ("premier", "second"))
        dit = {"oui": True, "non": False}.get(request.POST.get("meme", ""))
        services.settle_doubles(actor=actor, premier_id=premier, second_id=second, meme_lieu=dit, now=timezone.now())
        messages.success(request, _("C’est noté. Rien n’est fusionné : les deux fiches restent, et renvoient l’une à l’autre si c’est le même lieu."))
        return HttpResponseRedirect(reverse("annuaire:doublons"))
    return render(request, "annuaire/doublons.html", {"paires": selectors.doubles()})


def _keeper(request: HttpRequest) -> Compte:
    """Return the account, which must keep the directory."""
    actor = actor_of(request)
    if not access.may_keep(actor, on=timezone.localdate()):
        raise ForbiddenError
    return actor
