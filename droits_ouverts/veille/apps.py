"""What a change of the law newly opens, as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class VeilleConfig(AppConfig):
    """Room of the law that changes."""

    name = "droits_ouverts.veille"
    verbose_name = "veille des lois"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import copie_composee, fin_composee, page_composee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.personnes.signals import effacement_demande, personne_effacee  # noqa: PLC0415  same reason
        from droits_ouverts.veille import contextes, recepteurs  # noqa: PLC0415  same reason

        declare(ChampScelle(modele="veille.Relecture", colonne="resultat_scelle", contexte=contextes.reading_context))
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="veille.effacement")
        effacement_demande.connect(recepteurs.stop_calls, dispatch_uid="veille.effacement_demande")
        page_composee.connect(recepteurs.show_on_page, dispatch_uid="veille.page")
        fin_composee.connect(recepteurs.ask_at_the_end, dispatch_uid="veille.fin_du_bilan")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="veille.copie")
