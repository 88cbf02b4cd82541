"""Application of the persons."""

from django.apps import AppConfig


class PersonnesConfig(AppConfig):
    """Persons, each held by one structure."""

    name = "droits_ouverts.personnes"
    verbose_name = "personnes"
