"""Tests: fast hashing, a database in memory (or `DATABASE_URL`), keys of their own, unknown template variables refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

from droits_ouverts.config.settings.base import *  # noqa: F403  settings of a use extend the shared ones
from droits_ouverts.config.settings.base import SQLITE_OPTIONS, STORAGES, database_from_environment

SECRET_KEY = "tests-only"  # noqa: S105  never leaves the tests
ALLOWED_HOSTS = ["*"]
CHARTE_OUVERTE = True
DEMO_PERMISE = True

VAR_DIR = Path(tempfile.mkdtemp(prefix="droits-ouverts-tests-"))
COFFRE_CLES = VAR_DIR / "cles"
COFFRE_CREE_PREMIERE_CLE = True
MOTEUR_SOCKET = VAR_DIR / "moteur.sock"
LIMITES_FICHIER = VAR_DIR / "limites.sqlite3"
# Tests ask faster than people: a test of the limits sets its own.
REQUETES_PAR_SECONDE = REQUETES_PAR_MINUTE = REQUETES_PAR_HEURE = 0
PROGRAMMES_DIR = VAR_DIR / "programmes"
PROGRAMMES_AU_DEPART = False

DATABASES = {"default": database_from_environment(f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A journal in WAL mode has no meaning for a database in memory.
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {"init_command": "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"}
else:
    # A pool keeps connections that the test runner needs closed to drop its database.
    DATABASES["default"]["OPTIONS"] = {}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
