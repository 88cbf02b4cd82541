"""Outreach as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class ReperageConfig(AppConfig):
    """Room of outreach."""

    name = "droits_ouverts.reperage"
    verbose_name = "repérage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what is sealed, and hear that a person is erased."""
        from droits_ouverts.personnes.signals import personne_effacee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.reperage import contextes, recepteurs  # noqa: PLC0415  same reason

        declare(ChampScelle(modele="reperage.Tournee", colonne="mots_scelles", contexte=contextes.words_context))
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="reperage.effacement")
