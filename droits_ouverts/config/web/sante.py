"""Whether the service answers, and whether it can do its work. Open to monitors; the details are for whoever holds the token of measures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from droits_ouverts.bilan.ports import EtapeMoteur, moteur
from droits_ouverts.coffre.services import keyring
from droits_ouverts.config.web.mesures import holds_token

PLACE_MIN = 200 * 1024 * 1024
"""Bytes that must be left where the service writes."""
DOSSIER_DES_CLES = "droits_ouverts.coffre.dossier.from_settings"


class Controle(StrEnum):
    """What is looked at. Without the engine the pages answer and keep what is said: it is told, and closes nothing."""

    BASE = "base"
    CLES = "cles"
    DISQUE = "disque"
    MIGRATIONS = "migrations"
    MOTEUR = "moteur"


@login_not_required
@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """Say whether the service answers and reaches its database. Open, and says nothing else."""
    _reach_database()
    return JsonResponse({"etat": "ok"})


@login_not_required
@never_cache
@require_safe
def pret(request: HttpRequest) -> JsonResponse:
    """Say whether requests may be sent here: 200, or 503. Each part only to the holder of the token (`MESURES_JETON`), never a name, a path or a version."""
    controles = {controle.value: "ok" if _passes(CONTROLES[controle]) else "echec" for controle in Controle}
    ouvert = all(controles[controle] == "ok" for controle in Controle if controle is not Controle.MOTEUR)
    etat = "pret" if ouvert and controles[Controle.MOTEUR] == "ok" else "sans_moteur" if ouvert else "pas_pret"
    detail = {"controles": controles} if holds_token(request) else {}
    return JsonResponse({"etat": etat, **detail}, status=200 if ouvert else 503)


def _passes(controle: Callable[[], bool]) -> bool:
    try:
        return controle()
    except Exception:  # noqa: BLE001  whatever goes wrong in a part, the answer is that it does not work
        return False


def _reach_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _has_keys() -> bool:
    if settings.COFFRE_FOURNISSEUR != DOSSIER_DES_CLES:
        return bool(import_string(settings.COFFRE_FOURNISSEUR)().active_id())
    keys = keyring()
    return keys.make_first or bool(keys.all())


def _has_room() -> bool:
    return shutil.disk_usage(Path(settings.VAR_DIR)).free >= PLACE_MIN


def _is_migrated() -> bool:
    return _seen_migrated() or _look_at_migrations()


@cache
def _memory() -> set[str]:
    return set()


def _seen_migrated() -> bool:
    # Once up to date, a process stays so: new code comes with new processes.
    return connection.alias in _memory()


def _look_at_migrations() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _memory().add(connection.alias)
    return True


def _has_engine() -> bool:
    return moteur().etat().etape is EtapeMoteur.PRET


CONTROLES: dict[Controle, Callable[[], bool]] = {
    Controle.BASE: _reach_database,
    Controle.CLES: _has_keys,
    Controle.DISQUE: _has_room,
    Controle.MIGRATIONS: _is_migrated,
    Controle.MOTEUR: _has_engine,
}
