"""Application of the persons."""

from django.apps import AppConfig

from droits_ouverts.coffre.champs import ChampScelle, declare


class PersonnesConfig(AppConfig):
    """Persons, each held by one structure."""

    name = "droits_ouverts.personnes"
    verbose_name = "personnes"

    def ready(self) -> None:
        """Declare what is sealed of a person."""
        from droits_ouverts.personnes import selectors  # noqa: PLC0415  models are there from now on only

        declare(
            ChampScelle(modele="personnes.Personne", colonne="identite_scellee", contexte=selectors.identity_context),
            sujets={"personne": "personnes.Personne"},
        )
