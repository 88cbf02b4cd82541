"""Pages for what went wrong. They say what happened and what to do; they never show a trace or a value."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError, NotVisibleError
from droits_ouverts.foundation.middleware import wants_json


class _BadRequestError(DomainError):
    title = _("Votre demande n’a pas été comprise")
    what = _("Rien n’a été changé.")
    why = _("Ce que votre navigateur a envoyé est incomplet ou trop long.")
    next_step = _("Revenez à la page précédente et réessayez.")
    status = 400
    code = "demande_incomprise"


class _PermissionDeniedError(DomainError):
    title = _("Cette page ne vous est pas ouverte")
    what = _("Rien n’a été changé.")
    why = _("Votre rôle dans votre structure ne permet pas de la voir.")
    next_step = _("Si vous en avez besoin, parlez-en à la personne responsable de votre structure.")
    status = 403
    code = "interdit"


class _CsrfError(DomainError):
    title = _("La page est restée ouverte trop longtemps")
    what = _("Ce que vous venez d’envoyer n’a pas été enregistré.")
    why = _("Pour vous protéger, une page ouverte longtemps ou dans un autre onglet ne peut plus envoyer de réponse.")
    next_step = _("Revenez à la page précédente, rechargez-la, puis envoyez à nouveau. Si rien ne change, reconnectez-vous.")
    status = 403
    code = "page_perimee"


class _ServerError(DomainError):
    title = _("Quelque chose n’a pas fonctionné")
    what = _("La page n’a pas pu s’afficher. Ce n’est pas de votre fait.")
    why = _("Une erreur s’est produite dans le service. Elle a été notée.")
    next_step = _("Réessayez dans une minute. Ce que vous aviez enregistré est conservé.")
    status = 500
    code = "erreur_du_service"


def _page(request: HttpRequest, error: DomainError) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"erreur": error.as_dict()}, status=error.status)
    return render(request, "foundation/refus.html", {"erreur": error}, status=error.status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page of a request that cannot be read."""
    return _page(request, _BadRequestError())


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page of what the person sees but may not do."""
    return _page(request, _PermissionDeniedError())


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Page of what does not exist, or not for this person."""
    return _page(request, NotVisibleError())


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Page of a form that did not come from us, or came too late."""
    return _page(request, _CsrfError())


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Page of our own mistakes; needs neither database nor session, which may be what failed."""
    error = _ServerError()
    if wants_json(request):
        return JsonResponse({"erreur": error.as_dict()}, status=error.status)
    # No request on purpose: no context processor may fail again.
    context = {"erreur": error, "langue": translation.get_language() or "fr", "sens": "rtl" if translation.get_language_bidi() else "ltr"}
    return render(None, "foundation/erreur_du_service.html", context, status=error.status)
