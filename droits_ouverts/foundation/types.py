"""Small shapes that rooms share without knowing each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# The rest of the chain that a middleware calls.
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HasPk(Protocol):
    """Anything stored, known by its number only."""

    @property
    def pk(self) -> int:
        """Number of the row."""
        ...
