from django.apps import AppConfig


class DroitsConfig(AppConfig):
    """The catalogue of rights."""

    name = "droits_ouverts.droits"
    label = "droits"
    verbose_name = "droits"

    def ready(self) -> None:
        """Refuse to start on a hole or a typo, and add the whole comparison to the system checks."""
        from droits_ouverts.annuaire.droit_names import declare_names  # noqa: PLC0415 — the same
        from droits_ouverts.droits import checks  # noqa: F401, PLC0415 — registers the check once apps are loaded
        from droits_ouverts.droits.catalogue import load_catalogue  # noqa: PLC0415 — read when the site starts, not when it is imported
        from droits_ouverts.droits.horloges_fichier import load_horloges  # noqa: PLC0415 — the same
        from droits_ouverts.droits.services import name_in  # noqa: PLC0415 — the same
        from droits_ouverts.droits.urgences import load_urgences  # noqa: PLC0415 — the same
        from droits_ouverts.foundation import langue  # noqa: PLC0415 — the same

        declare_names(lambda code: name_in(code, langue.current()))
        load_catalogue()
        load_horloges()
        load_urgences()
