"""Reads the rows of a file that a directory gives, one by one, whatever its size: JSON (a list, or lists under names), JSON lines, CSV.

A bad row is told with its reason and the next one is read. Nothing of the file is believed: rows, cells and depth are bounded.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from droits_ouverts.annuaire.enums import Motif

LIGNE_MAX: Final = 1024 * 1024
"""Characters of a record."""
CELLULE_MAX: Final = 100_000
COLONNES_MAX: Final = 256
BLOC: Final = 256 * 1024
LISTES: Final = ("structures", "services", "items", "data", "results")
"""Names under which a list of records may stand, in files and in pages of the API."""
_DEBUT = re.compile(r"\s*(?:,\s*)?(?=[{\]])")
_CONTROLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ") | dict.fromkeys([0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(slots=True)
class Ligne:
    """A row: its rank from 1, and its record, or why it has none. `octets`: how far the file was read."""

    rang: int
    octets: int
    brut: dict[str, Any] | None = None
    motif: Motif | None = None


class IllisibleError(Exception):
    """The file is none of those that are read, or stops in the middle; the text says where."""


def rows(flux: BinaryIO, nom: str) -> Iterator[Ligne]:
    """Return the rows of a file, by what it holds first and its name next. Raise `IllisibleError` where it stops in the middle, or is not one of ours."""
    tete = flux.read(4096)
    flux.seek(0)
    debut = tete.removeprefix(b"\xef\xbb\xbf").lstrip()
    if tete[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise IllisibleError("utf16")
    if not debut:
        raise IllisibleError("vide")
    if debut[:1] == b"[" or (debut[:1] == b"{" and not _is_lines(debut, nom)):
        yield from _json(flux)
    elif debut[:1] == b"{":
        yield from _lines(flux)
    elif (nom.lower().endswith((".csv", ".txt")) and debut[:1].isalnum()) or debut[:1] in {b'"', b"_"}:
        yield from _csv(flux)
    else:
        raise IllisibleError("genre")


def _is_lines(debut: bytes, nom: str) -> bool:
    if nom.lower().endswith((".jsonl", ".ndjson")):
        return True
    premiere, saut, _ = debut.partition(b"\n")
    return bool(saut) and premiere.rstrip().endswith(b"}")


def _text(brut: bytes) -> tuple[str, bool]:
    """Return a text, and whether it was in UTF-8."""
    try:
        texte = brut.decode("utf-8")
    except UnicodeDecodeError:
        return brut.decode("utf-8", "replace"), False
    return (texte.translate(_CONTROLE) if _MARQUES.search(texte) else texte), True


def _lines(flux: BinaryIO) -> Iterator[Ligne]:
    octets = rang = 0
    while ligne := flux.readline(LIGNE_MAX + 1):
        octets += len(ligne)
        longue = len(ligne) > LIGNE_MAX and not ligne.endswith(b"\n")
        while longue and (suite := flux.readline(LIGNE_MAX)):
            octets += len(suite)
            if suite.endswith(b"\n"):
                break
        if not ligne.strip():
            continue
        rang += 1
        texte, lisible = _text(ligne.removeprefix(b"\xef\xbb\xbf"))
        if longue or not lisible:
            yield Ligne(rang, octets, motif=Motif.TROP_GRANDE if longue else Motif.ENCODAGE)
            continue
        lue = _record(rang, octets, texte)
        if lue.brut is None and not ligne.endswith(b"\n"):
            # The last line has no end and does not read: the file was cut there.
            raise IllisibleError("coupe")
        yield lue


def _record(rang: int, octets: int, texte: str) -> Ligne:
    try:
        objet = _DECODEUR.decode(texte)
    except (ValueError, RecursionError):
        return Ligne(rang, octets, motif=Motif.ILLISIBLE)
    return _clean(rang, octets, objet, texte)


def _json(flux: BinaryIO) -> Iterator[Ligne]:
    """Records of `[{...}, ...]` or `{"services": [{...}], ...}`, decoded one by one as the file is read."""
    compteur = _Compteur(flux)
    yield from _Listes(io.TextIOWrapper(io.BufferedReader(compteur, BLOC), encoding="utf-8-sig", errors="surrogateescape", newline=""), compteur).records()


class _Listes:
    """Lists of records in a text that is read by blocks: what is decoded is forgotten."""

    def __init__(self, texte: io.TextIOWrapper, compteur: _Compteur) -> None:
        self._texte, self._compteur = texte, compteur
        self._tampon, self._place, self._rang = "", 0, 0
        self._ouverte = self._vue = False

    def records(self) -> Iterator[Ligne]:
        fini = False
        while not fini:
            bloc = self._texte.read(BLOC)
            fini = not bloc
            self._tampon, self._place = self._tampon[self._place :] + bloc, 0
            yield from self._decoded(fini=fini)
            if not self._ouverte:
                # Between two lists, a name may be cut by the end of a block.
                self._place = max(self._place, len(self._tampon) - 200)
        if self._ouverte:
            raise IllisibleError("coupe")
        if not self._vue:
            raise IllisibleError("contenu")

    def _decoded(self, *, fini: bool) -> Iterator[Ligne]:
        while (debut := self._next(fini=fini)) is not None:
            try:
                objet, fin = _DECODEUR.raw_decode(self._tampon, debut)
            except RecursionError:
                raise IllisibleError("contenu") from None
            except ValueError:
                if fini or len(self._tampon) - debut > LIGNE_MAX + BLOC:
                    raise IllisibleError("coupe" if fini else "contenu") from None
                return
            self._rang += 1
            self._place = fin
            yield _clean(self._rang, self._compteur.octets, objet, self._tampon[debut:fin])

    def _next(self, *, fini: bool) -> int | None:
        """Return where the next record begins in what was read, None where more must be read."""
        while True:
            if not self._ouverte:
                ouverte = _RACINE.match(self._tampon) if not self._vue and self._place == 0 else None
                ouverte = ouverte or _NOMMEE.search(self._tampon, self._place)
                if ouverte is None:
                    return None
                self._place, self._ouverte, self._vue = ouverte.end(), True, True
            debut = _DEBUT.match(self._tampon, self._place)
            if debut is None:
                if self._tampon[self._place :].strip(" \t\r\n,"):
                    raise IllisibleError("coupe" if fini else "contenu")
                return None
            if self._tampon[debut.end()] == "{":
                return debut.end()
            self._place, self._ouverte = debut.end() + 1, False


_RACINE = re.compile(r"\s*\[")
_NOMMEE = re.compile(rf'"(?:{"|".join(LISTES)})"\s*:\s*\[')


def _finite(texte: str) -> float | None:
    nombre = float(texte)
    return nombre if math.isfinite(nombre) else None


_DECODEUR: Final = json.JSONDecoder(parse_constant=lambda _: None, parse_float=_finite)
_ETRANGER = re.compile("[\ud800-\udfff]")
_MARQUES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that make a text read otherwise than it is written."""
_ECHAPPES = re.compile(r"\\u(?:00[01]|202|206|feff|d[89a-f])", re.IGNORECASE)
"""The same, and halves of characters, written as escapes of JSON."""


def _clean(rang: int, octets: int, objet: object, texte: str) -> Ligne:
    if not isinstance(objet, dict):
        return Ligne(rang, octets, motif=Motif.ILLISIBLE)
    if len(texte) > LIGNE_MAX:
        return Ligne(rang, octets, motif=Motif.TROP_GRANDE)
    if _ETRANGER.search(texte):
        return Ligne(rang, octets, motif=Motif.ENCODAGE)
    if not _MARQUES.search(texte) and not ("\\u" in texte and _ECHAPPES.search(texte)):
        return Ligne(rang, octets, brut=objet)
    try:
        propre = _scrubbed(objet)
        json.dumps(propre, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return Ligne(rang, octets, motif=Motif.ENCODAGE)
    return Ligne(rang, octets, brut=propre)  # type: ignore[arg-type]  # a mapping stays one


def _scrubbed(valeur: object) -> object:
    """Return a value whose texts hold no control character, nor any that makes a text read otherwise than it is written."""
    if isinstance(valeur, str):
        return valeur.translate(_CONTROLE)
    if isinstance(valeur, list):
        return [_scrubbed(une) for une in valeur]
    if isinstance(valeur, dict):
        return {str(cle).translate(_CONTROLE): _scrubbed(une) for cle, une in valeur.items()}
    return valeur


class _Compteur(io.RawIOBase):
    """A stream that tells how many bytes were read of it."""

    def __init__(self, flux: BinaryIO) -> None:
        self._flux = flux
        self.octets = 0

    def readable(self) -> bool:
        return True

    def readinto(self, tampon: Any) -> int:  # noqa: ANN401  a buffer of the standard library's own
        lus = self._flux.read(len(tampon))
        tampon[: len(lus)] = lus
        self.octets += len(lus)
        return len(lus)


def _csv(flux: BinaryIO) -> Iterator[Ligne]:
    compteur = _Compteur(flux)
    texte = io.TextIOWrapper(io.BufferedReader(compteur, BLOC), encoding="utf-8-sig", errors="surrogateescape", newline="")
    csv.field_size_limit(CELLULE_MAX)
    entete = texte.readline(LIGNE_MAX)
    separateur = max(";,\t|", key=entete.count)
    colonnes = [nom.translate(_CONTROLE).strip() for nom in next(csv.reader([entete], delimiter=separateur), [])]
    if len(colonnes) > COLONNES_MAX or not any(colonnes) or not entete.endswith(("\n", "\r")) or any("\ud800" <= lettre <= "\udfff" for lettre in entete):
        raise IllisibleError("entete")
    lecteur, rang = csv.reader(texte, delimiter=separateur, strict=True), 0
    while True:
        try:
            cellules = next(lecteur)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                raise IllisibleError("coupe") from None
            rang += 1
            yield Ligne(rang, compteur.octets, motif=Motif.TROP_GRANDE if "limit" in str(error) else Motif.ILLISIBLE)
            lecteur = csv.reader(texte, delimiter=separateur, strict=True)
            continue
        if not any(cellule.strip() for cellule in cellules):
            continue
        rang += 1
        if len(cellules) != len(colonnes):
            yield Ligne(rang, compteur.octets, motif=Motif.COLONNES)
        elif _ETRANGER.search("".join(cellules)):
            yield Ligne(rang, compteur.octets, motif=Motif.ENCODAGE)
        else:
            brut = {nom: cellule.translate(_CONTROLE).strip() for nom, cellule in zip(colonnes, cellules, strict=True) if nom and cellule.strip()}
            yield Ligne(rang, compteur.octets, brut=brut)
