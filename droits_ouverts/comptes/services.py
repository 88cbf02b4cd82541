"""The verbs of accounts."""

from __future__ import annotations

from django.db import transaction

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record


@transaction.atomic
def create_compte(*, email: str, nom: str, password: str, actor: HasPk | None) -> Compte:
    """Open an account. `actor` is None at installation.

    Raise `django.db.IntegrityError` if the address already has one.
    """
    compte = Compte(email=email.strip().lower(), nom=nom.strip())
    compte.set_password(password)
    compte.save()
    record(actor=actor, verb="creer_compte", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return compte


@transaction.atomic
def replace_password(*, compte_id: int, password: str, actor: HasPk | None) -> Compte:
    """Give an account a new password: its open sessions end. Raise `Compte.DoesNotExist`."""
    compte = Compte.objects.select_for_update().get(pk=compte_id)
    compte.set_password(password)
    compte.save(update_fields=["password"])
    record(actor=actor, verb="changer_mot_de_passe", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return compte
