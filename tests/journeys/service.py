"""The service as it is run: web server and engine's worker by `droits-ouverts serve`, a SQLite database and the demo, in a folder of their own.

The month is compiled before, as a night would have done: while a service compiles beside the journeys, both take twice as long.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

DEPART = 120.0
"""Seconds that the first page may take on a busy machine; the engine warms beside it."""
FROM_OUTSIDE = ("DATABASE_URL", "COFFRE_CLES", "MOTEUR_SOCKET", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "STATIC_ROOT", "EMAIL_URL")


@contextlib.contextmanager
def served(folder: Path, settings: str = "droits_ouverts.config.settings.dev", *, compiled: bool = True) -> Iterator[str]:
    """Serve from `folder` and give the address, without its last slash. `compiled`: with the month compiled before."""
    env = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    env |= {"DJANGO_SETTINGS_MODULE": settings, "VAR_DIR": str(folder), "PROGRAMMES_AU_DEPART": "0"}
    # A journey asks faster than people do.
    env |= {"REQUETES_PAR_SECONDE": "0", "REQUETES_PAR_MINUTE": "0", "REQUETES_PAR_HEURE": "0"}
    console = [sys.executable, "-m", "droits_ouverts.config.cli"]
    for command in (["manage", "migrate", "--verbosity", "0"], ["manage", "seed_demo"], *([["programme", "build", "--suivants", "0"]] if compiled else [])):
        subprocess.run([*console, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with (folder / "service.log").open("wb") as log:
        process = subprocess.Popen([*console, "serve", "--port", str(port)], env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, f"{address}/sante/", folder / "service.log")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    limit = time.monotonic() + DEPART
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    message = f"The service did not start:\n{log.read_text(encoding='utf-8', errors='replace')}"
    raise AssertionError(message)
