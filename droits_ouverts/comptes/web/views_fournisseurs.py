"""Passages at an identity provider: to sign in, to link it to one's account, to show again who one is."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any, Literal, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from droits_ouverts.comptes import rules, selectors, services
from droits_ouverts.comptes.access import fresh_proof_required
from droits_ouverts.comptes.errors import FournisseurError, IdentiteInconnueError
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.ports import Demande, Fournisseur, IdentiteProuvee
from droits_ouverts.comptes.sessions import DEUX_ETAPES

PASSAGES = "do_passages"
PASSAGES_MAX = 4
"""Passages begun and not ended that a session keeps: a few tabs."""
PASSAGE_SECONDS = 600
But = Literal["entrer", "lier", "confirmer"]


@login_not_required
@require_POST
def entrer(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to sign in."""
    return _begin(request, _provider(code), "entrer", request.POST.get("next", ""))


@require_POST
@fresh_proof_required
def lier(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to link one's account: signed in, and shown afresh."""
    return _begin(request, _provider(code), "lier", reverse("compte"))


@require_safe
def confirmer(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to show again who one is. Harmless to begin: only the same identity, shown just now, counts."""
    return _begin(request, _provider(code), "confirmer", request.GET.get("next", ""))


@require_POST
@fresh_proof_required
def delier(request: HttpRequest, code: str) -> HttpResponse:
    """Take the link back."""
    moi = cast("Compte", request.user)
    if services.unlink_identity(compte=moi, emetteur=_provider(code).emetteur, keep=request.session.session_key):
        messages.success(request, _("Ce lien est retiré."))
    return redirect("compte")


@login_not_required
@require_GET
def retour(request: HttpRequest, code: str) -> HttpResponse:
    """Come back from a provider: what began here, in this session, once. Raise `FournisseurError` for anything else."""
    fournisseur = _provider(code)
    passage = _taken(request, fournisseur)
    if "iss" in request.GET and request.GET["iss"] != fournisseur.emetteur:
        raise FournisseurError(detail="The answer comes from another provider.")
    if not (given := request.GET.get("code", "")) or "error" in request.GET:
        raise FournisseurError(why=_("Vous avez renoncé, ou le service de connexion a refusé."))
    now = timezone.now()
    identite = fournisseur.identity(Demande(**passage["demande"]), given, now=now.timestamp())
    if passage["but"] == "entrer":
        return _enter(request, identite, passage["suite"])
    moi = request.user
    if not isinstance(moi, Compte) or moi.pk != passage["compte"]:
        raise FournisseurError(detail="The session changed hands during the passage.")
    if passage["but"] == "lier":
        services.link_identity(compte=moi, identite=identite, now=now)
        messages.success(request, _("Ce compte est lié. Vous pourrez l’ouvrir en passant par %(nom)s.") % {"nom": fournisseur.nom})
    else:
        _confirm(request, moi, identite, now.timestamp())
    return HttpResponseRedirect(_safe(request, passage["suite"]))


def _begin(request: HttpRequest, fournisseur: Fournisseur, but: But, suite: str) -> HttpResponse:
    demande = Demande(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        retour=request.build_absolute_uri(reverse("compte_fournisseur_retour", args=[fournisseur.code])),
    )
    address = fournisseur.authorization(demande, again=but == "confirmer")
    passages: dict[str, Any] = request.session.get(PASSAGES, {})
    kept = dict(list(passages.items())[-(PASSAGES_MAX - 1) :])
    passage = {"code": fournisseur.code, "but": but, "suite": suite[:500], "compte": request.user.pk, "at": timezone.now().timestamp()}
    request.session[PASSAGES] = kept | {demande.state: passage | {"demande": asdict(demande)}}
    return HttpResponseRedirect(address)


def _taken(request: HttpRequest, fournisseur: Fournisseur) -> dict[str, Any]:
    """Take the passage of this answer out of the session: an answer played again finds none."""
    passages: dict[str, Any] = request.session.get(PASSAGES, {})
    passage: dict[str, Any] | None = passages.pop(request.GET.get("state", ""), None)
    if passage is None or passage["code"] != fournisseur.code or timezone.now().timestamp() - passage["at"] > PASSAGE_SECONDS:
        raise FournisseurError(why=_("Cette réponse ne suit aucune demande en cours dans ce navigateur."))
    request.session[PASSAGES] = passages
    # At once: should the rest fail, the answer must not serve again.
    request.session.save()
    return passage


def _enter(request: HttpRequest, identite: IdentiteProuvee, suite: str) -> HttpResponse:
    """Sign in the account of an identity. The second step of the account, where it has one, still comes."""
    compte = selectors.account_of(identite)
    if compte is None:
        raise IdentiteInconnueError
    record_authentication(request, compte, method="fournisseur", emetteur=identite.emetteur)
    response: HttpResponse = perform_login(request, Login(user=compte, redirect_url=_safe(request, suite)))
    if identite.forte and request.user.is_authenticated:
        request.session[DEUX_ETAPES] = True
    return response


def _confirm(request: HttpRequest, moi: Compte, identite: IdentiteProuvee, now: float) -> None:
    """Note a fresh proof. Raise `FournisseurError` where it is somebody else, or was not given just now."""
    compte = selectors.account_of(identite)
    if compte is None or compte.pk != moi.pk or selectors.has_second_factor(moi):
        raise FournisseurError(detail="The proof is not of the account signed in, or is not the one it asks for.")
    if identite.auth_time is None or not rules.is_recent(proved=identite.auth_time, now=now):
        raise FournisseurError(detail="The provider does not say that she showed who she is just now.")
    record_authentication(request, moi, method="fournisseur", emetteur=identite.emetteur, reauthenticated=True)


def _provider(code: str) -> Fournisseur:
    fournisseur = selectors.provider(code)
    if fournisseur is None:
        raise Http404
    return fournisseur


def _safe(request: HttpRequest, suite: str) -> str:
    return suite if suite and get_adapter(request).is_safe_url(suite) else reverse("accueil")
