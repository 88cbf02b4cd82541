"""Django's commands, behind `droits-ouverts manage ...`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext

EN_SON_NOM = frozenset({"coffre_cle", "coffre_effacements", "effacer_anonymes", "effacer_personnes", "exporter_effacements", "inscrire_structure", "seed_demo"})
"""Commands that read or write what structures hold: on PostgreSQL, in the name of the service (`foundation.lignes`). `migrate` never is: it makes the wall."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of Django's commands. `arguments` are those after the command's name; the process' own by default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings must be named first

    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason

    demande = list(sys.argv[1:] if arguments is None else arguments)
    with as_service(Service.COMMANDE) if EN_SON_NOM.intersection(demande[:1]) else nullcontext():
        execute_from_command_line(["droits-ouverts manage", *demande])


if __name__ == "__main__":
    main()
