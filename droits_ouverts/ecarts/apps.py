"""What decisions really bring, as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class EcartsConfig(AppConfig):
    """Room of decisions compared with what was estimated."""

    name = "droits_ouverts.ecarts"
    verbose_name = "écarts entre décisions et estimations"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import copie_composee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.ecarts import contextes, recepteurs, services  # noqa: PLC0415  same reason
        from droits_ouverts.suivi.signals import droit_bouge, droit_montre, suivis_effaces  # noqa: PLC0415  same reason

        declare(ChampScelle(modele="ecarts.GainDecide", colonne="gain_scelle", contexte=contextes.gain_context, avec=("droit_suivi",)))
        droit_bouge.connect(services.ask_gain, dispatch_uid="ecarts.gain")
        suivis_effaces.connect(recepteurs.forget_rights, dispatch_uid="ecarts.effacement")
        droit_montre.connect(recepteurs.show_on_right, dispatch_uid="ecarts.droit")
        droit_montre.connect(recepteurs.show_comparison, dispatch_uid="ecarts.comparaison")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="ecarts.copie")
