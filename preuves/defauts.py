"""Planted defects: each makes one line of the product wrong in a copy of the tree, and the test that `defauts.yaml` names must then fail.

The copies are thrown away. The product itself has no switch that weakens it, so that none can be left on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml
from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PRODUIT, TESTS = Path("droits_ouverts"), Path("tests")
PROCESSUS = 2
DELAI = 600
"""Seconds for one test file: far more than any takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaut:
    """A line of the product, what it becomes, the test that sees it."""

    garantie: str
    nom: str
    fichier: str
    avant: str
    apres: str
    test: str

    @property
    def commande(self) -> list[str]:
        """The run of its test alone."""
        fichier, _, nom = self.test.partition("::")
        return [sys.executable, "-m", "pytest", str(TESTS / fichier), "-k", nom, "-q", "-x", "-p", "no:cacheprovider"]


def listed() -> list[Defaut]:
    """Return the defects of the list."""
    return [Defaut(**ligne) for ligne in yaml.safe_load((RACINE / "preuves" / "defauts.yaml").read_text(encoding="utf-8"))]


def copied(folder: Path) -> Path:
    """Return a copy of what the tests read."""
    leave = shutil.ignore_patterns(".*", "var", "__pycache__", "node_modules")
    return Path(shutil.copytree(RACINE, folder / "arbre", ignore=leave))


def outcome(arbre: Path, commande: list[str]) -> tuple[int, str]:
    """Run in this tree; return the code of pytest and its last lines."""
    env = os.environ | {"PYTHONPATH": str(arbre), "PYTHONDONTWRITEBYTECODE": "1"}
    fait = subprocess.run(commande, cwd=arbre, env=env, capture_output=True, text=True, check=False, timeout=DELAI)
    return fait.returncode, fait.stdout[-1500:]


def seen(arbre: Path, defaut: Defaut) -> str:
    """Plant a defect; return "" where its test passed without it and fails with it, else what went otherwise."""
    code, fin = outcome(arbre, defaut.commande)
    if code != 0:
        return f"its test does not pass without it:\n{fin}"
    fichier = arbre / PRODUIT / defaut.fichier
    texte = fichier.read_text(encoding="utf-8")
    fichier.write_text(texte.replace(defaut.avant, defaut.apres), encoding="utf-8")
    try:
        code, fin = outcome(arbre, defaut.commande)
    finally:
        fichier.write_text(texte, encoding="utf-8")
    # 1 is a test that failed; anything else is a run that did not take place.
    return "" if code == 1 and "failed" in fin else f"its test still passes, or did not run (code {code}):\n{fin}"


def share(defauts: list[Defaut]) -> list[tuple[Defaut, str]]:
    """Try some defects, one after the other, in a copy of their own."""
    trouves = []
    with tempfile.TemporaryDirectory() as folder:
        arbre = copied(Path(folder))
        for defaut in defauts:
            quoi = seen(arbre, defaut)
            print(f"  {defaut.garantie}  {defaut.nom}: {'seen' if not quoi else 'NOT SEEN'}", flush=True)
            trouves.append((defaut, quoi))
    return trouves


def main() -> None:
    """Try them all, in two processes; exit with 1 if one is not seen."""
    defauts = [defaut for defaut in listed() if not sys.argv[1:] or sys.argv[1] in defaut.nom]
    with ThreadPoolExecutor(PROCESSUS) as atelier:
        trouves = [trouve for part in atelier.map(share, [defauts[rang::PROCESSUS] for rang in range(PROCESSUS)]) for trouve in part]
    for famille in dict.fromkeys(defaut.garantie for defaut in defauts):
        siens = [quoi for defaut, quoi in trouves if defaut.garantie == famille]
        garantie(f"{famille}: planted defects", essais=len(siens), violations=sum(map(bool, siens)), sabotages=(siens.count(""), len(siens)))
    rates = [(defaut, quoi) for defaut, quoi in trouves if quoi]
    for defaut, quoi in rates:
        print(f"\n{defaut.nom} ({defaut.test}): {quoi}", file=sys.stderr)
    sys.exit(bool(rates))


if __name__ == "__main__":
    main()
