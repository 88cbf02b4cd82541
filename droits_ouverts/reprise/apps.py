"""The room as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class RepriseConfig(AppConfig):
    """Room of imports from spreadsheets."""

    name = "droits_ouverts.reprise"
    verbose_name = "reprise"

    def ready(self) -> None:
        """Declare what is sealed."""
        from droits_ouverts.reprise import contextes  # noqa: PLC0415  models are there from now on only

        declare(
            ChampScelle(modele="reprise.Reprise", colonne="tableau_scelle", contexte=contextes.table_context),
            ChampScelle(modele="reprise.Reprise", colonne="essai_scelle", contexte=contextes.trial_context),
        )
