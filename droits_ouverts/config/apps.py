from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds the home page, the demo and the commands that set several rooms in motion."""

    name = "droits_ouverts.config"
    label = "config"
    verbose_name = "configuration"
