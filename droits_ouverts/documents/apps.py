"""Papers as a Django application."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class DocumentsConfig(AppConfig):
    """Room of the papers of a person."""

    name = "droits_ouverts.documents"
    verbose_name = "papiers"

    def ready(self) -> None:
        """Declare what is sealed of a paper, and hear that a person is being erased."""
        from droits_ouverts.documents import contextes  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.documents.effacement import forget_person  # noqa: PLC0415  same reason
        from droits_ouverts.documents.services_liens import revoke_all  # noqa: PLC0415  same reason
        from droits_ouverts.personnes.signals import accord_retire, effacement_demande, personne_effacee  # noqa: PLC0415  same reason

        declare(
            ChampScelle(modele="documents.Document", colonne="fiche_scellee", contexte=contextes.sheet_context),
            ChampScelle(modele="documents.Morceau", colonne="contenu_scelle", contexte=contextes.piece_context, avec=("document",)),
            ChampScelle(modele="documents.LienPapier", colonne="mention_scellee", contexte=contextes.mention_context, avec=("document",)),
        )
        personne_effacee.connect(forget_person, dispatch_uid="documents.papiers")
        for arret in (effacement_demande, accord_retire):
            arret.connect(revoke_all, dispatch_uid="documents.liens")
