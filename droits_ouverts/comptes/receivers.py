"""What happens beside allauth's own acts: lines of the journal, what a session remembers, and the end of the other sessions."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import end_sessions
from droits_ouverts.comptes.sessions import NAVIGATEUR, OUVERTE, VUE, device_of
from droits_ouverts.journal.services import record


@receiver(user_logged_in)
def begin_session(sender: object, request: HttpRequest, user: Compte, **_: Any) -> None:  # noqa: ANN401  Django's own signature
    """Note when and on what a session began; having signed in is a fresh proof."""
    if NAVIGATEUR in request.session:
        return
    now = timezone.now().timestamp()
    request.session.update({OUVERTE: now, VUE: now, NAVIGATEUR: device_of(request.META.get("HTTP_USER_AGENT", ""))})
    record_authentication(request, user, method="connexion", reauthenticated=True)


@receiver([password_changed, password_set, password_reset])
def tell_new_password(sender: object, request: HttpRequest, user: Compte, **_: Any) -> None:  # noqa: ANN401  allauth's own signature
    """Tell the journal that the password changed, and end the other sessions."""
    with transaction.atomic():
        record(actor=user, verb="changer_mot_de_passe", thing_kind="compte", thing_id=user.pk, purpose="administration", structure=None)
        end_sessions(user, keep=request.session.session_key)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def end_other_sessions(sender: object, request: HttpRequest, user: Compte, **_: Any) -> None:  # noqa: ANN401  allauth's own signature
    """End the other sessions: one that somebody else opened must not outlive the factor that shuts him out."""
    end_sessions(user, keep=request.session.session_key)


@receiver(post_save, sender=Authenticator)
def tell_added(sender: object, instance: Authenticator, created: bool, **_: Any) -> None:  # noqa: ANN401  Django's own signature
    """Tell the journal of a new second factor."""
    if created:
        _tell("ajouter_second_facteur", instance)


@receiver(post_delete, sender=Authenticator)
def tell_removed(sender: object, instance: Authenticator, **_: Any) -> None:  # noqa: ANN401  Django's own signature
    """Tell the journal that a second factor is gone."""
    _tell("retirer_second_facteur", instance)


def _tell(verb: str, facteur: Authenticator) -> None:
    with transaction.atomic():
        record(actor=facteur.user_id, verb=verb, thing_kind="second_facteur", thing_id=facteur.pk, purpose="administration", structure=None)
