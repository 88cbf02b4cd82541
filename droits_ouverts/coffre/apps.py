from django.apps import AppConfig


class CoffreConfig(AppConfig):
    """Sealing of fields."""

    name = "droits_ouverts.coffre"
    label = "coffre"
    verbose_name = "coffre"
