"""`droits-ouverts programme test FILES...`: tests in OpenFisca's YAML format, on compiled programmes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import droits_ouverts

if TYPE_CHECKING:
    import argparse

    from droits_ouverts.engine.compiler.essais import Resultat

FAIT, PANNE, REFUS = 0, 1, 2
AIDE = "lancer des essais au format d'OpenFisca sur les programmes compilés"
DESCRIPTION = (
    "Lit des essais au format YAML d'OpenFisca, compile ce qu'ils calculent, compare, et compte les réussis, les échecs et ceux qui ne sont pas couverts, "
    "avec la raison. Code de sortie 1 s'il y a un échec."
)


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `test` to those of `programme`."""
    test = commandes.add_parser("test", help=AIDE, description=DESCRIPTION, add_help=False)
    aide(test)
    test.add_argument("fichiers", nargs="+", metavar="FICHIER", type=Path, help="fichiers .yaml, ou dossiers qui en contiennent")
    test.add_argument("--contre", action="store_true", help="dire si OpenFisca lui-même passe les essais qui ne sont pas réussis")
    test.add_argument("--detail", action="store_true", help="montrer chaque essai qui n'est pas réussi")
    test.add_argument("--programmes", type=Path, metavar="DOSSIER", help="dossier où garder les programmes (par défaut : VAR_DIR/programmes/essais)")


def calculs_dir() -> Path:
    """Return the folder of compiled calculations, as the service's settings have it (`CALCULS_DIR`, `VAR_DIR`), without loading Django."""
    var = os.environ.get("VAR_DIR") or str(Path(droits_ouverts.__file__).resolve().parent.parent / "var")
    return Path(os.environ.get("CALCULS_DIR") or Path(var) / "programmes" / "calculs")


def run(options: argparse.Namespace) -> int:
    """Run the tests and print what they gave; 1 where one failed, 2 where a file can't be read."""
    from droits_ouverts.engine.compiler import essais  # noqa: PLC0415 - OpenFisca costs seconds: only once the command is known to be good
    from droits_ouverts.engine.compiler.build import compile_calcul  # noqa: PLC0415 - same reason
    from droits_ouverts.engine.compiler.calculs import DepotCalculs  # noqa: PLC0415 - same reason
    from droits_ouverts.engine.compiler.essais_lecture import FichierError  # noqa: PLC0415 - same reason
    from droits_ouverts.engine.interpreter import system  # noqa: PLC0415 - same reason

    # Beside those of the service, which are fewer: tests must not push them out.
    depot = DepotCalculs(options.programmes or calculs_dir().with_name("essais"), maximum=ESSAIS_MAX)
    annonce = _Annonce()
    try:
        resultats = essais.run(options.fichiers, system=system(), depot=depot, fabrique=compile_calcul, against=options.contre, annonce=annonce)
    except FichierError as error:
        annonce.end()
        sys.stderr.write(f"droits-ouverts : {error}\n")
        return REFUS
    finally:
        annonce.end()
    sys.stdout.write(report(resultats, detail=options.detail))
    return PANNE if essais.counts(resultats)[essais.Issue.ECHEC] else FAIT


ESSAIS_MAX = 5000
"""Shapes that tests may keep: OpenFisca-France's own need more than 1,000."""


class _Annonce:
    """One line on a terminal, rewritten; nothing elsewhere."""

    def __init__(self) -> None:
        self._montre = sys.stderr.isatty()

    def __call__(self, fait: int, total: int, phrase: str) -> None:
        if self._montre:
            sys.stderr.write(f"\r\033[K{fait}/{total} {phrase}"[:120])
            sys.stderr.flush()

    def end(self) -> None:
        if self._montre:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def report(resultats: Sequence[Resultat], *, detail: bool = False) -> str:
    """Return the table by file, the reasons counted, and the total; failures are always told one by one."""
    from droits_ouverts.engine.compiler.essais import Issue, by_file, counts  # noqa: PLC0415 - as above

    lignes = []
    for fichier, siens in by_file(resultats).items():
        lignes.append(f"{fichier} : {_counted(counts(siens))}")
        lignes += [_line(resultat) for resultat in siens if resultat.issue is Issue.ECHEC or (detail and resultat.issue is not Issue.REUSSI)]
    raisons: dict[str, int] = {}
    for resultat in resultats:
        if resultat.issue is Issue.NON_COUVERT:
            raison = f"{resultat.variable} : {resultat.raison}" if resultat.variable else resultat.raison
            raisons[raison] = raisons.get(raison, 0) + 1
    if raisons:
        lignes += ["", "Non couverts :"]
        lignes += [f"  {nombre:5} {raison}" for raison, nombre in sorted(raisons.items(), key=lambda item: -item[1])]
    lignes += ["", f"Total, {_plural(len(resultats), 'essai')} : {_counted(counts(resultats))}"]
    return "\n".join(lignes) + "\n"


def _counted(nombres: Any) -> str:  # noqa: ANN401 - `Mapping[Issue, int]`, whose module loads OpenFisca
    reussis, echecs, non_couverts = nombres.values()
    return f"{_plural(reussis, 'réussi')}, {_plural(echecs, 'échec')}, {non_couverts} non couvert{'s' if non_couverts > 1 else ''}"


def _plural(nombre: int, mot: str) -> str:
    return f"{nombre} {mot}{'s' if nombre > 1 else ''}"


def _line(resultat: Resultat) -> str:
    reference = {None: "", True: " [OpenFisca le réussit]", False: " [OpenFisca y échoue aussi]"}[resultat.reference]
    variable = f"{resultat.variable} : " if resultat.variable and resultat.variable not in resultat.raison else ""
    return f"  {resultat.issue} n° {resultat.essai.numero} « {resultat.essai.nom} »{reference}\n    {variable}{resultat.raison}"
