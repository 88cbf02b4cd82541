"""The first sheet of an .xlsx workbook, read as text by the standard library alone: a bounded archive, XML without entities, no macro, no outside link."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from droits_ouverts.foundation.lecteur_types import CARACTERES, COLONNES, LIGNES, IllisibleError

MEMBRES: Final = 300
"""Files of the archive."""
DEPLIE: Final = 48 * 1024 * 1024
"""Bytes to which the files read may unfold, all together."""
PROFONDEUR: Final = 32
ACTIF: Final = re.compile(
    r"vbaProject|externalLinks?/|embeddings/|activeX|oleObject|macrosheets|customUI|connections\.xml|queryTables|ctrlProps|\.(?:bin|exe|dll|zip|js|vbs)$",
    re.IGNORECASE,
)
NOM: Final = re.compile(r"[A-Za-z0-9_\-\[\]. ]+(?:/[A-Za-z0-9_\-\[\]. ]+)*")
REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read_xlsx(contenu: bytes) -> list[list[str]]:
    """Return the rows of the first sheet, as text: a formula by the value that was kept of it. Raise `IllisibleError`."""
    if not contenu.startswith(b"PK\x03\x04"):
        raise IllisibleError("contenu")
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            return _Classeur(archive).rows()
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        LookupError,
        ValueError,
        OverflowError,
    ) as error:
        raise IllisibleError("contenu") from error


class _Classeur:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._reste = DEPLIE
        membres = archive.infolist()
        noms = [membre.filename for membre in membres]
        if len(membres) > MEMBRES or sum(membre.file_size for membre in membres) > DEPLIE:
            raise IllisibleError("trop_grand")
        if len(set(map(str.lower, noms))) != len(noms) or not all(NOM.fullmatch(nom) and ".." not in nom for nom in noms):
            raise IllisibleError("contenu")
        if any(ACTIF.search(nom) for nom in noms):
            raise IllisibleError("actif")
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(noms):
            raise IllisibleError("contenu")
        self._noms = noms

    def rows(self) -> list[list[str]]:
        self._parse("[Content_Types].xml", lambda *_: None)
        self._parse("xl/workbook.xml", lambda *_: None)
        feuilles = sorted((nom for nom in self._noms if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", nom)), key=lambda nom: int(re.sub(r"\D", "", nom)))
        partages = self._texts("xl/sharedStrings.xml", "si") if "xl/sharedStrings.xml" in self._noms else []
        return self._cells(feuilles[0], partages) if feuilles else []

    def _texts(self, nom: str, bloc: str) -> list[str]:
        """Texts of the blocks of that name, in their order."""
        trouves: list[str] = []

        def see(balise: str, _attributs: dict[str, str], texte: str, chemin: list[str]) -> None:
            if balise == bloc:
                trouves.append("")
            elif balise == "t" and trouves and "rPh" not in chemin:
                trouves[-1] += texte

        self._parse(nom, see, blocs_d_abord=bloc)
        return trouves

    def _cells(self, nom: str, partages: list[str]) -> list[list[str]]:
        lignes: list[list[str]] = []
        place: dict[str, str] = {}

        def see(balise: str, attributs: dict[str, str], texte: str, chemin: list[str]) -> None:
            if balise == "row":
                if len(lignes) >= LIGNES:
                    raise IllisibleError("trop_grand")
                lignes.append([])
            elif balise == "c":
                place.clear()
                place.update(attributs)
            elif balise in {"v", "t"} and lignes and "c" in chemin and "f" not in chemin:
                valeur = partages[int(texte)] if place.get("t") == "s" else texte
                _put(lignes[-1], place.get("r", ""), valeur)

        self._parse(nom, see, blocs_d_abord="row c")
        return lignes

    def _parse(self, nom: str, see: Callable[[str, dict[str, str], str, list[str]], None], *, blocs_d_abord: str = "") -> None:
        """Walk an XML file: `see(name, attributes, text, path)` at the end of each element, or at its start for those named in `blocs_d_abord`."""
        avant = set(blocs_d_abord.split())
        chemin: list[tuple[str, dict[str, str]]] = []
        textes: list[list[str]] = []

        def start(balise: str, attributs: dict[str, str]) -> None:
            locale = balise.rpartition(":")[2]
            chemin.append((locale, attributs))
            textes.append([])
            if len(chemin) > PROFONDEUR:
                raise IllisibleError("trop_grand")
            if locale in avant:
                see(locale, attributs, "", [etape for etape, _ in chemin])

        def end(_balise: str) -> None:
            locale, attributs = chemin[-1]
            texte = "".join(textes.pop())
            if len(texte) > CARACTERES:
                raise IllisibleError("trop_grand")
            if locale not in avant:
                see(locale, attributs, texte, [etape for etape, _ in chemin])
            chemin.pop()

        def text(morceau: str) -> None:
            if textes:
                textes[-1].append(morceau)

        def refuse(*_: object) -> None:
            # A document type is where entities come from: bombs, and files of the machine.
            raise IllisibleError("contenu")

        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ProcessingInstructionHandler = refuse
        parser.ExternalEntityRefHandler = lambda *_: 0
        with self._archive.open(nom) as flux:
            while morceau := flux.read(64 * 1024):
                self._reste -= len(morceau)
                if self._reste < 0:
                    raise IllisibleError("trop_grand")
                parser.Parse(morceau, False)
            parser.Parse(b"", True)


def _put(ligne: list[str], reference: str, valeur: str) -> None:
    lue = REFERENCE.fullmatch(reference)
    colonne = len(ligne)
    if lue:
        colonne = 0
        for lettre in lue.group(1):
            colonne = colonne * 26 + ord(lettre) - 64
        colonne -= 1
    if colonne >= COLONNES:
        raise IllisibleError("trop_grand")
    ligne.extend([""] * (colonne + 1 - len(ligne)))
    ligne[colonne] = valeur
