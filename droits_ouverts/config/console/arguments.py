"""The command line, in French: argparse's own sentences are English."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, NoReturn

from droits_ouverts.config.console import agenda, annuaire, conservation, journal, orientation, programme, sauvegarde, simulate, suivi
from droits_ouverts.config.console.langue import LANGUES
from droits_ouverts.engine.questionnaire import months

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FORMATS = ("texte", "json", "pdf")

SENTENCES = (
    (r"the following arguments are required: (.*)", r"il manque : \1."),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1. Tapez --help pour voir ce qui existe."),
    (r"argument (.*?): expected one argument", r"il manque une valeur après \1."),
    (r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", r"\2 n'est pas possible ici. Choisissez parmi : \3."),
    (r"argument (.*?): (.*)", r"\1 : \2"),
    (r"ambiguous option: (.*) could match (.*)", r"« \1 » peut vouloir dire plusieurs choses : \2."),
)


class Analyseur(argparse.ArgumentParser):
    """A parser whose refusals are French sentences on standard error, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and stop."""
        for motif, phrase in SENTENCES:
            trouve = re.fullmatch(motif, message, re.DOTALL)
            if trouve:
                message = trouve.expand(phrase)
                break
        sys.stderr.write(f"{self.prog} : {message}\n")
        sys.exit(2)

    def format_help(self) -> str:
        """Return the help, with argparse's few English words in French."""
        return super().format_help().replace("usage: ", "utilisation : ", 1)


def one_of(possibles: Iterable[str]) -> Callable[[str], str]:
    """Return a type of argument: one of these words."""
    liste = tuple(possibles)

    def check(valeur: str) -> str:
        if valeur not in liste:
            message = f"« {valeur} » n'est pas possible. Choisissez parmi : {', '.join(liste)}."
            raise argparse.ArgumentTypeError(message)
        return valeur

    return check


def month(valeur: str) -> str:
    """Return a month "AAAA-MM", or refuse it with the mend."""
    try:
        return months.parse(valeur)
    except months.MonthError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def whole(minimum: int, maximum: int) -> Callable[[str], int]:
    """Return a type of argument: a whole number between two bounds included."""

    def check(valeur: str) -> int:
        if not valeur.isascii() or not valeur.isdigit() or len(valeur) > 9 or not minimum <= int(valeur) <= maximum:
            message = f"« {valeur} » n'est pas possible. Donnez un nombre entier de {minimum} à {maximum}."
            raise argparse.ArgumentTypeError(message)
        return int(valeur)

    return check


def build() -> Analyseur:
    """Return the parser of `droits-ouverts`."""
    analyseur = Analyseur(
        prog="droits-ouverts",
        description="Bilan des droits sociaux d'un ménage, et son service web. Les résultats sont des estimations, pas des promesses.",
        epilog="Exemples : droits-ouverts bilan exemples/awa.json ; droits-ouverts bilan - --format json < situation.json ; droits-ouverts serve",
        add_help=False,
    )
    _help(analyseur)
    commandes = analyseur.add_subparsers(title="commandes", dest="commande", metavar="COMMANDE", parser_class=Analyseur, required=True)

    bilan = commandes.add_parser(
        "bilan",
        help="estimer tous les droits d'un ménage décrit dans un fichier",
        description="Estime les droits d'un ménage. FICHIER est une situation OpenFisca ou notre questionnaire (docs/formats.md) ; « - » lit l'entrée standard.",
        add_help=False,
    )
    _help(bilan)
    bilan.add_argument("fichier", metavar="FICHIER", help="fichier JSON du ménage, ou - pour l'entrée standard")
    bilan.add_argument("--mois", type=month, metavar="AAAA-MM", help="mois du bilan (par défaut : celui du fichier, sinon le mois courant)")
    bilan.add_argument("--format", type=one_of(FORMATS), default="texte", metavar="FORMAT", help=f"{', '.join(FORMATS)} (par défaut : texte)")
    bilan.add_argument("--langue", type=one_of(LANGUES), default="fr", metavar="LANGUE", help=f"{', '.join(LANGUES)} (par défaut : fr)")
    bilan.add_argument("--sortie", metavar="CHEMIN", help="écrire dans ce fichier plutôt que sur la sortie standard")

    calculate = commandes.add_parser(
        "calculate",
        help="répondre à une situation OpenFisca lue sur l'entrée standard",
        description="Lit une situation OpenFisca sur l'entrée standard et l'écrit avec ses null remplacés par les valeurs calculées, comme l'API web d'OpenFisca.",
        add_help=False,
    )
    _help(calculate)

    serve = commandes.add_parser(
        "serve",
        help="démarrer le service web et le moteur de calcul",
        description="Démarre le service web et le moteur de calcul, les surveille, et les arrête ensemble (Ctrl-C).",
        add_help=False,
    )
    _help(serve)
    serve.add_argument("--hote", default="127.0.0.1", metavar="ADRESSE", help="adresse où écouter (par défaut : 127.0.0.1, cette machine seulement)")
    serve.add_argument("--port", type=whole(1, 65535), default=8000, metavar="PORT", help="port où écouter (par défaut : 8000)")
    serve.add_argument("--processus", type=whole(1, 64), default=1, metavar="NOMBRE", help="nombre de processus web (par défaut : 1)")

    programme.declare(commandes, _help, month, whole(0, programme.SUIVANTS_MAX))
    simulate.declare(commandes, _help, month, whole)
    sauvegarde.declare(commandes, _help, whole)
    journal.declare(commandes, _help, Analyseur)
    conservation.declare(commandes, _help, Analyseur)
    annuaire.declare(commandes, _help, Analyseur)
    agenda.declare(commandes, _help, Analyseur)
    orientation.declare(commandes, _help, Analyseur)
    suivi.declare(commandes, _help, Analyseur)

    # Here for the help only: what follows `manage` belongs to Django, --help included.
    commandes.add_parser("manage", help="lancer une commande de Django (manage help les liste)", add_help=False)
    return analyseur


def _help(analyseur: argparse.ArgumentParser) -> None:
    # argparse names its two groups in English and gives no other way to rename them.
    analyseur._positionals.title = "arguments"  # noqa: SLF001 - argparse has no public way to name its groups
    analyseur._optionals.title = "options"  # noqa: SLF001 - argparse has no public way to name its groups
    analyseur.add_argument("-h", "--help", action="help", help="afficher cette aide")
