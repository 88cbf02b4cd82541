"""What blocks, as a Django application."""

from django.apps import AppConfig


class IrritantsConfig(AppConfig):
    """Room of what blocks."""

    name = "droits_ouverts.irritants"
    verbose_name = "irritants"
