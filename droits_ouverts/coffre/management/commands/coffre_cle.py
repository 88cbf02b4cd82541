"""Keys of the safe: `droits-ouverts manage coffre_cle nouvelle | liste | rotation | rescellement | usages`."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from droits_ouverts.coffre.rescellement import hand_over_all, left
from droits_ouverts.coffre.rotation import rotate, usages
from droits_ouverts.coffre.services import keyring


class Command(BaseCommand):
    """Make a key, list those present, wrap every subject's key under the newest one. A key itself is never printed."""

    help = (
        "Fabrique une clé du coffre (nouvelle), montre celles qui sont là (liste), enveloppe par la dernière toutes les clés des sujets (rotation), "
        "remet à la clé de son sujet ce qui fut scellé avant qu’il en ait une (rescellement), dit à quoi chaque clé sert encore (usages)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the action."""
        parser.add_argument("action", choices=["nouvelle", "liste", "rotation", "rescellement", "usages"])

    def handle(self, *args: object, **options: object) -> None:
        """Run the action."""
        getattr(self, f"_{options['action']}")()

    def _nouvelle(self) -> None:
        keys = keyring()
        key = keys.add()
        self.stdout.write(f"Clé {key.id} fabriquée dans {keys.folder}. Elle scelle dès maintenant. Sauvegardez ce dossier à part de la base.")

    def _liste(self) -> None:
        keys = keyring()
        present = keys.all()
        if not present:
            self.stdout.write(f"Aucune clé dans {keys.folder}.")
        for key in present:
            self.stdout.write(f"{key.id}{'  (active)' if key == present[-1] else ''}")

    def _rotation(self) -> None:
        faites = 0
        illisibles: tuple[int, ...] = ()
        for avancement in rotate():
            faites, illisibles = avancement.faites, avancement.illisibles
            self.stdout.write(f"{faites} clés enveloppées, {avancement.restent} restent.")
        if illisibles:
            numeros = ", ".join(map(str, illisibles[:20]))
            message = f"{len(illisibles)} clés ne s’ouvrent pas et sont restées comme elles étaient (lignes {numeros}). Restaurez-les depuis une sauvegarde."
            raise CommandError(message)
        self.stdout.write(f"Rotation finie : {faites} clés de sujets enveloppées par la clé active.")

    def _rescellement(self) -> None:
        remises = 0
        illisibles: list[str] = []
        for remise in hand_over_all(keyring()):
            remises += remise.remises
            illisibles += [f"{remise.champ} {numero}" for numero in remise.illisibles]
            self.stdout.write(f"{remise.champ} : {remise.remises} remises, {remise.effacees} de sujets effacés laissées.")
        if illisibles:
            message = f"{len(illisibles)} enveloppes ne s’ouvrent pas et sont restées comme elles étaient : {', '.join(illisibles[:20])}."
            raise CommandError(message)
        self.stdout.write(f"Rescellement fini : {remises} enveloppes remises à la clé de leur sujet.")

    def _usages(self) -> None:
        nombres = usages()
        for cle_id in sorted({key.id for key in keyring().all()} | set(nombres)):
            self.stdout.write(f"{cle_id} : {nombres.get(cle_id, 0)} clés de sujets")
        for champ, nombre in left().items():
            self.stdout.write(f"{champ} : {nombre} enveloppes d’avant les clés des sujets")
