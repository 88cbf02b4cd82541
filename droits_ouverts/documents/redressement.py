"""A photo of a sheet becomes the sheet: found on its table, put upright, lit evenly. Pillow alone; nothing of it is a guess that costs a word.

Where the sheet is not found without doubt, the photo stays as it was taken. Runs in the bounded process only.
"""

from __future__ import annotations

import math
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

Point = tuple[float, float]
PETIT: Final = 240
"""Points of the long side of the picture on which a sheet is looked for."""
AIRE_MIN, AIRE_MAX = 0.2, 0.97
"""Share of the photo that a sheet covers: less is something else, more leaves nothing to cut."""
REMPLI: Final = 0.93
"""Share of its four-sided outline that a sheet fills."""
COTE_MIN: Final = 40.0
CONTRASTE: Final = 45.0
"""Greys, of 256, between a sheet and its table, or between ink and paper: less shows neither."""
ANGLE_MAX, PAS = 8.0, 0.5
"""Degrees by which a text is turned back, at most, and step of the search."""
FEUILLE: Final = math.sqrt(2)
"""Long side of an A4 over its short one (ISO 216): what nearly has this shape is one, seen from a corner."""
PRES: Final = 0.12
NET: Final = 1.08
"""How much sharper the lines of a text must become for it to be turned."""


def straighten(image: Image) -> tuple[Image, bool]:
    """Return the sheet of a photo seen from the front, else its text level, and whether anything was straightened."""
    if coins := sheet_corners(image):
        return seen_from_front(image, coins), True
    angle = tilt(image)
    if not angle:
        return image, False
    from PIL import Image as Images  # noqa: PLC0415  only where there is an image

    return image.rotate(angle, resample=Images.Resampling.BICUBIC, expand=True, fillcolor="white"), True


def lit(image: Image) -> Image:
    """Return the image with its white white and its black black; its colours stay."""
    from PIL import ImageOps  # noqa: PLC0415  only where there is an image

    return ImageOps.autocontrast(image, cutoff=(0.5, 3), preserve_tone=True)


def sheet_corners(image: Image) -> tuple[Point, Point, Point, Point] | None:
    """Return the corners of a light sheet on a darker table (top left, top right, bottom right, bottom left), None where it is not sure."""
    from PIL import ImageDraw, ImageFilter  # noqa: PLC0415  only where there is an image

    petite = image.convert("L")
    petite.thumbnail((PETIT, PETIT))
    petite = petite.filter(ImageFilter.MedianFilter(5))
    seuil, ecart_gris = _otsu(petite.histogram())
    if ecart_gris < CONTRASTE:
        return None
    masque = petite.point([255 if clair > seuil else 0 for clair in range(256)])
    # The letters are holes in the sheet: closed before it is measured.
    masque = masque.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(5))
    milieu = masque.width // 2, masque.height // 2
    if masque.getpixel(milieu) != 255:
        return None
    ImageDraw.floodfill(masque, milieu, 128)
    points = [(rang % masque.width, rang // masque.width) for rang, valeur in enumerate(masque.tobytes()) if valeur == 128]
    aire = len(points) / (masque.width * masque.height)
    if not AIRE_MIN <= aire <= AIRE_MAX:
        return None
    somme, ecart = (lambda p: p[0] + p[1]), (lambda p: p[0] - p[1])
    coins: tuple[Point, ...] = (min(points, key=somme), max(points, key=ecart), max(points, key=somme), min(points, key=ecart))
    surface = _area(coins)
    if not surface or len(points) / surface < REMPLI or surface / len(points) < REMPLI or min(_sides(coins)) < COTE_MIN:
        return None
    echelle = image.width / petite.width
    a, b, c, d = ((x * echelle, y * echelle) for x, y in _refined(points, coins))
    return a, b, c, d


def _refined(points: Sequence[tuple[int, int]], coins: Sequence[Point]) -> list[Point]:
    """Return the corners where the sides meet: each side is the line that best follows its middle part, for corners are the first to be lost."""
    haut: dict[int, int] = {}
    bas: dict[int, int] = {}
    gauche: dict[int, int] = {}
    droite: dict[int, int] = {}
    for x, y in points:
        haut[x], bas[x] = min(y, haut.get(x, y)), max(y + 1, bas.get(x, y + 1))
        gauche[y], droite[y] = min(x, gauche.get(y, x)), max(x + 1, droite.get(y, x + 1))
    a, b, c, d = coins
    # Sides that lie are told as y of x, those that stand as x of y.
    dessus, dessous = _line(haut, a[0], b[0]), _line(bas, d[0], c[0])
    cote_gauche, cote_droit = _line(gauche, a[1], d[1]), _line(droite, b[1], c[1])
    return [_meeting(dessus, cote_gauche), _meeting(dessus, cote_droit), _meeting(dessous, cote_droit), _meeting(dessous, cote_gauche)]


def _line(bord: dict[int, int], debut: float, fin: float) -> tuple[float, float]:
    """Return slope and height of the line nearest to the middle seven tenths of an edge (least squares)."""
    marge = 0.15 * (fin - debut)
    gardes = [(rang + 0.5, valeur) for rang, valeur in bord.items() if debut + marge <= rang <= fin - marge]
    moyen_x, moyen_y = sum(x for x, _ in gardes) / len(gardes), sum(y for _, y in gardes) / len(gardes)
    pente = sum((x - moyen_x) * (y - moyen_y) for x, y in gardes) / sum((x - moyen_x) ** 2 for x, _ in gardes)
    return pente, moyen_y - pente * moyen_x


def _meeting(couchee: tuple[float, float], debout: tuple[float, float]) -> Point:
    """Return where a lying side (y of x) and a standing one (x of y) meet."""
    (m, p), (n, q) = couchee, debout
    x = (n * p + q) / (1 - n * m)
    return x, m * x + p


def seen_from_front(image: Image, coins: tuple[Point, Point, Point, Point]) -> Image:
    """Return the four-sided part of an image seen from the front, at its mean sides."""
    from PIL import Image as Images  # noqa: PLC0415  only where there is an image

    haut, droite, bas, gauche = _sides(coins)
    largeur, hauteur = max(round((haut + bas) / 2), 1), max(round((droite + gauche) / 2), 1)
    courte, longue = sorted((largeur, hauteur))
    if abs(longue / courte / FEUILLE - 1) < PRES:
        longue = round(courte * FEUILLE)
        largeur, hauteur = (courte, longue) if hauteur > largeur else (longue, courte)
    vers = ((0.0, 0.0), (float(largeur), 0.0), (float(largeur), float(hauteur)), (0.0, float(hauteur)))
    return image.transform((largeur, hauteur), Images.Transform.PERSPECTIVE, perspective(vers, coins), Images.Resampling.BICUBIC)


def perspective(vers: Sequence[Point], de: Sequence[Point]) -> tuple[float, ...]:
    """Return the eight coefficients that lead each point of `vers` to its own of `de`. Raise `ZeroDivisionError` for points on one line."""
    lignes = []
    for (x, y), (u, v) in zip(vers, de, strict=True):
        lignes.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        lignes.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    return _solved(lignes)


def tilt(image: Image) -> float:
    """Return the degrees by which a text must turn to be level, 0 where it is or where there is none."""
    from PIL import Image as Images  # noqa: PLC0415  only where there is an image

    petite = image.convert("L")
    petite.thumbnail((2 * PETIT, 2 * PETIT))
    seuil, ecart_gris = _otsu(petite.histogram())
    if ecart_gris < CONTRASTE:
        return 0.0
    encre = petite.point([255 if clair <= seuil else 0 for clair in range(256)])
    angles = [pas * PAS for pas in range(round(-ANGLE_MAX / PAS), round(ANGLE_MAX / PAS) + 1)]
    nettetes = {angle: _sharpness(encre.rotate(angle, resample=Images.Resampling.BILINEAR, fillcolor=0)) for angle in angles}
    meilleur = max(angles, key=lambda angle: nettetes[angle])
    # At the end of the search nothing was found: it would be sharper still beyond.
    if abs(meilleur) == ANGLE_MAX or nettetes[meilleur] < NET * nettetes[0.0]:
        return 0.0
    return meilleur


def _sharpness(encre: Image) -> float:
    """Return how much the ink of a line differs from the next one's: the most where lines are level."""
    from PIL import Image as Images  # noqa: PLC0415  only where there is an image

    colonne = encre.convert("F").resize((1, encre.height), Images.Resampling.BOX)
    lignes = struct.unpack(f"{colonne.height}f", colonne.tobytes())
    return float(sum((une - autre) ** 2 for une, autre in pairwise(lignes)))


def _otsu(histogramme: Sequence[int]) -> tuple[int, float]:
    """Return the grey that best parts the light from the dark (N. Otsu, 1979), and how far apart they are."""
    total, somme = sum(histogramme), sum(gris * nombre for gris, nombre in enumerate(histogramme))
    meilleur, seuil, ecart, sombres, somme_sombres = -1.0, 127, 0.0, 0, 0
    for gris, nombre in enumerate(histogramme):
        sombres += nombre
        somme_sombres += gris * nombre
        clairs = total - sombres
        if not sombres or not clairs:
            continue
        distance = (somme - somme_sombres) / clairs - somme_sombres / sombres
        entre = sombres * clairs * distance**2
        if entre > meilleur:
            meilleur, seuil, ecart = entre, gris, distance
    return seuil, ecart


def _sides(coins: Sequence[Point]) -> tuple[float, float, float, float]:
    a, b, c, d = coins
    return math.dist(a, b), math.dist(b, c), math.dist(d, c), math.dist(a, d)


def _area(coins: Sequence[Point]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(coins, [*coins[1:], coins[0]], strict=True))) / 2


def _solved(lignes: list[list[float]]) -> tuple[float, ...]:
    """Return the solution of a linear system, each line with its second member last (Gauss, greatest pivot)."""
    taille = len(lignes)
    for rang in range(taille):
        pivot = max(range(rang, taille), key=lambda un: abs(lignes[un][rang]))
        lignes[rang], lignes[pivot] = lignes[pivot], lignes[rang]
        lignes[rang] = [valeur / lignes[rang][rang] for valeur in lignes[rang]]
        for autre in range(taille):
            if autre != rang:
                lignes[autre] = [valeur - lignes[autre][rang] * sienne for valeur, sienne in zip(lignes[autre], lignes[rang], strict=True)]
    return tuple(ligne[-1] for ligne in lignes)
