"""The programmes against OpenFisca: every right and output, on 100,800 random households over 24 months.

    python preuves/parite.py [--mois 2026-11 ...] [--foyers 4200] [--graine 0] [--processus 2]

For each month, two thirds of the households take up everything and always have; the others have received some rights, drawn, and don't take up some others.
Prints what was compared for each right, what differs, and what of the law was never reached (docs/compilateur/couverture.md has the reasons). Exits 1 where
a value differs, or where something is unreached without a reason. The first household of each disagreement is written to `var/parite/`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from _table import garantie

from droits_ouverts.engine.compiler.build import compile_bilan
from droits_ouverts.engine.compiler.parity import Comparaison, compare, household_of, interpret, outputs_of, population_of, unreached
from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Versement
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Entite
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import write

RACINE = Path(__file__).resolve().parent.parent
ECARTS = RACINE / "var" / "parite"
COUVERTURE = RACINE / "docs" / "compilateur" / "couverture.md"
PREMIER, DERNIER = "2025-02", "2027-01"
"""Twenty-four months: from before the RSA of 03/2025 looked at other months, to the month after the last of known law."""
TOUS = 24
FOYERS = 4200
LOT = 1400
"""Households that OpenFisca computes at once, at most: 1,400 take about 600 MB."""
MENSUELS = tuple(code for code, regle in REGLES.items() if regle.versement is Versement.MENSUEL and regle.montant)


@dataclass(slots=True)
class Mois:
    """What one month gave: comparisons, outputs refused by the compiler, what was never reached, seconds."""

    mois: str
    foyers: int = 0
    comparaisons: list[Comparaison] = field(default_factory=list)
    refus: dict[str, str] = field(default_factory=dict)
    jamais: set[tuple[str, str]] = field(default_factory=set)
    exemples: list[str] = field(default_factory=list)
    construction: float = 0.0
    interprete: float = 0.0
    programme: float = 0.0


def one_month(mois: str, foyers: int, graine: int) -> Mois:
    """Compile a month, draw its households, and compare both answers lot by lot."""
    bilan = Mois(mois)
    debut = time.perf_counter()
    programme = compile_bilan(mois)
    execution = Execution(programme)
    bilan.construction = time.perf_counter() - debut
    bilan.refus = dict(programme.refus)
    sorties = outputs_of(REGLES.values())
    situations = situations_of(draw(mois, foyers, graine), mois)
    alea = np.random.default_rng([graine, int(mois[:4]), int(mois[5:]), 1])
    resultats = []
    taille = min(LOT, -(-foyers // 3))
    for rang, depart in enumerate(range(0, foyers, taille)):
        lot, copie = _takeup(situations[depart : depart + taille], alea) if rang % 3 == 2 else (situations[depart : depart + taille], Copie({}))
        debut = time.perf_counter()
        reference = interpret(lot, sorties, copie)
        bilan.interprete += time.perf_counter() - debut
        population = population_of(lot, programme.graph.entrees, copie)
        debut = time.perf_counter()
        obtenus = execution.run(population)
        bilan.programme += time.perf_counter() - debut
        comparaisons = compare(reference, {nom: valeurs for nom, valeurs in obtenus.items() if nom in reference})
        bilan.exemples += [_example(lot, c, mois) for c in comparaisons if c.desaccords]
        bilan.comparaisons += comparaisons
        bilan.foyers += len(lot)
        resultats.append(reference)
    bilan.jamais = unreached(resultats)
    return bilan


def _takeup(situations: list[Situation], alea: np.random.Generator) -> tuple[list[Situation], Copie]:
    """Return the households with the rights that they have received, and a copy that leaves some others: half of them each, drawn."""
    recus = frozenset(code for code in MENSUELS if alea.random() < 0.5)
    sans = frozenset(code for code in MENSUELS if alea.random() < 0.25)
    return [replace(situation, droits_recus=recus) for situation in situations], Copie({}, sans=sans, etablie=False)


def _example(situations: list[Situation], comparaison: Comparaison, mois: str) -> str:
    rang, obtenu, juste = comparaison.desaccords[0]
    entite = Entite(system().variables[comparaison.sortie].entity.key)
    foyer = household_of(situations, entite, rang)
    ECARTS.mkdir(parents=True, exist_ok=True)
    fichier = ECARTS / f"{comparaison.sortie}-{mois}.json"
    fichier.write_text(json.dumps(write(situations[foyer]), ensure_ascii=False, indent=1))
    return f"{comparaison.sortie} in {mois}: {obtenu:g} by the programme, {juste:g} by OpenFisca ({len(comparaison.desaccords)} times; {fichier.name})"


def listed() -> set[tuple[str, str]]:
    """Return what the page says is never reached."""
    return {(variable, jamais) for variable, jamais in re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", COUVERTURE.read_text(), re.MULTILINE)}


def report(bilans: list[Mois], secondes: float) -> bool:
    """Print the table and return whether everything agrees."""
    par_sortie: dict[str, list[Comparaison]] = {}
    for bilan in bilans:
        for comparaison in bilan.comparaisons:
            par_sortie.setdefault(comparaison.sortie, []).append(comparaison)
    print(f"\n{'right':38} {'months':>6} {'outputs':>7} {'values':>12} {'max diff':>10} {'disagree':>8}")
    absents = []
    for code, regle in REGLES.items():
        sorties = outputs_of([regle])
        vues = [c for nom in sorties for c in par_sortie.get(nom, [])]
        absents += [nom for nom in sorties if nom not in par_sortie]
        nombre = sum(len({b.mois for b in bilans if any(c.sortie == nom for c in b.comparaisons)}) for nom in sorties[:1])
        ecart, fautes = max((c.ecart for c in vues), default=0.0), sum(len(c.desaccords) for c in vues)
        print(f"{code:38} {nombre:6} {len(sorties):7} {sum(c.valeurs for c in vues):12,} {ecart:10.6f} {fautes:8}")
    refus = {nom: raison for bilan in bilans for nom, raison in bilan.refus.items()}
    # What depends on the month alone is reached over all of them.
    jamais = set.intersection(*(bilan.jamais for bilan in bilans)) - listed() if len(bilans) >= TOUS else set()
    desaccords = sum(len(c.desaccords) for suite in par_sortie.values() for c in suite)
    foyers, interprete, programme = (sum(getattr(b, nom) for b in bilans) for nom in ("foyers", "interprete", "programme"))
    print(f"\n{foyers:,} households, {len(bilans)} months.")
    valeurs = sum(c.valeurs for suite in par_sortie.values() for c in suite)
    garantie("programmes answer as OpenFisca: values of drawn households", essais=valeurs, violations=desaccords)
    print(f"Seconds: {sum(b.construction for b in bilans):.0f} to build, {interprete:.0f} by OpenFisca, {programme:.1f} by programmes; {secondes:.0f} in all.")
    print(f"A household: {1e3 * interprete / foyers:.2f} ms by OpenFisca, {1e3 * programme / foyers:.3f} ms by a programme.")
    for titre, lignes in (
        ("Refused by the compiler, interpreted instead", [f"{nom}: {raison}" for nom, raison in sorted(refus.items())]),
        ("Never compared", [nom for nom in absents if nom not in refus]),
        ("Never reached, without a reason in the page", [f"{nom} {etat}" for nom, etat in sorted(jamais)]),
        ("Disagreements", [exemple for bilan in bilans for exemple in bilan.exemples]),
    ):
        if lignes:
            print(f"\n{titre} ({len(lignes)}):", *(f"  {ligne}" for ligne in lignes), sep="\n")
    return not desaccords and not jamais and not [nom for nom in absents if nom not in refus]


def main() -> None:
    """Compare every month; exit 1 where something differs or is not reached."""
    parser = argparse.ArgumentParser(description="Programmes against OpenFisca.")
    parser.add_argument("--mois", nargs="*", default=months.between(PREMIER, DERNIER))
    parser.add_argument("--foyers", type=int, default=FOYERS)
    parser.add_argument("--graine", type=int, default=0)
    parser.add_argument("--processus", type=int, default=2)
    options = parser.parse_args()
    debut, bilans = time.monotonic(), []
    with ProcessPoolExecutor(options.processus, mp_context=get_context("spawn")) as pool:
        attendus = [pool.submit(one_month, mois, options.foyers, options.graine) for mois in options.mois]
        for fini in as_completed(attendus):
            bilan = fini.result()
            bilans.append(bilan)
            ecoule = time.monotonic() - debut
            reste = ecoule / len(bilans) * (len(attendus) - len(bilans))
            fautes = sum(len(c.desaccords) for c in bilan.comparaisons)
            print(
                f"  {bilan.mois}: {bilan.foyers} households, {fautes} disagreements; {len(bilans)}/{len(attendus)} months, {reste / 60:.0f} min left",
                flush=True,
            )
    if not report(sorted(bilans, key=lambda b: b.mois), time.monotonic() - debut):
        sys.exit(1)


if __name__ == "__main__":
    main()
