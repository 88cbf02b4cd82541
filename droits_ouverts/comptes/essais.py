"""Guesses are counted in the database, so that all the workers count together. Pages ask before they look at what was guessed.

From a device that never signed in to an account, ten guesses an hour for this account, whoever makes them; a device that did has ten of its
own, so that nobody shuts the holder of an account out of it by guessing. An address of the account that nobody has is counted the same way.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from droits_ouverts.comptes.models import Essai
from droits_ouverts.foundation.limites import address_of

WINDOW = timedelta(hours=1)
PER_ACCOUNT = 10
"""Guesses an hour for one account from all unknown devices, or from one known device."""
PER_ADDRESS = 100
"""Guesses an hour from one network address, all accounts together (an IPv6 network of 64 bits is one address)."""


def key_of(scope: str, who: str) -> str:
    """Return what a guess is counted under: nothing of the account or the address can be read from it."""
    return salted_hmac(f"comptes.essais.{scope}", who, algorithm="sha256").hexdigest()


def count(limits: Iterable[tuple[str, int]], *, now: datetime) -> list[int] | None:
    """Count one guess under each key; return the numbers of what was written, or None where a limit is passed (nothing is then kept).

    The guess is written before it is counted: of two workers that guess at the same instant, each sees the other.
    """
    written: list[int] = []
    for key, limit in limits:
        written.append(Essai.objects.create(cle=key, at=now).pk)
        if Essai.objects.filter(cle=key, at__gt=now - WINDOW).count() > limit:
            forget(written)
            return None
    return written


def forget(numbers: Iterable[int]) -> None:
    """Take back guesses that turned out right, or that were refused before being looked at."""
    Essai.objects.filter(pk__in=list(numbers)).delete()


def forget_old(*, now: datetime) -> int:
    """Remove the guesses that no limit counts any more; return how many."""
    return Essai.objects.filter(at__lte=now - WINDOW).delete()[0]


def network_of(request: HttpRequest) -> str:
    """Return the address that a request came from, an IPv6 one by its network of 64 bits."""
    address = address_of(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
