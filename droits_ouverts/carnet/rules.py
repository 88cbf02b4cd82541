"""What a person's own page obeys, pure: when she has to insist, where a carnet stands, what is not said there."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from droits_ouverts.personnes.rules_contact import Contact

QUI_MAX: Final = 60
NUMERO_MAX: Final = 30
SEANCE: Final = 600
"""Seconds that a page stays open once the code is typed: a telephone is lent, a screen is shared."""


class EtatCarnet(StrEnum):
    """Where a carnet stands at an instant."""

    SERT = "sert"
    EXPIRE = "expire"
    FERME = "ferme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mots:
    """Whom she may call: a name, a number; both may be empty."""

    qui: str = ""
    numero: str = ""

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Mots:
        """Read what `to_bytes` wrote."""
        return cls(**json.loads(contenu))


def cleaned(mots: Mots) -> Mots:
    """Return whom to call on one line each, cut where it is too long."""
    return Mots(qui=" ".join(mots.qui.split())[:QUI_MAX], numero=" ".join(mots.numero.split())[:NUMERO_MAX])


def must_insist(contact: Contact | None) -> bool:
    """Tell whether a page may be opened only where she asks for it in spite of the risk.

    So it is while nobody asked her how to reach her, where nothing may tell who writes, and where nobody may write to her.
    """
    return contact is None or contact.neutre or "ecrire" not in contact.permis


def is_neutral(contact: Contact | None) -> bool:
    """Tell whether her page names no structure, no place and nobody."""
    return contact is None or contact.neutre


def state(now: datetime, *, expire_at: datetime, revoque: bool) -> EtatCarnet:
    """Return where a carnet stands."""
    if revoque:
        return EtatCarnet.FERME
    return EtatCarnet.EXPIRE if expire_at <= now else EtatCarnet.SERT


TU: Final = re.compile(
    r"violen|plainte|conjoint|\bmari\b|\bex\b|agress|menac|protection|avocat|juge|tribunal|police|gendarm|hebergement d.urgence|foyer"
    r"|sante|medec|medic|malad|handicap|mdph|\baah\b|\bpch\b|\baeeh\b|\bald\b|psy|hopital|clinique|grossesse|enceinte|\bivg\b|addict|alcool|drogue|\bvih\b|soin"
    r"|sejour|\btitre\b|asile|oqtf|prefecture|recepisse|regularis|\bofii\b|\bofpra\b|\bcnda\b|\bame\b|nationalit|visa\b|papiers"
)
"""Beginnings of words that tell health, violence or residence. What holds one is said as "quelque chose à voir ensemble": too much is hidden rather than too little."""


def is_told(texte: str) -> bool:
    """Tell whether words that a professional wrote may stand on a page that somebody else may read."""
    simple = "".join(lettre for lettre in unicodedata.normalize("NFKD", texte.casefold()) if not unicodedata.combining(lettre))
    return not TU.search(simple)
