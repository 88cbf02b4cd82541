"""Application of the persons."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class PersonnesConfig(AppConfig):
    """Persons, each held by one structure."""

    name = "droits_ouverts.personnes"
    verbose_name = "personnes"

    def ready(self) -> None:
        """Declare what is sealed of a person."""
        from droits_ouverts.personnes import selectors, selectors_droits  # noqa: PLC0415  models are there from now on only

        declare(
            ChampScelle(modele="personnes.Personne", colonne="identite_scellee", contexte=selectors.identity_context),
            ChampScelle(modele="personnes.Personne", colonne="contact_scelle", contexte=selectors.contact_context),
            ChampScelle(modele="personnes.Rectification", colonne="contenu_scelle", contexte=selectors_droits.rectification_context, avec=("personne",)),
            ChampScelle(modele="personnes.OuvertureUrgente", colonne="raison_scellee", contexte=selectors_droits.urgence_context, avec=("personne",)),
            sujets={"personne": "personnes.Personne"},
        )
