"""The native kernel, where a C compiler was there at install: the same plan, the same bits as numpy, in one call for each piece.

    python -m droits_ouverts.engine.programme.natif

compiles it into the folder `NOYAU_DIR` (by default `~/.cache/droits-ouverts`). Without it, or on another processor, numpy computes.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import secrets
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine.programme.decoupe import Morceau
from droits_ouverts.engine.programme.graph import INDIVIDU, ROLES, Entree, Node, scalar
from droits_ouverts.engine.programme.natif_source import CODES, Cle, source
from droits_ouverts.engine.programme.noyaux import Etabli, Valeur
from droits_ouverts.engine.programme.plan import Etape, Plan, table_key

OPTIONS = (
    "-O2",
    "-ftree-vectorize",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fwrapv",
    "-fno-strict-aliasing",
    "-shared",
    "-fPIC",
)
"""No option that lets the compiler change a float's value: no -ffast-math, no contraction into fused operations."""
REDUCTIONS = {"group_max": "maximum", "group_min": "minimum", "group_all": "minimum", "group_any": "maximum"}


class NoyauError(RuntimeError):
    """The kernel can't be compiled; the text is a French sentence."""


def folder() -> Path:
    """Return where the kernel is kept."""
    return Path(os.environ.get("NOYAU_DIR") or Path.home() / ".cache" / "droits-ouverts")


def library(dossier: Path) -> Path:
    """Return the file of the kernel: its name says the source, the options and the processor, so that one made elsewhere is never loaded."""
    return dossier / f"noyau-{_digest()}.so"


@cache
def _digest() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    drapeaux = sorted({ligne for ligne in cpuinfo.read_text().splitlines() if ligne.startswith(("flags", "Features"))}) if cpuinfo.exists() else []
    contenu = "\n".join([source(), *OPTIONS, platform.machine(), sys.platform, *drapeaux])
    return hashlib.sha256(contenu.encode()).hexdigest()[:16]


def present(dossier: Path | None = None) -> bool:
    """Tell whether the kernel was compiled for this source and this processor."""
    return library(dossier or folder()).exists()


def wanted(dossier: Path | None = None) -> bool:
    """Tell whether the kernel lacks and can be compiled here."""
    return not present(dossier) and _compiler() is not None


def _compiler() -> str | None:
    return next((chemin for nom in ("cc", "gcc", "clang") if (chemin := shutil.which(nom))), None)


def build(dossier: Path) -> Path:
    """Compile the kernel into a folder and return its file. Raise `NoyauError` without a compiler, or where it fails."""
    compilateur = _compiler()
    if compilateur is None:
        message = "Aucun compilateur C n'est installé : numpy calculera, plus lentement. Pour le noyau natif, installez gcc et libc6-dev, puis relancez cette commande."
        raise NoyauError(message)
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = library(dossier)
    brouillon = dossier / f"{fichier.stem}-{secrets.token_hex(4)}"
    texte = brouillon.with_suffix(".c")
    try:
        texte.write_text(source(), encoding="utf-8")
        fait = subprocess.run(  # noqa: S603 - the compiler that is installed, on our own text
            [compilateur, *OPTIONS, "-o", str(brouillon), str(texte), "-lm"], capture_output=True, text=True, check=False
        )
        if fait.returncode:
            message = f"Le noyau natif ne se compile pas : numpy calculera, plus lentement. Le compilateur dit : {fait.stderr[:300]}"
            raise NoyauError(message)
        brouillon.replace(fichier)
    finally:
        texte.unlink(missing_ok=True)
        brouillon.unlink(missing_ok=True)
    return fichier


def load(dossier: Path | None = None) -> ctypes.CDLL | None:
    """Return the kernel, or None where it was not compiled for this source and this processor."""
    fichier = library(dossier or folder())
    if not fichier.exists():
        return None
    noyau = ctypes.CDLL(str(fichier))
    noyau.run.argtypes = (ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)
    noyau.run.restype = None
    return noyau


class EtabliNatif(Etabli):
    """Buffers of one piece, and tapes for the kernel; what the kernel doesn't do (exponentials, tax scales...) is left to numpy between two tapes."""

    def __init__(self, plan: Plan, entrees: dict[str, Entree], capacites: dict[str, int], noyau: ctypes.CDLL) -> None:
        """Write the tapes."""
        self._noyau = noyau
        self._entites = list(capacites)
        self._gardes: list[Any] = []
        self._bande: list[tuple[int, ...]] = []
        personnes = capacites[INDIVIDU]
        self._tailles = np.zeros(len(capacites), dtype=np.int64)
        self._longs = np.zeros(len(capacites), dtype=np.int64)
        self._roles = {entity: np.zeros(personnes, dtype=np.int8) for entity in capacites if entity != INDIVIDU}
        self._effectifs = {entity: np.zeros(taille, dtype=np.int64) for entity, taille in capacites.items() if entity != INDIVIDU}
        self._masques: dict[tuple[str, tuple[int, ...]], NDArray[np.bool_]] = {}
        self._entrants: list[tuple[str, str, Valeur, np.generic]] = []
        self._sortants: list[tuple[str, str, Valeur]] = []
        self._remplis: set[str] = set()
        super().__init__(plan, entrees, capacites)
        self._flush()

    def compute(self, morceau: Morceau, plus_longs: dict[str, int], donnees: dict[str, Valeur], resultats: dict[str, Valeur], ecrites: dict[str, Any]) -> None:
        """Compute a piece, as `Etabli.compute` does."""
        tailles, lignes = morceau.tailles, morceau.lignes
        for rang, entity in enumerate(self._entites):
            self._tailles[rang] = tailles[entity]
            if entity != INDIVIDU:
                groupes = morceau.groupes[entity]
                self._longs[rang] = plus_longs[entity]
                self._roles[entity][: len(groupes.role)] = groupes.role
                self._effectifs[entity][: groupes.nombre] = np.bincount(groupes.de, minlength=groupes.nombre)
        for (entity, codes), masque in self._masques.items():
            role = morceau.groupes[entity].role
            masque[: len(role)] = np.isin(role, np.asarray(codes, dtype=np.int8))
        for nom, entity, tampon, defaut in self._entrants:
            donnee = donnees.get(nom)
            if donnee is not None:
                tampon[: tailles[entity]] = donnee[lignes[entity]]
                self._remplis.add(nom)
            elif nom in self._remplis:
                tampon.fill(defaut)
                self._remplis.discard(nom)
        super().compute(morceau, plus_longs, donnees, resultats, ecrites)
        for nom, entity, tampon in self._sortants:
            resultats[nom][ecrites[entity]] = tampon[: tailles[entity]]

    def _flush(self) -> None:
        if self._bande:
            bande = np.array(self._bande, dtype=np.int64)
            self._gardes.append(bande)
            self._appels.append((self._noyau.run, (bande.ctypes.data, len(bande), self._tailles.ctypes.data, self._longs.ctypes.data)))
            self._bande = []

    def _emit(self, cle: Cle, entity: str, args: list[Valeur], sortie: Valeur, parametre: int = 0) -> bool:
        if cle not in CODES:
            return False
        self._gardes += [*args, sortie]
        operandes = [*args, *[None] * (3 - len(args))]
        adresses = [0 if arg is None else arg.ctypes.data for arg in operandes]
        pas = [int(arg is not None and arg.ndim > 0) for arg in operandes]
        self._bande.append((CODES[cle], self._entites.index(entity), *adresses, sortie.ctypes.data, *pas, parametre))
        return True

    def _address(self, valeur: object, dtype: str) -> int:
        garde = np.array(scalar(valeur, dtype))
        self._gardes.append(garde)
        return garde.ctypes.data

    def _bind(self, etape: Etape) -> None:
        node, sortie = etape.node, self._tampons[etape.casier]
        args = [self._tampons[arg] if isinstance(arg, int) else arg for arg in etape.args]
        if not self._native(node, args, sortie):
            self._flush()
            super()._bind(Etape(node, etape.args, etape.casier, sur_place=etape.sur_place, sorties=()))
        for nom in etape.sorties:
            gardee = np.zeros_like(sortie)
            self._sortants.append((nom, node.entity, gardee))
            self._emit(("copy", str(sortie.itemsize)), node.entity, [sortie], gardee)

    def _native(self, node: Node, args: list[Valeur], sortie: Valeur) -> bool:
        octets = str(sortie.itemsize)
        if node.op == "input":
            entree = self._entrees[str(node.params[0])]
            defaut = scalar(entree.defaut, entree.dtype)
            tampon = np.full(sortie.shape, defaut)
            self._entrants.append((entree.nom, entree.entity, tampon, defaut))
            return self._emit(("copy", octets), node.entity, [tampon], sortie)
        if any(arg.dtype.kind in "mM" and not arg.ndim and np.isnat(arg) for arg in args):
            return False
        if node.op == "where":
            condition = args[0] if args[0].ndim else np.full(sortie.shape, args[0])
            return self._emit(("where", octets), node.entity, [condition, *args[1:]], sortie)
        if node.op == "cast":
            return self._native_cast(node, args[0], sortie)
        if node.op == "table":
            return self._emit(("table", str(args[0].dtype), octets), node.entity, [args[0], self._tables[table_key(node)]], sortie, len(node.params[0]))  # type: ignore[arg-type]  # a tuple of values
        if node.op == "round":
            return self._emit(("round", node.dtype), node.entity, args, sortie, 10 ** int(str(node.params[0])))
        if node.op in {"project", "role", "position", "size", "single_amounts"} or node.op.startswith("group_"):
            return self._native_steps(node, args[0], sortie) if node.op == "single_amounts" else self._native_group(node, args, sortie)
        return self._emit((node.op, _number(str(args[0].dtype))), node.entity, args, sortie) if args else False

    def _native_cast(self, node: Node, arg: Valeur, sortie: Valeur) -> bool:
        depuis, vers = str(arg.dtype), node.dtype
        if depuis == "timedelta64[D]" and vers in {"timedelta64[Y]", "timedelta64[M]"}:
            return self._emit(("days", vers[12]), node.entity, [arg], sortie)
        temps = [dtype for dtype in (depuis, vers) if "64[" in dtype]
        if len(set(temps)) == 1 and len(temps) == 1 and {depuis, vers} - set(temps) != {"int64"}:
            return False
        if len(set(temps)) > 1:
            return False
        return self._emit(("cast", _number(depuis), _number(vers)), node.entity, [arg], sortie)

    def _native_steps(self, node: Node, arg: Valeur, sortie: Valeur) -> bool:
        params: Any = node.params
        seuils = np.array(params[0], dtype=np.float64)
        if not np.isfinite(seuils).all() or (np.diff(seuils) < 0).any():
            return False
        montants = np.array([0, *params[1], 0]).astype(node.dtype)
        return self._emit(("single_amounts", str(arg.dtype), node.dtype), node.entity, [arg, seuils, montants], sortie, 2 * len(seuils) + bool(params[2]))

    def _native_group(self, node: Node, args: list[Valeur], sortie: Valeur) -> bool:
        entity, octets = str(node.params[0]), str(sortie.itemsize)
        params: Any = node.params
        if node.op == "project":
            return self._emit(("project", octets), node.entity, [args[0], self._composition.de[entity]], sortie)
        if node.op == "role":
            return self._emit(("role",), node.entity, [self._roles[entity]], sortie, sum(1 << code for code in params[1] if 0 <= code < len(ROLES[entity])))
        if node.op == "size":
            return self._emit(("copy", octets), node.entity, [self._effectifs[entity]], sortie) if node.dtype == "int64" else False
        if node.op == "position":
            return False
        return self._native_members(node, args[0], sortie)

    def _native_members(self, node: Node, arg: Valeur, sortie: Valeur) -> bool:
        entity, octets = str(node.params[0]), str(sortie.itemsize)
        params: Any = node.params
        de = self._composition.de[entity]
        if node.op == "group_sum":
            if node.dtype != "float64" or str(arg.dtype) not in {"bool", "uint8", "int16", "int32", "int64", "float32", "float64"}:
                return False
            operandes = [arg, de]
            if params[1] is not None:
                operandes.append(self._masques.setdefault((entity, tuple(params[1])), np.zeros(len(de), dtype=np.bool_)))
            return self._emit(("group_sum", str(arg.dtype)), entity, operandes, sortie)
        if node.op in REDUCTIONS:
            if str(arg.dtype) != node.dtype or (node.op in {"group_all", "group_any"} and node.dtype != "bool"):
                return False
            return self._emit(
                (f"reduce_{REDUCTIONS[node.op]}", node.dtype), entity, [arg, de, self._effectifs[entity]], sortie, self._address(params[1], node.dtype)
            )
        choisie, absents = self._composition.member(entity, "nth" if node.op == "group_nth" else "role", int(params[1]))
        return self._emit(("member", octets), entity, [arg, choisie, absents], sortie, self._address(params[2], node.dtype))


def _number(dtype: str) -> str:
    return "int64" if "64[" in dtype else dtype


def main() -> int:
    """Compile the kernel and say where."""
    try:
        print(f"Noyau natif : {build(folder())}")
    except NoyauError as erreur:
        print(erreur, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
