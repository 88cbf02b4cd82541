"""The PDFs that this room writes itself, byte by byte: pages of photos, and the line that is drawn across the copies that are given. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

A4: Final = (595, 842)
"""Points of a sheet, the short side first."""
MARGE: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to be: a JPEG in colours, and its points."""

    jpeg: bytes
    largeur: int
    hauteur: int


def of_photos(pages: Sequence[Page]) -> bytes:
    """Return a PDF with one A4 sheet a photo, upright or lying as the photo is. It says nothing of who made it, nor when."""
    objets: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    feuilles = []
    for page in pages:
        large, haute = A4 if page.hauteur >= page.largeur else A4[::-1]
        echelle = min((large - 2 * MARGE) / page.largeur, (haute - 2 * MARGE) / page.hauteur)
        dx, dy = page.largeur * echelle, page.hauteur * echelle
        dessin = f"q {dx:.2f} 0 0 {dy:.2f} {(large - dx) / 2:.2f} {(haute - dy) / 2:.2f} cm /I Do Q".encode()
        image = f"/Type/XObject/Subtype/Image/Width {page.largeur}/Height {page.hauteur}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        rang = len(objets) + 1
        feuilles.append(f"{rang} 0 R")
        objets += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {large} {haute}]/Resources<</XObject<</I {rang + 2} 0 R>>>>/Contents {rang + 1} 0 R>>".encode(),
            _stream("", dessin),
            _stream(image, page.jpeg),
        ]
    objets[1] = f"<</Type/Pages/Kids[{' '.join(feuilles)}]/Count {len(feuilles)}>>".encode()
    return _written(objets)


def of_line(mention: str, pied: str, largeur: int, hauteur: int) -> bytes:
    """Return an empty page of this size with a line three times from corner to corner, and another at its foot, in black. What letters lack is a question mark."""
    texte, bas = _string(mention or pied), _string(pied)
    diagonale = math.hypot(largeur, hauteur)
    cos, sin = largeur / diagonale, hauteur / diagonale
    # A bold letter is about six tenths of its size wide: a line holds between two corners, whatever its length.
    taille = min(30.0, 0.78 * diagonale / (0.6 * max(len(mention or pied), 1)))
    petite = min(9.0, (largeur - 2 * MARGE) / (0.6 * max(len(pied), 1)))
    lignes = "".join(
        f" BT /F {taille:.2f} Tf {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {0.11 * largeur + part * largeur:.1f} {0.11 * hauteur - part * hauteur:.1f} Tm {texte} Tj ET"
        for part in (-0.28, 0.0, 0.28)
    )
    dessin = f"0 g{lignes} BT /F {petite:.2f} Tf 1 0 0 1 {MARGE} 5 Tm {bas} Tj ET"
    return _written(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {largeur} {hauteur}]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>".encode(),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            _stream("", dessin.encode("cp1252", "replace")),
        ]
    )


def _string(texte: str) -> str:
    return "(" + texte.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def _stream(entete: str, contenu: bytes) -> bytes:
    return f"<<{entete}/Length {len(contenu)}>>stream\n".encode() + contenu + b"\nendstream"


def _written(objets: Sequence[bytes]) -> bytes:
    """Return the file: its head, its objects from number 1 on, their places, its end."""
    fichier, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for rang, objet in enumerate(objets, 1):
        places.append(len(fichier))
        fichier += f"{rang} 0 obj\n".encode() + objet + b"\nendobj\n"
    table = len(fichier)
    fichier += f"xref\n0 {len(objets) + 1}\n0000000000 65535 f \n".encode()
    fichier += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    fichier += f"trailer\n<</Size {len(objets) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(fichier)
