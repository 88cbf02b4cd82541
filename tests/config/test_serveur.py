"""The web server and the engine are started, watched and stopped together."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from droits_ouverts.config import serveur
from droits_ouverts.config.serveur import Supervised

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('prêt', flush=True); time.sleep(60)"]


def supervised(command: list[str]) -> Supervised:
    return Supervised(name="Le moteur", command=command, env=dict(os.environ))


def wait_dead(process: Supervised) -> None:
    assert process.process is not None
    process.process.wait(10)


class TestWatch:
    def test_what_dies_starts_again_after_its_delay_and_waits_longer_each_time(self) -> None:
        said: list[str] = []
        process = supervised(DIES)

        process.start(0.0)
        wait_dead(process)
        process.watch(0.5, said.append)
        first = process.process
        process.watch(1.0, said.append)
        assert process.process is first
        process.watch(1.6, said.append)
        assert process.process is not first
        wait_dead(process)
        process.watch(2.0, said.append)

        assert [line.rpartition(" dans ")[2] for line in said] == ["1 s.", "2 s."]
        assert all("code 3" in line for line in said)

    def test_what_lived_long_starts_again_at_once(self) -> None:
        process = supervised(DIES)
        process.wait = 16.0

        process.start(0.0)
        wait_dead(process)
        process.watch(1000.0, lambda line: None)

        assert process.restart_at == 1001.0

    def test_what_runs_is_left_alone(self) -> None:
        process = supervised(SLEEPS)
        process.start(0.0)
        try:
            process.watch(5.0, pytest.fail)
        finally:
            process.stop()

        assert process.process is not None
        assert process.process.returncode == -signal.SIGTERM

    def test_what_will_not_stop_is_killed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(serveur, "STOP_DELAY", 0.3)
        process = supervised(STUBBORN)
        process.start(0.0)
        time.sleep(0.5)

        process.stop()

        assert process.process is not None
        assert process.process.returncode == -signal.SIGKILL


class TestRun:
    @pytest.fixture(autouse=True)
    def _signals_are_given_back(self) -> object:
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        yield
        for number, handler in before.items():
            signal.signal(number, handler)

    def test_a_signal_stops_both(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(serveur, "_answers", lambda address: True)
        web, moteur = supervised(SLEEPS), supervised(SLEEPS)
        told: list[str] = []
        threading.Timer(0.6, os.kill, (os.getpid(), signal.SIGTERM)).start()

        code = serveur._run(web, moteur, address="http://localhost:1/", welcome=told.append)

        assert code == 0
        assert told == ["http://localhost:1/"]
        assert [process.process and process.process.returncode for process in (web, moteur)] == [-signal.SIGTERM, -signal.SIGTERM]

    def test_a_web_server_that_cannot_start_stops_all(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(serveur, "_answers", lambda address: False)
        web, moteur = supervised(DIES), supervised(SLEEPS)

        code = serveur._run(web, moteur, address="http://localhost:1/", welcome=pytest.fail)

        assert code == 1
        assert "n’a pas pu démarrer" in capsys.readouterr().out
        assert moteur.process is not None
        assert moteur.process.returncode == -signal.SIGTERM


class TestPort:
    def test_a_port_that_is_taken_is_told_and_nothing_starts(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def refuse(address: object, family: object) -> None:
            raise OSError(errno.EADDRINUSE, "Address already in use")

        monkeypatch.setattr(serveur, "create_server", refuse)
        monkeypatch.setattr(serveur, "_run", lambda *args, **kwargs: pytest.fail("started"))

        code = serveur.serve(port=8000)

        assert code == 1
        told = capsys.readouterr().out
        assert "Le port 8000 est déjà pris" in told
        assert "make run PORT=8001" in told


class TestWelcome:
    def test_the_address_and_the_demo_accounts_are_on_screen(self, capsys: pytest.CaptureFixture[str]) -> None:
        serveur._welcome(serveur._address("0.0.0.0", 8000))

        told = capsys.readouterr().out
        assert "http://localhost:8000/" in told
        assert "ambassadrice@demo.droits-ouverts.fr" in told
        assert "mot de passe" in told

    @pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "http://localhost:80/"), ("::1", "http://[::1]:80/"), ("droits.lan", "http://droits.lan:80/")])
    def test_the_address_can_be_clicked(self, host: str, address: str) -> None:
        assert serveur._address(host, 80) == address

    def test_the_web_worker_loads_no_openfisca(self, tmp_path: Path) -> None:
        import subprocess

        code = "import sys, droits_ouverts.config.wsgi as w; from django.urls import get_resolver; get_resolver().url_patterns; print([m for m in sys.modules if m.startswith('openfisca')])"
        env = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.dev", "VAR_DIR": str(tmp_path)}
        shown = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[2])

        assert shown.stdout.strip() == "[]"
