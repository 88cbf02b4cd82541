"""OpenFisca-France's own tests of what our check-up outputs or reads, on compiled programmes: passed, failed, not covered and why.

The tests are those of its source distribution (`scripts/essais_openfisca.sh` brings them, pinned by a hash). Of each test, what it expects of our variables is
compared. Compiled shapes are kept in var/, so that a second run takes a minute or two. A test that fails on a programme and that OpenFisca's engine passes fails the proof;
so do more tests not covered than is known today.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from _table import garantie

from droits_ouverts.config.console.essais import report
from droits_ouverts.engine.compiler import essais
from droits_ouverts.engine.compiler.build import compile_calcul
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.fichier import Programme

RACINE = Path(__file__).resolve().parent.parent
FORMULES = RACINE / "droits_ouverts" / "engine" / "formules"
AUSSI = ("css_cmu_base_ressources", "css_cmu_base_ressources_individu", "cmu_c", "acs", "css_participation_forfaitaire", "paje_prepare")
NON_COUVERTS_MAX = 100
PROGRAMMES_MAX = 5000


def our_variables() -> frozenset[str]:
    """Return what the rules output, and the variables with a formula that their sources name."""
    variables = system().variables
    noms = {nom for regle in REGLES.values() for nom in (regle.eligibilite, regle.montant, regle.montant_min, regle.montant_max) if nom}
    noms |= {condition.variable for regle in REGLES.values() for condition in regle.conditions}
    for fichier in FORMULES.rglob("*.py"):
        for node in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                noms.add(node.value)
    return frozenset(nom for nom in (*noms, *AUSSI) if nom in variables and variables[nom].formulas)


def main() -> None:
    """Fetch, compile, run, print; exit 1 where a programme is at fault."""
    fetched = subprocess.run(["sh", "scripts/essais_openfisca.sh"], cwd=RACINE, check=True, capture_output=True, text=True)
    dossiers = [RACINE / fetched.stdout.strip(), FORMULES]
    nombres = {"compiled": 0, "refused": 0}
    debut = vu = time.monotonic()

    def fabrique(entrees: Sequence[str], sorties: Sequence[str]) -> Programme:
        nombres["refused"] += 1
        programme = compile_calcul(entrees, sorties)
        nombres["refused"] -= 1
        nombres["compiled"] += 1
        return programme

    def annonce(fait: int, total: int, phrase: str) -> None:
        nonlocal vu
        if time.monotonic() - vu > 20:
            vu = time.monotonic()
            print(f"  {fait}/{total} {phrase}, {nombres['compiled']} programmes compiled, {vu - debut:.0f} s", flush=True)

    depot = DepotCalculs(RACINE / "var" / "essais" / "programmes", maximum=PROGRAMMES_MAX)
    resultats = essais.run(dossiers, system=system(), depot=depot, fabrique=fabrique, variables=our_variables(), against=True, annonce=annonce)
    nombre = essais.counts(resultats)
    print(report(resultats))
    print(f"{nombres['compiled']} programmes compiled, {nombres['refused']} refusals, {time.monotonic() - debut:.0f} s.")
    fautes = [resultat for resultat in resultats if resultat.issue is essais.Issue.ECHEC and resultat.reference is not False]
    garantie("OpenFisca's own tests pass compiled", essais=len(resultats), violations=len(fautes))
    if fautes:
        print(f"{len(fautes)} tests pass on OpenFisca and fail compiled.", file=sys.stderr)
    if nombre[essais.Issue.NON_COUVERT] > NON_COUVERTS_MAX:
        print(f"{nombre[essais.Issue.NON_COUVERT]} tests are not covered, {NON_COUVERTS_MAX} are allowed.", file=sys.stderr)
    if fautes or nombre[essais.Issue.NON_COUVERT] > NON_COUVERTS_MAX:
        sys.exit(1)


if __name__ == "__main__":
    main()
