"""Files that somebody sends: what is taken comes out clean, what is hostile is refused with a sentence, within bounds of time and memory."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from droits_ouverts.foundation import fichiers, lecteur
from droits_ouverts.foundation.fichiers import RAISONS, FichierRefuseError, Genre, received, safe_name
from tests.foundation.hostiles import good_book, hostiles, image, pdf
from tests.house.repo import ROOT

HOSTILES = dict(hostiles())
TOUS = frozenset(Genre)
CANARI = b"canari-cache-dans-la-photo"


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Artist] = CANARI.decode()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (45.0, 41.0, 51.0)
    return image(exif=exif, comment=CANARI) + b"<script>" + CANARI


class TestTaken:
    def test_a_table(self) -> None:
        fichier = received('\ufeffprénom;nom\r\n"Awa; dite";D\u200fé\n'.encode(), accepte=TOUS)

        assert (fichier.genre, fichier.lignes) == (Genre.CSV, [["prénom", "nom"], ["Awa; dite", "D\u200fé"]])

    def test_a_workbook_as_text(self) -> None:
        assert received(good_book(), accepte=TOUS).lignes == [["Prénom", "", "2"], ["Été"]]

    def test_a_pdf_is_given_back_to_be_kept(self) -> None:
        fichier = received(pdf(), accepte=TOUS)

        assert fichier.genre is Genre.PDF
        assert fichier.headers["Content-Disposition"] == "attachment"
        assert fichier.headers["Content-Security-Policy"].startswith("sandbox")

    def test_a_photo_loses_its_place_and_all_it_carried(self) -> None:
        sent = photo_with_place()
        fichier = received(sent, accepte=TOUS)

        assert CANARI in sent
        assert CANARI not in fichier.contenu
        with Image.open(io.BytesIO(fichier.contenu)) as drawn:
            assert dict(drawn.getexif()) == {}
            # Upright: what the camera said of its position is in the points now.
            assert drawn.size == (20, 40)

    def test_an_image_with_texts_too(self) -> None:
        from PIL.PngImagePlugin import PngInfo

        told = PngInfo()
        told.add_text("Comment", CANARI.decode())
        sent = image("PNG", pnginfo=told) + CANARI

        assert CANARI in sent
        assert CANARI not in received(sent, accepte=TOUS).contenu


class TestHostile:
    def test_there_are_enough(self) -> None:
        assert len(HOSTILES) >= 80

    @pytest.mark.parametrize(
        "name", ["zip bomb", "billion laughs", "an image of a billion points", "a pdf with a bomb", "a million columns", "nul", "entity of a file"]
    )
    def test_is_refused_by_the_bounded_process(self, name: str) -> None:
        before = time.monotonic()
        with pytest.raises(FichierRefuseError) as refus:
            received(HOSTILES[name], accepte=TOUS)

        assert refus.value.status == 422
        assert refus.value.why in RAISONS.values()
        assert time.monotonic() - before < fichiers.SECONDES + 20

    @pytest.mark.parametrize("name", sorted(HOSTILES))
    def test_is_refused_by_its_reader(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """All of them, without a process for each: the proof of `preuves/web.py` sends each to its process."""

        def here(genre: Genre, contenu: bytes) -> tuple[dict[str, object], bytes]:
            try:
                return lecteur.answer(genre.value, contenu)
            except lecteur.IllisibleError as error:
                return {"refus": error.raison}, b""

        monkeypatch.setattr(fichiers, "_read", here)
        with pytest.raises(FichierRefuseError):
            received(HOSTILES[name], accepte=TOUS)

    def test_a_kind_that_is_not_asked_for(self) -> None:
        with pytest.raises(FichierRefuseError) as refus:
            received(pdf(), accepte={Genre.CSV})

        assert refus.value.raison == "genre"


class TestBounds:
    @pytest.mark.parametrize(
        ("harm", "stopped"),
        [("bytearray(900 * 1024 * 1024)", True), ("open('x', 'wb', 0).write(b'x')", True), ("while 1: pass", True), ("bytearray(1024)", False)],
    )
    def test_hold_a_reader_that_goes_astray(self, harm: str, stopped: bool, tmp_path: Path) -> None:
        code = f"from droits_ouverts.foundation import lecteur\nlecteur.SECONDES = 1\nlecteur.bound()\n{harm}"

        done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=False, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})

        assert (done.returncode != 0) is stopped

    def test_a_reader_that_never_ends_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fichiers, "_LECTEUR", "import time; time.sleep(60)")
        monkeypatch.setattr(fichiers, "SECONDES", 0.5)

        with pytest.raises(FichierRefuseError):
            received(b"a;b\n", accepte=TOUS)

    def test_it_bites_where_a_reader_takes_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fichiers, "_read", lambda genre, contenu: ({"lignes": []}, b""))

        assert received(HOSTILES["billion laughs"], accepte=TOUS).lignes == []


class TestNames:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Temp\\..\\facture.pdf.exe", "facture-pdf.pdf"),
            ("facture\u202efdp.exe", "facturefdp.pdf"),
            ("\x00", "fichier.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("a" * 300 + ".pdf", "a" * 80 + ".pdf"),
            ('a"; filename="b.html', "a- filename=-b.pdf"),
            ("Été à Vénissieux.PDF", "Été à Vénissieux.pdf"),
            ("", "fichier.pdf"),
        ],
    )
    def test_are_shown_without_harm(self, sent: str, kept: str) -> None:
        assert safe_name(sent, Genre.PDF) == kept
