"""What pages read of an account: its own sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac

from droits_ouverts.comptes.models import Compte, IdentiteLiee, Seance
from droits_ouverts.comptes.ports import Fournisseur, IdentiteProuvee, fournisseurs


@dataclass(frozen=True, slots=True, kw_only=True)
class SeanceVue:
    """A session as its holder sees it. `numero` names it in forms; the key itself never leaves the database."""

    numero: str
    navigateur: str
    ouverte_at: datetime | None
    vue_at: datetime | None
    est_celle_ci: bool


def sessions_of(compte: Compte, *, key: str | None, now: datetime) -> list[SeanceVue]:
    """Return the open sessions of an account, the present one first, then the one seen last. One query."""
    seances = [
        SeanceVue(
            numero=number_of(seance),
            navigateur=seance.navigateur,
            ouverte_at=seance.ouverte_at,
            vue_at=seance.vue_at,
            est_celle_ci=seance.session_key == key,
        )
        for seance in Seance.objects.filter(compte=compte, expire_date__gt=now).order_by("-vue_at")
    ]
    return sorted(seances, key=lambda seance: not seance.est_celle_ci)


def number_of(seance: Seance) -> str:
    """Return what names a session in a form: drawn from its key, and no way back to it."""
    return salted_hmac("comptes.seance", seance.session_key, algorithm="sha256").hexdigest()[:24]


def has_second_factor(compte: Compte) -> bool:
    """Tell whether the account signs in by two steps. One query."""
    return bool(Authenticator.objects.filter(user_id=compte.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def account_at(email: str) -> Compte | None:
    """Return the account of an address, open or closed. One query."""
    return Compte.objects.filter(email=email.strip().lower()).first()


def account_of(identite: IdentiteProuvee) -> Compte | None:
    """Return the account that an identity opens, by issuer and subject only. One query."""
    linked = IdentiteLiee.objects.filter(emetteur=identite.emetteur, sujet=identite.sujet).select_related("compte").first()
    return linked.compte if linked else None


def issuers_of(compte: Compte) -> frozenset[str]:
    """Return the issuers whose identity opens the account. One query."""
    return frozenset(IdentiteLiee.objects.filter(compte=compte).values_list("emetteur", flat=True))


def provider(code: str) -> Fournisseur | None:
    """Return the provider of this code, None where the settings name none. No query."""
    return next((one for one in fournisseurs() if one.code == code), None)
