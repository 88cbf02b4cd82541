"""Lint our migrations: none may break the release that runs while it is applied.

It reads the SQL that would be run, in the dialect of `DATABASE_URL`: PostgreSQL's, since SQLite rebuilds whole tables and hides what
would lock or break. The linter is a Django application that the product doesn't install: it is added here to the tests' settings.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent


# Left unread, each with its reason.
LUES_A_LA_MAIN = {
    "0005_code_de_reprise_unique": "makes unique a column that 0002 added, empty in every row of a release before",
    "0004_chaine_fermee": "makes unique the places in a chain that 0003 has just given; a release that writes no place must not write any more",
}


def main() -> None:
    """Exit with 1 where a migration is unsafe. Nothing is applied."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.test")
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django_migration_linter"]
    django.setup()
    from django.apps import apps  # noqa: PLC0415  filled by setup

    ours = [config.label for config in apps.get_app_configs() if config.name.startswith("droits_ouverts.")]
    call_command(
        "lintmigrations",
        include_apps=ours,
        no_cache=True,
        skip_checks=True,
        project_root_path=str(ROOT),
        quiet=["ok", "ignore"],
        ignore_name=list(LUES_A_LA_MAIN),
    )


if __name__ == "__main__":
    main()
