"""Letters as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class CourriersConfig(AppConfig):
    """Room of the letters."""

    name = "droits_ouverts.courriers"
    verbose_name = "courriers"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import copie_composee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.courriers import contextes, recepteurs  # noqa: PLC0415  same reason
        from droits_ouverts.suivi.signals import droit_montre, suivis_effaces  # noqa: PLC0415  same reason

        declare(ChampScelle(modele="courriers.Courrier", colonne="texte_scelle", contexte=contextes.text_context, avec=("droit_suivi",)))
        suivis_effaces.connect(recepteurs.forget_rights, dispatch_uid="courriers.effacement")
        droit_montre.connect(recepteurs.show_on_right, dispatch_uid="courriers.droit")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="courriers.copie")
