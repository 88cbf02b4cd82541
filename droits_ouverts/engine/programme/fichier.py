"""A compiled month and its file: one text line that says what the rest is and its digest, the metadata in JSON, the graph in compressed columns.

    DROITS-PROGRAMME 1 <sha256 of all that follows, in hexadecimal>
    {"genre": "bilan", "mois": "2026-11", "versions": {...}, ...}
    <zlib: tables in JSON, then the columns of the nodes>

Whatever is wrong with a file (cut, altered, of another rule book, of something else) is told by `ProgrammeError`: none is ever half read. Nothing in
it is code, and its sizes are bounded before anything is unpacked. The digest guards against accidents, not against someone who may write in the
folder: who can do that can as well change this program.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from droits_ouverts.engine.programme import colonnes
from droits_ouverts.engine.programme.graph import Graph, GraphError

MAGIE = b"DROITS-PROGRAMME"
FORMAT = 1
GENRES = ("bilan", "calcul")
ENTETE_MAX = 1024 * 1024
"""Bytes of the metadata."""
FICHIER_MAX = 64 * 1024 * 1024
"""Bytes of a file; a month takes less than one million."""
REFAIRE = "Refaites-le : droits-ouverts programme build --mois {mois}."


class ProgrammeError(Exception):
    """A programme's file can't be used; the text is a French sentence: what is wrong, and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The law of one month, compiled.

    `genre`: "bilan" or "calcul"; `mois`: "AAAA-MM"; `versions`: names to versions of what it was compiled from ("regles": digest of our own rules);
    `refus`: output to the reason why it could not be compiled (its right is interpreted); `construction`: what is told of the work: seconds, nodes.
    """

    genre: str
    mois: str
    graph: Graph
    versions: dict[str, str]
    refus: dict[str, str]
    construction: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entete:
    """What a file says of itself, read without its graph. `octets`: size of the file."""

    genre: str
    mois: str
    versions: dict[str, str]
    refus: dict[str, str]
    construction: dict[str, object]
    octets: int


def write(programme: Programme, path: Path) -> None:
    """Write a programme aside, then put it in its place at once. Raise `ProgrammeError` where it breaks a rule of its own, `OSError` likewise."""
    contenu = to_bytes(programme)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("xb") as flux:
            flux.write(contenu)
            flux.flush()
            os.fsync(flux.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def read(path: Path, *, versions: dict[str, str] | None = None) -> Programme:
    """Read a programme, whole and sound, or raise `ProgrammeError`; with `versions`, one that was compiled from others is refused as well."""
    return from_bytes(_contents(path), path.name, versions=versions)


def read_entete(path: Path) -> Entete:
    """Read what a file says of itself; raise `ProgrammeError` where it is not a programme, or not whole (its digest is checked)."""
    contenu = _contents(path)
    entete, _ = _open(contenu, path.name)
    return _entete(entete, len(contenu), path.name)


def to_bytes(programme: Programme) -> bytes:
    """Return the file of a programme; raise `ProgrammeError` where it breaks a rule of its own."""
    try:
        colonnes.check(programme.graph)
        corps, taille = colonnes.pack(programme.graph)
        entete = {
            "genre": programme.genre,
            "mois": programme.mois,
            "versions": programme.versions,
            "refus": programme.refus,
            "construction": programme.construction,
            "taille": taille,
        }
        _entete(entete, 0, "ce programme")
        ligne = colonnes.json_bytes(entete)
    except (GraphError, ValueError, TypeError) as error:
        raise ProgrammeError(f"ce programme ne peut pas être écrit : {error}. C'est une erreur de notre fait, à signaler.") from error
    if len(ligne) >= ENTETE_MAX:
        raise ProgrammeError("ce programme ne peut pas être écrit : ce qui le décrit dépasse 1 Mo. C'est une erreur de notre fait, à signaler.")
    suite = ligne + b"\n" + corps
    if len(suite) + 100 > FICHIER_MAX:
        raise ProgrammeError("ce programme ne peut pas être écrit : il dépasse 64 Mo. C'est une erreur de notre fait, à signaler.")
    return b"%s %d %s\n" % (MAGIE, FORMAT, hashlib.sha256(suite).hexdigest().encode()) + suite


def from_bytes(contenu: bytes, nom: str, *, versions: dict[str, str] | None = None) -> Programme:
    """Return the programme of a file's bytes; `nom` is how its error calls it. Raise `ProgrammeError` as `read`."""
    dit, corps = _open(contenu, nom)
    entete = _entete(dit, len(contenu), nom)
    if versions is not None and entete.versions != versions:
        raise ProgrammeError(f"{nom} est périmé : {_differences(entete.versions, versions)}. {REFAIRE.format(mois=entete.mois)}")
    try:
        taille = dit["taille"]
        if not isinstance(taille, int) or isinstance(taille, bool):
            raise TypeError("taille")  # noqa: TRY301 - one sentence for all that is unreadable
        graph = colonnes.unpack(corps, taille)
        colonnes.check(graph)
    except (GraphError, ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        message = f"{nom} est illisible bien qu'entier : {type(error).__name__}, {error}. {REFAIRE.format(mois=entete.mois)}"
        raise ProgrammeError(message) from error
    return Programme(genre=entete.genre, mois=entete.mois, graph=graph, versions=entete.versions, refus=entete.refus, construction=entete.construction)


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as flux:
            contenu = flux.read(FICHIER_MAX + 1)
    except FileNotFoundError:
        raise ProgrammeError(f"{path} n'existe pas. « droits-ouverts programme list » montre ceux qui existent.") from None
    except IsADirectoryError:
        raise ProgrammeError(f"{path} est un dossier. Donnez un fichier .programme.") from None
    except (OSError, ValueError) as error:
        raise ProgrammeError(f"{path} ne peut pas être lu ({type(error).__name__}). Vérifiez son nom et ses droits d'accès.") from None
    if len(contenu) > FICHIER_MAX:
        raise ProgrammeError(f"{path.name} n'est pas un programme : il dépasse 64 Mo. Supprimez-le.")
    return contenu


def _open(contenu: bytes, nom: str) -> tuple[dict[str, object], bytes]:
    """Check the first line and the digest; return the metadata and the body."""
    premiere, _, suite = contenu[:200].partition(b"\n")
    trouve = re.fullmatch(rb"%s (\d{1,9}) ([0-9a-f]{64})" % MAGIE, premiere)
    if trouve is None:
        if contenu.startswith(MAGIE) or (contenu and MAGIE.startswith(contenu[: len(MAGIE)])):
            raise ProgrammeError(f"{nom} est abîmé : sa première ligne est coupée ou altérée. {REFAIRE.format(mois='AAAA-MM')}")
        raise ProgrammeError(f"{nom} n'est pas un programme de Droits Ouverts. Donnez un fichier fait par « droits-ouverts programme build ».")
    if int(trouve[1]) != FORMAT:
        raise ProgrammeError(f"{nom} est au format {int(trouve[1])} ; cette version de Droits Ouverts lit le format {FORMAT}. {REFAIRE.format(mois='AAAA-MM')}")
    suite = contenu[len(premiere) + 1 :]
    if hashlib.sha256(suite).hexdigest().encode() != trouve[2]:
        raise ProgrammeError(f"{nom} est abîmé : il est coupé ou altéré, son empreinte ne correspond plus. {REFAIRE.format(mois='AAAA-MM')}")
    ligne, separateur, corps = suite.partition(b"\n")
    entete = None
    if separateur and len(ligne) < ENTETE_MAX:
        with contextlib.suppress(ValueError, RecursionError):
            entete = colonnes.from_json(ligne)
    if not isinstance(entete, dict):
        raise ProgrammeError(f"{nom} est illisible bien qu'entier : sa description manque. {REFAIRE.format(mois='AAAA-MM')}")
    return entete, corps


def _entete(dit: dict[str, object], octets: int, nom: str) -> Entete:
    genre, mois, construction = dit.get("genre"), dit.get("mois"), dit.get("construction")
    versions, refus = _texts(dit.get("versions")), _texts(dit.get("refus"))
    if genre not in GENRES:
        raise ProgrammeError(f"{nom} est d'un genre inconnu ({genre!r}). Il y a les programmes de bilan et de calcul.")
    if not isinstance(mois, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", mois, re.ASCII):
        raise ProgrammeError(f"{nom} ne dit pas son mois, ou pas sous la forme AAAA-MM. {REFAIRE.format(mois='AAAA-MM')}")
    if versions is None or refus is None or not isinstance(construction, dict):
        raise ProgrammeError(f"{nom} ne dit pas d'où il vient (versions, refus ou construction). {REFAIRE.format(mois=mois)}")
    return Entete(genre=str(genre), mois=mois, versions=versions, refus=refus, construction=construction, octets=octets)


def _texts(lus: object) -> dict[str, str] | None:
    if not isinstance(lus, dict):
        return None
    textes = {cle: texte for cle, texte in lus.items() if isinstance(cle, str) and isinstance(texte, str)}
    return textes if len(textes) == len(lus) else None


def _differences(siennes: dict[str, str], voulues: dict[str, str]) -> str:
    noms = [nom for nom in sorted({*siennes, *voulues}) if siennes.get(nom) != voulues.get(nom)]
    return ", ".join(f"{nom} {_short(siennes.get(nom))} au lieu de {_short(voulues.get(nom))}" for nom in noms)


def _short(texte: str | None) -> str:
    return "absent" if texte is None else texte[:12]


def _flush_folder(dossier: Path) -> None:
    """Have the new name itself reach the disk."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descripteur)
    finally:
        os.close(descripteur)
