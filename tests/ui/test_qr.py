"""QR codes: a reader of codes reads back the address, on the page and drawn small."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import segno
import zxingcpp
from django.test import Client
from PIL import Image
from weasyprint import HTML

from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.web.views import public_address
from droits_ouverts.ui.qr import qr_svg


def drawn(svg: str, millimetres: float = 28.0) -> Image.Image:
    """The SVG as it is printed, then scanned at 200 points an inch."""
    import pypdfium2

    page = f"<style>@page {{ size: 40mm; margin: 4mm }} svg {{ width: {millimetres}mm; height: {millimetres}mm }}</style>{svg}"
    pdf = pypdfium2.PdfDocument(BytesIO(HTML(string=page).write_pdf()))
    try:
        return pdf[0].render(scale=200 / 72).to_pil().convert("L")
    finally:
        pdf.close()


def read(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


class TestQr:
    @pytest.mark.parametrize("text", ["https://droits.exemple.fr/droits/rsa/", "http://localhost:8000/droits/aide_carsat_retour_hospitalisation/", "é et <b>&"])
    def test_is_read_back(self, text: str) -> None:
        assert read(drawn(qr_svg(text))) == [text]

    def test_is_read_back_small(self) -> None:
        longest = max((public_address(code) for code in CODES), key=len)

        assert read(drawn(qr_svg(longest), millimetres=20)) == [longest]

    def test_can_stand_in_a_page_under_a_strict_policy(self) -> None:
        svg = qr_svg("https://droits.exemple.fr/</svg><script>alert(1)</script>")

        assert svg.startswith("<svg ")
        assert re.search(r"style=|<script|\bon\w+=|http|href", svg) is None
        assert 'aria-hidden="true"' in svg

    def test_a_text_that_is_too_long_is_refused(self) -> None:
        with pytest.raises(segno.DataOverflowError):
            qr_svg("a" * 4000)


@pytest.mark.django_db
class TestOnThePage:
    def test_leads_to_the_page_itself_and_holds_nothing_else(self, settings: object) -> None:
        settings.SITE_URL = "https://droits.exemple.fr"  # type: ignore[attr-defined]  # pytest-django's wrapper
        body = Client().get("/droits/rsa/").content.decode()
        svg = re.search(r'<svg aria-hidden="true" focusable="false"[^>]*class="qr".*?</svg>', body, re.DOTALL)

        assert svg is not None
        assert read(drawn(svg.group())) == ["https://droits.exemple.fr/droits/rsa/"]
