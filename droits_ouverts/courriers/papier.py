"""A letter on paper: one A4 page, tagged (PDF/UA-1), in French. It bears no mark of the structure: it is hers."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from droits_ouverts.courriers.errors import TooLongError
from droits_ouverts.courriers.rules import Texte
from droits_ouverts.ui.langues import SOURCE

ICI = Path(__file__).parent
CORPS = ("11pt", "10.5pt", "10pt", "9.5pt")
"""Sizes tried in turn, so that the letter holds on one page; smaller is not read."""
POINTS = 10
"""More dots than that by themselves are a line to write on."""


def pdf(texte: Texte) -> bytes:
    """Return the letter. Raise `TooLongError` where it does not hold on one page at the smallest size."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open

    with override(SOURCE):
        html = render_to_string("courriers/lettre.html", {"texte": texte, "blocs": _blocks(texte.corps)})
    feuille = CSS(filename=str(ICI / "static" / "courriers" / "lettre.css"))
    for taille in CORPS:
        document = HTML(string=html).render(stylesheets=[feuille, CSS(string=f".lettre {{ font-size: {taille}; }}")])
        if len(document.pages) == 1:
            contenu = document.write_pdf(pdf_variant="pdf/ua-1")
            assert isinstance(contenu, bytes)  # noqa: S101  it has no file to write to
            return contenu
    raise TooLongError


def _blocks(corps: str) -> list[list[str]]:
    """Return paragraphs and their lines; a line that is only dots is empty: it is drawn across the page, to be written on."""
    paragraphes = [bloc.split("\n") for bloc in corps.split("\n\n")]
    return [["" if len(ligne.strip()) > POINTS and not ligne.strip(" .") else ligne for ligne in bloc] for bloc in paragraphes]
