"""Measures for Prometheus: how many requests, how long, by the name of the route. Never an address, an account or a value.

With several workers each writes its numbers in a file of the folder `PROMETHEUS_MULTIPROC_DIR`, which `droits-ouverts serve` gives and empties at its
start; whichever worker is asked adds them up.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from droits_ouverts.foundation.types import GetResponse

METHODES = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
SEUILS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)
SANS_ROUTE = "aucune"

REQUETES = Counter("droits_ouverts_requetes", "Requests, by name of route, method and class of status", ["route", "methode", "statut"])
DUREES = Histogram("droits_ouverts_duree_secondes", "Seconds that a request takes, by name of route", ["route"], buckets=SEUILS)


class MesuresMiddleware:
    """Count each request and its time, refusals by other middleware included: it comes first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then count."""
        debut = time.perf_counter()
        reponse = self.get_response(request)
        route = route_of(request)
        methode = request.method if request.method in METHODES else "AUTRE"
        REQUETES.labels(route, methode, f"{reponse.status_code // 100}xx").inc()
        DUREES.labels(route).observe(time.perf_counter() - debut)
        return reponse


class _Machine(Collector):
    """What is read when asked, not counted."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give the room left where the service writes."""
        yield GaugeMetricFamily("droits_ouverts_place_octets", "Bytes left where the service writes", value=shutil.disk_usage(Path(settings.VAR_DIR)).free)


@login_not_required
@never_cache
@require_safe
def mesures(request: HttpRequest) -> HttpResponse:
    """Give the measures to the holder of the token; for anybody else there is no such page."""
    if not holds_token(request):
        raise Http404
    registre = CollectorRegistry()
    dossier = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if dossier:
        multiprocess.MultiProcessCollector(registre)  # type: ignore[no-untyped-call]  # their function gives no types
    registre.register(_Machine())
    lues = generate_latest(registre) + (b"" if dossier else generate_latest(REGISTRY))
    return HttpResponse(lues, content_type=CONTENT_TYPE_LATEST)


def holds_token(request: HttpRequest) -> bool:
    """Tell whether the request carries `Authorization: Bearer` and the token of the settings. Nobody does where there is none."""
    genre, _, donne = request.headers.get("Authorization", "").partition(" ")
    attendu = str(settings.MESURES_JETON)
    return bool(attendu) and genre == "Bearer" and constant_time_compare(donne.encode("utf-8", "replace"), attendu.encode())


def route_of(request: HttpRequest) -> str:
    """Return the name of the route, of which there are a few dozen; an address that leads nowhere has none."""
    trouve = request.resolver_match
    return (trouve.view_name if trouve is not None else "") or SANS_ROUTE


def fresh_folder(var: Path) -> Path:
    """Return an empty folder for the numbers of the workers that are about to start."""
    dossier = var / "mesures"
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(mode=0o700, parents=True)
    return dossier
