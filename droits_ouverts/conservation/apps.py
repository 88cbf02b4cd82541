"""Retention as a Django application."""

from django.apps import AppConfig


class ConservationConfig(AppConfig):
    """Room of retention."""

    name = "droits_ouverts.conservation"
    verbose_name = "conservation"

    def ready(self) -> None:
        """Keep what counts without anybody each time that check-ups are erased."""
        from droits_ouverts.bilan.signals import bilans_effaces  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.conservation.faits import keep_of_erased  # noqa: PLC0415  same reason

        bilans_effaces.connect(keep_of_erased, dispatch_uid="conservation.faits")
