"""Application of the directory."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class AnnuaireConfig(AppConfig):
    """Places and services of the territory."""

    name = "droits_ouverts.annuaire"
    label = "annuaire"
    verbose_name = "annuaire"

    def ready(self) -> None:
        """Declare what is sealed of the words left in places of life."""
        from droits_ouverts.annuaire import services_vie  # noqa: PLC0415  models are there from now on only

        declare(ChampScelle(modele="annuaire.MotDepose", colonne="mots_scelles", contexte=services_vie.words_context))
