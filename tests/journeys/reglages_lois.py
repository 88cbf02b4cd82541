"""The settings of development with an engine whose law changes this month: one right opens, one is no longer uncertain, one becomes so."""

from droits_ouverts.config.settings.dev import *  # noqa: F403  settings are taken over whole

MOTEUR = "tests.factories.veilles.moteur"
