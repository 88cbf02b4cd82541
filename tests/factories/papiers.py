"""Papers of a person, made of a page that this file draws."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from PIL import Image, ImageDraw, ImageFont

from droits_ouverts.documents import pdf
from droits_ouverts.documents.enums import Nature
from droits_ouverts.documents.lecture import Papier
from droits_ouverts.documents.models import Document
from droits_ouverts.documents.redressement import Point, perspective
from droits_ouverts.documents.services import add_document
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def drawn(lignes: int = 30, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A sheet with some lines of text."""
    feuille = Image.new("RGB", size, (250, 249, 245))
    crayon = ImageDraw.Draw(feuille)
    for rang in range(lignes):
        crayon.text((100, 120 + rang * 50), f"Attestation de paiement, ligne {rang} : 1234,56 euros", fill=(20, 20, 30), font=ImageFont.load_default(34))
    return feuille


COINS: tuple[Point, ...] = ((0.15, 0.12), (0.85, 0.16), (0.92, 0.9), (0.1, 0.86))
"""Where the corners of the sheet are on the photo, in shares of its sides."""


def on_a_table(feuille: Image.Image, size: tuple[int, int] = (1500, 2000)) -> Image.Image:
    """A photo of a sheet seen from a corner, on a dark table."""
    vers = [(x * size[0], y * size[1]) for x, y in COINS]
    de = [(0.0, 0.0), (float(feuille.width), 0.0), (float(feuille.width), float(feuille.height)), (0.0, float(feuille.height))]
    coefficients = perspective(vers, de)
    vue = feuille.transform(size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    masque = Image.new("L", feuille.size, 255).transform(size, Image.Transform.PERSPECTIVE, coefficients)
    table = Image.new("RGB", size, (70, 52, 40))
    table.paste(vue, mask=masque)
    return table


def jpeg(image: Image.Image, **options: object) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", **options)
    return sortie.getvalue()


def png(image: Image.Image) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, "PNG")
    return sortie.getvalue()


def a_paper(pages: int = 1, marque: str = "") -> Papier:
    """A small PDF of photos, with a mark in its bytes."""
    page = pdf.Page(jpeg=jpeg(Image.new("RGB", (60, 85), "white"), comment=marque.encode()), largeur=60, hauteur=85)
    return Papier(contenu=pdf.of_photos([page] * pages), pages=pages)


def kept(
    membre: Membre,
    personne: Personne,
    nature: Nature = Nature.DOMICILE,
    *,
    papier: Papier | None = None,
    titre: str = "",
    sujet: tuple[str, str] = ("", ""),
    now: datetime = NOW,
) -> Document:
    """A paper of a person, added by a member of her structure."""
    return add_document(actor=membre.compte, personne_id=personne.pk, papier=papier or a_paper(), nature=nature, titre=titre, sujet=sujet, now=now)
