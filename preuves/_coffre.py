"""What the proofs of the safe share: a database and keys of their own, and a table of what was seen."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

Resultat = tuple[str, int, int, bool]
"""What was checked, how many times, violations, whether the sabotage was seen."""


def ready(url: str, dossier: Path) -> None:
    """Set Django up on a database on disk, in WAL mode, with keys of its own."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.test", "DATABASE_URL": url}
    import django  # noqa: PLC0415  after the settings are named
    from django.conf import settings  # noqa: PLC0415  once Django is set up

    if "sqlite" in url:
        from droits_ouverts.config.settings.base import SQLITE_OPTIONS  # noqa: PLC0415  once Django is set up

        settings.DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    settings.COFFRE_CLES = dossier / "cles"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  once Django is set up

    call_command("migrate", verbosity=0)


def told(resultats: Iterable[Resultat]) -> None:
    """Print a line each, as they come; exit 1 if one is bad."""
    bons = True
    for quoi, fois, violations, vu in resultats:
        garantie(quoi, essais=fois, violations=violations, sabotages=(int(vu), 1))
        bons = bons and vu and not violations
    if not bons:
        sys.exit(1)
