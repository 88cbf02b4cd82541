"""The screen turned to the person: what the session keeps of it, and the number that gives the device back.

While it is turned, the session opens two addresses only (see `middleware`). The session keeps codes of questions, never an answer or a name,
and the digest of the number.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Sujet

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

CLE, PRET = "ecran_tourne", "ecran_numero"
ESSAIS_MAX = 5
CHIFFRES = 4
VIOLENCE, URGENCES = Besoin.VIOLENCE.value, "urgences"


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
    """Return the turned screen of a session, None where it is not turned."""
    lu: dict[str, Any] | None = session.get(CLE)
    return None if lu is None else Tourne(**(lu | {"faits": tuple(lu["faits"])}))


def make_number(session: SessionBase) -> str:
    """Draw the number that will give the device back; the session keeps its digest."""
    numero = f"{secrets.randbelow(10**CHIFFRES):0{CHIFFRES}d}"
    session[PRET] = _digest(numero)
    return numero


def turn(session: SessionBase, *, bilan: str, langue: str, quoi: str) -> bool:
    """Turn the screen; False where no number was shown first."""
    numero = session.pop(PRET, None)
    if numero is None:
        return False
    _keep(session, Tourne(bilan=bilan, langue=langue, quoi=quoi, numero=numero))
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


def _digest(numero: str) -> str:
    return hmac.new(b"bilan.tourne|" + settings.SECRET_KEY.encode(), numero.encode(), hashlib.sha256).hexdigest()
