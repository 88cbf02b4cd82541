"""A month in JavaScript against numpy: the real programme, random households, in Node and in Chromium under a strict content policy.

    python preuves/javascript.py [--mois 2026-11] [--programme FICHIER] [--foyers 2400] [--bilans 60] [--graine 0]

Every output of the module is compared with the numpy back end: to the bit, and to one part in 10^9 for float64. Households are computed one at a time and
by lots; a third of them take up some rights and not others. Whole check-ups of households of which much is unknown are compared with the server's. Then
each sabotage of the module must be seen, and a module that evaluates text must be refused by the browser. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from _table import garantie
from playwright.sync_api import sync_playwright

from droits_ouverts.engine.compiler.build import compile_bilan
from droits_ouverts.engine.compiler.parity import population_of
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme, read
from droits_ouverts.engine.programme.javascript.emission import emit
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.programme.variantes import ready
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import write
from tests.engine.programme.javascript.navigateur import Navigateur
from tests.engine.programme.javascript.noeud import JavaScriptError, Machine, Noeud
from tests.engine.programme.javascript.test_bilan import told
from tests.journeys.chromium import CHROMIUM, OPTIONS

MOIS, FOYERS, BILANS, TEMOINS = "2026-11", 2400, 60, 240
TAILLES = (1, 1, 1, 2, 5, 13, 60)
"""Households of a lot, in turn."""
TOUR = 12
"""Lots sent at once."""
PROCHE = 1e-9
SABOTAGES = {
    "no rounding to float32": ("const fround = Math.fround;", "const fround = (x) => x;"),
    "Math.fround removed from a product": ("m[o + i] = fround(m[a + i] * m[b + i]);", "m[o + i] = m[a + i] * m[b + i];"),
    "Math.fround removed from a sum": ("m[o + i] = fround(m[a + i] + m[b + i]);", "m[o + i] = m[a + i] + m[b + i];"),
    "a comparison that leaves its end out": ("m[o + i] = m[a + i] <= m[b + i] ? 1 : 0;", "m[o + i] = m[a + i] < m[b + i] ? 1 : 0;"),
    "a year of 365 days": ("mean_years_of_days: un(lower(400, 146097)),", "mean_years_of_days: un(lower(1, 365)),"),
    "the value of another's family": (
        "for (let i = 0; i < n; i++) m[o + i] = m[a + de[i]];",
        "for (let i = 0; i < n; i++) m[o + i] = m[a + (de[i] ? de[i] - 1 : 0)];",
    ),
}
EVALUE = b"\nnew Function('return 1')();\n"


@dataclass(slots=True)
class Compte:
    """What was compared on one machine: values and disagreements by dtype, an example of each output that differs, seconds."""

    nom: str
    foyers: int = 0
    valeurs: Counter[str] = field(default_factory=Counter)
    fautes: Counter[str] = field(default_factory=Counter)
    exemples: dict[str, str] = field(default_factory=dict)
    ecart: float = 0.0
    secondes: float = 0.0


def lots(situations: Sequence[Situation], programme: Programme, alea: np.random.Generator) -> Iterator[tuple[int, Population]]:
    """Yield households in lots of several sizes: how many, and their columns; in every third lot, what they take up is drawn."""
    debut = 0
    for rang, taille in enumerate(itertools.cycle(TAILLES)):
        lot = situations[debut : debut + taille]
        if not lot:
            return
        population = population_of(lot, programme.graph.entrees)
        if rang % 3 == 2:
            for nom, valeurs in population.entrees.items():
                if nom.startswith(("prise.", "avant.")):
                    population.entrees[nom] = alea.random(len(valeurs)) < 0.6
        debut += len(lot)
        yield len(lot), population


def compared(compte: Compte, attendus: dict[str, np.ndarray], obtenus: dict[str, np.ndarray]) -> None:
    """Count the values of a lot, and those that differ."""
    for nom, attendu in attendus.items():
        obtenu, genre = obtenus[nom], attendu.dtype.name
        compte.valeurs[genre] += attendu.size
        if (obtenu.dtype, obtenu.shape) != (attendu.dtype, attendu.shape):
            compte.fautes[genre] += attendu.size
            compte.exemples.setdefault(nom, f"{obtenu.dtype}{obtenu.shape} for {attendu.dtype}{attendu.shape}")
            continue
        if genre == "float64":
            with np.errstate(all="ignore"):
                ecarts = np.abs(obtenu - attendu) / np.abs(attendu)
            ecarts = np.where((obtenu == attendu) | (np.isnan(obtenu) & np.isnan(attendu)), 0.0, ecarts)
            compte.ecart = max(compte.ecart, float(np.nanmax(ecarts, initial=0.0)))
            faux = ~(ecarts <= PROCHE)
        else:
            faux = (bits(obtenu) != bits(attendu)) & ~((attendu != attendu) & (obtenu != obtenu))  # noqa: PLR0124 - not a number, of any type
        compte.fautes[genre] += int(faux.sum())
        if faux.any():
            compte.exemples.setdefault(nom, f"{obtenu[faux].flat[0]!r} for {attendu[faux].flat[0]!r}")


def bits(valeurs: np.ndarray) -> np.ndarray:
    """Return values as whole numbers of their bits."""
    return valeurs.view(f"u{valeurs.dtype.itemsize}")


def run(machine: Machine, nom: str, cas: Sequence[tuple[int, Population]], programme: Programme, execution: Execution, module: str) -> Compte:
    """Compare all outputs of all lots on one machine."""
    compte = Compte(nom)
    for debut in range(0, len(cas), TOUR):
        tour = cas[debut : debut + TOUR]
        depart = time.perf_counter()
        resultats = machine.outputs(module, programme.graph, [population for _, population in tour])
        compte.secondes += time.perf_counter() - depart
        for (foyers, population), obtenus in zip(tour, resultats, strict=True):
            compared(compte, execution.run(population), obtenus)
            compte.foyers += foyers
    return compte


def bilans(machine: Machine, nom: str, situations: Sequence[Situation], attendus: Sequence[list[dict[str, object]]], module: str) -> Compte:
    """Compare check-ups, unknown facts and all, with those of the server."""
    compte = Compte(f"check-ups, {nom}", foyers=len(situations))
    depart = time.perf_counter()
    lus = machine.ask(module=module, foyers=[write(situation) for situation in situations])["bilans"]
    compte.secondes = time.perf_counter() - depart
    for bilan, attendu in zip(lus, attendus, strict=True):
        for droit, juste in zip(bilan["droits"], attendu, strict=True):
            compte.valeurs["rights"] += 1
            if droit != juste:
                compte.fautes["rights"] += 1
                compte.exemples.setdefault(str(juste["code"]), f"{droit} for {juste}")
    return compte


def told_by_server(programme: Programme, execution: Execution, situations: Sequence[Situation]) -> list[list[dict[str, object]]]:
    """Return the check-ups that the server draws from the same programme."""
    loi = ready(programme, execution)
    engine = Engine(lois=lambda mois: loi if mois == programme.mois else None)
    return [told(engine.estimate(situation)) for situation in situations]


def sabotages(noeud: Noeud, cas: Sequence[tuple[int, Population]], programme: Programme, execution: Execution, texte: str) -> list[str]:
    """Return the sabotages that nothing sees, and print what each changes."""
    print(f"\n{'sabotage':40} {'values that differ':>20}")
    vus = {}
    for nom, (juste, faux) in SABOTAGES.items():
        if juste not in texte:
            vus[nom] = 0
            print(f"{nom:40} {'changes nothing':>20}")
            continue
        compte = run(noeud, nom, cas, programme, execution, noeud.write(texte.replace(juste, faux).encode()))
        vus[nom] = compte.fautes.total()
        print(f"{nom:40} {vus[nom]:20,}", flush=True)
    return [nom for nom, fautes in vus.items() if not fautes]


@contextmanager
def machines() -> Iterator[tuple[Noeud, Navigateur]]:
    """Start Node and Chromium."""
    with ExitStack() as pile:
        dossier = pile.enter_context(tempfile.TemporaryDirectory())
        playwright = pile.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        pile.callback(browser.close)
        print(f"Chromium {browser.version}", flush=True)
        yield pile.enter_context(Noeud(Path(dossier))), pile.enter_context(Navigateur(browser))


def refused(navigateur: Navigateur, module: bytes, population: Population, programme: Programme) -> bool:
    """Tell whether a module that evaluates text is refused by the policy."""
    try:
        navigateur.outputs(navigateur.write(module + EVALUE), programme.graph, [population])
    except JavaScriptError:
        return bool(navigateur.violations)
    return False


def report(comptes: Sequence[Compte]) -> bool:
    """Print the table and return whether everything agrees."""
    print(f"\n{'':24} {'households':>10} {'values':>12} {'disagree':>9} {'seconds':>8}")
    for compte in comptes:
        print(f"{compte.nom:24} {compte.foyers:10,} {compte.valeurs.total():12,} {compte.fautes.total():9,} {compte.secondes:8.1f}")
        for genre, valeurs in sorted(compte.valeurs.items()):
            plus = f"; furthest {compte.ecart:.1e}" if genre == "float64" else ""
            print(f"  {genre:22} {'':10} {valeurs:12,} {compte.fautes[genre]:9,}{plus}")
        for nom, exemple in itertools.islice(compte.exemples.items(), 10):
            print(f"    {nom}: {exemple}")
    return not any(compte.fautes.total() for compte in comptes)


def main() -> None:
    """Compare, sabotage, print; exit 1 where a value differs, a policy is broken or a sabotage is not seen."""
    parser = argparse.ArgumentParser(description="A month in JavaScript against numpy.")
    parser.add_argument("--mois", default=MOIS)
    parser.add_argument("--programme", type=Path)
    parser.add_argument("--foyers", type=int, default=FOYERS)
    parser.add_argument("--bilans", type=int, default=BILANS)
    parser.add_argument("--graine", type=int, default=0)
    options = parser.parse_args()
    depart = time.perf_counter()
    programme = read(options.programme) if options.programme else compile_bilan(options.mois)
    execution = Execution(programme)
    module = emit(programme)
    print(f"{programme.mois}: {len(programme.graph):,} operations, {len(module):,} bytes; {time.perf_counter() - depart:.0f} s to build.", flush=True)
    situations = situations_of(draw(programme.mois, options.foyers, options.graine), programme.mois)
    cas = list(lots(situations, programme, np.random.default_rng(options.graine)))
    partiels = [replace(s, droits_recus=frozenset({"rsa", "aah"}) if rang % 4 == 3 else None) for rang, s in enumerate(situations[: options.bilans])]
    attendus = told_by_server(programme, execution, partiels)
    temoins = [lot for rang, lot in enumerate(cas) if sum(n for n, _ in cas[:rang]) < TEMOINS]
    with machines() as (noeud, navigateur):
        comptes = []
        for nom, machine in (("Node", noeud), ("Chromium", navigateur)):
            adresse = machine.write(module)
            comptes.append(run(machine, nom, cas, programme, execution, adresse))
            comptes.append(bilans(machine, nom, partiels, attendus, adresse))
        juste = report(comptes)
        violations, plaintes = list(navigateur.violations), list(navigateur.plaintes)
        print(f"\n{len(violations)} violations of the content policy, {len(plaintes)} errors in the browser's console", *violations, *plaintes, sep="\n  ")
        oublies = sabotages(noeud, temoins, programme, execution, module.decode())
        force = refused(navigateur, module, cas[0][1], programme)
        valeurs, fautes = sum(c.valeurs.total() for c in comptes), sum(c.fautes.total() for c in comptes)
        garantie(
            "in JavaScript as on the server, Node and Chromium", essais=valeurs, violations=fautes, sabotages=(len(SABOTAGES) - len(oublies), len(SABOTAGES))
        )
        print(f"{'a module that evaluates text':40} {'refused' if force else 'NOT REFUSED':>20}")
    print(f"\n{time.perf_counter() - depart:.0f} s in all.")
    if not juste or violations or plaintes or oublies or not force:
        print("Not proven: see above.", *oublies, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
