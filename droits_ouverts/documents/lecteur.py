"""What opens a paper that somebody sent: the bounded process of `foundation.lecteur`, for photos that become pages and for PDFs. Started by `lecture` alone.

It reads one JSON line (what to do) then the file on its standard input, and writes one JSON line then bytes. It has no database, no key and no setting:
the standard library, Pillow, and PDFium.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import TYPE_CHECKING, Any

from droits_ouverts.documents import redressement
from droits_ouverts.foundation.lecteur import COTE, PIXELS, bound, read_pdf
from droits_ouverts.foundation.lecteur_types import IllisibleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

PAGE = 2200
"""Points of the long side of a page: an A4 at 190 points an inch, which every office reads."""
PIXELS_JPEG = 120_000_000
"""Points of a JPEG, which is decoded at a fraction of its size; telephones take 12, 50 or 108 million."""
QUALITE = 76
ECHELLE = 130 / 72
"""Points an inch of a page shown on screen."""
CARACTERES = 40_000
"""Characters of text read of a page."""


def page_of_photo(contenu: bytes, demande: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """Return a photo as a page: upright, cut along its sheet, lit, without anything it carried besides. Raise `IllisibleError`."""
    image = opened(contenu, str(demande["genre"]))
    redressee = False
    if demande["redresser"]:
        image, redressee = redressement.straighten(image)
        image = redressement.lit(image)
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", quality=QUALITE, optimize=True)
    return {"largeur": image.width, "hauteur": image.height, "redressee": redressee}, sortie.getvalue()


def opened(contenu: bytes, genre: str) -> Image:
    """Return an image at the size of a page, upright, opaque. Raise `IllisibleError`."""
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415  only where there is an image

    warnings.simplefilter("error")
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = PIXELS_JPEG
    try:
        with Image.open(io.BytesIO(contenu), formats=[genre.upper()]) as image:
            _bounded(image, PIXELS_JPEG if genre == "jpeg" else PIXELS)
            # A JPEG decodes at a half, a quarter, an eighth of its size: what is never drawn takes no memory.
            image.draft("RGB", (PAGE, PAGE))
            image.thumbnail((PAGE, PAGE), reducing_gap=2.0)
            droite = ImageOps.exif_transpose(image)
            if droite.mode.startswith("I"):
                # Sixteen bits a point: cut to eight, or every grey above the darkest would be white and the page empty.
                droite = droite.convert("I").point(lambda clair: clair / 257).convert("L")
            if "A" in droite.mode or "transparency" in droite.info:
                calque = droite.convert("RGBA")
                fond = Image.new("RGB", calque.size, "white")
                fond.paste(calque, mask=calque.getchannel("A"))
                return fond
            neuve = droite.convert("RGB")
            neuve.info.clear()
            return neuve
    except (MemoryError, IllisibleError):
        raise
    except Exception as error:  # a decoder of images fails in every way
        raise IllisibleError("contenu") from error


def _bounded(image: Image, points: int) -> None:
    """Raise `IllisibleError` for an image of more points, or of a side that no page has."""
    if max(image.size) > COTE or image.width * image.height > points:
        raise IllisibleError("trop_grand")


def clean_pdf(contenu: bytes, demande: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """Return how many pages a PDF has, and its bytes made anew where it held something that acts, or was locked. Raise `IllisibleError`."""
    neuf = b""
    try:
        read_pdf(contenu)
    except IllisibleError as error:
        if error.raison != "actif":
            raise
        # Its pages alone, in a document of ours: what acted stood beside them, or stands in them still and is refused.
        neuf = _pages_alone(contenu)
        read_pdf(neuf)
    with _document(neuf or contenu) as document:
        pages = len(document)
    if not pages:
        raise IllisibleError("contenu")
    return {"pages": pages}, neuf


def texts(contenu: bytes, demande: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """Return the text of the first pages of a PDF, as its maker wrote it."""
    lus = []
    with _document(contenu) as document:
        for numero in range(min(len(document), int(demande["pages"]))):
            page = document[numero]
            texte = page.get_textpage()
            lus.append(texte.get_text_bounded()[:CARACTERES])
            texte.close()
            page.close()
    return {"textes": lus}, b""


def picture(contenu: bytes, demande: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """Return a page of a PDF (the first one is 0) as a JPEG. Raise `IllisibleError` where it has none of this number."""
    with _document(contenu) as document:
        image = _drawn(document, int(demande["page"]))
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", quality=82)
    return {"largeur": image.width, "hauteur": image.height}, sortie.getvalue()


def _drawn(document: Any, numero: int) -> Image:  # noqa: ANN401  PDFium publishes no types
    if not 0 <= numero < len(document):
        raise IllisibleError("contenu")
    page = document[numero]
    large, haute = page.get_size()
    # A page of a banner's size is drawn at the size of a screen.
    trait = page.render(scale=min(ECHELLE, PAGE / max(large, haute, 1)))
    image: Image = trait.to_pil().convert("RGB")
    trait.close()
    page.close()
    return image


def marked(contenu: bytes, demande: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    """Return some pages of a PDF as JPEGs, one after the other, each with its line drawn in its very points: no reader of PDF takes it away, nor reads under it."""
    from droits_ouverts.documents import filigrane  # noqa: PLC0415  only where a copy is given

    tailles, sortie = [], io.BytesIO()
    with _document(contenu) as document:
        for numero in range(int(demande["de"]), min(int(demande["a"]), len(document))):
            image = filigrane.drawn_over(_drawn(document, numero), str(demande["mention"]), str(demande["pied"]))
            debut = sortie.tell()
            image.save(sortie, "JPEG", quality=82)
            tailles.append([image.width, image.height, sortie.tell() - debut])
    return {"pages": tailles}, sortie.getvalue()


def _pages_alone(contenu: bytes) -> bytes:
    import pypdfium2  # noqa: PLC0415  only where there is a PDF

    with _document(contenu) as document, pypdfium2.PdfDocument.new() as neuf:
        neuf.import_pages(document)
        sortie = io.BytesIO()
        neuf.save(sortie)
    return sortie.getvalue()


def _document(contenu: bytes) -> Any:  # noqa: ANN401  PDFium publishes no types
    import pypdfium2  # noqa: PLC0415  only where there is a PDF

    try:
        return pypdfium2.PdfDocument(contenu)
    except pypdfium2.PdfiumError as error:
        raise IllisibleError("verrouille" if "assword" in str(error) else "contenu") from error


GESTES: dict[str, Callable[[bytes, dict[str, Any]], tuple[dict[str, object], bytes]]] = {
    "photo": page_of_photo,
    "pdf": clean_pdf,
    "textes": texts,
    "image": picture,
    "mention": marked,
}


def main() -> None:
    """Read, judge, answer."""
    bound()
    ligne, _fin, contenu = sys.stdin.buffer.read().partition(b"\n")
    demande = json.loads(ligne)
    try:
        dit, neuf = GESTES[demande["geste"]](contenu, demande)
    except IllisibleError as error:
        dit, neuf = {"refus": error.raison}, b""
    except (MemoryError, RecursionError):
        dit, neuf = {"refus": "trop_grand"}, b""
    sys.stdout.buffer.write(json.dumps(dit).encode() + b"\n" + neuf)


if __name__ == "__main__":
    main()
