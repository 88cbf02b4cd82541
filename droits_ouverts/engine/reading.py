"""From the bytes of a file to one JSON object, strictly: what is doubtful is refused with its place, its value and the mend.

OpenFisca's own door (`calculate`) reads JSON more loosely, as OpenFisca does; this is for check-ups, where a slip would
become a wrong answer.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from droits_ouverts.engine.situation import Probleme, SituationError

if TYPE_CHECKING:
    from collections.abc import Iterator

TAILLE_MAX = 2 * 1024 * 1024
"""Bytes of a situation file. A household of 20 persons with 3 years of months takes about 200 kB."""
PROFONDEUR_MAX = 12
"""Levels of nesting. An OpenFisca situation has 4, a questionnaire file 5."""
FICHIER = "fichier"
"""The place named where the whole file is wrong."""


class _Objet(dict[str, object]):
    """A JSON object that remembers the keys written more than once."""

    doubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Constante:
    """NaN, Infinity or -Infinity, which JSON does not have."""

    texte: str


@dataclass(slots=True)
class _Revue:
    problemes: list[Probleme] = field(default_factory=list)

    def report(self, chemin: str, valeur: object, message: str) -> None:
        self.problemes.append(Probleme(chemin=chemin or FICHIER, valeur=valeur, message=message))


def read(source: BinaryIO) -> dict[str, object]:
    """Read one JSON object from a binary stream, no more than `TAILLE_MAX` bytes of it. Raise `SituationError`."""
    return loads(source.read(TAILLE_MAX + 1))


def loads(contenu: bytes) -> dict[str, object]:
    """Decode one JSON object in UTF-8.

    Raise `SituationError` where the content is empty, too long, not UTF-8, not JSON, not an object, nested too deep, or holds a
    key twice in one object, a number that is not finite, or a character that can't be written.
    """
    if len(contenu) > TAILLE_MAX:
        raise _refusal(None, f"le fichier dépasse {TAILLE_MAX // 1024**2} Mo, il n'a pas été lu. Donnez un fichier par ménage.")
    document = _decoded(_text(contenu))
    revue = _Revue()
    _review(document, revue)
    if revue.problemes:
        raise SituationError(revue.problemes)
    if not isinstance(document, dict):
        raise _refusal(_shown(document), f"c'est {_kind(document)}, il faut un objet : {{ ... }}. Voyez les exemples de docs/formats.md.")
    return _plain(document)


def _refusal(valeur: object, message: str) -> SituationError:
    return SituationError([Probleme(chemin=FICHIER, valeur=valeur, message=message)])


def _text(contenu: bytes) -> str:
    try:
        texte = contenu.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        ligne = contenu.count(b"\n", 0, error.start) + 1
        octet = contenu[error.start]
        message = f"ligne {ligne}, l'octet 0x{octet:02X} n'est pas de l'UTF-8. Enregistrez le fichier en UTF-8."
        raise _refusal(f"0x{octet:02X}", message) from None
    if not texte.strip():
        raise _refusal("", "le fichier est vide. Donnez une situation ; des exemples sont dans docs/formats.md.")
    return texte


def _decoded(texte: str) -> object:
    try:
        document: object = json.loads(texte, object_pairs_hook=_object, parse_constant=_Constante)
    except json.JSONDecodeError as error:
        extrait = texte[error.pos : error.pos + 20].split("\n", 1)[0]
        ou = f"ligne {error.lineno}, colonne {error.colno}"
        vu = f"près de « {extrait} »" if extrait.strip() else "à cet endroit"
        raise _refusal(extrait, f"ce n'est pas du JSON : {ou}, {vu}, {_mend(error)}") from None
    except RecursionError:
        raise _refusal(None, f"il y a trop de niveaux imbriqués (maximum {PROFONDEUR_MAX}). Retirez les accolades et crochets en trop.") from None
    except ValueError:
        # The only other refusal of the reader: a whole number of thousands of digits.
        raise _refusal(None, "un nombre a trop de chiffres. Écrivez un montant en euros, par exemple 650.5.") from None
    return document


def _mend(error: json.JSONDecodeError) -> str:
    for debut, conseil in _CONSEILS.items():
        if error.msg.startswith(debut):
            return conseil
    return "la lecture s'arrête. Vérifiez la ponctuation : guillemets, virgules, accolades."


_CONSEILS = {
    "Expecting value": "il manque une valeur. Écrivez un nombre, un texte entre guillemets, true, false ou null.",
    "Expecting property name": "il manque un nom entre guillemets doubles ; il y a peut-être une virgule de trop avant l'accolade.",
    "Expecting ':'": "il manque deux-points entre le nom et sa valeur.",
    "Expecting ',' delimiter": "il manque une virgule, ou une accolade n'est pas fermée.",
    "Unterminated string": "un guillemet n'est pas fermé.",
    "Extra data": "il y a du texte après la fin de l'objet. Gardez un seul objet.",
    "Invalid control character": "un texte contient un retour à la ligne ou une tabulation. Retirez-les.",
    "Invalid \\": "une barre oblique inverse est mal employée. Doublez-la ou retirez-la.",
}


def _object(paires: list[tuple[str, object]]) -> _Objet:
    objet = _Objet(paires)
    if len(objet) != len(paires):
        vues: set[str] = set()
        doubles: list[str] = []
        for cle, _ in paires:
            if cle in vues and cle not in doubles:
                doubles.append(cle)
            vues.add(cle)
        objet.doubles = tuple(doubles)
    return objet


def _review(document: object, revue: _Revue) -> None:
    for chemin, signe, profondeur, valeur in _walk(document):
        if profondeur > PROFONDEUR_MAX:
            revue.report(chemin, None, f"il y a trop de niveaux imbriqués (maximum {PROFONDEUR_MAX}). Retirez les accolades et crochets en trop.")
            return
        if isinstance(valeur, _Objet):
            for cle in valeur.doubles:
                revue.report(_under(chemin, cle, signe), cle, f"« {_printable(cle)} » est écrit deux fois au même endroit. Gardez une seule valeur.")
            for cle in valeur:
                if _printable(cle) != cle:
                    revue.report(_under(chemin, cle, signe), _printable(cle), "ce nom contient un caractère qui ne peut pas être écrit. Retapez-le.")
        elif isinstance(valeur, _Constante):
            revue.report(chemin, valeur.texte, f"{valeur.texte} n'est pas un nombre. Écrivez un montant, par exemple 650.5, ou null si vous ne savez pas.")
        elif isinstance(valeur, float) and not math.isfinite(valeur):
            revue.report(chemin, str(valeur), "ce nombre est trop grand pour être lu. Écrivez un montant en euros, par exemple 650.5.")
        elif isinstance(valeur, str) and _printable(valeur) != valeur:
            revue.report(chemin, _printable(valeur), "ce texte contient un caractère qui ne peut pas être écrit. Retapez-le.")


def _walk(document: object) -> Iterator[tuple[str, str, int, object]]:
    """Yield place, separator of places, depth and value of everything, without recursion: the nesting is the file's, not ours."""
    # OpenFisca writes its paths with slashes; ours have dots.
    signe = "/" if isinstance(document, dict) and "individus" in document else "."
    reste: list[tuple[str, int, object]] = [("", 0, document)]
    while reste:
        chemin, profondeur, valeur = reste.pop()
        yield chemin, signe, profondeur, valeur
        if isinstance(valeur, dict):
            reste.extend((_under(chemin, cle, signe), profondeur + 1, inside) for cle, inside in reversed(valeur.items()))
        elif isinstance(valeur, list):
            reste.extend((f"{chemin}[{rang}]", profondeur + 1, inside) for rang, inside in reversed(list(enumerate(valeur))))


def _under(chemin: str, cle: str, signe: str) -> str:
    nom = _printable(cle)
    return f"{chemin}{signe}{nom}" if chemin else nom


def _printable(texte: str) -> str:
    return texte.encode("utf-8", "replace").decode("utf-8")


def _plain(objet: dict[str, object]) -> dict[str, object]:
    return {cle: _plain_value(valeur) for cle, valeur in objet.items()}


def _plain_value(valeur: object) -> object:
    if isinstance(valeur, dict):
        return _plain(valeur)
    if isinstance(valeur, list):
        return [_plain_value(inside) for inside in valeur]
    return valeur


def _kind(valeur: object) -> str:
    match valeur:
        case None:
            return "« null »"
        case bool():
            return "une réponse oui/non"
        case list():
            return "une liste"
        case str():
            return "un texte"
        case _:
            return "un nombre"


def _shown(valeur: object) -> str:
    texte = _printable(str(valeur)).replace("\n", " ")
    return texte if len(texte) <= 40 else texte[:39] + "…"
