"""The line written across a copy that is handed over: who gave it, for whom and for what, which day. It becomes part of the picture of each page.

Runs in the bounded process only.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from droits_ouverts.documents import pdf

if TYPE_CHECKING:
    from PIL.Image import Image

ENCRE: Final = (80, 110, 190)
"""A blue that is read on white paper and on a dark photo alike."""
FORCE: Final = 0.5
"""Share of the ink in a letter of the line: what stands under it is still read."""


def drawn_over(image: Image, mention: str, pied: str) -> Image:
    """Return a page with the line across it, three times from corner to corner, and at its foot."""
    import pypdfium2  # noqa: PLC0415  only where there is a PDF
    from PIL import Image as Images  # noqa: PLC0415  only where there is an image
    from PIL import ImageOps  # noqa: PLC0415  same reason

    # The letters come from PDFium: the page of the paper may be turned, cut or of any size, its picture is not.
    echelle = 600 / max(image.size)
    calque = pdf.of_line(mention, pied, max(round(image.width * echelle), 1), max(round(image.height * echelle), 1))
    with pypdfium2.PdfDocument(io.BytesIO(calque)) as document:
        trait = document[0].render(scale=max(1 / echelle, 1))
        lettres = trait.to_pil().convert("L").resize(image.size, Images.Resampling.BILINEAR)
        trait.close()
    masque = ImageOps.invert(lettres).point([round(noir * FORCE) for noir in range(256)])
    marquee = image.copy()
    marquee.paste(Images.new("RGB", image.size, ENCRE), mask=masque)
    return marquee
