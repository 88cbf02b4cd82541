from django.apps import AppConfig


class ComptesConfig(AppConfig):
    """Accounts and sign-in."""

    name = "droits_ouverts.comptes"
    label = "comptes"
    verbose_name = "comptes"

    def ready(self) -> None:
        """Listen to what allauth does."""
        from droits_ouverts.comptes import receivers  # noqa: PLC0415  it reads the models

        del receivers
