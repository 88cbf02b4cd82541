"""The clocks of one followed right: computed again from its moves at each of them, and each night; kept where somebody settled them.

A right that the person set aside or gave up has none: she is left in peace.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from droits_ouverts.droits.horloges_types import GenreHorloge, Horloge
from droits_ouverts.foundation.durees import Duree
from droits_ouverts.suivi import rules
from droits_ouverts.suivi.enums import ResultatAppel
from droits_ouverts.suivi.horloges import clocks, is_over, is_running
from droits_ouverts.suivi.models import Appel, DroitSuivi, Echeance, Mouvement, Piece
from droits_ouverts.suivi.selectors import moves_of

MOIS_APPELS = (1, 3, 6, 12)
"""After payment: has the money come, is it still there, was it renewed."""
RAPPEL = timedelta(days=7)
ESSAIS_MAX = 3
"""Somebody who cannot be reached is called again a week later, three times in all: then that is the result."""
DERNIER_APPEL = Duree(mois=3)
"""A call that nobody made is over on the day of the next one; the last one, three months after its day."""

APPEL, PIECE, DEMANDER = "appel", "piece", "demander"
A_DEMANDER = frozenset({"choisi", "en_preparation"})
"""She wants it, and nothing left yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulue:
    """A clock as the facts of the right say it: `due_le` its last day, `prudence_le` the day to aim at."""

    cle: str
    nature: str
    due_le: date
    debut_le: date | None = None
    prudence_le: date | None = None

    @property
    def a_faire_le(self) -> date:
        """The day that lists sort by."""
        return self.prudence_le or self.due_le


def refresh(droit: DroitSuivi, rows: Sequence[Mouvement], *, now: datetime) -> None:
    """Write the clocks of a right again. Five queries at most. In the transaction of what changed its facts."""
    on = timezone.localtime(now).date()
    connues = {une.cle: une for une in droit.echeances.all()}
    voulues = {une.cle: une for une in wanted(droit, rows, reglees=connues.values(), on=on)}
    nouvelles = [
        Echeance(
            droit_suivi=droit,
            structure_id=droit.structure_id,
            cle=une.cle,
            nature=une.nature,
            debut_le=une.debut_le,
            due_le=une.due_le,
            prudence_le=une.prudence_le,
            a_faire_le=une.a_faire_le,
            calculee_at=now,
        )
        for cle, une in voulues.items()
        if cle not in connues
    ]
    changees = [_changed(connue, voulues[cle], now) for cle, connue in connues.items() if cle in voulues and _differs(connue, voulues[cle])]
    droit.echeances.filter(pk__in=[connue.pk for cle, connue in connues.items() if cle not in voulues and not is_over(connue, on=on)]).delete()
    Echeance.objects.bulk_create(nouvelles)
    if changees:
        Echeance.objects.bulk_update(changees, ["debut_le", "due_le", "prudence_le", "a_faire_le", "calculee_at"])


def wanted(droit: DroitSuivi, rows: Sequence[Mouvement], *, reglees: Iterable[Echeance] = (), on: date) -> list[Voulue]:
    """Return the clocks that the facts of a right ask for on a day, the first one first. Two queries."""
    if droit.etat in rules.FINS or droit.etat == rules.ANNULE:
        return []
    reglees = list(reglees)
    du_catalogue = [_of_catalogue(cle, une) for cle, une in clocks(droit.droit, rows, reglees=reglees, on=on).items() if is_running(une)]
    toutes = [*du_catalogue, *_calls(droit, rows, on=on), *_papers(droit), *_asking(droit, du_catalogue, reglees, on=on)]
    return sorted(toutes, key=lambda une: (une.a_faire_le, une.cle))


def _asking(droit: DroitSuivi, du_catalogue: Iterable[Voulue], reglees: Iterable[Echeance], *, on: date) -> Iterator[Voulue]:
    """A right that she wants is asked for before the month ends: each month without it is lost. The house's choice, no law; none where a campaign has its days."""
    if droit.etat not in A_DEMANDER or any(une.nature == GenreHorloge.CAMPAGNE for une in du_catalogue):
        return
    mois = droit.etat_le
    if any(une.cle == _asking_key(mois) and is_over(une, on=on) for une in reglees):
        # Said to be done, yet nothing left: the month that runs has its own.
        mois = max(mois, on)
    yield Voulue(cle=_asking_key(mois), nature=DEMANDER, debut_le=droit.etat_le, due_le=_end_of(mois))


def _asking_key(mois: date) -> str:
    return f"{DEMANDER}@{mois:%Y%m}"


def _end_of(mois: date) -> date:
    return (mois.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _of_catalogue(cle: str, horloge: Horloge) -> Voulue:
    assert horloge.due_le is not None  # noqa: S101  the caller looked
    prudence = horloge.prudence_le if horloge.prudence_le != horloge.due_le else None
    return Voulue(cle=cle, nature=horloge.genre.value, debut_le=horloge.depart_le, due_le=horloge.due_le, prudence_le=prudence)


@transaction.atomic
def refresh_one(droit_suivi_id: uuid.UUID, *, now: datetime) -> bool:
    """Write the clocks of one right again, under its lock; tell whether there was one. For the night."""
    droit = DroitSuivi.objects.select_for_update().filter(pk=droit_suivi_id).first()
    if droit is None:
        return False
    refresh(droit, list(droit.mouvements.in_order()), now=now)
    return True


def refresh_all(now: datetime, *, failed: Callable[[uuid.UUID, Exception], None] | None = None) -> int:
    """Write the clocks of every right under way again, each in its transaction; return how many. A silence becomes a decision, and nobody moved anything.

    One that fails is told to `failed` and leaves its clocks as they were; the others go on. Without it, the error is raised.
    """
    numeros = list(DroitSuivi.objects.under_way().order_by("pk").values_list("pk", flat=True))
    relus = 0
    for numero in numeros:
        try:
            relus += refresh_one(numero, now=now)
        except Exception as error:
            if failed is None:
                raise
            failed(numero, error)
    return relus


def _calls(droit: DroitSuivi, rows: Sequence[Mouvement], *, on: date) -> Iterator[Voulue]:
    """After-care, from the last payment in force, while the right is there and was opened here. One that was not made in its time is over: the next one asks the same."""
    paye = last_paid(rows)
    if paye is None or not rules.is_open(droit.etat) or droit.ouvert_le is None:
        return
    appels = list(Appel.objects.filter(droit_suivi=droit, fait_le__gte=paye))
    if any(un.resultat == ResultatAppel.NE_SOUHAITE_PAS for un in appels):
        return
    for mois in MOIS_APPELS:
        if closes_on(paye, mois) <= on:
            continue
        essais = [un for un in appels if un.mois == mois]
        if any(un.resultat != ResultatAppel.INJOIGNABLE for un in essais) or len(essais) >= ESSAIS_MAX:
            continue
        prevu = Duree(mois=mois).after(paye)
        yield Voulue(
            cle=f"{APPEL}-{mois}-{paye:%Y%m%d}",
            nature=APPEL,
            debut_le=paye,
            due_le=max([prevu, *(un.fait_le + RAPPEL for un in essais)]),
        )


def closes_on(paye: date, mois: int) -> date:
    """Return the day from which a call that was not made is over: the day of the next one, or three months after the last."""
    suivant = next((un for un in MOIS_APPELS if un > mois), None)
    return Duree(mois=suivant).after(paye) if suivant else DERNIER_APPEL.after(Duree(mois=mois).after(paye))


def last_paid(rows: Sequence[Mouvement]) -> date | None:
    """Return the day since when the right is paid without a break, by the steps in force."""
    depuis: date | None = None
    for pas in rules.in_force(moves_of(rows)):
        if pas.vers == "verse":
            depuis = depuis or pas.fait_le
        elif not rules.is_open(pas.vers):
            depuis = None
    return depuis


def _papers(droit: DroitSuivi) -> Iterator[Voulue]:
    """Papers that must be given before a day."""
    manquantes = Piece.objects.filter(droit_suivi=droit, donnee_le__isnull=True, sans_objet_le__isnull=True, avant_le__isnull=False)
    for piece in manquantes:
        if piece.avant_le:
            yield Voulue(cle=f"{PIECE}-{piece.pk}", nature=PIECE, debut_le=piece.demandee_le, due_le=piece.avant_le)


def _differs(connue: Echeance, voulue: Voulue) -> bool:
    return (connue.debut_le, connue.due_le, connue.prudence_le) != (voulue.debut_le, voulue.due_le, voulue.prudence_le)


def _changed(connue: Echeance, voulue: Voulue, now: datetime) -> Echeance:
    connue.debut_le, connue.due_le, connue.prudence_le, connue.calculee_at = voulue.debut_le, voulue.due_le, voulue.prudence_le, now
    connue.a_faire_le = connue.jusqu_au or voulue.a_faire_le
    return connue
