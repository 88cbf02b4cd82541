"""A7: whether somebody exists is not told. Pairs of requests, one for another structure's file and one for nobody's: same bytes, same time.

`PREUVES_EXISTENCE` pairs (2,000) on a database on disk, in random order; the status, the headers and the body must be equal, and, at each address by itself, the median
gap of processor time within pairs under 5 ms. Then a page that says no in other words, one that takes its time for those who exist, and a single address that
does, must all be seen.
"""

from __future__ import annotations

import logging
import os
import random
import re
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from _coffre import ready
from _table import garantie

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.test import Client

PAIRES = int(os.environ.get("PREUVES_EXISTENCE", "2000"))
ECART_MAX_MS = 5.0
PAR_COMPTE = 60
"""Pairs that one account asks: two files a pair, and a day holds 150."""


class Monde:
    """Files of one structure, and readers of another one."""

    def __init__(self, graine: int) -> None:
        from django.utils import timezone  # noqa: PLC0415  once Django is set up

        from droits_ouverts.bilan import services  # noqa: PLC0415  same reason
        from tests.factories.partages import person_of, shared  # noqa: PLC0415  same reason
        from tests.factories.structures import MembreFactory  # noqa: PLC0415  same reason

        self.hasard = random.Random(graine)  # noqa: S311  a draw that can be played again
        self.membres = MembreFactory
        now = timezone.now()
        leur, tiers = MembreFactory.create(), MembreFactory.create()
        self.dossiers = []
        for _ in range(20):
            personne = person_of(leur, now=now)
            partage = shared(leur, personne, tiers.structure_id, debut=timezone.localdate(), now=now)
            bilan = services.start_bilan(actor=leur.compte, structure_id=leur.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
            self.dossiers.append({"p": personne.pk, "s": partage.pk, "b": bilan.pk})

    def reader(self) -> Client:
        """Return the session of an account that opened nobody today."""
        from django.test import Client  # noqa: PLC0415  once Django is set up

        client = Client()
        client.force_login(self.membres.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def compare(self, paires: int) -> tuple[int, float, str, float]:
        """Return how many pairs differ, the widest median gap of an address, which one, and the median time, in milliseconds of processor.

        Each address is asked as often: a leak at one would be lost in the median of all.
        """
        from tests.bilan.test_partage_existence import BILANS, GESTES, PAGES, told  # noqa: PLC0415  once Django is set up

        adresses = [*(("get", une) for une in (*PAGES, *BILANS)), *(("post", une) for une in GESTES)]
        autres, temps = 0, []
        ecarts: dict[tuple[str, str], list[float]] = {une: [] for une in adresses}
        client = self.reader()
        for methode, adresse in adresses:
            getattr(client, methode)(adresse.format(**self.nobody()))
        tirees = [une for _ in range(-(-paires // len(adresses))) for une in self.hasard.sample(adresses, len(adresses))][: max(paires, 5 * len(adresses))]
        for rang, (methode, adresse) in enumerate(tirees):
            if rang % PAR_COMPTE == 0:
                client = self.reader()
            reponses: dict[bool, Any] = {}
            durees: dict[bool, float] = {}
            for existe in self.hasard.sample((True, False), 2):
                quoi = self.hasard.choice(self.dossiers) if existe else self.nobody()
                debut = time.process_time()
                reponse = getattr(client, methode)(adresse.format(**quoi))
                durees[existe] = (time.process_time() - debut) * 1000
                reponses[existe] = told(reponse)
            autres += reponses[True] != reponses[False]
            ecarts[methode, adresse].append(durees[True] - durees[False])
            temps.append(durees[False])
        (methode, adresse), pire = max(((une, abs(statistics.median(siens))) for une, siens in ecarts.items() if siens), key=lambda un: un[1])
        return autres, pire, f"{methode} {adresse}", statistics.median(temps)

    def nobody(self) -> dict[str, object]:
        """Return numbers that are nobody's."""
        return {"p": 10**8 + self.hasard.randrange(10**6), "s": 10**8 + self.hasard.randrange(10**6), "b": uuid.UUID(int=self.hasard.getrandbits(128))}


def leaks() -> dict[str, AbstractContextManager[object]]:
    """A page that tells in words, pages that tell by their time, and a single one that does."""
    from django.core.handlers.base import BaseHandler  # noqa: PLC0415  once Django is set up

    from droits_ouverts.bilan.models import Bilan  # noqa: PLC0415  same reason
    from droits_ouverts.personnes import access  # noqa: PLC0415  same reason
    from droits_ouverts.structures import access as structures  # noqa: PLC0415  same reason

    may_open, may_do = access.may_open, structures.may_do_check_ups

    def says(actor: object, personne: object, *, on: object) -> bool:
        if not may_open(actor, personne, on=on):  # type: ignore[arg-type]  # as the function it stands for
            from droits_ouverts.personnes.errors import TooManyPersonsError  # noqa: PLC0415  another refusal than that of nobody

            raise TooManyPersonsError
        return True

    def takes_its_time(*args: Any, **kwargs: Any) -> bool:  # noqa: ANN401  as the function it stands for
        fin = time.process_time() + 0.02
        while time.process_time() < fin:
            pass
        return may_do(*args, **kwargs)

    answered = BaseHandler.get_response

    def one_address_takes_its_time(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        lu = re.fullmatch(r"/bilan/([0-9a-f-]{36})/historique/", request.path)
        if lu and Bilan.objects.filter(pk=lu[1]).exists():
            fin = time.process_time() + 0.02
            while time.process_time() < fin:
                pass
        return answered(self, request)

    return {
        "twenty milliseconds at one address": mock.patch.object(BaseHandler, "get_response", one_address_takes_its_time),
        "another refusal": mock.patch.object(access, "may_open", says),
        "twenty milliseconds for who exists": mock.patch.object(structures, "may_do_check_ups", takes_its_time),
    }


def main() -> None:
    """Ask, compare, plant; exit 1 where an answer tells who exists, or where a leak is not seen."""
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-existence-"))
    ready(f"sqlite:///{dossier / 'base.sqlite3'}", dossier)
    from django.test.utils import setup_test_environment  # noqa: PLC0415  once Django is set up

    setup_test_environment()
    logging.disable(logging.WARNING)
    monde = Monde(20261127)
    autres, ecart, ou, mediane = monde.compare(PAIRES)
    vues = 0
    fuites = leaks()
    for quoi, fuite in fuites.items():
        with fuite:
            differentes, gap, _, _ = monde.compare(200)
        vu = bool(differentes) or gap >= ECART_MAX_MS
        vues += vu
        if not vu:
            print(f"not seen: {quoi}", file=sys.stderr)
    mauvaises = autres + (ecart >= ECART_MAX_MS)
    garantie("A7 another structure's file and nobody's: same bytes, same time", essais=PAIRES, violations=mauvaises, sabotages=(vues, len(fuites)))
    print(f"median of nobody {mediane:.1f} ms of processor, widest median gap of an address {ecart:.2f} ms (under {ECART_MAX_MS:.0f}), at {ou}.")
    sys.exit(bool(mauvaises) or vues < len(fuites))


if __name__ == "__main__":
    main()
