"""Where to go back after a gesture: an address that a page sent along is followed only inside the service."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def local_path(demande: str) -> str:
    """Return the path that was asked for, if it is one of this service: absolute, without a host, a scheme or a control character; nothing otherwise."""
    propre = demande.startswith("/") and all(signe.isprintable() for signe in demande)
    return demande if propre and url_has_allowed_host_and_scheme(demande, allowed_hosts=None) else ""
