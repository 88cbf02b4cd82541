"""The verbs of what blocks: one function, one transaction, one line of the journal that says who wrote something, never what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from droits_ouverts.droits.codes import CODES
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.limites import counted
from droits_ouverts.irritants import access
from droits_ouverts.irritants.enums import Blocage, Etape
from droits_ouverts.irritants.errors import TooLateError, UnknownIrritantError
from droits_ouverts.irritants.models import Irritant
from droits_ouverts.irritants.rules import Case, month_of
from droits_ouverts.journal.services import record
from droits_ouverts.structures.enums import Genre
from droits_ouverts.territoires.models import Site

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "irritants"
SEL = "irritants.retirer"
MINUTE = 60


@transaction.atomic
def report_irritant(*, actor: Compte, structure_id: int, genre: str, site: str, droit: str, etape: str, blocage: str, now: datetime) -> str:
    """Count one more time what blocks; return the token that takes it back within a minute. Raise `ForbiddenError`, `UnknownIrritantError`.

    The journal says that the actor noted something, about her own structure: neither what, nor after whose file.
    """
    on = timezone.localtime(now).date()
    if not access.may_report(actor, structure_id, on=on):
        raise ForbiddenError
    case = Case(mois=month_of(on), genre=genre, site=site, droit=droit, etape=etape, blocage=blocage)
    if not _is_known(case):
        raise UnknownIrritantError
    row, _neuve = Irritant.objects.get_or_create(
        mois=case.mois, genre=case.genre, site=case.site, droit=case.droit, etape=case.etape, blocage=case.blocage, defaults={"nombre": 0}
    )
    Irritant.objects.filter(pk=row.pk).update(nombre=F("nombre") + 1)
    record(actor=actor, verb="noter_irritant", thing_kind="structure", thing_id=structure_id, purpose=FINALITE, structure=structure_id)
    return signing.dumps([row.pk, actor.pk, structure_id, now.timestamp()], salt=SEL)


@transaction.atomic
def take_back(*, actor: Compte, jeton: str, now: datetime) -> None:
    """Count one time less: what was just noted was a mistake. Within a minute, once, by who noted it. Raise `TooLateError`."""
    try:
        numero, compte, structure_id, noted = signing.loads(jeton, salt=SEL)
    except signing.BadSignature as faux:
        raise TooLateError from faux
    if compte != actor.pk or not 0 <= now.timestamp() - noted <= MINUTE:
        raise TooLateError
    if counted(scope=SEL, who=jeton, seconds=24 * 3600, at=now.timestamp()) > 1:
        raise TooLateError
    if not Irritant.objects.filter(pk=numero, nombre__gt=0).update(nombre=F("nombre") - 1):
        raise TooLateError
    record(actor=actor, verb="retirer_irritant", thing_kind="structure", thing_id=structure_id, purpose=FINALITE, structure=structure_id)


def _is_known(case: Case) -> bool:
    lists = case.genre in Genre.values and case.etape in Etape.values and case.blocage in Blocage.values and case.droit in CODES
    return lists and (not case.site or Site.objects.filter(code=case.site).exists())
