from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Append-only audit trail."""

    name = "droits_ouverts.journal"
    label = "journal"
    verbose_name = "journal"
