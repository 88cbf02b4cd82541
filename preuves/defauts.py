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
from xml.etree import ElementTree as ET

import yaml
from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PRODUIT, TESTS = Path("droits_ouverts"), Path("tests")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
PROCESSUS = 2
DELAI = 1800
"""Seconds for one run: far more than any takes."""


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
        return [*PYTEST, str(TESTS / fichier), "-k", nom, "-x"]

    def is_tested_by(self, cas: ET.Element) -> bool:
        """Whether this is a test that the command would run, in what pytest writes of a run of several files."""
        fichier, _, nom = self.test.partition("::")
        module = ".".join((TESTS / fichier).with_suffix("").parts)
        ou = f"{cas.get('classname')}."
        return ou.startswith(f"{module}.") and nom.lower() in f"{ou.removeprefix(module)}{cas.get('name')}".lower()


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


def sound(arbre: Path, defauts: list[Defaut]) -> set[str]:
    """Run the tests of all these defects together, without any; return the names of the defects whose tests took place and passed."""
    fichiers = sorted({str(TESTS / defaut.test.partition("::")[0]) for defaut in defauts})
    noms = " or ".join(sorted({defaut.test.partition("::")[2] for defaut in defauts}))
    rapport = arbre / "sains.xml"
    outcome(arbre, [*PYTEST, *fichiers, "-k", noms, f"--junitxml={rapport}"])
    cas = list(ET.parse(rapport).iter("testcase")) if rapport.exists() else []  # noqa: S314  written by our own pytest
    siens = {defaut.nom: [un for un in cas if defaut.is_tested_by(un)] for defaut in defauts}
    return {nom for nom, joues in siens.items() if any(len(un) == 0 for un in joues) and all(un.find("failure") is un.find("error") is None for un in joues)}


def seen(arbre: Path, defaut: Defaut) -> str:
    """Plant a defect whose test passes without it; return "" where it fails with it, else what went otherwise."""
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
        sains = sound(arbre, defauts)
        for defaut in defauts:
            quoi = seen(arbre, defaut) if defaut.nom in sains else f"its test does not pass without it:\n{outcome(arbre, defaut.commande)[1]}"
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
