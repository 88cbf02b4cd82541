"""Run tests in OpenFisca's YAML format on compiled programmes: what OpenFisca's community expects of the law, asked of the compiled path.

Tests of one month that give the same variables with a formula share a programme: what the others give besides is free (nothing and the default are
the same there). A group that can't be compiled is halved until the tests at fault are known. The answer compared is always the programme's, with OpenFisca's own
comparison (`openfisca_core.tools.assert_near`); OpenFisca's engine runs only where `against` is asked, to say whether it fails the same test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from openfisca_core.tools import assert_near

from droits_ouverts.engine.calculate import FAULTS_OF_A_REQUEST
from droits_ouverts.engine.compiler.calculs import Calculable, DepotCalculs, Fabrique, answer
from droits_ouverts.engine.compiler.essais_lecture import Attendu, Essai, files_in, names_in, read_file, simulation_of
from droits_ouverts.engine.compiler.formes import Forme, NonCouvertError, Tableau, is_free
from droits_ouverts.engine.compiler.traced import RefusError
from droits_ouverts.engine.programme.fichier import ProgrammeError

GROUPE_MAX = 60
"""Tests of one programme at most."""


class Issue(StrEnum):
    """How a test ended on the compiled path."""

    REUSSI = "réussi"
    ECHEC = "échec"
    NON_COUVERT = "non couvert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """The end of one test.

    `raison`: the difference, or why it isn't covered. `reference`: whether OpenFisca itself passes it (None: not asked).
    """

    essai: Essai
    issue: Issue
    variable: str = ""
    raison: str = ""
    reference: bool | None = None


Annonce = Callable[[int, int, str], None]
"""Done, total, what is being done."""


def run(
    chemins: Sequence[Path],
    *,
    system: Any,  # noqa: ANN401 - OpenFisca is untyped
    depot: DepotCalculs,
    fabrique: Fabrique,
    variables: Collection[str] | None = None,
    against: bool = False,
    annonce: Annonce = lambda _fait, _total, _phrase: None,
) -> list[Resultat]:
    """Run every test of these files and folders, in their order; with `variables`, those that expect one of them, and what they expect of them only.

    Raise `FichierError` where a file can't be read as tests, before any of them runs.
    """
    fichiers = files_in(list(chemins))
    essais = []
    for rang, fichier in enumerate(fichiers):
        annonce(rang, len(fichiers), f"lecture de {fichier.name}")
        essais += [essai for essai in read_file(fichier, system) if variables is None or _kept(essai, variables)]
    resultats: dict[int, Resultat] = {id(essai): _not_covered(essai, essai.refus) for essai in essais if essai.refus is not None}
    for essai, resultat in _compiled(essais, system, depot, fabrique):
        resultats[id(essai)] = resultat
        annonce(len(resultats), len(essais), essai.fichier.name)
    rendus = [resultats[id(essai)] for essai in essais]
    return [_with_reference(resultat, system) for resultat in rendus] if against else rendus


def _kept(essai: Essai, variables: Collection[str]) -> bool:
    """Leave in a test what it expects of these variables; tell whether something is left."""
    if essai.refus is not None:
        # What it expects was not read: its text is looked at.
        return any(variable in variables for variable in names_in(essai.contenu.get("output")))
    essai.attendus = tuple(attendu for attendu in essai.attendus if attendu.variable in variables)
    return bool(essai.attendus)


def _not_covered(essai: Essai, refus: NonCouvertError) -> Resultat:
    return Resultat(essai=essai, issue=Issue.NON_COUVERT, variable=refus.variable, raison=refus.raison)


# Compile


def _compiled(essais: Sequence[Essai], system: Any, depot: DepotCalculs, fabrique: Fabrique) -> Iterator[tuple[Essai, Resultat]]:  # noqa: ANN401 - OpenFisca is untyped
    restants = []
    for essai in essais:
        if essai.refus is not None:
            continue
        refus = depot.refusal(essai.forme)
        calcul = None if refus else depot.find(system, essai.forme)
        if refus is not None:
            yield essai, _not_covered(essai, refus)
        elif calcul is not None:
            yield essai, _checked(essai, calcul, system)
        else:
            restants.append(essai)
    for groupe in _groups(restants, partial(is_free, system)):
        yield from _of_group(groupe, system, depot, fabrique)


def _groups(essais: Sequence[Essai], free: Callable[[str], bool]) -> list[list[Essai]]:
    """Gather tests of one period that give the same names with a formula: one programme answers them all."""
    connues: dict[str, bool] = {}
    groupes: dict[tuple[str, frozenset[str]], list[Essai]] = defaultdict(list)
    for essai in essais:
        for name in essai.forme.entrees:
            if name not in connues:
                connues[name] = free(name)
        groupes[str(essai.contenu.get("period")), frozenset(name for name in essai.forme.entrees if not connues[name])].append(essai)
    tranches = []
    for groupe in groupes.values():
        # Tests that ask the same stay together when a group is halved.
        groupe.sort(key=lambda essai: (sorted(essai.forme.sorties), sorted(essai.forme.entrees)))
        tranches += [groupe[debut : debut + GROUPE_MAX] for debut in range(0, len(groupe), GROUPE_MAX)]
    return tranches


def _of_group(groupe: list[Essai], system: Any, depot: DepotCalculs, fabrique: Fabrique) -> Iterator[tuple[Essai, Resultat]]:  # noqa: ANN401 - OpenFisca is untyped
    forme = Forme(frozenset().union(*(essai.forme.entrees for essai in groupe)), frozenset().union(*(essai.forme.sorties for essai in groupe)))
    try:
        calcul = depot.keep(forme, fabrique(sorted(forme.entrees), sorted(forme.sorties)))
    except RefusError as error:
        refus = NonCouvertError(error.raison, error.variable)
    except FAULTS_OF_A_REQUEST as error:
        refus = NonCouvertError(f"la compilation a échoué ({type(error).__name__} : {' '.join(str(error).split())})")
    except ProgrammeError as error:
        refus = NonCouvertError(str(error))
    else:
        for essai in groupe:
            yield essai, _checked(essai, calcul, system)
        return
    if len({essai.forme for essai in groupe}) == 1:
        depot.keep_refusal(forme, refus)
        for essai in groupe:
            yield essai, _not_covered(essai, refus)
        return
    milieu = len(groupe) // 2
    for moitie in (groupe[:milieu], groupe[milieu:]):
        yield from _of_group(moitie, system, depot, fabrique)


# Compare


def _checked(essai: Essai, calcul: Calculable, system: Any) -> Resultat:  # noqa: ANN401 - OpenFisca is untyped
    if essai.donnees is None:
        raise AssertionError
    try:
        valeurs = answer(system, calcul, essai.donnees, sorted(essai.forme.sorties))
    except NonCouvertError as refus:
        return _not_covered(essai, refus)
    except FAULTS_OF_A_REQUEST as error:
        return Resultat(essai=essai, issue=Issue.ECHEC, raison=f"le programme s'est arrêté ({type(error).__name__} : {' '.join(str(error).split())})")
    return _compared(essai, lambda attendu: valeurs[attendu.name])


def _compared(essai: Essai, valeur_de: Callable[[Attendu], Tableau]) -> Resultat:
    for attendu in essai.attendus:
        try:
            valeur = valeur_de(attendu)
            assert_near(
                valeur if attendu.rang is None else valeur[attendu.rang],
                attendu.valeur,
                essai.marge("absolute_error_margin", attendu.variable),
                f"{attendu.name} : ",
                essai.marge("relative_error_margin", attendu.variable),
            )
        except (AssertionError, *FAULTS_OF_A_REQUEST) as error:
            return Resultat(essai=essai, issue=Issue.ECHEC, variable=attendu.variable, raison=" ".join(str(error).split()) or type(error).__name__)
    return Resultat(essai=essai, issue=Issue.REUSSI)


def _with_reference(resultat: Resultat, system: Any) -> Resultat:  # noqa: ANN401 - OpenFisca is untyped
    if resultat.issue is Issue.REUSSI:
        return resultat
    return Resultat(
        essai=resultat.essai,
        issue=resultat.issue,
        variable=resultat.variable,
        raison=resultat.raison,
        reference=_passes_interpreted(resultat.essai, system),
    )


def _passes_interpreted(essai: Essai, system: Any) -> bool | None:  # noqa: ANN401 - OpenFisca is untyped
    """Tell whether OpenFisca's own engine passes the test; None where the test can't be run by it as it stands."""
    if not essai.attendus:
        return None
    try:
        simulation = simulation_of(essai, system)
    except NonCouvertError:
        return False
    return _compared(essai, lambda attendu: simulation.calculate(attendu.variable, attendu.periode)).issue is Issue.REUSSI


# Report


def counts(resultats: Sequence[Resultat]) -> Mapping[Issue, int]:
    """Return how many ended in each way."""
    return {issue: sum(resultat.issue is issue for resultat in resultats) for issue in Issue}


def by_file(resultats: Sequence[Resultat]) -> dict[Path, list[Resultat]]:
    """Return results by file, in order."""
    fichiers: dict[Path, list[Resultat]] = defaultdict(list)
    for resultat in resultats:
        fichiers[resultat.essai.fichier].append(resultat)
    return dict(fichiers)
