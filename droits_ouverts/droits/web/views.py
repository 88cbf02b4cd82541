"""The pages that anyone reads, without an account: list, right, and "this is no longer true"."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits import access, presentation, recherche, selectors, signalements
from droits_ouverts.droits.enonces import ABREGE, PAGE, fingerprint_at, statements
from droits_ouverts.droits.enums import Famille, Public
from droits_ouverts.droits.errors import TooLateToUndoError, TooManyReportsError, UnknownDroitError
from droits_ouverts.droits.models import Signalement
from droits_ouverts.droits.presentation import Contexte, term, word
from droits_ouverts.droits.services import all_droits, first_steps, get
from droits_ouverts.droits.types import Droit
from droits_ouverts.droits.web.forms import PrecisionForm
from droits_ouverts.foundation import langue as words
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.limites import is_over
from droits_ouverts.ui.qr import qr_svg

E = TypeVar("E", Famille, Public)
SALT = "droits.signalement"
REPORTS_MAX, REPORTS_WINDOW = 10, 600
"""Reports from one address, and the seconds in which they are counted: a room of people reading together stays under it."""
PROPOSES = ("loyer", "santé", "enfants", "transport", "facture", "emploi")
"""Words proposed where nothing was found: each finds several rights, a test holds to it."""


@login_not_required
@gzip_page
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """All the rights, by theme; or those that a search and filters keep. No query for a reader without an account."""
    asked = request.GET.get("q", "").strip()[: recherche.LONGUEUR_MAX]
    famille = _member(Famille, request.GET.get("famille", ""))
    public = _member(Public, request.GET.get("public", ""))
    kept = [droit for droit in all_droits() if (famille is None or droit.famille is famille) and (public is None or public in droit.publics)]
    searching = bool(recherche.words(asked))
    found = recherche.search(asked, kept) if searching else recherche.Trouvailles(droits=tuple(kept))
    langue = words.current()

    def address(**changed: str) -> str:
        wanted = {"q": asked, "famille": famille or "", "public": public or ""} | changed
        query = urlencode({name: value for name, value in wanted.items() if value})
        return reverse("droits:liste") + (f"?{query}" if query else "")

    groups = [(famille_, list(droits)) for famille_, droits in groupby(found.droits, key=lambda droit: droit.famille)]
    context = {
        "q": asked,
        "cherche": searching,
        "proches": found.proches,
        "nombre": 0 if found.proches else len(found.droits),
        "famille": famille,
        "famille_nom": term(famille) if famille else None,
        "public": public,
        "public_nom": presentation.NOMS_PUBLICS[public] if public else "",
        "groupes": [] if searching else [(term(famille_), famille_.value, [_line(d, langue) for d in droits]) for famille_, droits in groups],
        "resultats": [_line(droit, langue) for droit in found.droits] if searching else [],
        "familles": [(address(famille=f.value), term(f), f is famille) for f in Famille],
        "publics": [(address(public=p.value), presentation.NOMS_PUBLICS[p], p is public) for p in Public if p is not Public.TOUS],
        "sans_famille": address(famille=""),
        "sans_public": address(public=""),
        "sans_q": address(q=""),
        "pour_tous": address(public=Public.TOUS.value) if public not in {None, Public.TOUS} else "",
        "peut_tenir": isinstance(request.user, Compte) and access.may_settle_reports(request.user, timezone.localdate()),
        "proposes": [(reverse("droits:liste") + "?" + urlencode({"q": mot}), mot) for mot in PROPOSES],
    }
    return render(request, "droits/liste.html", context)


@login_not_required
@gzip_page
@require_safe
def droit(request: HttpRequest, code: str) -> HttpResponse:
    """A right, in plain words, each fact with its proof. Two queries for a reader without an account."""
    known = get(code)
    langue = words.current()
    signed_in = request.user.is_authenticated
    reported = selectors.reported_places(known)
    names = {other.code: other.libelle for other in all_droits()}
    shown = presentation.sections(known, Contexte(langue=langue, noms=names), professional=signed_in)
    dead = selectors.dead_links(presentation.addresses(shown))
    if reported or dead:
        shown = presentation.sections(known, Contexte(langue=langue, noms=names, signales=reported, morts=set(dead)), professional=signed_in)
    address = public_address(code)
    context = {
        "droit": known,
        "nom": word(known.libelle, langue),
        "famille": term(known.famille),
        "verifie_le": presentation.day(known.verifie_le),
        "sections": shown,
        "telephone": first_steps(known).appeler,
        "jeton_page": f"{PAGE}~{(fingerprint_at(known, PAGE) or '')[:ABREGE]}",
        "page_signalee": PAGE in reported,
        "nombre_signales": len(reported),
        "annule": request.GET.get("signalement") == "annule",
        "openfisca": any(section.ancre == "montants" for section in shown),
        "adresse": address,
        "qr": _qr(address),
    }
    return render(request, "droits/droit.html", context)


@login_not_required
@never_cache
@require_POST
def signaler(request: HttpRequest, code: str) -> HttpResponse:
    """One tap: keep that a reader says it is no longer true, then show what can be added or taken back."""
    now = timezone.now()
    get(code)
    if is_over(request, scope="droits.signaler", limit=REPORTS_MAX, seconds=REPORTS_WINDOW, now=now):
        raise TooManyReportsError
    cle, _sep, empreinte = request.POST.get("enonce", "").partition("~")
    signalement = signalements.report_statement(code=code, cle=cle, empreinte=empreinte, now=now)
    jeton = signing.dumps([signalement.pk, now.timestamp()], salt=SALT)
    return HttpResponseRedirect(reverse("droits:signale", args=[jeton]))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signale(request: HttpRequest, jeton: str) -> HttpResponse:
    """What was reported: thanks, a precision for an hour, and a way back for a minute. The signed address is the only key."""
    now = timezone.now()
    signalement, reported_at = _mine(jeton)
    known = get(signalement.droit)
    form = PrecisionForm(request.POST or None, initial={"commentaire": signalement.commentaire})
    if request.method == "POST" and form.is_valid():
        signalements.complete_report(signalement_id=signalement.pk, reported_at=reported_at, commentaire=form.cleaned_data["commentaire"], now=now)
        return HttpResponseRedirect(reverse("droits:signale", args=[jeton]))
    langue = words.current()
    enonce = statements(known).get(signalement.cle)
    open_still = signalement.regle_at is None
    context = {
        "jeton": jeton,
        "form": form,
        "signalement": signalement,
        "droit": known,
        "nom": word(known.libelle, langue),
        "enonce": word(enonce.texte, langue) if enonce is not None and enonce.texte else None,
        "ancre": _anchor(signalement.cle),
        "peut_annuler": open_still and now - reported_at <= signalements.UNDO,
        "peut_preciser": open_still and now - reported_at <= signalements.COMPLETE,
    }
    return render(request, "droits/signale.html", context, status=422 if form.is_bound and form.errors else 200)


@login_not_required
@never_cache
@require_POST
def annuler(request: HttpRequest, jeton: str) -> HttpResponse:
    """Take the report back within its minute."""
    signalement, reported_at = _mine(jeton)
    signalements.withdraw_report(signalement_id=signalement.pk, reported_at=reported_at, now=timezone.now())
    return HttpResponseRedirect(reverse("droits:droit", args=[signalement.droit]) + "?signalement=annule")


def public_address(code: str) -> str:
    """Return the address of a right's page as it is printed."""
    return f"{settings.SITE_URL}" + reverse("droits:droit", args=[code])


def _mine(jeton: str) -> tuple[Signalement, datetime]:
    """Return the report whose signed address this is, and when it was made."""
    try:
        pk, at = signing.loads(jeton, salt=SALT, max_age=24 * 3600)
    except signing.SignatureExpired:
        raise TooLateToUndoError from None
    except signing.BadSignature:
        raise NotVisibleError from None
    signalement = Signalement.objects.filter(pk=pk).first()
    if signalement is None:
        raise NotVisibleError
    try:
        get(signalement.droit)
    except UnknownDroitError:
        raise NotVisibleError from None
    return signalement, datetime.fromtimestamp(at, tz=UTC)


def _member(enum: type[E], value: str) -> E | None:
    """Return the member of a list that an address names, None for none and for a word that is not one."""
    return next((member for member in enum if member.value == value), None)


def _line(droit: Droit, langue: str) -> dict[str, Any]:
    """What the list shows of a right."""
    return {
        "code": droit.code,
        "nom": word(droit.libelle, langue),
        "famille": term(droit.famille),
        "pour_qui": word(droit.public.texte, langue) if droit.public.texte else None,
    }


def _anchor(cle: str) -> str:
    return cle.replace("[", "-").replace("]", "")


def _qr(address: str) -> SafeString:
    return mark_safe(qr_svg(address))  # noqa: S308 — coordinates of modules, drawn by us
