"""The sheet on paper: one A4 page, or one leaf printed on both sides where she chose more than one page holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.template import Context, Engine

from droits_ouverts.bilan.fiche import AUTRES_MAX, DROITS_MAX, ICI, document
from droits_ouverts.bilan.fiche_types import Contexte, Fiche

if TYPE_CHECKING:
    from weasyprint import Document

    from droits_ouverts.engine.results import Estimation
    from droits_ouverts.engine.situation import Situation

TAILLES = (10.5, 11, 12, 13, 14)
"""Sizes of the letters that are tried, in points, the smallest first."""
FEUILLE = 2
"""Pages of a leaf."""
NUMEROS = '@page { @bottom-left { content: counter(page) " / " counter(pages); font-size: 9pt } }'


def pdf(estimation: Estimation, situation: Situation, contexte: Contexte | None = None) -> bytes:
    """Return the sheet as a tagged PDF (PDF/UA-1): one A4 page, or two where the person chose more than one page holds.

    What does not fit in the smallest letters moves to the line of other rights' names, one right at a time; then the letters grow as
    much as the pages allow. Raise `ValueError` for a language without a sheet.
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - same reason

    contexte = contexte or Contexte()
    fontes = FontConfiguration()
    style = CSS(filename=str(ICI / "static" / "bilan" / "fiche.css"), font_config=fontes)

    def laid_out(droits_max: int, taille: float, numeros: str = "") -> Document:
        courte = document(estimation, situation, contexte, droits_max=droits_max, autres_max=AUTRES_MAX if droits_max else 5)
        corps = CSS(string=f".fiche {{ font-size: {taille}pt }} {numeros}")
        return HTML(string=html(courte)).render(font_config=fontes, stylesheets=[style, corps], pdf_variant="pdf/ua-1")

    droits_max = DROITS_MAX if contexte.voulus is None else max(DROITS_MAX, min(len(contexte.voulus), 2 * DROITS_MAX))
    petites, *plus_grandes = TAILLES
    rendu = laid_out(droits_max, petites)
    pages = 1 if contexte.voulus is None or len(rendu.pages) == 1 else FEUILLE
    while len(rendu.pages) > pages and droits_max:
        droits_max -= 1
        rendu = laid_out(droits_max, petites)
    numeros = NUMEROS if pages > 1 else ""
    rendu = laid_out(droits_max, petites, numeros) if numeros else rendu
    for taille in plus_grandes:
        essai = laid_out(droits_max, taille, numeros)
        if len(essai.pages) > pages:
            break
        rendu = essai
    contenu = rendu.write_pdf(pdf_variant="pdf/ua-1")
    if not isinstance(contenu, bytes):
        message = "WeasyPrint gave no bytes."
        raise TypeError(message)
    return contenu


def html(fiche: Fiche) -> str:
    """Return the sheet as a whole HTML document, for the PDF."""
    return _engine().get_template("bilan/fiche_pdf.html").render(Context({"fiche": fiche}))


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(ICI / "templates")], autoescape=True)
