"""The followed right as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class SuiviConfig(AppConfig):
    """Room of the followed right."""

    name = "droits_ouverts.suivi"
    verbose_name = "suivi des droits"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.agenda.signals import echeances_demandees, personnes_suivies  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.bilan.signals import copie_composee, dossier_compose, dossiers_compares, droit_choisi, page_composee  # noqa: PLC0415  same reason
        from droits_ouverts.personnes.signals import personne_effacee  # noqa: PLC0415  same reason
        from droits_ouverts.suivi import agenda, choix, contextes, recepteurs  # noqa: PLC0415  same reason

        declare(
            ChampScelle(modele="suivi.DroitSuivi", colonne="montants_scelles", contexte=contextes.last_amounts_context),
            ChampScelle(modele="suivi.Mouvement", colonne="montants_scelles", contexte=contextes.amounts_context, avec=("droit_suivi",)),
            ChampScelle(modele="suivi.Mouvement", colonne="mots_scelles", contexte=contextes.words_context, avec=("droit_suivi",)),
            ChampScelle(modele="suivi.Piece", colonne="precision_scellee", contexte=contextes.paper_context, avec=("droit_suivi",)),
            ChampScelle(modele="suivi.Echeance", colonne="raison_scellee", contexte=contextes.reason_context, avec=("droit_suivi",)),
        )
        echeances_demandees.connect(agenda.clocks_of_days, dispatch_uid="suivi.echeances")
        echeances_demandees.connect(agenda.papers_of_days, dispatch_uid="suivi.papiers")
        personnes_suivies.connect(agenda.people_of, dispatch_uid="suivi.personnes")
        droit_choisi.connect(choix.follow_choice, dispatch_uid="suivi.choix")
        droit_choisi.connect(choix.forget_changes, dispatch_uid="suivi.changements")
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="suivi.effacement")
        dossier_compose.connect(recepteurs.name_things, dispatch_uid="suivi.ouvertures")
        dossiers_compares.connect(recepteurs.tell_compared, dispatch_uid="suivi.comparaison")
        page_composee.connect(recepteurs.show_on_page, dispatch_uid="suivi.page")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="suivi.copie")
