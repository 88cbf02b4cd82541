"""The rights check-up as a Django application."""

from django.apps import AppConfig


class BilanConfig(AppConfig):
    """Room of the rights check-up."""

    name = "droits_ouverts.bilan"
    label = "bilan"
    verbose_name = "Bilan des droits"
    default_auto_field = "django.db.models.BigAutoField"
