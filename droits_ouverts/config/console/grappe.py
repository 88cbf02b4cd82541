"""Parts of a population spread over a Dask cluster. A worker that dies is replaced by another; a cluster that vanishes is told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import distributed

from droits_ouverts.engine.programme.masse.calcul import Calcul
from droits_ouverts.engine.programme.masse.envoi import Envoi, compute, packed, rules, unpacked
from droits_ouverts.engine.programme.masse.parquet import MasseError, Source
from droits_ouverts.engine.programme.masse.travail import keep

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.masse.parquet import Part
    from droits_ouverts.engine.programme.masse.processus import Commande, Tache

ATTENTE = 10.0
"""Seconds to find the cluster."""
SILENCE = 5.0
"""Seconds without an answer after which the cluster is asked whether it is there."""
SEULE = 60.0
"""Seconds that a cluster may stay without any worker."""
D_AVANCE = 2
"""Parts sent to each thread of a worker before their turn."""
REPRISES = 3
"""Times that a part is sent again when what computed it fails."""
PERTES = (OSError, asyncio.CancelledError, TimeoutError, distributed.client.FutureCancelledError, distributed.scheduler.KilledWorker)


class Grappe:
    """A cluster by the address of its scheduler (`tcp://machine:8786`)."""

    def __init__(self, adresse: str) -> None:
        """Connect to nothing yet."""
        self.adresse = adresse
        self._seule = 0.0

    def __call__(self, commande: Commande, taches: Sequence[Tache]) -> Iterator[Part]:
        """Yield each part once its answer is kept here, in any order. Raise `MasseError` where the cluster can't be found, or leaves."""
        # Dask tells its reconnections at length; what matters is said once, below.
        for nom in [n for n in logging.root.manager.loggerDict if n.split(".")[0] == "distributed"]:
            logging.getLogger(nom).setLevel(logging.CRITICAL)
        try:
            client = distributed.Client(self.adresse, timeout=ATTENTE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise MasseError(
                f"la grappe « {self.adresse} » ne répond pas. Vérifiez l'adresse de son ordonnanceur (tcp://machine:8786) et qu'il tourne."
            ) from error
        try:
            yield from self._spread(client, commande, taches)
        except PERTES as error:
            raise MasseError(
                f"la grappe « {self.adresse} » ne répond plus. Ce qui est calculé est gardé : relancez la même commande quand elle sera revenue, "
                "ou sans --cluster."
            ) from error
        finally:
            with contextlib.suppress(*PERTES):
                client.close(timeout=SILENCE)

    def _spread(self, client: Any, commande: Commande, taches: Sequence[Tache]) -> Iterator[Part]:  # noqa: ANN401 - Dask is untyped
        source = Source(commande.population, commande.mois, Calcul(commande.programme, commande.codes).colonnes)
        restantes, en_cours = deque(taches), dict[Any, "Tache"]()
        lot = secrets.token_hex(4)
        while restantes or en_cours:
            while restantes and len(en_cours) < max(2, D_AVANCE * sum(client.nthreads().values())):
                tache = restantes.popleft()
                envoi = Envoi(programme=commande.programme, codes=commande.codes, regles=rules(), lignes=packed(source.read(tache.part)))
                en_cours[client.submit(compute, envoi, key=f"droits-{lot}-{tache.part.rang}", retries=REPRISES)] = tache
            for futur in self._finished(client, list(en_cours)):
                tache = en_cours.pop(futur)
                keep(tache.reponse, unpacked(futur.result()))
                futur.release()
                yield tache.part

    def _finished(self, client: Any, en_cours: list[Any]) -> list[Any]:  # noqa: ANN401 - Dask is untyped
        """Return what is done, if need be after waiting; raise one of `PERTES` where nobody is there to do it."""
        try:
            with client.as_current():
                finis = distributed.wait(en_cours, timeout=SILENCE, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            if client.status != "running":
                raise
            self._seule = 0.0 if client.nthreads() else self._seule + SILENCE
            if self._seule >= SEULE:
                raise
            return []
        self._seule = 0.0
        return list(finis)
