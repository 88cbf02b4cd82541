"""What papers obey, pure: what is told of one, when it lapses, when it goes, where a link stands."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from droits_ouverts.documents.enums import EtatLien, Validite
from droits_ouverts.foundation.durees import Duree

TITRE_MAX: Final = 80
MENTION_MAX: Final = 90
PAGES_MAX: Final = 60
"""Pages of one paper."""
PHOTOS_MAX: Final = 20
"""Photos that make one paper."""
PAPIERS_MAX: Final = 200
"""Papers kept of one person at a time."""
MORCEAU: Final = 1024 * 1024
"""Bytes of a piece before it is sealed."""
BIENTOT: Final = Duree.parse("P2M")
"""How long before it lapses a paper is said to be renewed: the time that a prefecture or a town hall takes to answer."""
OUVERTURES_MAX: Final = 5
"""Times that a link opens."""
ESSAIS_MAX: Final = 10
"""Wrong codes after which a link closes for good: a code of six digits is then guessed once in a hundred thousand links."""
CODE_CHIFFRES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """What is sealed about a paper besides its bytes: its name, and the digest that its bytes must have."""

    titre: str
    sha256: str

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps({"titre": self.titre, "sha256": self.sha256}, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Fiche:
        """Read what `to_bytes` wrote."""
        lu = json.loads(contenu)
        return cls(titre=str(lu["titre"]), sha256=str(lu["sha256"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What is written on a copy that is given: for whom and for what (`pour`), by which structure (`par`), which day (`le`)."""

    pour: str
    par: str
    le: date | None

    @property
    def pied(self) -> str:
        """The line at the foot of each page: a copy tells in French, on paper, where it comes from."""
        return " · ".join(filter(None, (self.pour, f"Copie confiée par {self.par}" if self.par else "", f"le {self.le:%d/%m/%Y}" if self.le else "")))

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps({"pour": self.pour, "par": self.par, "le": self.le.isoformat() if self.le else ""}, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Mention:
        """Read what `to_bytes` wrote; a link of before holds its line alone."""
        try:
            lu = json.loads(contenu)
            return cls(pour=str(lu["pour"]), par=str(lu["par"]), le=date.fromisoformat(lu["le"]) if lu["le"] else None)
        except (ValueError, TypeError, KeyError):
            return cls(pour=contenu.decode(errors="replace"), par="", le=None)


def digest(contenu: bytes) -> str:
    """Return the SHA-256 of the bytes of a paper."""
    return hashlib.sha256(contenu).hexdigest()


def pieces(contenu: bytes) -> list[bytes]:
    """Return the bytes of a paper in pieces of `MORCEAU` at most, in their order."""
    return [contenu[debut : debut + MORCEAU] for debut in range(0, len(contenu), MORCEAU)]


def one_line(texte: str, longueur: int) -> str:
    """Return a text on one line, without anything invisible, cut where it is too long."""
    lisible = "".join(lettre if unicodedata.category(lettre)[0] not in {"C", "Z"} else " " for lettre in unicodedata.normalize("NFC", texte))
    return re.sub(r" +", " ", lisible).strip()[:longueur].rstrip()


def validity(expire_le: date | None, on: date) -> Validite:
    """Return where a paper stands on a day: valid on its last day still."""
    if expire_le is None:
        return Validite.SANS_FIN
    if expire_le < on:
        return Validite.EXPIREE
    return Validite.BIENTOT if BIENTOT.before(expire_le) <= on else Validite.VALABLE


def erased_on(servi_le: date, duree: Duree) -> date:
    """Return the day a paper goes: the duration of the policy after it was last of use (RGPD, article 5, paragraph 1, e)."""
    return duree.after(servi_le)


def is_announced(efface_le: date, preavis: Duree, on: date) -> bool:
    """Tell whether the page says that a paper is about to go."""
    return preavis.before(efface_le) <= on


def state_of_link(*, now: datetime, expire_at: datetime, revoque: bool, ouvertures: int, au_plus: int, essais: int) -> EtatLien:
    """Return where a link stands: what somebody decided first, then what time and use did."""
    if revoque:
        return EtatLien.REVOQUE
    if essais >= ESSAIS_MAX:
        return EtatLien.FERME
    if ouvertures >= au_plus:
        return EtatLien.EPUISE
    return EtatLien.EXPIRE if expire_at <= now else EtatLien.OUVERT


def typed_code(texte: str) -> str:
    """Return the digits of a code as somebody types it: spaces and dots do not count, nor does the script of the digits."""
    return "".join(str(unicodedata.digit(lettre)) for lettre in texte if unicodedata.digit(lettre, None) is not None)[: 4 * CODE_CHIFFRES]
