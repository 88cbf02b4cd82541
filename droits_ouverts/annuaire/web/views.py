"""The pages that anyone reads: search, list for the round, a place; and what is said of it in one tap."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from droits_ouverts.annuaire import access, copie, droit_names, presentation, selectors, services
from droits_ouverts.annuaire.enums import Besoin, GenreConstat
from droits_ouverts.annuaire.errors import TooLateError, TooManyWordsError
from droits_ouverts.annuaire.langues import LANGUES
from droits_ouverts.annuaire.models import Constat
from droits_ouverts.annuaire.recherche import LIMITE, QUALITES, Demande, Resultats, search
from droits_ouverts.annuaire.rules import LONGUEUR_MAX
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.limites import is_over
from droits_ouverts.foundation.tableur import csv_headers, write_csv

SALT: Final = "annuaire.constat"
CONSTATS_MAX, FENETRE = 10, 600
"""Reports from one address, and the seconds in which they are counted."""
AUSSI_MAX: Final = 12
TOURNEE: Final = 60
"""Places of a list for the round."""


@login_not_required
@gzip_page
@require_safe
def chercher(request: HttpRequest) -> HttpResponse:
    """Find places: a map beside a list, nearest first. About twelve queries with a search, three without."""
    demande = _asked(request)
    resultats = search(demande, at=timezone.localtime()) if _says_something(demande) else None
    sures, douteuses = presentation.lines(resultats) if resultats else ([], [])
    carte = None
    if resultats:
        carte = presentation.drawn([*((une, True) for une in resultats.certaines), *((une, False) for une in resultats.a_verifier)], resultats.repere)
    contexte = {
        **_form(request, demande),
        "resultats": resultats,
        "sures": sures,
        "douteuses": douteuses,
        "carte": carte,
        "tournee": reverse("annuaire:tournee") + "?" + request.GET.urlencode(),
        "encore": _more(request, demande, len(sures)),
        "peut_tenir": isinstance(request.user, Compte) and access.may_keep(request.user, on=timezone.localdate()),
    }
    return render(request, "annuaire/chercher.html", contexte)


@login_not_required
@gzip_page
@require_safe
def tournee(request: HttpRequest) -> HttpResponse:
    """The same list on paper, or kept on a phone without a network."""
    resultats = _list(request)
    sures, douteuses = presentation.lines(resultats)
    contexte = {
        "demande": _asked(request),
        "resultats": resultats,
        "sures": sures,
        "douteuses": douteuses,
        "le": presentation.day(timezone.localdate()),
        "perime_le": presentation.day(timezone.localdate() + copie.GARDE),
        "a_revoir": {ligne.lieu.pk for ligne in (*sures, *douteuses) if selectors.is_due(ligne.lieu, on=timezone.localdate())},
        "besoins": Besoin.choices,
        "choisis": request.GET.getlist("besoin"),
        "tableau": reverse("annuaire:tableau") + "?" + request.GET.urlencode(),
        "donnees": reverse("annuaire:donnees") + "?" + request.GET.urlencode(),
    }
    return render(request, "annuaire/tournee.html", contexte)


@login_not_required
@gzip_page
@require_safe
def donnees(request: HttpRequest) -> JsonResponse:
    """The same list for a machine, dated, with what must be read again and when."""
    return JsonResponse(copie.as_copy(_list(request), on=timezone.localdate()), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def tableau(request: HttpRequest) -> HttpResponse:
    """The same list for a spreadsheet."""
    sures, douteuses = presentation.lines(_list(request))
    entetes = [
        _("lieu"),
        _("services"),
        _("adresse"),
        _("code postal"),
        _("commune"),
        _("téléphone"),
        _("horaires"),
        _("langues"),
        _("à vérifier"),
        _("distance"),
    ]
    lignes = [
        (
            ligne.lieu.nom,
            " / ".join(service.nom for service in ligne.services),
            ligne.lieu.adresse,
            ligne.lieu.code_postal,
            ligne.lieu.commune,
            ligne.lieu.telephone,
            ligne.lieu.horaires,
            ", ".join(nom or propre for _code, propre, nom in ligne.langues),
            ", ".join(map(str, ligne.inconnues)),
            ligne.distance.strip("\u2066\u2067\u2068\u2069"),
        )
        for ligne in (*sures, *douteuses)
    ]
    return HttpResponse(write_csv(entetes, lignes), headers=csv_headers("annuaire-tournee"))


@login_not_required
@gzip_page
@require_safe
def lieu(request: HttpRequest, lieu_id: int) -> HttpResponse:
    """A place: what it offers, when, how one comes; who read its sheet and when. Eight queries."""
    on = timezone.localdate()
    fiche = selectors.sheet(lieu_id, on=on)
    compte = request.user if isinstance(request.user, Compte) else None
    contexte = {
        "fiche": fiche,
        "lieu": fiche.lieu,
        "semaine": presentation.week(fiche.lieu.horaires),
        "qualites": presentation.qualities(fiche.lieu),
        "parlees": presentation.spoken(fiche.lieu.langues),
        "services": [
            (
                service,
                presentation.qualities(service, fiche.lieu),
                presentation.needs(service.thematiques),
                presentation.week(service.horaires),
                [droit_names.name_of(code) for code in service.droits],
            )
            for service in fiche.services
        ],
        "maj_le": presentation.day(fiche.lieu.maj_le),
        "verifie_le": presentation.day(fiche.lieu.verifie_le),
        "absent_le": presentation.day(fiche.lieu.absent_le),
        "corrections": presentation.corrected(fiche.corrections),
        "peut_corriger": compte is not None and access.may_correct(compte, on=on),
        "peut_tenir": compte is not None and access.may_keep(compte, on=on),
        "rythmes": services.RYTHMES,
    }
    return render(request, "annuaire/lieu.html", contexte)


@login_not_required
@never_cache
@require_POST
def signaler(request: HttpRequest, lieu_id: int) -> HttpResponse:
    """One tap: it is no longer true. With an account, who says it is kept; without, nothing tells who."""
    now = timezone.now()
    if is_over(request, scope="annuaire.signaler", limit=CONSTATS_MAX, seconds=FENETRE, now=now):
        raise TooManyWordsError
    constat = services.report(actor=request.user if isinstance(request.user, Compte) else None, lieu_id=lieu_id, now=now)
    return HttpResponseRedirect(reverse("annuaire:merci", args=[_token(constat, now)]))


@never_cache
@require_POST
def confirmer(request: HttpRequest, lieu_id: int) -> HttpResponse:
    """One tap: I read it, it is right."""
    now = timezone.now()
    constat = services.confirm(actor=actor_of(request), lieu_id=lieu_id, now=now)
    return HttpResponseRedirect(reverse("annuaire:merci", args=[_token(constat, now)]))


@login_not_required
@never_cache
@require_safe
def merci(request: HttpRequest, jeton: str) -> HttpResponse:
    """Thanks, and a way back for a minute. The signed address is the only key."""
    constat, fait_at = _mine(jeton)
    contexte = {
        "jeton": jeton,
        "lieu": constat.lieu,
        "exact": constat.genre == GenreConstat.EXACT,
        "peut_annuler": constat.regle_at is None and timezone.now() - fait_at <= services.ANNULER,
    }
    return render(request, "annuaire/merci.html", contexte)


@login_not_required
@never_cache
@require_POST
def annuler(request: HttpRequest, jeton: str) -> HttpResponse:
    """Take it back within its minute."""
    constat, fait_at = _mine(jeton)
    actor = request.user if isinstance(request.user, Compte) else None
    lieu_id = services.undo(actor=actor, constat_id=constat.pk, fait_at=fait_at, now=timezone.now())
    return HttpResponseRedirect(reverse("annuaire:lieu", args=[lieu_id]))


def actor_of(request: HttpRequest) -> Compte:
    """Return the account signed in, where a route is closed to others."""
    assert isinstance(request.user, Compte)  # noqa: S101  routes are closed by default: this narrows the type
    return request.user


def _token(constat: Constat, now: datetime) -> str:
    return signing.dumps([constat.pk, now.timestamp()], salt=SALT)


def _mine(jeton: str) -> tuple[Constat, datetime]:
    """Return what was said by whoever has this signed address, and when."""
    try:
        pk, at = signing.loads(jeton, salt=SALT, max_age=24 * 3600)
    except signing.SignatureExpired:
        raise TooLateError from None
    except signing.BadSignature:
        raise NotVisibleError from None
    constat = Constat.objects.filter(pk=pk).select_related("lieu").first()
    if constat is None:
        raise NotVisibleError
    return constat, datetime.fromtimestamp(at, tz=UTC)


# What is asked


def _asked(request: HttpRequest) -> Demande:
    """Read a search in an address: what is not of the lists is left aside, nothing fails."""
    lu = request.GET
    besoins = [besoin for besoin in dict.fromkeys(lu.getlist("besoin")) if besoin in Besoin.values]
    droits = [droit for droit in dict.fromkeys(lu.getlist("droit")[:AUSSI_MAX]) if len(droit) <= 64 and droit.replace("_", "").isalnum() and droit.isascii()]
    langue = lu.get("langue", "")
    plusieurs = len(besoins) > 1 or len(droits) > 1
    return Demande(
        mots=_text(lu.get("q", "")),
        ou=_text(lu.get("ou", "")),
        besoin=besoins[0] if besoins else "",
        droit=droits[0] if droits else "",
        aussi=tuple([f"b:{un}" for un in besoins[1:]] + [f"d:{un}" for un in droits[1:]]) if plusieurs else (),
        langue=langue if langue in LANGUES else "",
        qualites=tuple(nom for nom in QUALITES if nom in lu.getlist("qualite")),
        ouvert=lu.get("ouvert") == "oui",
        limite=min(200, max(LIMITE, int(n))) if (n := lu.get("n", "")).isdecimal() and len(n) < 4 else LIMITE,
    )


def _text(texte: str) -> str:
    return " ".join(texte.replace("\0", " ").split())[:LONGUEUR_MAX]


def _says_something(demande: Demande) -> bool:
    return bool(demande.mots or demande.ou or demande.besoin or demande.droit or demande.langue or demande.qualites or demande.ouvert)


def _list(request: HttpRequest) -> Resultats:
    demande = _asked(request)
    if not _says_something(demande):
        return Resultats(certaines=(), a_verifier=(), repere=None)
    return search(Demande(**{nom: getattr(demande, nom) for nom in Demande.__slots__} | {"limite": TOURNEE}), at=timezone.localtime())


def _form(request: HttpRequest, demande: Demande) -> dict[str, Any]:
    return {
        "demande": demande,
        "besoins": Besoin.choices,
        "langues_choix": presentation.language_choices(),
        "nom_droit": droit_names.name_of(demande.droit),
        "qualites_choix": list(presentation.QUALITES.items()),
    }


def _more(request: HttpRequest, demande: Demande, nombre: int) -> str:
    """Return the address of a longer list, nothing where this one has everything."""
    if nombre < demande.limite or demande.limite >= 200:
        return ""
    lu = request.GET.copy()
    lu["n"] = str(min(200, demande.limite * 3))
    return reverse("annuaire:chercher") + "?" + urlencode(list(lu.lists()), doseq=True)
