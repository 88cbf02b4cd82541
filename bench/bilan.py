"""One check-up: everything in one simulation, against OpenFisca called once per right, on the same ten households in the same run.

Prints, per check-up, the median time, the median peak of memory allocated (on two of them), and the ratios.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable

from droits_ouverts.engine.answers import checked
from droits_ouverts.engine.completions import Copie, unknown_cells
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import Copies, system
from droits_ouverts.engine.situation import Etat, Reponse, Situation
from droits_ouverts.engine.situation_questionnaire import read

MENAGES, MENAGES_MEMOIRE = 10, 2
MOIS = "2026-11"


def household(alea: random.Random) -> Situation:
    """Draw a household with everything known: alone or a couple, up to four children, work or none, a tenant."""

    def adulte(ident: str, role: str) -> dict[str, object]:
        return {
            "id": ident,
            "role": role,
            "faits": {
                "date_naissance": f"{alea.randint(1950, 2005)}-06-15",
                "activite": alea.choice(["actif", "chomeur", "retraite", "inactif"]),
                "salaire_net": alea.choice([0, 500, 900, 1400, 1900]),
                "autres_ressources": False,
                "ressources_stables": True,
                "nationalite": "francaise",
                "statut_marital": "celibataire" if role == "demandeur" else "marie",
            },
        }

    personnes = [adulte("a", "demandeur")] + ([adulte("b", "conjoint")] if alea.random() < 0.5 else [])
    personnes += [{"id": f"e{i}", "role": "enfant", "faits": {"date_naissance": f"{alea.randint(2008, 2025)}-03-10"}} for i in range(alea.randint(0, 4))]
    menage = {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": alea.choice([300, 450, 600])}
    return read({"personnes": personnes, "menage": menage, "famille": {}, "foyer_fiscal": {"revenu_fiscal_reference": 9000}}, MOIS)


def in_one(engine: Engine, situation: Situation) -> None:
    """The check-up: all rights, all unknown facts, all what-ifs."""
    engine.estimate(situation)


def once_per_right(_: Engine, situation: Situation) -> None:
    """OpenFisca as it is called right by right: a new simulation for each, the household as it is, nothing unknown, no what-if."""
    for regle in REGLES.values():
        calcul = Copies(situation, [Copie({})], REGLES)
        calcul.members(regle.eligibilite)
        if regle.montant:
            calcul.members(regle.montant)


def measure(function: Callable[[Engine, Situation], None], engine: Engine, situations: list[Situation]) -> tuple[float, float]:
    """Return (median seconds, median peak MB) per check-up; the peak is what Python and numpy allocate, in a pass of its own."""
    durees = []
    for situation in situations:
        debut = time.perf_counter()
        function(engine, situation)
        durees.append(time.perf_counter() - debut)
    pics = []
    for situation in situations[:MENAGES_MEMOIRE]:
        gc.collect()
        tracemalloc.start()
        function(engine, situation)
        pics.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
    return statistics.median(durees), statistics.median(pics)


def main() -> None:
    """Measure ours with many facts unknown and with everything known, and the reference, on the same households."""
    system()
    engine, alea = Engine(), random.Random(2026)  # noqa: S311 - a draw of households, not a secret
    inconnus = [household(alea) for _ in range(MENAGES)]
    connus = [known(situation) for situation in inconnus]
    engine.estimate(inconnus[0])
    print(f"{MENAGES} check-ups, {len(REGLES)} rights; medians per check-up (memory on {MENAGES_MEMOIRE})", flush=True)
    print(f"  {'':52}{'seconds':>10}{'MB at peak':>12}")
    reference = measure(once_per_right, engine, connus)
    print(f"  {'OpenFisca once per right, nothing unknown, no what-if':52}{reference[0]:10.2f}{reference[1]:12.1f}", flush=True)
    for nom, menages in (("one check-up, everything known", connus), ("one check-up, many facts unknown", inconnus)):
        ours = measure(in_one, engine, menages)
        print(f"  {nom:52}{ours[0]:10.2f}{ours[1]:12.1f}   time / {reference[0] / ours[0]:.1f}, memory x {ours[1] / reference[1]:.1f}", flush=True)


def known(situation: Situation) -> Situation:
    """Return the household with each unknown fact answered by its first plausible value."""
    while cells := unknown_cells(situation):
        for cell in cells:
            situation = situation.with_answer(*cell.cle, Reponse(Etat.CONNU, checked(cell.fait, cell.valeurs[0], situation.mois)))
    return situation


if __name__ == "__main__":
    main()
