"""The settings of development with the engine's stand-in: its months are always compiled, and its calendar is invented."""

from droits_ouverts.config.settings.dev import *  # noqa: F403  settings are taken over whole

MOTEUR = "tests.bilan.faux.moteur"
