"""The nightly watch over the links of the catalogue."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from droits_ouverts.droits import liens
from droits_ouverts.droits.enums import ConstatLien
from droits_ouverts.droits.liens import Suivi, Visite
from droits_ouverts.droits.models import LienSurveille
from droits_ouverts.droits.ports import Visiteur
from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.urgences import load_urgences
from droits_ouverts.journal.services import record

A_LA_FOIS: Final = 4
"""Sites visited at once; one site is never asked twice at the same time."""
PAUSE: Final = 1.0
"""Seconds between two visits to one site."""
SITES_SANS_RESEAU: Final = 8
"""Sites that fail before any other answers, after which the network itself is held to be down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tournee:
    """What a round found. `sans_reseau`: nothing answered at all, so nothing was concluded; `reste` was left for the next round."""

    vus: int
    bons: int
    muets: int
    en_echec: int
    morts: int
    reste: int
    sans_reseau: bool


def check_links(
    *,
    visit: Visiteur,
    now: Callable[[], datetime],
    limit: int | None = None,
    seconds: float | None = None,
    again: bool = False,
    pause: float = PAUSE,
    tell: Callable[[int, int, Visite], None] = lambda _done, _total, _visite: None,
) -> Tournee:
    """Visit the addresses of the catalogue, those seen longest ago first, and keep what each answered as soon as it did.

    Addresses already visited today are left, unless `again`: a round that was cut takes up where it stopped. `limit` and `seconds` bound it. A
    failure is kept only once some site has answered: where none does, the network is down here, and no link is blamed. Addresses that the
    catalogue no longer cites are forgotten. `tell` is called after each visit.
    """
    cited = {*liens.addresses(all_droits()), *liens.urgent_addresses(load_urgences())}
    LienSurveille.objects.exclude(url__in=cited).delete()
    known = {lien.url: lien for lien in LienSurveille.objects.all()}
    today = timezone.localdate(now())
    due = [url for url in sorted(cited) if again or url not in known or timezone.localdate(known[url].verifie_at) < today]
    due.sort(key=lambda url: (url in known, known[url].verifie_at.timestamp() if url in known else 0.0))
    wanted = due[:limit]
    held: list[Visite] = []
    found: list[Visite] = []
    answered = False
    for visite in _visits(wanted, visit, pause, seconds):
        found.append(visite)
        answered = answered or visite.statut is not None
        tell(len(found), len(wanted), visite)
        held.append(visite)
        if answered:
            _keep(held, known, now())
            held.clear()
        elif len({urlsplit(v.url).hostname for v in held}) >= SITES_SANS_RESEAU:
            break
    constats = [visite.constat for visite in found]
    return Tournee(
        vus=len(found),
        bons=constats.count(ConstatLien.OK),
        muets=constats.count(ConstatLien.MUET),
        en_echec=sum(constat not in {ConstatLien.OK, ConstatLien.MUET} for constat in constats),
        morts=sum(liens.is_dead(jours_en_echec=lien.jours_en_echec, absences=lien.absences) for lien in LienSurveille.objects.all()),
        reste=len(due) - len(found),
        sans_reseau=bool(found) and not answered,
    )


@transaction.atomic
def _keep(visites: list[Visite], known: dict[str, LienSurveille], at: datetime) -> None:
    """Store what these visits found, and note in the journal a link that dies or comes back."""
    on = timezone.localdate(at)
    for visite in visites:
        lien = known.setdefault(visite.url, LienSurveille(url=visite.url))
        was_dead = liens.is_dead(jours_en_echec=lien.jours_en_echec, absences=lien.absences)
        before = Suivi(
            ok_le=lien.ok_le,
            echec_depuis_le=lien.echec_depuis_le,
            echec_le=lien.echec_le,
            jours_en_echec=lien.jours_en_echec,
            absences=lien.absences,
        )
        suivi = liens.after(before, visite.constat, on)
        lien.constat, lien.statut, lien.verifie_at = visite.constat, visite.statut, at
        lien.ok_le, lien.echec_depuis_le, lien.echec_le = suivi.ok_le, suivi.echec_depuis_le, suivi.echec_le
        lien.jours_en_echec, lien.absences = suivi.jours_en_echec, suivi.absences
        lien.save()
        dead = liens.is_dead(jours_en_echec=lien.jours_en_echec, absences=lien.absences)
        if dead is not was_dead:
            verb = "constater_lien_mort" if dead else "constater_lien_vivant"
            record(actor=None, verb=verb, thing_kind="lien_surveille", thing_id=lien.pk, purpose="qualite_du_catalogue", structure=None)


def _visits(urls: list[str], visit: Visiteur, pause: float, seconds: float | None) -> Iterator[Visite]:
    """Visit from a few threads, one site by one thread at a time. The database stays with the caller's thread.

    Closing the iterator stops the threads after the visit that each is making.
    """
    by_host: dict[str | None, deque[str]] = defaultdict(deque)
    for url in urls:
        by_host[urlsplit(url).hostname].append(url)
    hosts = deque(by_host.values())
    results: queue.SimpleQueue[Visite | None] = queue.SimpleQueue()
    stop = threading.Event()
    ends_at = None if seconds is None else time.monotonic() + seconds

    def work() -> None:
        try:
            while not stop.is_set():
                try:
                    host = hosts.popleft()
                except IndexError:
                    return
                while host and not stop.is_set() and (ends_at is None or time.monotonic() < ends_at):
                    results.put(visit(host.popleft()))
                    if host:
                        stop.wait(pause)
        finally:
            results.put(None)

    threads = [threading.Thread(target=work, name=f"liens-{number}", daemon=True) for number in range(min(A_LA_FOIS, len(hosts)))]
    for thread in threads:
        thread.start()
    running = len(threads)
    try:
        while running:
            visite = results.get()
            if visite is None:
                running -= 1
            else:
                yield visite
    finally:
        stop.set()
        for thread in threads:
            thread.join()
