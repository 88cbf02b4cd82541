"""The screen turned to the person: what the session keeps of it, and the number that gives the device back.

While it is turned, the session opens two addresses only (see `middleware`). The session keeps codes of questions, never an answer or a name,
and the digest of the number; before the screen is turned, the seed from which the number shown is worked out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Sujet

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

CLE, PRET = "ecran_tourne", "ecran_numero"
ESSAIS_MAX = 5
CHIFFRES = 4
VIOLENCE, URGENCES = Besoin.VIOLENCE.value, "urgences"


class UnreadableScreenError(Exception):
    """What the session keeps of a turned screen cannot be read: an older or newer version of the product wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tourne:
    """A turned screen: of which check-up, in which language, what is asked, what was answered meanwhile, wrong numbers so far."""

    bilan: str
    langue: str
    quoi: str
    numero: str
    faits: tuple[str, ...] = ()
    essais: int = 0
    rendu: bool = False

    @property
    def besoins(self) -> tuple[Besoin, ...]:
        """The urgent needs still to be asked; none where questions of a subject are."""
        voulus = {VIOLENCE: (Besoin.VIOLENCE,), URGENCES: tuple(Besoin)}.get(self.quoi, ())
        return tuple(besoin for besoin in voulus if besoin.value not in self.faits)

    @property
    def sujet(self) -> Sujet | None:
        """The subject whose questions are asked."""
        return Sujet(self.quoi) if self.quoi in set(Sujet) else None


def may_be_asked(quoi: str) -> bool:
    """Tell whether the person may be asked this alone: violence, urgent needs, or a subject."""
    return quoi in {VIOLENCE, URGENCES} or quoi in set(Sujet) - {Sujet.DROITS_RECUS}


def current(session: SessionBase) -> Tourne | None:
    """Return the turned screen of a session, None where it is not turned. Raise `UnreadableScreenError`.

    What another version of the product noted besides is left aside, what it did not note yet has its first value.
    """
    lu: Any = session.get(CLE)
    if lu is None:
        return None
    try:
        connus = {champ.name: lu[champ.name] for champ in fields(Tourne) if champ.name in lu}
        return Tourne(**(connus | {"bilan": str(UUID(lu["bilan"])), "faits": tuple(lu.get("faits", ()))}))
    except (AttributeError, KeyError, TypeError, ValueError) as erreur:
        raise UnreadableScreenError from erreur


def make_number(session: SessionBase, bilan: str) -> str:
    """Return the number that will give the device back: one for this check-up, the same as long as the screen is not turned.

    The page may be opened twice, or asked again: the professional has already learnt the number. The session keeps what it is worked out from.
    """
    pret = session.get(PRET)
    if not isinstance(pret, dict) or pret.get("bilan") != bilan:
        pret = {"bilan": bilan, "graine": secrets.token_hex(16)}
        session[PRET] = pret
    return _number(pret)


def turn(session: SessionBase, *, bilan: str, langue: str, quoi: str) -> bool:
    """Turn the screen; False where no number was shown first for this check-up."""
    pret = session.get(PRET)
    if not isinstance(pret, dict) or pret.get("bilan") != bilan:
        return False
    del session[PRET]
    _keep(session, Tourne(bilan=bilan, langue=langue, quoi=quoi, numero=_digest(_number(pret))))
    return True


def note(session: SessionBase, tourne: Tourne, *codes: str) -> Tourne:
    """Note that questions were answered, so that they are not asked again."""
    return _keep(session, replace(tourne, faits=(*tourne.faits, *codes)))


def hand_back(session: SessionBase, tourne: Tourne) -> Tourne:
    """Note that the person has finished: the screen asks for the number."""
    return _keep(session, replace(tourne, rendu=True))


def take_back(session: SessionBase, tourne: Tourne, numero: str) -> bool:
    """Give the device back for the right number; count a wrong one."""
    if hmac.compare_digest(_digest("".join(numero.split())), tourne.numero):
        del session[CLE]
        return True
    _keep(session, replace(tourne, essais=tourne.essais + 1))
    return False


def _keep(session: SessionBase, tourne: Tourne) -> Tourne:
    session[CLE] = {
        "bilan": tourne.bilan,
        "langue": tourne.langue,
        "quoi": tourne.quoi,
        "numero": tourne.numero,
        "faits": list(tourne.faits),
        "essais": tourne.essais,
        "rendu": tourne.rendu,
    }
    return tourne


def _number(pret: dict[str, str]) -> str:
    contenu = f"{pret['bilan']}|{pret['graine']}".encode()
    tire = int.from_bytes(hmac.digest(b"bilan.tourne.numero|" + settings.SECRET_KEY.encode(), contenu, "sha256"))
    return f"{tire % 10**CHIFFRES:0{CHIFFRES}d}"


def _digest(numero: str) -> str:
    return hmac.new(b"bilan.tourne|" + settings.SECRET_KEY.encode(), numero.encode(), hashlib.sha256).hexdigest()
