"""How long the copy of a person takes: one who was met for years, with 12 check-ups of two adults, each with its estimate, a choice and an opinion.

    python bench/copie.py [--bilans 12]

Prints the seconds of processor and the size of the JSON and of the paper, in French and with Arabic below. Each must take less than a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
SECONDES_MAX = 60.0


def main() -> None:
    """Measure and print; exit 1 where a copy takes a minute or more."""
    parser = argparse.ArgumentParser(description="How long the copy of a person takes.")
    parser.add_argument("--bilans", type=int, default=12)
    combien = parser.parse_args().bilans
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-copie-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{dossier / 'base.sqlite3'}")
    import django  # noqa: PLC0415  after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  once Django is set up
    from django.utils import timezone  # noqa: PLC0415  once Django is set up

    call_command("migrate", verbosity=0)
    from droits_ouverts.bilan.models import Bilan  # noqa: PLC0415  once Django is set up
    from droits_ouverts.bilan.web import copie, copie_pdf  # noqa: PLC0415  once Django is set up
    from droits_ouverts.ui.langues import PAR_CODE  # noqa: PLC0415  once Django is set up
    from tests.factories.foyers import dossier as rempli  # noqa: PLC0415  once Django is set up
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  once Django is set up

    membre = MembreFactory.create()
    personne = rempli(membre, "Awa", "Karim").personne
    for _rang in range(combien - 1):
        autre = rempli(membre, "Awa", "Karim")
        Bilan.objects.filter(pk=autre.bilan.pk).update(personne=personne)
    now = timezone.now()
    lents = [
        measured("JSON", lambda: json.dumps(copie.whole(personne, now=now).json()).encode()),
        measured("paper, French", lambda: copie_pdf.pdf(personne, PAR_CODE["fr"], now=now)),
        measured("paper, French and Arabic", lambda: copie_pdf.pdf(personne, PAR_CODE["ar"], now=now)),
    ]
    if max(lents) >= SECONDES_MAX:
        sys.exit(1)


def measured(quoi: str, action: Callable[[], bytes]) -> float:
    """Print what an action costs, and return its seconds of processor."""
    debut, mur = time.process_time(), time.monotonic()
    octets = len(action())
    cout = time.process_time() - debut
    print(f"{quoi}: {cout:.1f} s of processor, {time.monotonic() - mur:.1f} s in all, {octets / 1000:.0f} kB")
    return cout


if __name__ == "__main__":
    main()
