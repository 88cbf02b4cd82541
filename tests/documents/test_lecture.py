"""Files that become papers: photos upright and cut along their sheet, PDFs inert, anything else refused; all of it in a bounded process."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from droits_ouverts.documents import lecteur, lecture, pdf, redressement, rules
from droits_ouverts.documents.errors import RAISONS, REMEDES, PapierRefuseError
from tests.factories.papiers import COINS, a_paper, drawn, jpeg, on_a_table, png
from tests.foundation.hostiles import hostiles
from tests.house.repo import PACKAGE

JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
CANARI = b"canari-cache-dans-la-photo"
HOSTILES = {nom: contenu for nom, contenu in hostiles() if contenu[:4] in {b"%PDF", b"\xff\xd8\xff\xe0", b"\x89PNG"}}


def acting(*, dans: str) -> bytes:
    """A sound PDF of one page that runs a program: when it opens, or where one points at its page."""
    ouvre = b"/OpenAction 4 0 R" if dans == "ouverture" else b""
    lien = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A 4 0 R>>]" if dans == "page" else b""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]" + lien + b">>"
    return pdf._written([b"<</Type/Catalog/Pages 2 0 R" + ouvre + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, JS])


def refusal(*fichiers: bytes) -> PapierRefuseError:
    with pytest.raises(PapierRefuseError) as refus:
        lecture.paper_of(fichiers, redresser=True)
    return refus.value


class TestPhotos:
    def test_become_pages_in_their_order(self) -> None:
        haute, large = jpeg(Image.new("RGB", (300, 500), "red")), png(Image.new("RGB", (500, 300), "blue"))

        papier = lecture.paper_of([haute, large, haute], redresser=False)

        document = pypdfium2.PdfDocument(papier.contenu)
        assert papier.pages == len(document) == 3
        assert [tuple(map(round, document[rang].get_size())) for rang in range(3)] == [(595, 842), (842, 595), (595, 842)]
        document.close()

    def test_lose_their_place_and_all_they_carried(self) -> None:
        exif = Image.Exif()
        exif[Base.Artist] = CANARI.decode()
        exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (45.0, 41.0, 51.0)
        photo = jpeg(drawn(3, (300, 400)), exif=exif, comment=CANARI) + CANARI

        contenu = lecture.paper_of([photo], redresser=True).contenu

        assert CANARI in photo
        assert CANARI not in contenu
        assert b"GPS" not in contenu
        assert b"Exif" not in contenu

    def test_stand_upright(self) -> None:
        exif = Image.Exif()
        exif[Base.Orientation] = 6

        image = lecteur.opened(jpeg(Image.new("RGB", (400, 200), "white"), exif=exif), "jpeg")

        assert image.size == (200, 400)

    def test_of_a_large_telephone_are_taken(self) -> None:
        papier = lecture.paper_of([jpeg(Image.new("RGB", (8000, 6000), (200, 200, 200)))], redresser=True)

        assert papier.pages == 1
        assert len(papier.contenu) < 1_000_000

    def test_with_holes_are_on_white(self) -> None:
        image = lecteur.opened(png(Image.new("RGBA", (40, 40), (255, 0, 0, 0))), "png")

        assert image.getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
    def test_of_every_mode_show_what_is_written(self, mode: str) -> None:
        grise = drawn(3, (400, 300)).convert("L").point([max(clair, 40) for clair in range(256)])
        attendue = grise.convert("1", dither=Image.Dither.NONE).convert("L") if mode == "1" else grise
        if mode == "I;16":
            photo = png(grise.convert("I").point(lambda clair: clair * 257).convert("I;16"))
        else:
            photo = (jpeg if mode == "CMYK" else png)(grise.convert(mode, dither=Image.Dither.NONE))

        image = lecteur.opened(photo, "jpeg" if mode == "CMYK" else "png").convert("L")

        ecart = [abs(a - b) for a, b in zip(image.tobytes(), attendue.tobytes(), strict=True)]
        assert sum(ecart) / len(ecart) < 8
        assert image.getextrema()[0] < 100


class TestStraightening:
    def test_finds_the_sheet_on_its_table(self) -> None:
        photo = on_a_table(drawn())

        coins = redressement.sheet_corners(photo)

        assert coins is not None
        attendus = [(x * photo.width, y * photo.height) for x, y in COINS]
        assert max(math.dist(un, autre) for un, autre in zip(coins, attendus, strict=True)) < 0.003 * photo.height

    def test_gives_back_the_sheet_as_it_was(self) -> None:
        feuille = drawn()
        droite, redressee = redressement.straighten(on_a_table(feuille))

        assert redressee
        assert abs(droite.height / droite.width - math.sqrt(2)) < 0.02
        vue, vraie = (image.convert("L").resize((60, 85)) for image in (droite, feuille))
        ecart = sum(abs(a - b) for a, b in zip(vue.tobytes(), vraie.tobytes(), strict=True)) / (60 * 85)
        assert ecart < 6

    @pytest.mark.parametrize("angle", [-5.0, -2.0, 3.5, 6.0])
    def test_levels_a_text(self, angle: float) -> None:
        tournee = drawn().rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC)

        assert abs(redressement.tilt(tournee) + angle) <= redressement.PAS

    @pytest.mark.parametrize(
        "image",
        [Image.new("RGB", (300, 400), "white"), Image.new("RGB", (300, 400), "black"), Image.effect_noise((300, 400), 90).convert("RGB"), drawn()],
        ids=["blank", "dark", "noise", "level already"],
    )
    def test_leaves_what_it_is_not_sure_of(self, image: Image.Image) -> None:
        assert redressement.straighten(image) == (image, False)

    def test_leads_each_corner_to_its_own(self) -> None:
        vers, de = ((0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0)), ((3.0, 4.0), (90.0, 7.0), (95.0, 180.0), (1.0, 170.0))
        a, b, c, d, e, f, g, h = redressement.perspective(vers, de)

        trouves = [((a * x + b * y + c) / (g * x + h * y + 1), (d * x + e * y + f) / (g * x + h * y + 1)) for x, y in vers]

        assert max(math.dist(un, autre) for un, autre in zip(trouves, de, strict=True)) < 1e-6


class TestPdf:
    def test_is_kept_as_it_is_where_it_is_inert(self) -> None:
        contenu = a_paper(3).contenu

        assert lecture.paper_of([contenu], redresser=True) == lecture.Papier(contenu=contenu, pages=3)

    def test_that_acts_when_it_opens_keeps_its_pages_alone(self) -> None:
        contenu = acting(dans="ouverture")

        papier = lecture.paper_of([contenu], redresser=True)

        assert b"JavaScript" in contenu
        assert b"JavaScript" not in papier.contenu
        assert b"OpenAction" not in papier.contenu
        assert papier.pages == 1

    def test_that_acts_in_a_page_is_refused(self) -> None:
        assert refusal(acting(dans="page")).raison == "actif"

    def test_too_long_is_refused(self) -> None:
        assert refusal(a_paper(rules.PAGES_MAX + 1).contenu).raison == "trop_de_pages"

    def test_is_shown_page_by_page_within_bounds(self) -> None:
        contenu = a_paper(2).contenu

        with Image.open(io.BytesIO(lecture.picture_of(contenu, 2))) as image:
            assert max(image.size) <= lecteur.PAGE
        for page in (0, 3, -1):
            with pytest.raises(PapierRefuseError):
                lecture.picture_of(contenu, page)

    @pytest.mark.parametrize("mention", ["Pour la CAF", "(parenthèses) et \\ barre", "é" * rules.MENTION_MAX, "غير لاتيني"])
    def test_carries_a_line_in_the_picture_of_every_page(self, mention: str) -> None:
        marque = lecture.marked(a_paper(2).contenu, pages=2, mention=mention, pied=f"{mention} · Exemple")

        for numero in (1, 2):
            with Image.open(io.BytesIO(lecture.picture_of(marque, numero))) as image:
                assert sum(image.convert("L").histogram()[:235]) > 2000
        assert [texte.strip() for texte in lecture.texts_of(marque)] == ["", ""]

    @pytest.mark.parametrize(
        "boite", [b"/MediaBox[0 0 595 842]/Rotate 90", b"/MediaBox[5000 5000 5595 5842]", b"/MediaBox[0 0 14400 14400]", b"/MediaBox[0 0 40 900]"]
    )
    def test_carries_it_whatever_its_page(self, boite: bytes) -> None:
        contenu = pdf._written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R" + boite + b">>"])
        nu, marque = contenu, lecture.marked(contenu, pages=1, mention="Pour la CAF", pied="Exemple")

        with Image.open(io.BytesIO(lecture.picture_of(nu, 1))) as avant, Image.open(io.BytesIO(lecture.picture_of(marque, 1))) as apres:
            assert sum(avant.convert("L").histogram()[:235]) == 0
            assert sum(apres.convert("L").histogram()[:235]) > 100

    def test_of_more_pages_than_it_says_gives_no_copy(self) -> None:
        with pytest.raises(PapierRefuseError):
            lecture.marked(a_paper(2).contenu, pages=3, mention="x", pied="x")


class TestRefused:
    @pytest.mark.parametrize("nom", sorted(HOSTILES))
    def test_whatever_is_hostile(self, nom: str) -> None:
        assert refusal(HOSTILES[nom]).raison in RAISONS

    def test_there_are_enough(self) -> None:
        assert len(HOSTILES) >= 10

    def test_more_photos_than_a_paper_has(self) -> None:
        assert refusal(*([b"\xff\xd8\xff"] * 21)).raison == "trop_de_photos"

    def test_and_says_which(self) -> None:
        refus = refusal(jpeg(drawn(1, (90, 90))), b"\xff\xd8\xffabc")

        assert (refus.rang, refus.as_dict()["rang"]) == (2, "2")

    def test_each_reason_has_its_remedy(self) -> None:
        assert RAISONS.keys() == REMEDES.keys()

    def test_a_busy_machine_is_not_told_as_a_large_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lecture, "ATTENTE", 0.01)

        assert refusal(a_paper().contenu).raison == "lent"

    def test_the_reader_bounds_itself_before_it_reads(self) -> None:
        source = Path(PACKAGE / "documents" / "lecteur.py").read_text("utf-8")
        main = source[source.index("def main") :]

        assert main.index("bound()") < main.index("stdin")
