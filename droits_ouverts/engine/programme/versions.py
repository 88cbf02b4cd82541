"""Of what a programme is compiled: versions of OpenFisca and of this product, and a digest of our own rules. Reads files; never loads OpenFisca."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import droits_ouverts

MOTEUR = Path(__file__).resolve().parents[1]
DOSSIERS = ("formules", "questionnaire", "compiler", "donnees")
"""Folders of the engine that decide what a compiled month says: our rights and parameters, the facts, the compiler, the communes."""
FICHIERS = (
    *("answers.py", "communes.py", "gross_incomes.py", "inputs.py", "interpreter.py", "situation.py", "situation_questionnaire.py"),
    *("programme/graph.py", "programme/fichier.py", "programme/colonnes.py"),
)
SUFFIXES = frozenset({".py", ".yaml", ".gz"})
PAQUETS = {"openfisca_core": "openfisca-core", "openfisca_france": "openfisca-france"}


@cache
def current() -> dict[str, str]:
    """Return the versions of this installation, as a programme compiled now bears them. Read once for the process."""
    return {
        "droits_ouverts": droits_ouverts.__version__,
        **{nom: version(paquet) for nom, paquet in PAQUETS.items()},
        "regles": digest(MOTEUR),
    }


def digest(moteur: Path) -> str:
    """Return the digest, in hexadecimal, of the files of `moteur` that decide what a compiled month says; tests of the rights do not."""
    total = hashlib.sha256()
    for fichier in _files(moteur):
        contenu = fichier.read_bytes()
        total.update(f"{fichier.relative_to(moteur).as_posix()}\0{len(contenu)}\0".encode())
        total.update(contenu)
    return total.hexdigest()


def _files(moteur: Path) -> list[Path]:
    trouves = [moteur / nom for nom in FICHIERS if (moteur / nom).is_file()]
    for dossier in DOSSIERS:
        trouves += [fichier for fichier in (moteur / dossier).rglob("*") if fichier.suffix in SUFFIXES and fichier.name not in {"tests.yaml", "run_tests.py"}]
    return sorted(trouves)
