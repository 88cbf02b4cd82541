from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FoundationConfig(AppConfig):
    """Errors and small types; knows no word of the trade."""

    name = "droits_ouverts.foundation"
    label = "foundation"
    verbose_name = "fondation"

    def ready(self) -> None:
        """Put the wall back in place after each migration."""
        from droits_ouverts.foundation.lignes import pose  # noqa: PLC0415  Django's own place for it

        pre_migrate.connect(pose.open_for_migrations, sender=self, dispatch_uid="lignes.open")
        post_migrate.connect(pose.install, sender=self, dispatch_uid="lignes.install")
