from django.apps import AppConfig


class ComptesConfig(AppConfig):
    """Accounts and sign-in."""

    name = "droits_ouverts.comptes"
    label = "comptes"
    verbose_name = "comptes"
