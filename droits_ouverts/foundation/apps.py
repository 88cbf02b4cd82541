from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Errors and small types; knows no word of the trade."""

    name = "droits_ouverts.foundation"
    label = "foundation"
    verbose_name = "fondation"
