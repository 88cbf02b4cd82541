"""Screens of an invitation: for who gives it, and for who receives it."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.structures.models import Invitation
from droits_ouverts.structures.services_invitations import accept_invitation, open_invitation
from droits_ouverts.structures.web.forms import PremierMotDePasseForm

logger = logging.getLogger(__name__)
LIEN = "do_invitation"
"""Where the session keeps the secret of the link that was opened."""


def show_invitation(request: HttpRequest, invitation: Invitation, jeton: str) -> HttpResponse:
    """Send the link where mail leaves; where it does not, show it once to be handed over."""
    lien = request.build_absolute_uri(reverse("structures:invitation_ouvrir", args=[jeton]))
    envoyee = bool(settings.COURRIEL_ACTIF) and _sent(invitation, lien)
    contexte = {"structure": invitation.structure, "invitation": invitation, "lien": lien, "envoyee": envoyee}
    return render(request, "structures/invitation_faite.html", contexte)


@login_not_required
@never_cache
@require_safe
def ouvrir(request: HttpRequest, jeton: str) -> HttpResponse:
    """Take the secret out of the address, so that it is neither in the history of the next page nor sent with it. Raise `InvitationError`."""
    open_invitation(jeton, now=timezone.now())
    request.session[LIEN] = jeton
    return redirect("structures:invitation")


@sensitive_post_parameters("password1", "password2")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accepter(request: HttpRequest) -> HttpResponse:
    """Let the newcomer choose her password and accept the charter, then open the door. Raise `InvitationError`."""
    jeton = str(request.session.get(LIEN, ""))
    invitation = open_invitation(jeton, now=timezone.now())
    form = PremierMotDePasseForm(request.POST or None, email=invitation.email, nom=invitation.nom)
    if request.method == "POST" and form.is_valid():
        compte = accept_invitation(jeton=jeton, password=form.cleaned_data["password1"], now=timezone.now(), on=timezone.localdate())
        del request.session[LIEN]
        record_authentication(request, compte, method="password")
        response: HttpResponse = perform_login(request, Login(user=compte))
        return response
    return render(request, "structures/invitation.html", {"invitation": invitation, "form": form}, status=422 if form.is_bound else 200)


def _sent(invitation: Invitation, lien: str) -> bool:
    """Tell whether the mail left. It says neither the role nor anything about anybody else."""
    texte = render_to_string("structures/courriel_invitation.txt", {"invitation": invitation, "lien": lien})
    try:
        send_mail(_("Une invitation de %(structure)s") % {"structure": invitation.structure.nom}, texte, None, [invitation.email])
    except (SMTPException, OSError) as error:
        logger.warning("invitation not sent by mail: %s", type(error).__name__)
        return False
    return True
