"""The card of a place of life, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ICI: Final = Path(__file__).parent


def pdf(page: str) -> bytes:
    """Return a page of ours as a tagged PDF (PDF/UA-1). Nothing outside is fetched."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open

    contenu = (
        HTML(string=page)
        .render(stylesheets=[CSS(filename=str(ICI / "static" / "annuaire" / "carte.css"))], pdf_variant="pdf/ua-1")
        .write_pdf(pdf_variant="pdf/ua-1")
    )
    if not isinstance(contenu, bytes):
        message = "WeasyPrint gave no bytes."
        raise TypeError(message)
    return contenu
