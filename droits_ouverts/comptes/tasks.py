"""What the night does with accounts that nobody uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from droits_ouverts.comptes import rules, services
from droits_ouverts.comptes.models import Compte


@dataclass(frozen=True, slots=True, kw_only=True)
class Revue:
    """The accounts warned tonight and those closed tonight, or that would be."""

    avertis: list[Compte]
    fermes: list[Compte]


def review_inactive(*, on: date, days: int, dry_run: bool) -> Revue:
    """Warn the holders of accounts not used for `days`, and close those that were warned a month ago. A dry run writes nothing."""
    avertis: list[Compte] = []
    fermes: list[Compte] = []
    long_ago = timezone.now() - timedelta(days=days - 1)
    unused = Q(last_login__lt=long_ago) | Q(last_login=None, created_at__lt=long_ago)
    for compte in Compte.objects.active().filter(unused).order_by("pk"):
        used = timezone.localdate(compte.last_login or compte.created_at)
        owed = rules.inactivity(used=used, warned=compte.averti_le, on=on, days=days)
        if owed == "avertir":
            avertis.append(compte)
        elif owed == "fermer":
            fermes.append(compte)
    if not dry_run:
        for compte in avertis:
            services.warn_inactive(compte=compte, on=on)
        for compte in fermes:
            services.close_compte(compte=compte, actor=None)
    return Revue(avertis=avertis, fermes=fermes)
