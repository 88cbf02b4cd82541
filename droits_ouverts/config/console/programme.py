"""`droits-ouverts programme build|list|verify|js|test`: the compiled months of this installation."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import droits_ouverts
from droits_ouverts.config.console import essais
from droits_ouverts.engine.questionnaire import months

if TYPE_CHECKING:
    import argparse

    from droits_ouverts.engine.programme.depot import Depot

FAIT, PANNE, REFUS = 0, 1, 2
SUIVANTS_MAX = 60


def declare(
    commandes: Any,  # noqa: ANN401 - argparse's own action has no public type
    aide: Callable[[argparse.ArgumentParser], None],
    mois: Callable[[str], str],
    entier: Callable[[str], int],
) -> None:
    """Add the command `programme` and its verbs; `mois` and `entier` are types of argument."""
    programme = commandes.add_parser(
        "programme",
        help="fabriquer, lister et vérifier les mois compilés",
        description="Les programmes : la loi d'un mois, compilée une fois pour répondre vite (docs/exploitation/programmes.md).",
        add_help=False,
    )
    aide(programme)
    verbes = programme.add_subparsers(title="commandes", dest="verbe", metavar="VERBE", parser_class=type(programme), required=True)

    build = verbes.add_parser(
        "build",
        help="fabriquer les programmes qui manquent",
        description="Fabrique les programmes qui manquent : le mois courant et le suivant.",
        add_help=False,
    )
    aide(build)
    build.add_argument("--mois", type=mois, action="append", metavar="AAAA-MM", help="un mois à fabriquer ; peut être répété (par défaut : le mois courant)")
    build.add_argument("--suivants", type=entier, metavar="N", help="fabriquer aussi les N mois qui suivent (par défaut : 1, ou 0 avec --mois)")
    build.add_argument("--refaire", action="store_true", help="fabriquer même ce qui est déjà là")
    build.add_argument("--nettoyer", action="store_true", help="supprimer ensuite les programmes périmés, illisibles ou d'avant le mois dernier")
    _folder(build)

    liste = verbes.add_parser("list", help="montrer les programmes de cette installation", description="Montre chaque programme, et s'il sert.", add_help=False)
    aide(liste)
    _folder(liste)

    verify = verbes.add_parser(
        "verify",
        help="vérifier des fichiers de programme",
        description="Lit chaque programme en entier et dit s'il est sain et à jour. Sans fichier : tous ceux de cette installation.",
        add_help=False,
    )
    aide(verify)
    verify.add_argument("fichiers", nargs="*", metavar="FICHIER", type=Path, help="fichiers .programme")
    _folder(verify)

    js = verbes.add_parser("js", help="écrire un mois en JavaScript", description="Écrit le programme d'un mois en un module JavaScript.", add_help=False)
    aide(js)
    js.add_argument("mois", type=mois, metavar="AAAA-MM", help="mois du programme")
    js.add_argument("sortie", type=Path, metavar="FICHIER.mjs", help="module à écrire")
    _folder(js)

    essais.declare(verbes, aide)


def _folder(verbe: argparse.ArgumentParser) -> None:
    verbe.add_argument("--dossier", type=Path, metavar="DOSSIER", help="dossier des programmes (par défaut : PROGRAMMES_DIR)")


def programmes_dir() -> Path:
    """Return the folder of programmes, as the service's settings have it (`PROGRAMMES_DIR`, `VAR_DIR`), without loading Django."""
    var = os.environ.get("VAR_DIR") or str(Path(droits_ouverts.__file__).resolve().parent.parent / "var")
    return Path(os.environ.get("PROGRAMMES_DIR") or Path(var) / "programmes")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 0 done, 1 something was not sound or could not be built, 2 what was given can't be used."""
    if options.verbe == "test":
        return essais.run(options)
    from droits_ouverts.engine.programme.depot import Depot  # noqa: PLC0415 - numpy only where programmes are handled: `serve` starts at once

    depot = Depot(options.dossier or programmes_dir())
    match options.verbe:
        case "build":
            return _build(depot, options)
        case "list":
            return _list(depot)
        case "verify":
            return _verify(depot, options.fichiers)
        case _:
            return _js(depot, options.mois, options.sortie)


def asked(mois: list[str] | None, suivants: int | None, courant: str) -> list[str]:
    """Return the months to build: those named, or `courant`; and those that follow each."""
    de = mois or [courant]
    n = (0 if mois else 1) if suivants is None else suivants
    return sorted({suite for debut in de for suite in months.between(debut, months.shift(debut, n)) if int(suite[:4]) <= months.DERNIERE_ANNEE})


def _build(depot: Depot, options: argparse.Namespace) -> int:
    from droits_ouverts.engine.compiler import chantier  # noqa: PLC0415 - one verb at a time

    maintenant = datetime.now().astimezone()
    courant = maintenant.strftime("%Y-%m")
    echecs = 0
    for mois in asked(options.mois, options.suivants, courant):
        phases = Phases(mois)
        try:
            issue = chantier.build(depot, mois, progress=phases, refaire=options.refaire, attendre=True)
        except Exception as error:
            if os.environ.get("DROITS_OUVERTS_TRACE"):
                raise
            phases.end("échec")
            _say(f"programme de {mois} : {chantier.told(error)}")
            echecs += 1
            continue
        phases.end("déjà là" if issue is chantier.Issue.DEJA_LA else "fait")
        if issue is chantier.Issue.FAIT:
            for phrase in chantier.left_out(depot, mois):
                _say(phrase)
    if not chantier.kernel():
        echecs += 1
    if options.nettoyer:
        for parti in depot.remove_stale(avant=months.shift(courant, -1), maintenant=maintenant.timestamp()):
            _say(f"supprimé : {parti.name}")
    return PANNE if echecs else FAIT


class Phases:
    """What is being done, on one line of a terminal, with the seconds of each phase; nothing elsewhere."""

    def __init__(self, mois: str) -> None:
        """Say nothing yet."""
        self._montre = sys.stderr.isatty()
        self._mois = mois
        self._finies: list[str] = []
        self._phase: str | None = None
        self._debut = self._depart = time.perf_counter()

    def __call__(self, phase: str, *_: object) -> None:
        """Enter a phase; the same name again is the same phase."""
        if phase == self._phase:
            return
        self._close()
        self._phase, self._debut = phase, time.perf_counter()
        self._show(f"{', '.join([*self._finies, phase])} ...")

    def end(self, issue: str) -> None:
        """Leave one line on the terminal: the month, what became of it, where the time went."""
        self._close()
        if self._montre:
            detail = f" ({', '.join(self._finies)})" if self._finies else ""
            self._show(f"{issue} en {time.perf_counter() - self._depart:.1f} s{detail}")
            sys.stderr.write("\n")

    def _close(self) -> None:
        if self._phase is not None:
            self._finies.append(f"{self._phase} {time.perf_counter() - self._debut:.1f} s")
            self._phase = None

    def _show(self, texte: str) -> None:
        if self._montre:
            sys.stderr.write(f"\r\033[K{self._mois} : {texte}")
            sys.stderr.flush()


def _list(depot: Depot) -> int:
    places = depot.places()
    if not places:
        print(f"Aucun programme dans {depot.dossier}. « droits-ouverts programme build » fabrique le mois courant et le suivant.")
    for place in places:
        if place.entete is None:
            print(f"illisible  {place.probleme}")
            continue
        entete = place.entete
        etat = "à jour" if place.courant else "périmé"
        s = "s" if len(entete.refus) > 1 else ""
        refus = f", {len(entete.refus)} sortie{s} laissée{s} à l'interpréteur" if entete.refus else ""
        print(
            f"{entete.mois}  {etat}  {entete.octets / 1000:.0f} ko  OpenFisca-France {entete.versions.get('openfisca_france', '?')}{refus}  {place.chemin.name}"
        )
        for phrase in entete.refus.values():
            print(f"         {phrase}")
    return FAIT


def _verify(depot: Depot, fichiers: list[Path]) -> int:
    from droits_ouverts.engine.programme.fichier import ProgrammeError, read  # noqa: PLC0415 - as above

    cherches = fichiers or [place.chemin for place in depot.places()]
    if not cherches:
        _say(f"aucun programme dans {depot.dossier}. « droits-ouverts programme build » en fabrique.")
    mauvais = 0
    for fichier in cherches:
        try:
            lu = read(fichier, versions=None if _is_calcul(fichier) else depot.versions)
        except ProgrammeError as error:
            _say(str(error))
            mauvais += 1
            continue
        print(f"{fichier.name} : sain, {lu.genre} de {lu.mois}, {len(lu.graph)} nœuds, {len(lu.graph.entrees)} entrées, {len(lu.graph.sorties)} sorties.")
    return PANNE if mauvais else FAIT


def _is_calcul(fichier: Path) -> bool:
    # A compiled calculation keeps what it depends on beside it.
    return fichier.with_suffix(".json").exists()


def _js(depot: Depot, mois: str, sortie: Path) -> int:
    programme = depot.find(mois)
    if programme is None:
        _say(f"il n'y a pas de programme à jour pour {mois}. Fabriquez-le d'abord : droits-ouverts programme build --mois {mois}")
        return REFUS
    from droits_ouverts.engine.programme.javascript.emission import emit  # noqa: PLC0415 - as above
    from droits_ouverts.engine.programme.javascript.nombres import EmissionError  # noqa: PLC0415 - one verb at a time

    aside = sortie.with_name(f".{sortie.name}.part")
    try:
        aside.write_bytes(emit(programme))
        aside.replace(sortie)
    except EmissionError as error:
        _say(f"le mois {mois} ne peut pas devenir un module JavaScript : {error}")
        return PANNE
    except OSError as error:
        _say(f"« {sortie} » ne peut pas être écrit ({type(error).__name__}). Choisissez un autre chemin.")
        return REFUS
    return FAIT


def _say(message: str) -> None:
    sys.stderr.write(f"droits-ouverts : {message}\n")
