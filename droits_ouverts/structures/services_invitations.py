"""Inviting somebody who has no account: a link that serves once, kept by its digest only."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import accept_charte, create_compte
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.errors import InvitationError
from droits_ouverts.structures.models import Invitation, Membre
from droits_ouverts.structures.services import add_membre, check_may_manage, check_roles_agree

DURATION = timedelta(days=regle("lien_invitation").terme.jours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Somebody to welcome."""

    email: str
    nom: str
    role: Role
    profession: Profession


@transaction.atomic
def welcome(*, structure_id: int, invitee: Invitee, actor: Compte, on: date, now: datetime) -> tuple[Membre, None] | tuple[Invitation, str]:
    """Make the holder of an address a member from today on; where the address has no account, keep a place: (invitation, secret of its link).

    An invitation of the same address in the structure replaces the one before. Raise as `add_membre`.
    """
    check_may_manage(actor, structure_id, on)
    email = invitee.email.strip().lower()
    compte = Compte.objects.filter(email=email).first()
    if compte is not None:
        membre = add_membre(structure_id=structure_id, compte_id=compte.pk, role=invitee.role, profession=invitee.profession, depuis_le=on, actor=actor, on=on)
        return membre, None
    Invitation.objects.filter(structure_id=structure_id, email=email, servie_at=None).update(expire_at=now)
    jeton = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        structure_id=structure_id,
        email=email,
        nom=invitee.nom.strip(),
        role=invitee.role,
        profession=invitee.profession,
        empreinte=digest_of(jeton),
        invitante=actor,
        envoyee_at=now,
        expire_at=now + DURATION,
    )
    record(actor=actor, verb="inviter_membre", thing_kind="invitation", thing_id=invitation.pk, purpose="administration", structure=structure_id)
    return invitation, jeton


@as_service(Service.INVITATION)
def open_invitation(jeton: str, *, now: datetime) -> Invitation:
    """Return the invitation of a link that still serves, with its structure. One query. Raise `InvitationError`."""
    found = Invitation.objects.filter(empreinte=digest_of(jeton), servie_at=None, expire_at__gt=now).select_related("structure", "invitante").first()
    if found is None:
        raise InvitationError
    return found


@as_service(Service.INVITATION)
@transaction.atomic
def accept_invitation(*, jeton: str, password: str, now: datetime, on: date) -> Compte:
    """Open the account that an invitation keeps a place for, with the charter accepted, and make its holder a member.

    The one who invited must still manage the structure. Raise `InvitationError`.
    """
    invitation = open_invitation(jeton, now=now)
    # Whoever takes it first has it: the other finds nothing to take.
    if not Invitation.objects.filter(pk=invitation.pk, servie_at=None).update(servie_at=now):
        raise InvitationError
    try:
        check_may_manage(invitation.invitante, invitation.structure_id, on)
        with transaction.atomic():
            compte = create_compte(email=invitation.email, nom=invitation.nom, password=password, actor=invitation.invitante)
        check_roles_agree(compte.pk, invitation.structure_id, invitation.role, on)
        add_membre(
            structure_id=invitation.structure_id,
            compte_id=compte.pk,
            role=Role(invitation.role),
            profession=Profession(invitation.profession),
            depuis_le=on,
            actor=invitation.invitante,
            on=on,
        )
    except (DomainError, IntegrityError) as error:
        raise InvitationError from error
    accept_charte(compte=compte, on=on)
    return compte


def digest_of(jeton: str) -> str:
    """Return what is kept of the secret of a link: it has 256 bits of its own, a fast digest is enough."""
    return hashlib.sha256(jeton.encode("utf-8", "replace")).hexdigest()
