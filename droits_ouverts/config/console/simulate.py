"""`droits-ouverts simulate` and `droits-ouverts population`: a whole population in Parquet, and an example of one."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from droits_ouverts.config.console.programme import programmes_dir

if TYPE_CHECKING:
    import argparse

    from droits_ouverts.engine.programme.fichier import Programme
    from droits_ouverts.engine.programme.masse.simuler import Compte, Repartition

FAIT, REFUS = 0, 2
MENAGES_MAX = 50_000_000
INSTALLER = (
    "lire ou écrire une population demande {paquet}, qui ne sert à rien d'autre et n'est pas installé. "
    "Tapez : .venv/bin/python -m pip install --require-hashes -r requirements/masse.txt"
)


def declare(
    commandes: Any,  # noqa: ANN401 - argparse's own action has no public type
    aide: Callable[[argparse.ArgumentParser], None],
    mois: Callable[[str], str],
    entier: Callable[[int, int], Callable[[str], int]],
) -> None:
    """Add the commands `simulate` and `population`; `mois` is a type of argument, `entier` makes one."""
    simulate = commandes.add_parser(
        "simulate",
        help="calculer les droits de toute une population (Parquet)",
        description="Calcule les droits de chaque ménage d'une population (docs/guide/population.md). Arrêtée, la même commande reprend où elle en était.",
        add_help=False,
    )
    aide(simulate)
    simulate.add_argument("population", type=Path, metavar="POPULATION.parquet", help="une ligne par personne, une colonne par fait")
    simulate.add_argument("sortie", type=Path, metavar="SORTIE.parquet", help="une ligne par ménage ; remplacé s'il existe, quand tout est calculé")
    simulate.add_argument("--mois", type=mois, required=True, metavar="AAAA-MM", help="mois du calcul")
    simulate.add_argument("--droits", metavar="CODES", help="codes des droits, séparés par des virgules (par défaut : tous)")
    simulate.add_argument("--incomplet", action="store_true", help="accepter qu'il manque des colonnes de faits : rien n'y est dit")
    simulate.add_argument("--processus", type=entier(1, 256), metavar="N", help="processus de calcul (par défaut : un par cœur)")
    simulate.add_argument("--cluster", metavar="ADRESSE", help="répartir le calcul sur une grappe Dask, par exemple tcp://machine:8786")
    simulate.add_argument("--dossier", type=Path, metavar="DOSSIER", help="dossier des programmes (par défaut : PROGRAMMES_DIR)")

    population = commandes.add_parser(
        "population",
        help="écrire une population d'exemple, tirée au hasard (Parquet)",
        description="Écrit des ménages tirés au hasard, qui cherchent les coins de la loi et ne ressemblent à personne. Pour essayer « simulate ».",
        add_help=False,
    )
    aide(population)
    population.add_argument("menages", type=entier(1, MENAGES_MAX), metavar="N", help="nombre de ménages")
    population.add_argument("sortie", type=Path, metavar="SORTIE.parquet", help="fichier à écrire")
    population.add_argument("--mois", type=mois, required=True, metavar="AAAA-MM", help="mois où ces faits sont dits")
    population.add_argument("--graine", type=entier(0, 999_999_999), default=0, metavar="N", help="la même graine donne les mêmes ménages (par défaut : 0)")


def run(options: argparse.Namespace) -> int:
    """Run one of the two commands; 0 done, 2 what was given can't be used."""
    try:
        from droits_ouverts.engine.programme.foyers import NECESSAIRES, FoyersError  # noqa: PLC0415 - numpy only where a population is handled: `serve` starts at once
        from droits_ouverts.engine.programme.masse.parquet import MasseError  # noqa: PLC0415 - pyarrow may not be installed
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        return _refuse(INSTALLER.format(paquet="pyarrow"))
    try:
        return _population(options) if options.commande == "population" else _simulate(options)
    except FoyersError as error:
        manque = any(a.probleme.startswith("elle manque") and a.colonne not in NECESSAIRES for a in error.anomalies)
        return _refuse(f"{error}\n  Ajoutez les colonnes qui manquent, même vides, ou relancez avec --incomplet : rien n'y sera dit." if manque else str(error))
    except MasseError as error:
        return _refuse(str(error))


def _population(options: argparse.Namespace) -> int:
    from droits_ouverts.engine.programme.masse.exemple import write_example  # noqa: PLC0415 - as above

    avancee = Avancee()
    write_example(options.sortie, options.mois, options.menages, options.graine, progres=avancee)
    avancee.end()
    return FAIT


def _simulate(options: argparse.Namespace) -> int:
    from droits_ouverts.engine.programme.masse.simuler import simulate  # noqa: PLC0415 - as above

    programme = _programme(options)
    if programme is None:
        return _refuse(f"il n'y a pas de programme à jour pour {options.mois}. Fabriquez-le d'abord : droits-ouverts programme build --mois {options.mois}")
    try:
        repartition = _spread(options)
    except ModuleNotFoundError as error:
        if error.name not in {"distributed", "dask"}:
            raise
        return _refuse(INSTALLER.format(paquet="Dask"))
    codes = None if options.droits is None else [code.strip() for code in options.droits.split(",") if code.strip()]
    avancee = Avancee()
    try:
        compte = simulate(programme, options.population, options.sortie, codes=codes, incomplet=options.incomplet, repartition=repartition, progres=avancee)
    finally:
        avancee.end()
    _tell(compte, options)
    return FAIT


def _programme(options: argparse.Namespace) -> Programme | None:
    from droits_ouverts.engine.programme.depot import Depot  # noqa: PLC0415 - as above

    return Depot(options.dossier or programmes_dir()).find(options.mois)


def _spread(options: argparse.Namespace) -> Repartition:
    from droits_ouverts.engine.programme.masse import processus  # noqa: PLC0415 - as above

    if options.cluster:
        from droits_ouverts.config.console.grappe import Grappe  # noqa: PLC0415 - Dask may not be installed

        return Grappe(options.cluster)
    nombre = options.processus or len(os.sched_getaffinity(0))
    return processus.here if nombre == 1 else functools.partial(processus.in_processes, nombre=nombre)


def _tell(compte: Compte, options: argparse.Namespace) -> None:
    _say(f"{options.sortie.name} : {compte.menages} ménages, {len(compte.droits)} droits.")
    if compte.mois_dit and compte.mois_dit != options.mois:
        _say(f"attention : les faits de cette population sont dits pour {compte.mois_dit}, et les droits sont calculés pour {options.mois}.")
    if compte.ignorees:
        _say(f"colonnes qui ne sont pas des faits, laissées de côté : {', '.join(compte.ignorees)}.")
    if compte.absents:
        _say(f"droits que le programme laisse à l'interpréteur, absents de la réponse et de son total : {', '.join(compte.absents)}.")
    if compte.sans_nombre:
        _say(f"{compte.sans_nombre} montants pour lesquels la loi calculée ne donne pas de nombre sont laissés vides (null).")


class Avancee:
    """How far the work is and how long it will still take, on one line of a terminal; nothing elsewhere."""

    def __init__(self) -> None:
        """Say nothing yet."""
        self._montre = sys.stderr.isatty()
        self._depart = time.monotonic()
        self._commence: int | None = None

    def __call__(self, faits: int, total: int, reprises: int = 0) -> None:
        """Tell that so many households are done; `reprises`: how many were when it began."""
        if self._commence is None:
            self._commence = reprises
            self._depart = time.monotonic()
        if self._montre:
            sys.stderr.write(f"\r\033[K{told(faits, total, self._commence, time.monotonic() - self._depart)}")
            sys.stderr.flush()

    def end(self) -> None:
        """Clean the line."""
        if self._montre:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def told(faits: int, total: int, reprises: int, secondes: float) -> str:
    """Return where the work is, as a line."""
    debut = f"{100 * faits // max(1, total)} % : {faits} ménages sur {total}"
    if reprises and faits == reprises:
        return f"{debut}, déjà calculés"
    if faits <= reprises or secondes <= 0:
        return debut
    return f"{debut}, reste {_duration((total - faits) * secondes / (faits - reprises))}"


def _duration(secondes: float) -> str:
    if secondes < 60:
        return f"{secondes:.0f} s"
    return f"{secondes // 60:.0f} min {secondes % 60:02.0f} s" if secondes < 3600 else f"{secondes // 3600:.0f} h {secondes % 3600 // 60:02.0f} min"


def _refuse(message: str) -> int:
    _say(message)
    return REFUS


def _say(message: str) -> None:
    sys.stderr.write(f"droits-ouverts : {message}\n")
