from django.apps import AppConfig


class StructuresConfig(AppConfig):
    """Partner organisations and their members."""

    name = "droits_ouverts.structures"
    label = "structures"
    verbose_name = "structures"
