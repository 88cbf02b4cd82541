"""The first structures of an installation: `droits-ouverts manage inscrire_structure`. The rest is done on the pages of the structure."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.db import IntegrityError, transaction
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.passwords import first_password
from droits_ouverts.comptes.services import create_compte
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.services import add_membre, create_structure
from droits_ouverts.territoires.models import Site


def _email(texte: str) -> str:
    try:
        validate_email(texte)
    except ValidationError:
        raise ArgumentTypeError(f"« {texte} » n’est pas une adresse électronique complète.") from None
    return texte.strip().lower()


def _code(texte: str) -> str:
    try:
        validate_slug(texte)
    except ValidationError:
        raise ArgumentTypeError(f"« {texte} » : lettres sans accent, chiffres et traits d’union seulement.") from None
    return texte


class Command(BaseCommand):
    """Enter a structure with the person in charge of it, whole or not at all."""

    help = "Inscrit une structure et sa personne responsable, qui ajoutera les autres membres à l’écran."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the structure, its kind and sites, and the person in charge."""
        parser.add_argument("code", type=_code, help="code de la structure, par exemple ccas-venissieux")
        parser.add_argument("nom", help="nom affiché")
        parser.add_argument("--genre", required=True, choices=Genre.values)
        parser.add_argument("--site", action="append", default=[], metavar="CODE", help="site où elle agit ; à répéter s’il y en a plusieurs")
        parser.add_argument("--responsable", required=True, type=_email, metavar="ADRESSE", help="adresse électronique de la personne responsable")
        parser.add_argument("--responsable-nom", required=True, metavar="NOM", help="son nom, comme ses collègues le liront")
        parser.add_argument("--profession", default=Profession.AUTRE.value, choices=Profession.values)

    @transaction.atomic
    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Enter both, and show the first password once. Raise `CommandError` for what cannot be."""
        sites = dict(Site.objects.filter(code__in=options["site"]).values_list("code", "pk"))
        if inconnus := sorted(set(options["site"]) - set(sites)):
            raise CommandError(f"site inconnu : {', '.join(inconnus)}. Vérifiez son code, ou inscrivez la structure sans site.")
        password, on = first_password(), timezone.localdate()
        try:
            structure = create_structure(code=options["code"], nom=options["nom"], genre=Genre(options["genre"]), site_ids=sites.values(), actor=None)
        except IntegrityError:
            raise CommandError("une structure a déjà ce code ou ce nom. Rien n’a été inscrit.") from None
        compte = Compte.objects.filter(email=options["responsable"]).first()
        ouvert = compte is None
        if compte is None:
            compte = create_compte(email=options["responsable"], nom=options["responsable_nom"], password=password, actor=None)
        try:
            add_membre(
                structure_id=structure.pk,
                compte_id=compte.pk,
                role=Role.RESPONSABLE,
                profession=Profession(options["profession"]),
                depuis_le=on,
                actor=None,
                on=on,
            )
        except DomainError as refus:
            raise CommandError(f"{refus.why} Rien n’a été inscrit.") from None
        self.stdout.write(f"{structure.nom} est inscrite ; {compte.nom} en est responsable.")
        if ouvert:
            self.stdout.write(f"Premier mot de passe de {compte.email}, montré cette seule fois : {password}")
