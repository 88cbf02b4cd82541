"""Orientation as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class OrientationConfig(AppConfig):
    """Room of orientation."""

    name = "droits_ouverts.orientation"
    verbose_name = "orientation"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import copie_composee, dossier_compose  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.orientation import contextes, recepteurs  # noqa: PLC0415  same reason
        from droits_ouverts.suivi.signals import droit_montre, suivis_effaces  # noqa: PLC0415  same reason

        declare(
            ChampScelle(modele="orientation.Orientation", colonne="fiche_scellee", contexte=contextes.sheet_context),
            ChampScelle(modele="orientation.SuiteEnvoi", colonne="mots_scelles", contexte=contextes.step_context, avec=("envoi__orientation",)),
        )
        suivis_effaces.connect(recepteurs.forget_rights, dispatch_uid="orientation.effacement")
        droit_montre.connect(recepteurs.show_on_right, dispatch_uid="orientation.droit")
        dossier_compose.connect(recepteurs.things_of_person, dispatch_uid="orientation.ouvertures")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="orientation.copie")
