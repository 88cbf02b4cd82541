"""A person's own machine, and the demo: SQLite under `var/`, fictional accounts allowed, nothing to configure."""

from __future__ import annotations

from droits_ouverts.config.settings.base import *  # noqa: F403  settings of a use extend the shared ones
from droits_ouverts.config.settings.base import STORAGES, VAR_DIR, env
from droits_ouverts.config.settings.local_secret import read_or_make

SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_make(VAR_DIR / "secret_key")
DEBUG = env.bool("DEBUG", default=False)
COFFRE_CREE_PREMIERE_CLE = True
CHARTE_OUVERTE = True
DEMO_PERMISE = True

# Files are served from where they are written: no collection step before the first page.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = DEBUG
