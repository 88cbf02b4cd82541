"""The agenda as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class AgendaConfig(AppConfig):
    """Room of appointments and actions."""

    name = "droits_ouverts.agenda"
    verbose_name = "agenda"

    def ready(self) -> None:
        """Declare what is sealed, and hear that a person is erased."""
        from droits_ouverts.agenda import contextes, recepteurs  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.personnes.signals import personne_effacee  # noqa: PLC0415  same reason

        declare(
            ChampScelle(modele="agenda.RendezVous", colonne="mots_scelles", contexte=contextes.appointment_context),
            ChampScelle(modele="agenda.SuiteRendezVous", colonne="mots_scelles", contexte=contextes.outcome_context, avec=("rendez_vous",)),
            ChampScelle(modele="agenda.Action", colonne="mots_scelles", contexte=contextes.action_context),
        )
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="agenda.effacement")
