"""How often somebody may do something: counts by window of time, shared by every process and every worker.

They are kept in a file of the installation (`LIMITES_FICHIER`), or in the database where several machines serve (`LIMITES_EN_BASE`).
Whoever is counted is a keyed digest; a count is forgotten some time after its window.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError, UnavailableError

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

logger = logging.getLogger(__name__)

FENETRES: Mapping[str, int] = {"REQUETES_PAR_SECONDE": 1, "REQUETES_PAR_MINUTE": 60, "REQUETES_PAR_HEURE": 3600}
"""Settings that limit the requests of one account, or of one address without an account; each with its window, in seconds."""
OUBLI = 1000
"""One count in so many also removes the counts whose window is over."""
ATTENTE = 2.0
"""Seconds that a count waits for another process."""
TABLE = "foundation_compteur"
_ICI = threading.local()


class TropDeDemandesError(DomainError):
    """Too many requests; `attente` is the seconds until they are taken again."""

    title = _("Trop de demandes en peu de temps")
    what = _("Votre dernière demande n’a pas été traitée. Ce que vous aviez enregistré est conservé.")
    why = _("Pour que le service réponde à tout le monde, chaque compte et chaque adresse a une limite.")
    next_step = _("Attendez un peu, puis réessayez.")
    status = 429
    code = "trop_de_demandes"

    def __init__(self, attente: int = 1) -> None:
        super().__init__()
        self.attente = attente


class CompteursIndisponiblesError(UnavailableError):
    """The counts can be neither read nor written."""

    code = "compteurs_indisponibles"


def is_over(request: HttpRequest, *, scope: str, limit: int, seconds: int, now: datetime) -> bool:
    """Count one act of this address in `scope`; tell whether it is one too many for a window of `seconds`."""
    return counted(scope=scope, who=address_of(request), seconds=seconds, at=now.timestamp()) > limit


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, which is counted where nobody is signed in.

    Behind a proxy of ours, the last address of `X-Forwarded-For`, which the proxy itself added: what stands before it is the client's word.
    """
    donnees = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.ADRESSE_DONNEE_PAR_LE_MANDATAIRE else ""
    return donnees.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def counted(*, scope: str, who: str, seconds: int, at: float) -> int:
    """Count one act of `who` in `scope`; return how many there are in the window of `seconds` that holds the instant `at`.

    Raise `CompteursIndisponiblesError` where it cannot be counted: what is limited is then not done.
    """
    return counts(scope=scope, who=who, windows=[seconds], at=at)[0]


def counts(*, scope: str, who: str, windows: Sequence[int], at: float) -> list[int]:
    """Count one act of `who` in each of `windows` (seconds) by one statement; return the counts in their order. Raises as `counted` does."""
    cles = {salted_hmac(f"foundation.limites.{scope}.{seconds}", who, algorithm="sha256").hexdigest(): seconds for seconds in windows}
    # In the order of the keys: two processes that count the same rows never wait for each other.
    lignes = [(cle, int(at // cles[cle] + 1) * cles[cle]) for cle in sorted(cles)]
    try:
        comptes = _upsert(lignes, at)
    except (sqlite3.Error, DatabaseError, OSError) as error:
        raise CompteursIndisponiblesError(detail=type(error).__name__) from error
    return [comptes[cle] for cle in cles]


def seconds_to_wait(request: HttpRequest, *, now: float | None = None) -> int:
    """Count one request of this account, or of this address without one; return 0 where it may pass, else the seconds to wait."""
    limites = {seconds: limite for nom, seconds in FENETRES.items() if (limite := int(getattr(settings, nom)))}
    if not limites:
        return 0
    instant = time.time() if now is None else now
    user = getattr(request, "user", None)
    who = f"compte:{user.pk}" if user is not None and user.is_authenticated else f"adresse:{address_of(request)}"
    comptes = counts(scope="requetes", who=who, windows=list(limites), at=instant)
    depassees = [seconds for (seconds, limite), compte in zip(limites.items(), comptes, strict=True) if compte > limite]
    for (seconds, limite), compte in zip(limites.items(), comptes, strict=True):
        if compte == limite + 1:
            # Once a window: a log that grew with the requests would be another way of filling the disk.
            logger.warning("limite dépassée : plus de %d demandes en %d s par %s", limite, seconds, who.partition(":")[0])
    return max((max(1, int((instant // seconds + 1) * seconds - instant)) for seconds in depassees), default=0)


def forget_all() -> None:
    """Forget every count."""
    with _cursor() as (execute, _marque):
        execute(f"DELETE FROM {TABLE}", ())  # noqa: S608  a name of ours


def _upsert(lignes: Sequence[tuple[str, int]], at: float) -> dict[str, int]:
    with _cursor() as (execute, marque):
        valeurs = ", ".join([f"({marque}, {marque}, 1)"] * len(lignes))
        rows = execute(
            f"INSERT INTO {TABLE} (cle, fin, nombre) VALUES {valeurs} ON CONFLICT (cle) DO UPDATE SET "  # noqa: S608  names of ours, values apart
            f"nombre = CASE WHEN {TABLE}.fin = excluded.fin THEN {TABLE}.nombre + 1 ELSE 1 END, fin = excluded.fin RETURNING cle, nombre",
            [valeur for ligne in lignes for valeur in ligne],
        )
        if int(at * 1000) % OUBLI == 0:
            execute(f"DELETE FROM {TABLE} WHERE fin < {marque}", [int(at)])  # noqa: S608  names of ours, values apart
    return dict(rows)


@contextmanager
def _cursor() -> Iterator[tuple[Any, str]]:
    """Give what runs a statement and returns its rows, and the mark of a value in it."""
    if settings.LIMITES_EN_BASE:
        with connection.cursor() as cursor:

            def execute(sql: str, valeurs: Sequence[Any]) -> list[Any]:
                cursor.execute(sql, valeurs)
                return cursor.fetchall() if cursor.description else []

            yield execute, "%s"
        return
    ouverte = _opened()
    yield lambda sql, valeurs: ouverte.execute(sql, valeurs).fetchall(), "?"


def _opened() -> sqlite3.Connection:
    """Return this thread's own connection to the file. A process that was forked opens its own."""
    place = (os.getpid(), str(settings.LIMITES_FICHIER))
    if getattr(_ICI, "place", None) != place:
        settings.LIMITES_FICHIER.parent.mkdir(parents=True, exist_ok=True)
        # A count lost with the power of the machine is no loss: no waiting for the disk.
        ouverte = sqlite3.connect(place[1], timeout=ATTENTE, isolation_level=None)
        ouverte.execute("PRAGMA journal_mode=WAL")
        ouverte.execute("PRAGMA synchronous=OFF")
        ouverte.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (cle TEXT PRIMARY KEY, fin INTEGER NOT NULL, nombre INTEGER NOT NULL) WITHOUT ROWID")
        _ICI.place, _ICI.ouverte = place, ouverte
    return _ICI.ouverte  # type: ignore[no-any-return]  # a thread's own attributes have no types
