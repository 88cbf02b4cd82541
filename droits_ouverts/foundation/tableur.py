"""Tables that leave for a spreadsheet: a cell is always a text or a number, never a formula.

What people type ends in the cells of others: `=HYPERLINK(...)` in a first name must stay a first name (OWASP, CSV injection). Every table that a
room gives is written here; a house test refuses another writer.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

Cellule = str | int | Decimal | date | None

SIGNES: Final = frozenset("=+-@|%")
"""Signs at which a spreadsheet begins to compute, or to call a program (DDE)."""
MARQUE: Final = "'"
"""What keeps a cell a text. Spreadsheets show it or hide it; none computes after it."""


def neutral(texte: str) -> str:
    """Return a text that no spreadsheet takes for a formula: marked where its first sign would make one, or is not to be seen.

    Full-width signs (＝＋－＠) are read as the narrow ones. Control characters, save the end of a line, become spaces.
    """
    propre = "".join(
        " " if unicodedata.category(lettre) in {"Cc", "Cs"} and lettre != "\n" else lettre for lettre in texte.replace("\r\n", "\n").replace("\r", "\n")
    )
    premier = propre[:1]
    if premier and (unicodedata.normalize("NFKC", premier)[:1] in SIGNES or _unseen(premier)):
        return MARQUE + propre
    return propre


def _unseen(lettre: str) -> bool:
    """Tell whether a character shows nothing: a space of any width, a mark of order or of direction, a filler, quotation marks that a reader takes off."""
    return lettre in "\"'\u2800\u3164\u115f\u1160\uffa0\u034f" or unicodedata.category(lettre)[0] in {"Z", "C"}


def cell(valeur: Cellule) -> str:
    """Return what is written of a value: a number with its comma, a date as 2026-11-27, a text neutralised, nothing for None."""
    if valeur is None:
        return ""
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, (int, Decimal)) and not isinstance(valeur, bool):
        return f"{valeur:f}".replace(".", ",") if isinstance(valeur, Decimal) else str(valeur)
    return neutral(str(valeur))


def write_csv(entetes: Sequence[str], lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """Return a CSV that a French spreadsheet opens: UTF-8 with its mark, semicolons, every text between quotation marks.

    Raise `ValueError` where a row has not as many cells as there are headers.
    """
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    ecrivain.writerow([neutral(entete) for entete in entetes])
    for ligne in lignes:
        if len(ligne) != len(entetes):
            raise ValueError(f"{len(ligne)} cells under {len(entetes)} headers")
        ecrivain.writerow([cell(valeur) for valeur in ligne])
    return sortie.getvalue().encode("utf-8-sig", "replace")


def csv_headers(nom: str) -> dict[str, str]:
    """Return the headers of an answer that is a CSV; `nom` is the name of the file, ASCII letters, digits and dashes."""
    if not nom.isascii() or not nom.replace("-", "").isalnum():
        raise ValueError(nom)
    return {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{nom}.csv"'}


def write_xlsx(feuille: str, entetes: Sequence[str], lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """Return a workbook of one sheet: texts and days as text, numbers as numbers, nothing that computes. Raise `ValueError` as `write_csv`."""
    rangees = [_xlsx_row(1, entetes)]
    for rang, ligne in enumerate(lignes, 2):
        if len(ligne) != len(entetes):
            raise ValueError(f"{len(ligne)} cells under {len(entetes)} headers")
        rangees.append(_xlsx_row(rang, ligne))
    nom = escape(re.sub(r"[\[\]:*?/\\]", " ", feuille)[:31], {'"': "&quot;"})
    fichiers = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_OPC}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SML}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SML}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" Type="{_DOC}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets><sheet name="{nom}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rangees)}</sheetData></worksheet>',
    }
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for chemin, contenu in fichiers.items():
            archive.writestr(zipfile.ZipInfo(chemin), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{contenu}', zipfile.ZIP_DEFLATED)
    return sortie.getvalue()


_OPC: Final = "http://schemas.openxmlformats.org/package/2006"
_DOC: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HORS_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


def _xlsx_row(rang: int, valeurs: Iterable[Cellule]) -> str:
    return f'<row r="{rang}">{"".join(_xlsx_cell(f"{_letters(colonne)}{rang}", valeur) for colonne, valeur in enumerate(valeurs))}</row>'


def _xlsx_cell(place: str, valeur: Cellule) -> str:
    if isinstance(valeur, (int, Decimal)) and not isinstance(valeur, bool):
        return f'<c r="{place}"><v>{valeur:f}</v></c>' if isinstance(valeur, Decimal) else f'<c r="{place}"><v>{valeur}</v></c>'
    texte = escape(_HORS_XML.sub(" ", cell(valeur)))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{texte}</t></is></c>' if texte else ""


def _letters(colonne: int) -> str:
    haut, bas = divmod(colonne, 26)
    return f"{_letters(haut - 1) if haut else ''}{chr(65 + bas)}"


def xlsx_headers(nom: str) -> dict[str, str]:
    """Return the headers of an answer that is a workbook; `nom` as for `csv_headers`."""
    if not nom.isascii() or not nom.replace("-", "").isalnum():
        raise ValueError(nom)
    return {"Content-Type": f"{_SML}.sheet", "Content-Disposition": f'attachment; filename="{nom}.xlsx"'}
