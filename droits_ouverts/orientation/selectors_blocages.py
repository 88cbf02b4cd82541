"""What the coordination reads of blocked cases: where, which right, which step, since when, which papers are ready. Never who."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.orientation import access
from droits_ouverts.orientation.enums import StatutBlocage
from droits_ouverts.orientation.liens import desk_code
from droits_ouverts.orientation.models import Blocage, Envoi, Referent

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

LUS = 200
OUVERTS = (StatutBlocage.A_TRAITER, StatutBlocage.TRANSMIS)


def cases_for(actor: Compte, *, on: date, clos: bool = False) -> list[Blocage]:
    """Return the cases handed to the actor's coordination, the oldest first. Two queries. Raise `ForbiddenError` for who coordinates nothing."""
    mine = access.coordinations_of(actor, on=on)
    if not mine:
        raise ForbiddenError
    rows = Blocage.objects.towards(mine)
    rows = rows.exclude(statut__in=OUVERTS) if clos else rows.filter(statut__in=OUVERTS)
    return list(rows.select_related("structure", "par").order_by("-created_at" if clos else "created_at")[:LUS])


def case_for(actor: Compte, blocage_id: uuid.UUID, *, on: date) -> Blocage:
    """Return a case handed to the actor's coordination. Two queries. Raise `NotVisibleError` for any other."""
    mine = access.coordinations_of(actor, on=on)
    cas: Blocage | None = Blocage.objects.towards(mine).filter(pk=blocage_id).select_related("structure", "par").first() if mine else None
    if cas is None:
        raise NotVisibleError
    return cas


def referents_of(actor: Compte, *, on: date, genre: str = "") -> list[Referent]:
    """Return whom the institutions name, those of a kind first if it is given. Two queries. Raise `ForbiddenError` for who coordinates nothing."""
    mine = access.coordinations_of(actor, on=on)
    if not mine:
        raise ForbiddenError
    rows = [une for une in Referent.objects.filter(structure_id__in=mine).order_by("organisme", "nom") if une.jusqu_au is None or une.jusqu_au >= on]
    return sorted(rows, key=lambda une: une.genre != genre)


@as_service(Service.ORIENTATION)
def handed_on(blocage: Blocage) -> tuple[Envoi, str] | None:
    """Return what left for the referent and the code to say on the telephone; None while nothing left. One query. For who read the case (`case_for`)."""
    if blocage.envoi_referent_id is None:
        return None
    envoi = Envoi.objects.select_related("destinataire").get(pk=blocage.envoi_referent_id)
    return envoi, desk_code(envoi.destinataire_id, envoi.destinataire.rang_code)
