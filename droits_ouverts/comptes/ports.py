"""What signing in asks of an identity provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What one passage at a provider must come back with; drawn at random for it, and used once."""

    state: str
    nonce: str
    verifier: str
    retour: str
    """Address where the provider sends the person back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentiteProuvee:
    """Who the provider says came: its own name for her, never an address."""

    emetteur: str
    sujet: str
    auth_time: int | None = None
    forte: bool = False
    """Whether the provider was asked for a proof by two factors, and said that it had it."""


class Fournisseur(Protocol):
    """An identity provider. Its errors are `comptes.errors.FournisseurError`."""

    @property
    def code(self) -> str:
        """What names it in addresses."""
        ...

    @property
    def nom(self) -> str:
        """What people read."""
        ...

    @property
    def emetteur(self) -> str:
        """What it calls itself."""
        ...

    def authorization(self, demande: Demande, *, again: bool = False) -> str:
        """Return the address where the person shows who she is; `again` asks her even if the provider knows her already."""
        ...

    def identity(self, demande: Demande, code: str, *, now: float) -> IdentiteProuvee:
        """Exchange the code for an identity, every signature and claim checked. Raise `FournisseurError`."""
        ...


def fournisseurs() -> Sequence[Fournisseur]:
    """Return the providers that the settings name (`FOURNISSEURS_IDENTITE`, a dotted path to a function without arguments)."""
    from django.conf import settings  # noqa: PLC0415  read at each use
    from django.utils.module_loading import import_string  # noqa: PLC0415  same reason

    return cast("Sequence[Fournisseur]", import_string(settings.FOURNISSEURS_IDENTITE)())
