"""Read files of tests in OpenFisca's YAML format: what each test gives, asks and expects, down to the names that a programme needs.

The reference is `openfisca_core/tools/test_runner.py` (44.7.1): keys, defaults and the three forms of `output` are its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from openfisca_core.errors import PeriodMismatchError, SituationParsingError, VariableNotFoundError
from openfisca_core.simulations import SimulationBuilder

from droits_ouverts.engine.calculate import FAULTS_OF_A_REQUEST
from droits_ouverts.engine.compiler.formes import Donnees, Forme, NonCouvertError, named, read

CLES = frozenset(
    [
        "absolute_error_margin",
        "description",
        "extensions",
        "ignore_variables",
        "input",
        "keywords",
        "max_spiral_loops",
        "name",
        "only_variables",
        "output",
        "period",
        "parameters",
        "reforms",
        "relative_error_margin",
    ]
)
PARAMETRES = frozenset({"parameters", "parametres"})
BOUCLES = 1
"""Loops of a spiral that OpenFisca allows unless a test asks for another number."""


class FichierError(Exception):
    """A file can't be read as tests; the text says where, why and the mend, in French."""


@dataclass(frozen=True, slots=True)
class Attendu:
    """One expectation: `name` is `variable@period`; `rang` of the person or group, None for the whole array; `valeur` as the file has it."""

    variable: str
    periode: object
    name: str
    rang: int | None
    valeur: object


@dataclass(slots=True, kw_only=True)
class Essai:
    """One test of a file. `refus`: why it can't be compiled, where that is known from the file alone."""

    fichier: Path
    numero: int
    nom: str
    contenu: dict[str, Any] = field(repr=False)
    donnees: Donnees | None = field(default=None, repr=False)
    attendus: tuple[Attendu, ...] = ()
    refus: NonCouvertError | None = None

    @property
    def forme(self) -> Forme:
        """Names given and asked."""
        donnees = self.donnees
        return Forme(frozenset(donnees.valeurs if donnees else ()), frozenset(attendu.name for attendu in self.attendus))

    def marge(self, cle: str, variable: str) -> float | None:
        """Return the margin of one variable: a number for all, or a mapping with `default`."""
        marge = self.contenu.get(cle)
        if isinstance(marge, dict):
            marge = marge.get(variable, marge.get("default"))
        return None if marge is None else float(marge)


def files_in(chemins: list[Path]) -> list[Path]:
    """Return the files of tests among these paths, in order; of a folder, every YAML file but those of the law's parameters. Raise `FichierError` for none."""
    trouves: list[Path] = []
    for chemin in chemins:
        if chemin.is_dir():
            trouves += sorted(fichier for fichier in chemin.rglob("*.y*ml") if not PARAMETRES & set(fichier.relative_to(chemin).parts) and fichier.is_file())
        elif chemin.is_file():
            trouves.append(chemin)
        else:
            raise FichierError(f"« {chemin} » n'existe pas. Vérifiez son nom ; un dossier de fichiers .yaml convient aussi.")
    if not trouves:
        raise FichierError("aucun fichier .yaml dans ce dossier. Donnez un fichier d'essais au format d'OpenFisca.")
    return list(dict.fromkeys(trouves))


def read_file(fichier: Path, system: Any) -> Iterator[Essai]:  # noqa: ANN401 - OpenFisca is untyped
    """Yield the tests of a file, each prepared. Raise `FichierError` where the file is no list of tests."""
    try:
        contenu = yaml.load(fichier.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise FichierError(f"« {fichier} » ne peut pas être lu ({type(error).__name__}). Donnez un fichier YAML en UTF-8.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FichierError(f"« {fichier} » n'est pas du YAML : {' '.join(str(error).split())}. Corrigez cette ligne.") from error
    for numero, brut in enumerate(contenu if isinstance(contenu, list) else [contenu], start=1):
        if not isinstance(brut, dict):
            raise FichierError(f"« {fichier} », essai {numero} : ce n'est pas un essai. Écrivez name, period, input et output (format d'OpenFisca).")
        inconnues = sorted(str(cle) for cle in brut if cle not in CLES)
        if inconnues:
            raise FichierError(
                f"« {fichier} », essai {numero} : « {', '.join(inconnues)} » n'existe pas dans ce format. Clés possibles : {', '.join(sorted(CLES))}."
            )
        essai = Essai(fichier=fichier, numero=numero, nom=str(brut.get("name") or f"essai {numero}"), contenu=brut)
        try:
            _prepare(essai, system)
        except NonCouvertError as refus:
            essai.refus = refus
        yield essai


def names_in(output: object) -> Iterator[str]:
    """Yield every key of what a test expects, at any depth."""
    if isinstance(output, dict):
        for cle, valeur in output.items():
            yield str(cle)
            yield from names_in(valeur)


def simulation_of(essai: Essai, system: Any) -> Any:  # noqa: ANN401 - OpenFisca is untyped
    """Let OpenFisca build the simulation of a test. Raise `NonCouvertError` with its own words where it refuses."""
    builder = SimulationBuilder()
    try:
        if essai.contenu.get("period"):
            builder.set_default_period(essai.contenu["period"])
        simulation = builder.build_from_dict(system, essai.contenu.get("input") or {})
    except SituationParsingError as error:
        raise NonCouvertError(f"OpenFisca refuse sa situation : {error.error}") from error
    except PeriodMismatchError as error:
        raise NonCouvertError(f"OpenFisca refuse sa situation : {error.message}") from error
    except (*FAULTS_OF_A_REQUEST, VariableNotFoundError) as error:
        raise NonCouvertError(f"OpenFisca ne peut pas lire sa situation : {' '.join(str(error).split())}") from error
    if simulation is None:
        raise NonCouvertError("sa situation mélange des variables et des groupes")
    return simulation


def _prepare(essai: Essai, system: Any) -> None:  # noqa: ANN401 - OpenFisca is untyped
    contenu = essai.contenu
    for cle, raison in {
        "reforms": "il applique une réforme",
        "extensions": "il charge une extension",
        "parameters": "il change des paramètres de la loi",
        "ignore_variables": "il ignore des variables",
        "only_variables": "il choisit des variables",
    }.items():
        if contenu.get(cle):
            raise NonCouvertError(raison)
    if (contenu.get("max_spiral_loops") or BOUCLES) != BOUCLES:
        raise NonCouvertError(f"il demande {contenu['max_spiral_loops']} tours des formules qui s'appellent elles-mêmes, un programme en fait {BOUCLES}")
    if contenu.get("output") is None:
        raise NonCouvertError("il n'attend rien : output manque")
    simulation = simulation_of(essai, system)
    essai.donnees = read(simulation)
    try:
        essai.attendus = tuple(_expected(contenu["output"], contenu.get("period"), simulation, system))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NonCouvertError(f"ce qu'il attend ne peut pas être lu : {' '.join(str(error).split())}") from error


def _expected(output: dict[str, Any], periode: object, simulation: Any, system: Any) -> Iterator[Attendu]:  # noqa: ANN401 - OpenFisca is untyped
    for cle, valeur in output.items():
        population = simulation.get_population(plural=cle)
        if system.get_variable(cle) is not None:
            yield from _of_variable(system, cle, valeur, periode, None)
        elif cle in simulation.populations:
            for variable, attendue in valeur.items():
                yield from _of_variable(system, variable, attendue, periode, None)
        elif population is not None:
            for instance, variables in valeur.items():
                rang = population.get_index(instance)
                for variable, attendue in variables.items():
                    yield from _of_variable(system, variable, attendue, periode, rang)
        else:
            raise NonCouvertError("cette variable n'existe pas", str(cle))


def _of_variable(system: Any, variable: str, valeur: object, periode: object, rang: int | None) -> Iterator[Attendu]:  # noqa: ANN401 - OpenFisca is untyped
    if isinstance(valeur, dict):
        for autre, attendue in valeur.items():
            yield from _of_variable(system, variable, attendue, autre, rang)
        return
    yield Attendu(variable, periode, named(system, variable, periode), rang, valeur)
