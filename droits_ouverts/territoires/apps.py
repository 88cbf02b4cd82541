from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    """Programme and sites."""

    name = "droits_ouverts.territoires"
    label = "territoires"
    verbose_name = "territoires"
