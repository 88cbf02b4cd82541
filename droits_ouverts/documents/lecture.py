"""Files that become papers: each is opened in a bounded process (`lecteur`), and what comes back is all that is kept, shown or read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from droits_ouverts.documents import pdf, rules
from droits_ouverts.documents.errors import PapierRefuseError
from droits_ouverts.foundation.fichiers import OCTETS, RENDUS

CODE: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from droits_ouverts.documents.lecteur import main; main()"
TOTAL: Final = 4 * OCTETS
"""Bytes of the files sent at once."""
SIGNATURES: Final = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))
HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
ATTENTE: Final = 30.0
"""Seconds of the clock that a file may take. The reader bounds its own processor: beyond, it is the machine that is busy."""
PAR_FOIS: Final = 4
"""Pages of a copy drawn by one process: within its seconds, even for scans of a large office."""
TEXTES_PAGES: Final = 6
"""Pages whose text is read: what an attestation, a payslip or a tax notice says is on the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papier:
    """A paper ready to be kept: a PDF, how many pages, how many photos were straightened."""

    contenu: bytes
    pages: int
    redressees: int = 0


def paper_of(fichiers: Sequence[bytes], *, redresser: bool) -> Papier:
    """Return the one paper that these files make: one PDF as it is, or photos, one a page, in their order. Raise `PapierRefuseError`."""
    if not fichiers:
        raise PapierRefuseError("rien")
    if len(fichiers) > rules.PHOTOS_MAX:
        raise PapierRefuseError("trop_de_photos")
    if sum(map(len, fichiers)) > TOTAL:
        raise PapierRefuseError("trop_grand")
    genres = [_kind(contenu, rang) for rang, contenu in enumerate(fichiers, 1)]
    if "pdf" in genres:
        if len(genres) > 1:
            raise PapierRefuseError("melange")
        return _of_pdf(fichiers[0])
    return _of_photos(fichiers, genres, redresser=redresser)


def _of_pdf(contenu: bytes) -> Papier:
    dit, neuf = _run({"geste": "pdf"}, contenu)
    if int(dit["pages"]) > rules.PAGES_MAX:
        raise PapierRefuseError("trop_de_pages")
    return Papier(contenu=neuf or contenu, pages=int(dit["pages"]))


def _of_photos(fichiers: Sequence[bytes], genres: Sequence[str], *, redresser: bool) -> Papier:
    pages, redressees = [], 0
    for rang, (contenu, genre) in enumerate(zip(fichiers, genres, strict=True), 1):
        dit, jpeg = _run({"geste": "photo", "genre": genre, "redresser": redresser}, contenu, rang)
        pages.append(pdf.Page(jpeg=jpeg, largeur=int(dit["largeur"]), hauteur=int(dit["hauteur"])))
        redressees += bool(dit["redressee"])
    return Papier(contenu=pdf.of_photos(pages), pages=len(pages), redressees=redressees)


def texts_of(contenu: bytes) -> list[str]:
    """Return the text of the first pages of a PDF; nothing for pages of photos. Raise `PapierRefuseError` where it does not open."""
    return [str(texte) for texte in _run({"geste": "textes", "pages": TEXTES_PAGES}, contenu)[0]["textes"]]


def picture_of(contenu: bytes, page: int) -> bytes:
    """Return a page of a paper (the first one is 1) as a JPEG. Raise `PapierRefuseError` where it has none of this number."""
    return _run({"geste": "image", "page": page - 1}, contenu)[1]


def marked(contenu: bytes, *, pages: int, mention: str, pied: str) -> bytes:
    """Return a copy to be given: pictures of its pages, with a line across each and another at its foot. Raise `PapierRefuseError`."""
    images: list[pdf.Page] = []
    for debut in range(0, pages, PAR_FOIS):
        demande: dict[str, object] = {"geste": "mention", "de": debut, "a": min(debut + PAR_FOIS, pages), "mention": mention, "pied": pied}
        dit, lues = _run(demande, contenu)
        for largeur, hauteur, octets in dit["pages"]:
            images.append(pdf.Page(jpeg=lues[:octets], largeur=int(largeur), hauteur=int(hauteur)))
            lues = lues[octets:]
    if len(images) != pages:
        raise PapierRefuseError("contenu")
    return pdf.of_photos(images)


def _kind(contenu: bytes, rang: int) -> str:
    if not contenu:
        raise PapierRefuseError("vide", rang)
    if len(contenu) > OCTETS:
        raise PapierRefuseError("trop_grand", rang)
    genre = next((genre for signature, genre in SIGNATURES if contenu.startswith(signature)), "")
    if not genre:
        raise PapierRefuseError("heic" if contenu[4:8] == b"ftyp" and contenu[8:12] in HEIC else "genre", rang)
    return genre


def _run(demande: dict[str, object], contenu: bytes, rang: int = 1) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", "-c", CODE, str(Path(__file__).resolve().parents[2])]
    entree = json.dumps(demande).encode() + b"\n" + contenu
    try:
        fini = subprocess.run(command, input=entree, capture_output=True, timeout=ATTENTE, env={"LANG": "C.UTF-8", "PATH": os.defpath}, check=False)  # noqa: S603  a command of ours
    except subprocess.TimeoutExpired:
        raise PapierRefuseError("lent", rang) from None
    if fini.returncode or len(fini.stdout) > RENDUS:
        # Out of memory or of time: the reader was stopped.
        raise PapierRefuseError("trop_grand", rang)
    ligne, _fin, neuf = fini.stdout.partition(b"\n")
    dit: dict[str, Any] = json.loads(ligne)
    if raison := dit.get("refus"):
        raise PapierRefuseError(str(raison), rang)
    return dit, neuf
