"""The console command `droits-ouverts`: check-ups, populations, compiled months, the service, its backups, and Django's commands by `manage`.

Exit codes: 0 done, 1 something of ours failed, 2 what was given can't be used (a sentence on standard error says what, where and
the mend). Only this module reads the clock: everything below receives the month.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from droits_ouverts.config.console import agenda, annuaire, arguments, conservation, journal, orientation, programme, sauvegarde, simulate, suivi
from droits_ouverts.engine.situation import Probleme, SituationError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from droits_ouverts.engine.results import Estimation
    from droits_ouverts.engine.situation import Situation

PIECES = {
    "agenda": agenda.run,
    "annuaire": annuaire.run,
    "conservation": conservation.run,
    "journal": journal.run,
    "orientation": orientation.run,
    "suivi": suivi.run,
}
"""Rooms whose commands open the database by themselves."""
FAIT, PANNE, REFUS, INTERROMPU = 0, 1, 2, 130
PROBLEMES_MAX = 20
"""Problems of one file told at once."""


class UnusableError(Exception):
    """What was given can't be used; the text says what, where and the mend."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never a trace, unless `DROITS_OUVERTS_TRACE` is set."""
    for flux in (sys.stdout, sys.stderr):
        if hasattr(flux, "reconfigure"):
            flux.reconfigure(errors="replace")
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(given)
    except SystemExit as error:
        return _code(error)
    except SituationError as error:
        _say(_told(error))
        return REFUS
    except UnusableError as error:
        _say(str(error))
        return REFUS
    except KeyboardInterrupt:
        return INTERROMPU
    except BrokenPipeError:
        # The reader of a pipe left: what it wanted was written. Python must not complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAIT
    except Exception as error:
        if os.environ.get("DROITS_OUVERTS_TRACE"):
            raise
        _say(
            f"une erreur de notre fait a arrêté la commande ({type(error).__name__}). Cela ne dit rien des droits de la personne. "
            "Pour le détail à nous envoyer, relancez avec DROITS_OUVERTS_TRACE=1 ; ne joignez pas de données personnelles.",
        )
        return PANNE


def _run(given: list[str]) -> int:
    if given[:1] == ["manage"]:
        from droits_ouverts.config.manage import main as manage  # noqa: PLC0415  Django only where it is asked for

        manage(given[1:])
        return FAIT
    options = arguments.build().parse_args(given)
    match options.commande:
        case "bilan":
            return _bilan(options)
        case "calculate":
            return _calculate()
        case "programme":
            return programme.run(options)
        case "simulate" | "population":
            return simulate.run(options)
        case piece if piece in PIECES:
            return PIECES[piece](options)
        case "sauvegarde" | "restauration":
            return sauvegarde.run(options)
        case _:
            from droits_ouverts.config.serveur import serve  # noqa: PLC0415  Django only where it is asked for

            return serve(options.hote, options.port, options.processus)


# bilan


def _bilan(options: argparse.Namespace) -> int:
    if options.format == "pdf" and not options.sortie and sys.stdout.isatty():
        raise UnusableError("un PDF ne se lit pas dans un terminal. Ajoutez --sortie fiche.pdf.")
    situation = _situation(options.fichier, options.mois)
    with _progress("Lecture de la législation et calcul des droits, quelques secondes ..."):
        from droits_ouverts.engine.estimate import Engine  # noqa: PLC0415  OpenFisca costs seconds: only once the file is known to be good

        estimation = _completed(Engine().estimate(situation))
    _write(_rendered(estimation, situation, options), options.sortie)
    return FAIT


def _situation(fichier: str, mois: str | None) -> Situation:
    from droits_ouverts.engine.parsing import parse  # noqa: PLC0415  an OpenFisca file loads OpenFisca
    from droits_ouverts.engine.reading import read  # noqa: PLC0415  same reason
    from droits_ouverts.engine.situation_questionnaire import month_of  # noqa: PLC0415  same reason

    with _opened(fichier) as source:
        document = read(source)
    ecrit = month_of(document) if "individus" not in document else None
    retenu = mois or ecrit or datetime.now().astimezone().strftime("%Y-%m")
    return parse(document, retenu)


@contextmanager
def _opened(fichier: str) -> Iterator[BinaryIO]:
    if fichier == "-":
        yield sys.stdin.buffer
        return
    chemin = Path(fichier)
    try:
        with chemin.open("rb") as source:
            yield source
    except FileNotFoundError:
        raise UnusableError(f"le fichier « {fichier} » n'existe pas. Vérifiez son nom ; « - » lit l'entrée standard.") from None
    except IsADirectoryError:
        raise UnusableError(f"« {fichier} » est un dossier. Donnez un fichier JSON.") from None
    except PermissionError:
        raise UnusableError(f"le fichier « {fichier} » ne peut pas être lu : les droits d'accès manquent.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, SituationError):
            raise
        raise UnusableError(f"le fichier « {fichier} » ne peut pas être lu ({type(error).__name__}). Vérifiez son nom.") from None


def _completed(estimation: Estimation) -> Estimation:
    from droits_ouverts.config.console.catalogue import complete  # noqa: PLC0415  `calculate` doesn't need it

    return complete(estimation)


def _rendered(estimation: Estimation, situation: Situation, options: argparse.Namespace) -> bytes:
    if options.format == "json":
        from droits_ouverts.engine.serialize import estimation_to_dict  # noqa: PLC0415  one format at a time

        return _json(estimation_to_dict(estimation), indent=2)
    if options.format == "pdf":
        return _pdf(estimation, situation, options.langue)
    from droits_ouverts.config.console.texte import render  # noqa: PLC0415  one format at a time

    return render(estimation, options.langue).encode("utf-8", "replace")


def _pdf(estimation: Estimation, situation: Situation, langue: str) -> bytes:
    # The sheet is a template of Django's.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    from droits_ouverts.bilan.fiche_pdf import pdf  # noqa: PLC0415  the sheet needs WeasyPrint and its system libraries
    from droits_ouverts.bilan.fiche_types import Contexte  # noqa: PLC0415  one format at a time

    return bytes(pdf(estimation, situation, Contexte(langue=langue, site=os.environ.get("SITE_URL", "").rstrip("/"))))


# calculate


def _calculate() -> int:
    contenu = sys.stdin.buffer.read()
    try:
        body = json.loads(contenu)
    except RecursionError:
        raise UnusableError("l'entrée a trop de niveaux imbriqués.") from None
    except ValueError as error:
        raise UnusableError(f"l'entrée n'est pas du JSON : {error}. Donnez une situation OpenFisca.") from None
    with _progress("Lecture de la législation ..."):
        from droits_ouverts.config.console.essais import calculs_dir  # noqa: PLC0415  one command at a time
        from droits_ouverts.engine.calculate import calculate_by  # noqa: PLC0415  OpenFisca costs seconds: only once the JSON is read
        from droits_ouverts.engine.compiler.calculs import DepotCalculs  # noqa: PLC0415  same reason
        from droits_ouverts.engine.compiler.reponses import Reponses  # noqa: PLC0415  same reason
        from droits_ouverts.engine.interpreter import system  # noqa: PLC0415  same reason

        # What the service has compiled serves here as well; nothing is compiled for one answer.
        status, answer, _ = calculate_by(system(), body, Reponses(DepotCalculs(calculs_dir())))
    if status != 200:
        lignes = [f"{'/'.join(chemin)} : {message}" for chemin, message in _leaves(answer)]
        raise UnusableError("\n".join([f"OpenFisca refuse cette situation ({status}).", *lignes]))
    _write(_json(answer, indent=2), None)
    return FAIT


def _leaves(error: object, chemin: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(error, dict):
        for cle, valeur in error.items():
            yield from _leaves(valeur, (*chemin, str(cle)))
    else:
        yield chemin, str(error)


# reading and writing


def _json(valeur: object, indent: int) -> bytes:
    try:
        return (json.dumps(valeur, ensure_ascii=False, indent=indent) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(valeur, indent=indent) + "\n").encode()


def _write(contenu: bytes, sortie: str | None) -> None:
    if sortie is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(contenu)
        sys.stdout.buffer.flush()
        return
    try:
        Path(sortie).write_bytes(contenu)
    except OSError as error:
        raise UnusableError(f"« {sortie} » ne peut pas être écrit ({type(error).__name__}). Choisissez un autre chemin.") from None


@contextmanager
def _progress(phrase: str) -> Iterator[None]:
    """Show what is being done on a terminal, and clean the line afterwards."""
    montre = sys.stderr.isatty()
    if montre:
        sys.stderr.write(f"{phrase}\r")
        sys.stderr.flush()
    try:
        yield
    finally:
        if montre:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def _told(error: SituationError) -> str:
    problemes: Sequence[Probleme] = error.errors
    nombre = len(problemes)
    titre = "la situation ne peut pas être lue." if nombre == 1 else f"la situation ne peut pas être lue : {nombre} problèmes."
    lignes = [f"  {probleme.chemin} : {probleme.message}" for probleme in problemes[:PROBLEMES_MAX]]
    reste = [f"  ... et {nombre - PROBLEMES_MAX} autres."] if nombre > PROBLEMES_MAX else []
    return "\n".join([titre, *lignes, *reste])


def _say(message: str) -> None:
    sys.stderr.write(f"droits-ouverts : {message}\n")


def _code(error: SystemExit) -> int:
    if error.code is None:
        return FAIT
    if isinstance(error.code, int):
        return error.code
    _say(str(error.code))
    return PANNE


if __name__ == "__main__":
    sys.exit(main())
