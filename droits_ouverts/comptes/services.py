"""The verbs of accounts."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from droits_ouverts.comptes import rules, selectors
from droits_ouverts.comptes.errors import IdentiteDejaLieeError
from droits_ouverts.comptes.models import Compte, IdentiteLiee, Seance
from droits_ouverts.comptes.ports import IdentiteProuvee
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record, record_refusal


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
    end_sessions(compte)
    record(actor=actor, verb="changer_mot_de_passe", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return compte


@transaction.atomic
def warn_inactive(*, compte: Compte, on: date) -> None:
    """Note that the holder of an account that nobody uses is told that it will be closed."""
    compte.averti_le = on
    compte.save(update_fields=["averti_le"])
    record(actor=None, verb="avertir_compte_inactif", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)


@transaction.atomic
def close_compte(*, compte: Compte, actor: HasPk | None) -> None:
    """Close an account: its sessions end and nothing opens it any more, until `reopen_compte`."""
    compte.is_active = False
    compte.save(update_fields=["is_active"])
    end_sessions(compte)
    record(actor=actor, verb="fermer_compte", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)


@transaction.atomic
def reopen_compte(*, compte: Compte, actor: HasPk | None, now: datetime) -> None:
    """Let an account be used again; it counts as used from now on."""
    compte.is_active, compte.averti_le, compte.last_login = True, None, now
    compte.save(update_fields=["is_active", "averti_le", "last_login"])
    record(actor=actor, verb="rouvrir_compte", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)


@transaction.atomic
def tell_proof(*, compte: Compte | None, refus: str = "") -> None:
    """Tell the journal that somebody showed who she is and came in, or that a guess was wrong (`refus`: at what). An address of no account is told as the account 0."""
    numero = compte.pk if compte else 0
    if refus:
        record_refusal(actor=None, verb="se_connecter", thing_kind="compte", thing_id=numero, purpose="administration", structure=None, motif=refus)
    else:
        record(actor=compte, verb="se_connecter", thing_kind="compte", thing_id=numero, purpose="administration", structure=None)


@transaction.atomic
def accept_charte(*, compte: Compte, on: date) -> None:
    """Note that the holder of the account accepts the charter of today. Nothing is written where she has already."""
    if compte.charte_version == rules.CHARTE_VERSION:
        return
    compte.charte_version, compte.charte_le = rules.CHARTE_VERSION, on
    compte.save(update_fields=["charte_version", "charte_le"])
    record(actor=compte, verb="accepter_charte", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)


def end_sessions(compte: HasPk | int, *, keep: str | None = None) -> int:
    """End the sessions of an account at their next request, but the one whose key is `keep`; return how many. Called inside the verb that needs it."""
    seances = Seance.objects.filter(compte_id=compte if isinstance(compte, int) else compte.pk)
    return (seances.exclude(session_key=keep) if keep else seances).delete()[0]


@transaction.atomic
def end_session(*, compte: Compte, numero: str) -> bool:
    """End one session of the account, known by the number that its list shows; tell whether there was one."""
    seance = next((seance for seance in Seance.objects.filter(compte=compte) if selectors.number_of(seance) == numero), None)
    if seance is None:
        return False
    seance.delete()
    record(actor=compte, verb="fermer_session", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return True


@transaction.atomic
def end_other_sessions(*, compte: Compte, keep: str | None) -> int:
    """End all the sessions of the account but the one that asks; return how many."""
    ended = end_sessions(compte, keep=keep)
    if ended:
        record(actor=compte, verb="fermer_sessions", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return ended


@transaction.atomic
def link_identity(*, compte: Compte, identite: IdentiteProuvee, now: datetime) -> IdentiteLiee:
    """Let an identity that was just proved open the account. Nothing is written where it does already. Raise `IdentiteDejaLieeError`."""
    known = IdentiteLiee.objects.filter(compte=compte, emetteur=identite.emetteur, sujet=identite.sujet).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            linked = IdentiteLiee.objects.create(compte=compte, emetteur=identite.emetteur, sujet=identite.sujet, liee_at=now)
    except IntegrityError:
        raise IdentiteDejaLieeError from None
    record(actor=compte, verb="lier_identite", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return linked


@transaction.atomic
def unlink_identity(*, compte: Compte, emetteur: str, keep: str | None) -> bool:
    """Take back what `link_identity` did and end the other sessions; tell whether there was a link."""
    if not IdentiteLiee.objects.filter(compte=compte, emetteur=emetteur).delete()[0]:
        return False
    end_sessions(compte, keep=keep)
    record(actor=compte, verb="delier_identite", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return True


@transaction.atomic
def remove_second_factors(*, compte: Compte, actor: HasPk | None) -> int:
    """Take from an account all its second factors, recovery codes included, and end its sessions; return how many there were.

    For a phone that is lost with the codes, once somebody who knows the holder has said that it is she.
    """
    found = list(Authenticator.objects.filter(user_id=compte.pk))
    for facteur in found:
        facteur.delete()
    end_sessions(compte)
    record(actor=actor, verb="retirer_seconds_facteurs", thing_kind="compte", thing_id=compte.pk, purpose="administration", structure=None)
    return len(found)
