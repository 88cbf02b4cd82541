from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system."""

    name = "droits_ouverts.ui"
    label = "ui"
    verbose_name = "interface"
