"""The followed right as a Django application."""

from django.apps import AppConfig


class SuiviConfig(AppConfig):
    """Room of the followed right."""

    name = "droits_ouverts.suivi"
    verbose_name = "suivi des droits"
