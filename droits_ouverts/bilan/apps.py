"""The rights check-up as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class BilanConfig(AppConfig):
    """Room of the rights check-up."""

    name = "droits_ouverts.bilan"
    label = "bilan"
    verbose_name = "Bilan des droits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare what is sealed of a check-up, and answer for the rooms below that know nothing of a copy."""
        from droits_ouverts.bilan import rubriques_agenda, rubriques_reperage, selectors  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.bilan.signals import copie_composee, page_composee  # noqa: PLC0415  same reason

        declare(
            ChampScelle(modele="bilan.Bilan", colonne="reponses_scellees", contexte=selectors.answers_context),
            ChampScelle(modele="bilan.Estimation", colonne="situation_scellee", contexte=selectors.situation_context, avec=("bilan",)),
            ChampScelle(modele="bilan.Estimation", colonne="resultats_scelles", contexte=selectors.results_context, avec=("bilan",)),
            ChampScelle(modele="bilan.Choix", colonne="mots_scelles", contexte=selectors.words_context, avec=("bilan",)),
            ChampScelle(modele="bilan.Avis", colonne="raison_scellee", contexte=selectors.reason_context, avec=("bilan",)),
        )
        copie_composee.connect(rubriques_agenda.tell_copy, dispatch_uid="bilan.agenda")
        copie_composee.connect(rubriques_reperage.tell_copy, dispatch_uid="bilan.reperage")
        page_composee.connect(rubriques_reperage.show_on_page, dispatch_uid="bilan.reperage.page")
