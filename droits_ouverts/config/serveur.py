"""`droits-ouverts serve`: the web server and the engine's worker process, started together, watched, and stopped together."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import AF_INET, AF_INET6, create_server
from types import FrameType

STOP_DELAY = 8.0
"""Seconds a process has to stop by itself before it is killed."""
RESTART_MIN = 1.0
RESTART_MAX = 30.0
"""Seconds between two starts of a process that dies: doubled at each death, back to the least once it has lived that long."""
POLL = 0.2
ANSWER_DELAY = 60.0
"""Seconds the web server has to answer for the first time."""


@dataclass(slots=True)
class Supervised:
    """A process that must run for as long as the service does."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = RESTART_MIN
    started_at: float = 0.0
    restart_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start it, in a process group of its own so that Ctrl-C reaches the supervisor alone, which stops the rest in order."""
        self.process = subprocess.Popen(self.command, env=self.env, start_new_session=True)  # noqa: S603  our own commands
        self.started_at = now
        self.restart_at = 0.0

    def watch(self, now: float, say: Callable[[str], None]) -> None:
        """Start it again if it died, not sooner than its delay."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.restart_at:
            if now - self.started_at > RESTART_MAX:
                self.wait = RESTART_MIN
            say(f"{self.name} s’est arrêté (code {self.process.returncode}). Nouveau départ dans {self.wait:.0f} s.")
            self.restart_at = now + self.wait
            self.wait = min(self.wait * 2, RESTART_MAX)
        elif now >= self.restart_at:
            self.start(now)

    def stop(self) -> None:
        """Ask it and what it started to stop, then insist."""
        if self.process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_DELAY)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, number)


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> int:
    """Serve until a signal asks to stop. Return the exit code: 0 after a signal, 1 if the address is taken or never answered.

    `workers` is the number of web processes; the engine always has one of its own, restarted if it dies.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    from django.conf import settings  # noqa: PLC0415  settings must be named first

    from droits_ouverts.config.web.mesures import fresh_folder  # noqa: PLC0415  it reads the settings

    # Before anything starts: another service on this port would answer in our place, and be announced as ours.
    if _is_taken(host, port):
        _say(
            f"Le port {port} est déjà pris, peut-être par Droits Ouverts lui-même : regardez {_address(host, port)}\n"
            f"Sinon, choisissez un autre port, par exemple : make run PORT={port + 1}"
        )
        return 1
    if settings.LIGNES_EXIGEES and (refus := _held_by_nothing()):
        _say("Le service ne s’ouvre pas : sur PostgreSQL, il sert sous un rôle que la sécurité par ligne tient (docs/exploitation/lignes.md).")
        _say("\n".join(f"- {phrase}" for phrase in refus))
        return 1
    # Settings are read once, here, before any child: a missing secret is told by one message, not by processes that die in turn.
    socket = Path(settings.MOTEUR_SOCKET)
    socket.parent.mkdir(parents=True, exist_ok=True)
    # The workers write their measures there, and any of them adds them up.
    env = dict(os.environ) | {"PROMETHEUS_MULTIPROC_DIR": str(fresh_folder(Path(settings.VAR_DIR)))}
    web = Supervised(name="Le serveur web", command=_web_command(host, port, workers), env=env)
    command = [sys.executable, "-m", "droits_ouverts.connectors.moteur.serveur", "--socket", str(socket), "--avec-parent"]
    command += ["--calculs", str(settings.CALCULS_DIR), "--calculs-apres", str(settings.CALCULS_APRES)]
    command += ["--programmes", str(settings.PROGRAMMES_DIR), *(["--fabriquer"] if settings.PROGRAMMES_AU_DEPART else [])]
    moteur = Supervised(name="Le moteur", command=command, env=env)
    return _run(web, moteur, address=_address(host, port), welcome=_welcome)


def _held_by_nothing() -> list[str]:
    """Return why the database must not be opened to people as it is."""
    import django  # noqa: PLC0415  settings must be named first
    from django.db import DatabaseError, connection  # noqa: PLC0415  same reason

    from droits_ouverts.foundation.lignes.refus import refusals  # noqa: PLC0415  same reason

    django.setup()
    try:
        return refusals(connection)
    except DatabaseError as error:
        return [f"la base ne répond pas ({type(error).__name__}). Vérifiez DATABASE_URL et que PostgreSQL marche."]
    finally:
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def _run(web: Supervised, moteur: Supervised, *, address: str, welcome: Callable[[str], None]) -> int:
    stopping: list[int] = []

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    # The web first: a page must answer at once, while the engine warms.
    web.start(time.monotonic())
    moteur.start(time.monotonic())
    answered = False
    limit = time.monotonic() + ANSWER_DELAY
    try:
        while not stopping:
            now = time.monotonic()
            if not answered:
                if web.process is not None and web.process.poll() is not None:
                    _say("Le serveur web n’a pas pu démarrer : le message ci-dessus dit pourquoi.")
                    return 1
                answered = _answers(address)
                if answered:
                    welcome(address)
                elif now > limit:
                    _say(f"{address} ne répond pas au bout de {ANSWER_DELAY:.0f} s.")
                    return 1
            else:
                web.watch(now, _say)
            moteur.watch(now, _say)
            time.sleep(POLL)
    finally:
        # The web first, so that no request is left waiting on an engine that is gone.
        web.stop()
        moteur.stop()
    return 0


# A web process that dies takes granian with it, and is started again by the supervisor: granian alone would try for ever, and hide why.
def _web_command(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4"),
        *("--log-level", "warning", "--no-access-log"),
        "droits_ouverts.config.wsgi:application",
    ]


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1"} else host  # noqa: S104  compared, not bound
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def _is_taken(host: str, port: int) -> bool:
    try:
        create_server((host, port), family=AF_INET6 if ":" in host else AF_INET).close()
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False


def _answers(address: str) -> bool:
    """Tell whether the health page answers, whatever the settings say of hosts and HTTPS: any HTTP answer is one."""
    try:
        with urllib.request.urlopen(f"{address}sante/", timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _welcome(address: str) -> None:
    """Say where the service is, and who may sign in to the demo."""
    import django  # noqa: PLC0415  settings must be named first
    from django.conf import settings  # noqa: PLC0415  same reason

    django.setup()
    lines = ["", f"Droits Ouverts répond : {address}"]
    if settings.DEMO_PERMISE:
        from droits_ouverts.config.management.commands import seed_demo  # noqa: PLC0415  needs the rooms

        width = max(len(compte.email) for compte in seed_demo.COMPTES)
        lines += ["", "Comptes fictifs de la démonstration :"]
        lines += [f"  {compte.email:<{width}}  {compte.role.label}" for compte in seed_demo.COMPTES]
        lines += [f"  mot de passe : {seed_demo.DEMO_PASSWORD}"]
    lines += ["", "Le moteur de calcul se prépare dans son propre processus. Pour arrêter : Ctrl-C", ""]
    _say("\n".join(lines))


def _say(text: str) -> None:
    print(text, flush=True)
