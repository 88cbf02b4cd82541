from django.apps import AppConfig


class AnnuaireConfig(AppConfig):
    """Places and services of the territory."""

    name = "droits_ouverts.annuaire"
    label = "annuaire"
    verbose_name = "annuaire"
