"""What opens a file that somebody sent: a process of its own, bounded in memory, in time and in what it writes. Started by `fichiers`, and by nobody else.

It reads the file on its standard input and writes one JSON line, then the file made anew where it is an image. It has no database, no key and
no setting: only the standard library, and Pillow for images.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import unicodedata
import warnings
import zlib

from droits_ouverts.foundation.classeur import read_xlsx
from droits_ouverts.foundation.lecteur_types import CARACTERES, COLONNES, LIGNES, IllisibleError

MEMOIRE, SECONDES = 256 * 1024 * 1024, 5
"""Bytes of address space and seconds of processor."""
PIXELS = 24_000_000
COTE = 12_000
DEPLIE_PDF = 32 * 1024 * 1024
"""Bytes that the compressed objects of a PDF may unfold to."""
ACTIF = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|Encrypt|SubmitForm|ImportData|GoToR|GoToE|Sound|Movie|Rendition)(?![A-Za-z0-9])"
)
"""Names of what acts, travels inside or hides in a PDF."""
ECRITURE_FORCEE = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that make a text read otherwise than it is written."""


def bound() -> None:
    """Bound this process, before it reads anything."""
    for limite, valeur in (
        (resource.RLIMIT_AS, MEMOIRE),
        (resource.RLIMIT_CPU, SECONDES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limite, (valeur, valeur))


def read_csv(contenu: bytes) -> list[list[str]]:
    """Return the rows of a CSV in UTF-8. Raise `IllisibleError`."""
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IllisibleError("encodage") from error
    if any(unicodedata.category(caractere) in {"Cc", "Cs", "Cn"} and caractere not in "\t\r\n" for caractere in set(texte)) or ECRITURE_FORCEE.search(texte):
        raise IllisibleError("caracteres")
    if texte.lstrip()[:1] in {"<", "%", "{"} or texte.startswith(("#!", "MZ", "GIF8", "PK")):
        raise IllisibleError("contenu")
    premiere = texte.partition("\n")[0]
    separateur = max(";,\t", key=premiere.count)
    csv.field_size_limit(CARACTERES)
    lignes: list[list[str]] = []
    try:
        for ligne in csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True):
            if len(ligne) > COLONNES or len(lignes) >= LIGNES:
                raise IllisibleError("trop_grand")
            lignes.append(ligne)
    except csv.Error as error:
        raise IllisibleError("contenu") from error
    return lignes


def read_pdf(contenu: bytes) -> int:
    """Return how many pages a PDF announces, once it is known to hold nothing that acts. Raise `IllisibleError`."""
    if not contenu.startswith(b"%PDF-") or not contenu.rstrip(b"\r\n \t").endswith(b"%%EOF"):
        raise IllisibleError("contenu")
    vues, reste = [contenu], DEPLIE_PDF
    for debut in re.finditer(rb"/ObjStm.{0,400}?stream\r?\n|stream\r?\n", contenu, re.DOTALL):
        if b"/ObjStm" not in contenu[max(0, debut.start() - 400) : debut.end()]:
            continue
        try:
            deplie = zlib.decompressobj().decompress(contenu[debut.end() :], reste + 1)
        except zlib.error:
            continue
        reste -= len(deplie)
        if reste < 0:
            raise IllisibleError("trop_grand")
        vues.append(deplie)
    clair = [re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code.group(1), 16)]), vue) for vue in vues]
    if any(ACTIF.search(vue) for vue in clair):
        raise IllisibleError("actif")
    return sum(len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", vue)) for vue in clair)


def read_image(contenu: bytes, genre: str) -> bytes:
    """Return the image drawn anew, upright, in its own format and without any of what it carried besides. Raise `IllisibleError`."""
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415  only where there is an image

    warnings.simplefilter("error")
    # A library that draws documents may have asked, in this process, that a cut image pass for whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(contenu), formats=[genre.upper()]) as image:
            if image.width * image.height <= PIXELS and max(image.size) <= COTE:
                droite = ImageOps.exif_transpose(image)
                mode = "RGBA" if genre == "png" and ("A" in droite.mode or "transparency" in droite.info) else "RGB"
                neuve = droite.convert(mode)
                neuve.info.clear()
                sortie = io.BytesIO()
                neuve.save(sortie, genre.upper(), **({"quality": 88} if genre == "jpeg" else {}))
                return sortie.getvalue()
    except MemoryError:
        raise
    except Exception as error:  # a decoder of images fails in every way
        raise IllisibleError("contenu") from error
    raise IllisibleError("trop_grand")


def answer(genre: str, contenu: bytes) -> tuple[dict[str, object], bytes]:
    """Return what is said of a file, and the file made anew where it is an image. Raise `IllisibleError`."""
    if genre == "csv":
        return {"lignes": read_csv(contenu)}, b""
    if genre == "xlsx":
        return {"lignes": read_xlsx(contenu)}, b""
    if genre == "pdf":
        return {"pages": read_pdf(contenu)}, b""
    return {}, read_image(contenu, genre)


def main() -> None:
    """Read, judge, answer."""
    bound()
    try:
        dit, neuf = answer(sys.argv[1], sys.stdin.buffer.read())
    except IllisibleError as error:
        dit, neuf = {"refus": error.raison}, b""
    except (MemoryError, RecursionError):
        dit, neuf = {"refus": "trop_grand"}, b""
    sys.stdout.buffer.write(json.dumps(dit).encode() + b"\n" + neuf)


if __name__ == "__main__":
    main()
