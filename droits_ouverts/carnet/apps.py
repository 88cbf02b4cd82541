"""A person's own page as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class CarnetConfig(AppConfig):
    """Room of the person's own page."""

    name = "droits_ouverts.carnet"
    verbose_name = "page de la personne"

    def ready(self) -> None:
        """Declare what is sealed, and hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import copie_composee, page_composee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.carnet import contextes, recepteurs  # noqa: PLC0415  same reason
        from droits_ouverts.personnes.signals import effacement_demande, personne_effacee  # noqa: PLC0415  same reason

        declare(ChampScelle(modele="carnet.Carnet", colonne="mots_scelles", contexte=contextes.words_context))
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="carnet.effacement")
        effacement_demande.connect(recepteurs.close_page, dispatch_uid="carnet.effacement_demande")
        page_composee.connect(recepteurs.show_on_page, dispatch_uid="carnet.page")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="carnet.copie")
