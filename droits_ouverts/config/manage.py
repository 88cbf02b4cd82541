"""Django's commands, behind `droits-ouverts manage ...`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one of Django's commands. `arguments` are those after the command's name; the process' own by default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings must be named first

    execute_from_command_line(["droits-ouverts manage", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
