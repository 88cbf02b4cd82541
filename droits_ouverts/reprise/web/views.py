"""Screens of an import: the file, its columns, its words, the trial, its progress, what it did, and its undoing."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.bilan.selectors import my_structures
from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits.services import all_droits
from droits_ouverts.foundation.envois import too_large
from droits_ouverts.foundation.fichiers import FichierRefuseError, Genre, received
from droits_ouverts.reprise import selectors, services, services_annulation
from droits_ouverts.reprise.enums import Champ, Statut
from droits_ouverts.reprise.errors import TableRefusedError
from droits_ouverts.reprise.models import Reprise
from droits_ouverts.reprise.web.dites import paged, said_verdicts, sorted_counts, why_left
from droits_ouverts.reprise.web.forms import AccordForm, TableauForm
from droits_ouverts.suivi.presentation import choices_of_states, label_of

PAGES = {Statut.COLONNES: "reprise:colonnes", Statut.VALEURS: "reprise:valeurs", Statut.ESSAI: "reprise:essai"}


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in (every route of the room is closed to others)."""
    return cast("Compte", request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def liste(request: HttpRequest) -> HttpResponse:
    """List the last imports, and take a new table."""
    actor, on = actor_of(request), timezone.localdate()
    form = TableauForm(request.POST or None, request.FILES or None, structures=my_structures(actor, on=on))
    refus: Exception | None = FichierRefuseError("trop_grand") if too_large(request) else None
    if request.method == "POST" and refus is None and form.is_valid():
        try:
            recu = received(in_utf8(form.cleaned_data["tableau"].read()), accepte={Genre.CSV, Genre.XLSX})
            neuve = services.receive(actor=actor, structure_id=int(form.cleaned_data["structure"]), lignes=recu.lignes or [], now=timezone.now())
        except (FichierRefuseError, TableRefusedError) as error:
            refus = error
        else:
            return redirect("reprise:colonnes", reprise_id=neuve.pk)
    contexte = {"form": form, "reprises": selectors.imports_of(actor, on=on), "refus": refus}
    return render(request, "reprise/liste.html", contexte, status=422 if request.method == "POST" else 200)


@require_safe
def reprise(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Show where an import stands, what it did, and what of it stays."""
    lue = _import(request, reprise_id)
    if lue.statut in PAGES:
        return redirect(PAGES[Statut(lue.statut)], reprise_id=lue.pk)
    return render(request, "reprise/reprise.html", _progress(lue))


@require_http_methods(["GET", "HEAD", "POST"])
def colonnes(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Confirm what each column is, and how people agreed."""
    lue = _import(request, reprise_id)
    if lue.statut != Statut.COLONNES:
        return redirect("reprise:reprise", reprise_id=lue.pk)
    proposees = selectors.columns_of(lue)
    dits = [request.POST.get(f"colonne_{colonne.rang}", colonne.champ) for colonne in proposees]
    form = AccordForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    faute = _wrong_columns(dits) if request.method == "POST" else ""
    if request.method == "POST" and form.is_valid() and not faute:
        accord = form.cleaned_data
        services.set_columns(
            actor=actor_of(request), reprise_id=lue.pk, colonnes=dits, accord_mode=accord["accord_mode"], accord_le=accord["accord_le"], now=timezone.now()
        )
        return redirect("reprise:valeurs", reprise_id=lue.pk)
    contexte = {
        "reprise": lue,
        "form": form,
        "faute": faute,
        "champs": Champ.choices,
        "colonnes": list(zip(proposees, dits, strict=True)),
        "refusees": lue.reglages.get("refusees", []),
    }
    return render(request, "reprise/colonnes.html", contexte, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def valeurs(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Confirm which right and which state each word means."""
    lue = _import(request, reprise_id)
    if lue.statut != Statut.VALEURS:
        return redirect("reprise:reprise", reprise_id=lue.pk)
    libelles = {droit.code: label_of(droit.code) for droit in all_droits()}
    etats = dict(choices_of_states())
    mots_droits = selectors.words_of_table(lue, ("droit", "droit_etat"), "droits", libelles)
    mots_etats = selectors.words_of_table(lue, ("etat", "droit_etat"), "etats", etats)
    if request.method == "POST" or not (mots_droits or mots_etats):
        dits_droits = {mot: _among(request.POST.get(f"droit_{rang}", propose), libelles) for rang, (mot, _dit, propose) in enumerate(mots_droits)}
        dits_etats = {mot: _among(request.POST.get(f"etat_{rang}", propose), etats) for rang, (mot, _dit, propose) in enumerate(mots_etats)}
        services.set_values(actor=actor_of(request), reprise_id=lue.pk, droits=dits_droits, etats=dits_etats, now=timezone.now())
        return redirect("reprise:essai", reprise_id=lue.pk)
    contexte = {"reprise": lue, "mots_droits": mots_droits, "mots_etats": mots_etats, "droits": libelles.items(), "etats": etats.items()}
    return render(request, "reprise/valeurs.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def essai(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Show row by row what would be done; decide of doubtful ones; begin."""
    lue = _import(request, reprise_id)
    if lue.statut != Statut.ESSAI:
        return redirect("reprise:reprise", reprise_id=lue.pk)
    if request.method == "POST":
        choix = {nom.removeprefix("choix_"): str(valeur) for nom, valeur in request.POST.items() if nom.startswith("choix_")}
        if choix and "lancer" not in request.POST:
            services.set_choices(actor=actor_of(request), reprise_id=lue.pk, choix=choix, now=timezone.now())
            return redirect(request.get_full_path())
        services.begin(actor=actor_of(request), reprise_id=lue.pk, now=timezone.now())
        return redirect("reprise:reprise", reprise_id=lue.pk)
    verdicts = services.open_trial(lue)
    quoi = request.GET.get("quoi", "")
    contexte = {"reprise": lue, "comptes": sorted_counts(verdicts), "quoi": quoi} | paged(said_verdicts(verdicts, quoi), request.GET.get("page", "1"))
    return render(request, "reprise/essai.html", contexte)


@require_POST
def avancer(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Do, or undo, the next rows. The page asks again by itself; without JavaScript, a button does."""
    lue = _import(request, reprise_id)
    verbe = {Statut.EN_COURS: services.advance, Statut.EN_ANNULATION: services_annulation.advance_undo}.get(Statut(lue.statut))
    if verbe is not None:
        verbe(actor=actor_of(request), reprise_id=lue.pk, now=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "reprise/_avancement.html", _progress(_import(request, reprise_id)))
    return redirect("reprise:reprise", reprise_id=lue.pk)


@require_POST
def annuler(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Undo the whole import."""
    services_annulation.begin_undo(actor=actor_of(request), reprise_id=reprise_id, now=timezone.now())
    return redirect("reprise:reprise", reprise_id=reprise_id)


@require_POST
def abandonner(request: HttpRequest, reprise_id: uuid.UUID) -> HttpResponse:
    """Erase a table that nobody imports."""
    services.give_up(actor=actor_of(request), reprise_id=reprise_id, now=timezone.now())
    messages.success(request, _("Le tableau est effacé. Rien n’a été repris."))
    return redirect("reprise:liste")


def in_utf8(contenu: bytes) -> bytes:
    """Return a text in UTF-8, whatever a spreadsheet wrote it in; a workbook as it is. What is no text is judged by the reader of files."""
    if contenu.startswith(b"PK\x03\x04"):
        return contenu
    for codage in ("utf-16",) if contenu[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            return contenu.decode(codage).encode()
        except UnicodeDecodeError:
            continue
    return contenu


def _import(request: HttpRequest, reprise_id: uuid.UUID) -> Reprise:
    return selectors.import_for(actor_of(request), reprise_id, on=timezone.localdate())


def _progress(lue: Reprise) -> dict[str, object]:
    bilan = selectors.outcome_of(lue)
    return {"reprise": lue, "bilan": bilan, "laissees": [(ligne.rang, why_left(ligne.refus)) for ligne in bilan.laissees[:200]]}


def _wrong_columns(dits: list[str]) -> str:
    """Return what is wrong with what was said of the columns; nothing where all is well."""
    nommes = [champ for champ in dits if champ]
    if any(champ not in Champ.values for champ in dits) or len(set(nommes)) != len(nommes):
        return _("Deux colonnes ne peuvent pas dire la même chose. Choisissez-en une.")
    if not {"prenom", "nom", "nom_complet"} & set(nommes):
        return _("Dites quelle colonne porte le nom ou le prénom.")
    return ""


def _among(dit: str, permis: dict[str, str]) -> str:
    return dit if dit in permis else ""
