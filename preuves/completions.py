"""How often sampling misses: the sampled answers of a household against the same household enumerated whole.

Random households with a few unknown facts, few enough to be enumerated (up to 4,000 completions), are estimated twice: once
enumerated, once with the enumeration forbidden so that the radial designs and the refinement answer. Prints how many statuses
differ and by how much the bounds of the amounts do. A status that is sharper than it should be is what is looked for.
"""

from __future__ import annotations

import random
import sys

from _table import garantie

from droits_ouverts.engine import completions
from droits_ouverts.engine.completions import unknown_cells
from droits_ouverts.engine.estimate import Engine
from droits_ouverts.engine.results import Statut
from droits_ouverts.engine.situation import INCONNUE, Etat, Reponse, Situation
from droits_ouverts.engine.situation_questionnaire import read

MENAGES = 20
MAXIMUM = 4000
MOIS = "2026-11"
TAUX_ADMIS = 0.01
"""Largest share of statuses that may differ: beyond, the proof fails."""


def draw(alea: random.Random) -> Situation:
    """Draw a household, answer every fact at random, then take a few answers away."""
    personnes: list[dict[str, object]] = [{"id": "a", "role": "demandeur", "faits": {"date_naissance": f"{alea.randint(1945, 2006)}-05-01"}}]
    if alea.random() < 0.4:
        personnes.append({"id": "b", "role": "conjoint", "faits": {"date_naissance": f"{alea.randint(1950, 2004)}-05-01"}})
    personnes += [{"id": f"e{i}", "role": "enfant", "faits": {"date_naissance": f"{alea.randint(2006, 2025)}-05-01"}} for i in range(alea.randint(0, 3))]
    situation = read({"personnes": personnes}, MOIS)
    while cells := unknown_cells(situation):
        cell = cells[0]
        situation = situation.with_answer(*cell.cle, Reponse(Etat.CONNU, _stored(situation, cell, alea.choice(cell.valeurs))))
    connues = [cle for cle, r in situation.reponses.items() if r.etat is Etat.CONNU and cle[0] != "date_naissance"]
    alea.shuffle(connues)
    for cle in connues:
        candidate = situation.with_answer(*cle, INCONNUE)
        cells = unknown_cells(candidate)
        taille = 1
        for cell in cells:
            taille *= len(cell.valeurs)
        if taille <= MAXIMUM:
            situation = candidate
        if taille > completions.ENUMERATION_MAX and len(cells) >= 4:
            break
    return situation


def _stored(situation: Situation, cell: completions.Cellule, valeur: object) -> object:
    from droits_ouverts.engine.answers import checked  # noqa: PLC0415 - beside its one use

    return checked(cell.fait, valeur, situation.mois)


def main() -> None:
    """Compare both on every household; exit 1 where too many statuses differ."""
    engine, alea = Engine(), random.Random(7)  # noqa: S311 - a draw of households, not a secret
    statuts = differents = adoucis = bornes = montants = 0
    ecart = 0.0
    for rang in range(MENAGES):
        situation = draw(alea)
        completions.ENUMERATION_MAX = MAXIMUM  # the whole enumeration
        vrai = engine.estimate(situation)
        completions.ENUMERATION_MAX = 1  # sampling only
        tire = engine.estimate(situation)
        for a, b in zip(vrai.droits, tire.droits, strict=True):
            statuts += 1
            differents += a.statut is not b.statut
            adoucis += a.statut is not b.statut and b.statut is Statut.INDETERMINE
            if a.montant_mensuel and b.montant_mensuel:
                montants += 1
                manque = max(a.montant_mensuel.max - b.montant_mensuel.max, b.montant_mensuel.min - a.montant_mensuel.min, 0.0)
                bornes += manque > 0.01
                ecart = max(ecart, manque)
        print(f"  household {rang + 1}/{MENAGES}: {len(unknown_cells(situation))} facts unknown, {differents} of {statuts} statuses differ so far", flush=True)
    print(f"{MENAGES} households: {differents} of {statuts} statuses differ ({adoucis} of them towards 'indetermine');")
    garantie(f"completions: statuses differ in less than {TAUX_ADMIS:.0%}", essais=statuts, violations=int(differents > TAUX_ADMIS * statuts))
    print(f"{bornes} of {montants} monthly intervals are too narrow, by {ecart:.2f} euros at most.")
    if differents > TAUX_ADMIS * statuts:
        print(f"More than {TAUX_ADMIS:.0%} of statuses differ.", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
