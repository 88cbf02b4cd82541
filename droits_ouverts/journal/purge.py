"""Remove old lines, and leave of each chain a signed mark from which the rest is verified. The only way through the triggers.

In one transaction: the mark is written while the line that it names is still there, the lines up to it are removed (the trigger lets those go, and no other),
and the purge itself leaves a line in each chain.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.durees import Duree
from droits_ouverts.journal import chaine
from droits_ouverts.journal.errors import PurgeRefusedError
from droits_ouverts.journal.models import Ligne, LigneQuerySet, Repere, Tete
from droits_ouverts.journal.services import record
from droits_ouverts.journal.signature import mark_text, sign
from droits_ouverts.journal.verification import verify

REGLE = regle("journal")
MOIS_MAX = REGLE.au_plus.mois if REGLE.au_plus else REGLE.terme.mois
"""Months at most, whatever the installation chooses."""


def kept_since(today: date) -> date:
    """Return the first day whose lines are kept: `JOURNAL_GARDE_MOIS` months ago (12 by default). Raise `PurgeRefusedError` beyond 36 months."""
    mois = settings.JOURNAL_GARDE_MOIS
    if not 1 <= mois <= MOIS_MAX:
        raise PurgeRefusedError(f"JOURNAL_GARDE_MOIS vaut {mois} : le journal se garde de 1 à {MOIS_MAX} mois.")
    return Duree(mois=mois).before(today)


def purge(*, before: date, now: datetime, dry_run: bool = False) -> dict[int, int]:
    """Remove the lines older than this day (in the time zone of the service) that begin their chain; return how many by chain.

    Raise `PurgeRefusedError` for a day within the time that the journal is kept, or where a chain does not hold: what proves a fault is not removed.
    Raise `SigningKeyError`.
    """
    if before > kept_since(timezone.localtime(now).date()):
        raise PurgeRefusedError(
            f"Le journal se garde {settings.JOURNAL_GARDE_MOIS} mois : donnez un jour jusqu’au {kept_since(timezone.localtime(now).date())}."
        )
    limite = timezone.make_aware(datetime.combine(before, time.min))
    with transaction.atomic():
        tetes = list(Tete.objects.select_for_update().order_by("chaine"))
        jusqua = {tete.chaine: rang for tete in tetes if (rang := _last_before(tete, limite))}
        combien = {numero: _of_chain(numero).filter(rang__lte=rang).count() for numero, rang in jusqua.items()}
        if dry_run or not jusqua:
            return combien
        if not (bilan := verify()).intact:
            raise PurgeRefusedError(f"Le journal ne se purge pas tant qu’il ne se vérifie pas. {bilan.constats[0].phrase}")
        for numero, rang in jusqua.items():
            _mark(numero, rang, before, now)
            _remove(numero, rang)
            structure = None if numero == chaine.SANS_STRUCTURE else numero
            record(actor=None, verb="purger_journal", thing_kind="journal", thing_id=numero, purpose="conservation", structure=structure)
    return combien


def _of_chain(numero: int) -> LigneQuerySet:
    return Ligne.objects.filter(structure_id__isnull=True) if numero == chaine.SANS_STRUCTURE else Ligne.objects.filter(structure_id=numero)


def _last_before(tete: Tete, limite: datetime) -> int:
    """Return the place of the last line of a chain before which, itself included, all are older; 0 where none is to go."""
    lignes = _of_chain(tete.chaine)
    premiere_gardee = lignes.filter(at__gte=limite).aggregate(rang=Min("rang"))["rang"]
    derniere = tete.rang if premiere_gardee is None else premiere_gardee - 1
    return derniere if lignes.filter(rang=derniere).exists() else 0


def _mark(numero: int, rang: int, before: date, now: datetime) -> None:
    empreinte = _of_chain(numero).values_list("empreinte", flat=True).get(rang=rang)
    cle, signature = sign(mark_text(chaine=numero, rang=rang, empreinte=empreinte, avant_le=before))
    Repere.objects.create(chaine=numero, rang=rang, empreinte=empreinte, avant_le=before, at=now, cle=cle, signature=signature)


def _remove(numero: int, rang: int) -> None:
    """Remove by SQL what the application refuses to remove: the trigger of the table has the last word."""
    ou, valeurs = ("structure_id IS NULL", [rang]) if numero == chaine.SANS_STRUCTURE else ("structure_id = %s", [numero, rang])
    with connection.cursor() as curseur:
        curseur.execute(f"DELETE FROM journal_ligne WHERE {ou} AND rang <= %s", valeurs)  # noqa: S608  two conditions, both ours
