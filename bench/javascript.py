"""A month in JavaScript: its size, and one check-up in Node and in Chromium, as it is and with a processor six times slower.

    python bench/javascript.py [--mois 2026-11] [--programme FICHIER] [--foyers 12]

"all outputs": the 299 values of a household. "check-up": its questionnaire read, and every right, everything said; "warmed": after `chauffer`, which a page
calls before anybody waits. "much unknown": a household of which half is not said, by the hundreds of ways of completing it. Milliseconds, medians: to import
the module; the first call, in a page or a process just opened; the calls that follow, of all households. Others who use the machine make elapsed time longer,
and the load is told; "processor alone" is what the main thread spent (slowed, it also counts the waits). The targets are those of a check-up in the slowed
browser.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import numpy as np
from playwright.sync_api import Browser, sync_playwright

from bench.bilan import known
from droits_ouverts.engine.compiler.build import compile_bilan
from droits_ouverts.engine.compiler.parity import population_of
from droits_ouverts.engine.programme.fichier import Programme, read
from droits_ouverts.engine.programme.javascript.emission import emit
from droits_ouverts.engine.programme.population import Population
from droits_ouverts.engine.programme.tirage import draw, situations_of
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import write
from tests.engine.programme.javascript.navigateur import Navigateur
from tests.engine.programme.javascript.noeud import NODE
from tests.journeys.chromium import CHROMIUM, OPTIONS

MOIS, FOYERS, LENTEUR = "2026-11", 12, 6
BILAN, BILAN_VISE = 100.0, 30.0
"""Milliseconds of a check-up in a slowed browser, at most and aimed at; then bytes of the compressed module."""
OCTETS, OCTETS_VISES = 500_000, 200_000
GESTES = {"all outputs": (2, 2), "check-up": (4, 3), "warmed check-up": (4, 2), "much unknown": (1, 1)}
"""What is measured: in how many pages or processes just opened, how many times each household."""
MESURE = b"""
const timed = (f) => {
  const debut = performance.now();
  f();
  return performance.now() - debut;
};
const columns = ({ personnes, groupes, entrees }) => ({
  personnes, groupes, entrees: Object.fromEntries(Object.entries(entrees).map(([nom, v]) => [nom, Float64Array.from(v)])),
});
let module;
let cas;
const gestes = {
  "all outputs": (i) => void module.executer(cas.populations[i]),
  "check-up": (i) => module.calculer(cas.dits[i]).completions,
  "warmed check-up": (i) => module.calculer(cas.dits[i]).completions,
  "much unknown": (i) => module.calculer(cas.partiels[i]).completions,
};
export const prepare = (lus) => (cas = { ...lus, populations: lus.populations.map(columns) });
export async function load() {
  const debut = performance.now();
  module = await import("./module.mjs");
  return performance.now() - debut;
}
export const warm = () => module.chauffer();
export const first = (geste) => timed(() => gestes[geste](0));
export function next(geste, tours) {
  const completions = [];
  const suite = [];
  for (let t = 0; t < tours; t++) for (let i = 0; i < cas.dits.length; i++) suite.push(timed(() => completions.push(gestes[geste](i) ?? 1)));
  return { suite, completions };
}
"""
NODE_MAIN = b"""
import fs from "node:fs";
import { prepare, load, warm, first, next } from "./mesure.mjs";
const [geste, tours] = process.argv.slice(2);
const clock = () => Number(fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
prepare(JSON.parse(fs.readFileSync("cas.json")));
const horloge = [clock()];
const importe = await load();
horloge.push(clock());
if (geste.startsWith("warmed")) warm();
horloge.push(clock());
const premier = first(geste);
horloge.push(clock());
const suite = next(geste, Number(tours));
horloge.push(clock());
console.log(JSON.stringify({ importe, premier, ...suite, horloge }));
"""
Mesure = dict[str, Any]


@dataclass(slots=True)
class Temps:
    """Median milliseconds to import, of the first call, of the next; the completions of a household; and the three of the main thread's processor alone."""

    importe: float
    premier: float
    suite: float
    completions: float
    importe_seul: float
    premier_seul: float
    suite_seule: float

    @classmethod
    def of(cls, mesures: Sequence[Mesure]) -> Temps:
        """Return the medians of pages or processes."""
        return cls(
            importe=statistics.median(m["importe"] for m in mesures),
            premier=statistics.median(m["premier"] for m in mesures),
            suite=statistics.median(ms for m in mesures for ms in m["suite"]),
            completions=statistics.median(n for m in mesures for n in m["completions"]),
            importe_seul=statistics.median(m["horloge"][1] - m["horloge"][0] for m in mesures),
            premier_seul=statistics.median(m["horloge"][3] - m["horloge"][2] for m in mesures),
            suite_seule=statistics.median((m["horloge"][4] - m["horloge"][3]) / len(m["suite"]) for m in mesures),
        )


def columns(population: Population) -> dict[str, Any]:
    """Return a household as JSON."""
    return {
        "personnes": population.personnes,
        "groupes": {nom: {"nombre": g.nombre, "de": g.de.tolist(), "role": g.role.tolist()} for nom, g in population.groupes.items()},
        "entrees": {nom: numbers(np.asarray(v)) for nom, v in population.entrees.items()},
    }


def numbers(valeurs: np.ndarray) -> list[float]:
    """Return dates as counts of days, and the rest as it is."""
    return (valeurs.astype(np.int64) if valeurs.dtype.kind == "M" else valeurs.astype(np.float64)).tolist()


def half_told(situation: Situation, alea: np.random.Generator) -> dict[str, Any]:
    """Return a questionnaire of which half the answers are left out, birthdays kept."""
    document: dict[str, Any] = write(situation)
    for faits in (*(p["faits"] for p in document["personnes"]), document["menage"], document["famille"], document["foyer_fiscal"]):
        for nom in [nom for nom in faits if nom not in ("date_naissance", "droits_recus") and alea.random() < 0.5]:
            del faits[nom]
    return document


def households(programme: Programme, foyers: int) -> dict[str, Any]:
    """Return the households measured, in the three ways of giving them."""
    tires = situations_of(draw(programme.mois, foyers, 2026), programme.mois)
    dits, alea = [known(situation) for situation in tires], np.random.default_rng(2026)
    return {
        "populations": [columns(population_of([situation], programme.graph.entrees)) for situation in dits],
        "dits": [write(situation) for situation in dits],
        "partiels": [half_told(situation, alea) for situation in dits],
    }


def in_node(dossier: Path) -> Callable[[str, int], Mesure]:
    """Return what measures a gesture in a new process."""

    def measure(geste: str, tours: int) -> Mesure:
        fini = subprocess.run([str(NODE), "principal.mjs", geste, str(tours)], cwd=dossier, check=True, capture_output=True, text=True)
        mesure: Mesure = json.loads(fini.stdout)
        return mesure

    return measure


def in_chromium(browser: Browser, module: bytes, cas: bytes, lenteur: int) -> Callable[[str, int], Mesure]:
    """Return what measures a gesture in a new page, the processor so many times slower."""

    def measure(geste: str, tours: int) -> Mesure:
        with Navigateur(browser) as navigateur:
            for adresse, contenu in (("/module.mjs", module), ("/mesure.mjs", MESURE), ("/cas.json", cas)):
                navigateur.serve(adresse, contenu)
            page, cdp = navigateur.page, navigateur.page.context.new_cdp_session(navigateur.page)
            page.set_default_timeout(300_000)

            def clock() -> float:
                return next(1e3 * float(m["value"]) for m in cdp.send("Performance.getMetrics")["metrics"] if m["name"] == "ThreadTime")

            def call(verbe: str, *arguments: object) -> Any:  # noqa: ANN401 - what a page answers
                return page.evaluate(f"(dits) => import('/mesure.mjs').then((m) => m.{verbe}(...dits))", list(arguments))

            page.evaluate("() => Promise.all([import('/mesure.mjs'), fetch('/cas.json').then((r) => r.json())]).then(([m, cas]) => void m.prepare(cas))")
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": lenteur})
            horloge = [clock()]
            importe = call("load")
            horloge.append(clock())
            if geste.startswith("warmed"):
                call("warm")
            horloge.append(clock())
            premier = call("first", geste)
            horloge.append(clock())
            suite: Mesure = call("next", geste, tours)
            return {"importe": importe, "premier": premier, **suite, "horloge": [*horloge, clock()]}

    return measure


def machines(browser: Browser, dossier: Path, module: bytes, cas: dict[str, Any]) -> Iterator[tuple[str, Callable[[str, int], Mesure]]]:
    """Yield each machine by its name."""
    texte = json.dumps(cas).encode()
    for nom, contenu in (("module.mjs", module), ("mesure.mjs", MESURE), ("principal.mjs", NODE_MAIN), ("cas.json", texte)):
        (dossier / nom).write_bytes(contenu)
    yield "Node", in_node(dossier)
    yield "Chromium", in_chromium(browser, module, texte, 1)
    yield f"Chromium, {LENTEUR}x slower", in_chromium(browser, module, texte, LENTEUR)


def verdict(valeur: float, permis: float = BILAN, vise: float = BILAN_VISE) -> str:
    """Tell where a figure stands between what is allowed and what is aimed at."""
    if valeur <= vise:
        return f"within what is aimed at ({vise:g})"
    return f"within what is allowed ({permis:g}), not what is aimed at ({vise:g})" if valeur <= permis else f"OVER what is allowed ({permis:g})"


def main() -> None:
    """Measure sizes, then each gesture on each machine."""
    parser = argparse.ArgumentParser(description="A month in JavaScript.")
    parser.add_argument("--mois", default=MOIS)
    parser.add_argument("--programme", type=Path)
    parser.add_argument("--foyers", type=int, default=FOYERS)
    options = parser.parse_args()
    programme = read(options.programme) if options.programme else compile_bilan(options.mois)
    module = emit(programme)
    comprime = len(gzip.compress(module, 9))
    print(f"{programme.mois}: {len(module):,} bytes, {comprime:,} by gzip, {len(brotli.compress(module)):,} by brotli")
    print(f"  gzip: {verdict(comprime, OCTETS, OCTETS_VISES)}")
    print(f"{options.foyers} households; others' load on the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    print(f"  {'':52}{'elapsed, ms':^32}{'processor alone, ms':^32}")
    print(f"  {'':22}{'':17}{'completions':>13}{'import':>10}{'first':>10}{'next':>10}  {'import':>10}{'first':>10}{'next':>10}", flush=True)
    with tempfile.TemporaryDirectory() as dossier, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        for nom, measure in machines(browser, Path(dossier), module, households(programme, options.foyers)):
            for geste, (pages, tours) in GESTES.items():
                temps = Temps.of([measure(geste, tours) for _ in range(pages)])
                seuls = f"{temps.importe_seul:10.1f}{temps.premier_seul:10.1f}{temps.suite_seule:10.2f}"
                print(f"  {nom:22}{geste:17}{temps.completions:13.0f}{temps.importe:10.1f}{temps.premier:10.1f}{temps.suite:10.2f}  {seuls}", flush=True)
                if "check-up" in geste and nom == "Chromium":
                    premier, suite = LENTEUR * temps.premier_seul, LENTEUR * temps.suite_seule
                    print(f"    {LENTEUR} times the processor's: first {premier:.0f} ms, {verdict(premier)}; next {suite:.0f} ms, {verdict(suite)}", flush=True)
                if "check-up" in geste and nom.endswith("slower"):
                    print(f"    elapsed: first {verdict(temps.premier)}; next {verdict(temps.suite)}", flush=True)
        browser.close()
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
