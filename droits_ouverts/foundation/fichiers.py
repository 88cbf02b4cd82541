"""Files that somebody sends: a short list of kinds, known by what they hold and not by their name, opened in a bounded process.

A room that takes a file calls `received`; what it stores and shows is what comes back, never what was sent.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from droits_ouverts.foundation.errors import DomainError

logger = logging.getLogger(__name__)


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues."""
    return sentence


class Genre(StrEnum):
    """The kinds of files that are taken."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


OCTETS: Final = 10 * 1024 * 1024
"""Bytes of a file."""
RENDUS: Final = 64 * 1024 * 1024
"""Bytes that the reader may give back."""
SECONDES: Final = 10.0
"""Seconds of the clock that a file may take."""
SIGNATURES: Final = ((b"%PDF-", Genre.PDF), (b"\xff\xd8\xff", Genre.JPEG), (b"\x89PNG\r\n\x1a\n", Genre.PNG), (b"PK\x03\x04", Genre.XLSX))
TYPES: Final = {
    Genre.CSV: "text/csv; charset=utf-8",
    Genre.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Genre.PDF: "application/pdf",
    Genre.JPEG: "image/jpeg",
    Genre.PNG: "image/png",
}
RAISONS: Final = {
    "vide": _("Il est vide."),
    "genre": _("Ce genre de fichier n’est pas accepté ici."),
    "trop_grand": _("Il est trop grand, ou il contient trop de lignes, de colonnes ou de points."),
    "encodage": _("Ses lettres ne sont pas écrites en UTF-8."),
    "caracteres": _("Il contient des caractères invisibles qui changent ce qu’on lit."),
    "actif": _("Il contient une macro, un lien vers dehors ou un autre programme."),
    "contenu": _("Ce qu’il contient n’est pas ce que ce genre de fichier doit contenir."),
}


class FichierRefuseError(DomainError):
    """A file that is not taken; `raison` is a key of `RAISONS`."""

    title = _("Ce fichier n’est pas accepté")
    what = _("Rien n’a été enregistré.")
    next_step = _("Enregistrez-le de nouveau depuis votre logiciel, en CSV (UTF-8), .xlsx, PDF, JPEG ou PNG, puis renvoyez-le.")
    status = 422
    code = "fichier_refuse"

    def __init__(self, raison: str) -> None:
        super().__init__(why=RAISONS[raison])
        self.raison = raison
        logger.warning("fichier refusé : %s", raison)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fichier:
    """A file that was taken: what may be stored (an image was drawn anew), or the rows of a table, as text."""

    genre: Genre
    contenu: bytes
    lignes: list[list[str]] | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Headers by which it is given back: to be kept on the reader's device, never shown inside a page of ours."""
        return {"Content-Type": TYPES[self.genre], "Content-Disposition": "attachment", "Content-Security-Policy": "sandbox; default-src 'none'"}


def received(contenu: bytes, *, accepte: Collection[Genre], octets: int = OCTETS) -> Fichier:
    """Open a file that somebody sent. Raise `FichierRefuseError` for any that is not wholly of one of the kinds accepted."""
    if not contenu:
        raise FichierRefuseError("vide")
    if len(contenu) > octets:
        raise FichierRefuseError("trop_grand")
    genre = next((genre for signature, genre in SIGNATURES if contenu.startswith(signature)), Genre.CSV)
    if genre not in accepte:
        raise FichierRefuseError("genre")
    dit, neuf = _read(genre, contenu)
    if raison := dit.get("refus"):
        raise FichierRefuseError(str(raison))
    return Fichier(genre=genre, contenu=neuf or contenu, lignes=dit.get("lignes"))  # type: ignore[arg-type]  # rows of text, by our own reader


def _read(genre: Genre, contenu: bytes) -> tuple[dict[str, object], bytes]:
    command = [sys.executable, "-I", "-c", _LECTEUR, str(Path(__file__).resolve().parents[2]), genre.value]
    try:
        fini = subprocess.run(command, input=contenu, capture_output=True, timeout=SECONDES, env={"LANG": "C.UTF-8", "PATH": os.defpath}, check=False)  # noqa: S603  a command of ours
    except subprocess.TimeoutExpired:
        return {"refus": "trop_grand"}, b""
    if fini.returncode or len(fini.stdout) > RENDUS:
        # Out of memory or of time: the reader was stopped.
        return {"refus": "trop_grand"}, b""
    ligne, _fin, neuf = fini.stdout.partition(b"\n")
    return json.loads(ligne), neuf


_LECTEUR: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from droits_ouverts.foundation.lecteur import main; main()"


def safe_name(nom: str, genre: Genre) -> str:
    """Return a name to show and to give back: no folder, no character that hides another, the ending of what the file is."""
    dernier = re.split(r"[/\\]", unicodedata.normalize("NFC", nom))[-1]
    lisible = "".join(lettre for lettre in dernier if unicodedata.category(lettre)[0] not in {"C", "Z"} or lettre == " ")
    tronc = re.sub(r'[<>:"|?*;%]+', "-", lisible).rpartition(".")[0] or re.sub(r'[<>:"|?*;%]+', "-", lisible)
    tronc = tronc.replace(".", "-").strip(" -")[:80] or "fichier"
    return f"{tronc}.{genre.value}"
