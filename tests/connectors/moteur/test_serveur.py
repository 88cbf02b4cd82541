"""The worker process alone: warming, hostile requests, time limits, a second worker, its log."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pytest

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur, MoteurEchecError, MoteurIndisponibleError, MoteurTropLongError
from droits_ouverts.connectors.moteur import serveur as module
from droits_ouverts.connectors.moteur.client import MoteurClient
from droits_ouverts.connectors.moteur.framing import ANSWER_MAX, HEADER, REQUEST_MAX, FramingError, receive, send
from droits_ouverts.connectors.moteur.serveur import AlreadyServedError, Job, Serveur, TooLongError, alarm, main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "Awa-Diallo-1992"


class SlowMoteur:
    """An engine of a few lines: ready when told, slow or broken on demand."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.stop = threading.Event()

    def warm(self, mois: str) -> None:
        self.ready.wait(20)

    def etat(self) -> EtatMoteur:
        return EtatMoteur(etape=EtapeMoteur.PRET) if self.ready.is_set() else EtatMoteur(etape=EtapeMoteur.CHAUFFE, attente=7)

    def calculate(self, body: Any) -> tuple[int, dict[str, object], str]:
        if body == "lent":
            time.sleep(20)
        if body == "casse":
            raise ZeroDivisionError(SECRET)
        return 200, {"echo": body}, "openfisca"

    def spec(self) -> dict[str, object]:
        return {}


class InThread:
    """A server in a thread of this process; without an alarm, which only a main thread may set."""

    def __init__(self, path: Path, moteur: SlowMoteur, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "alarm", lambda _seconds: contextlib.nullcontext())
        self.path = path
        self.moteur = moteur
        self.failure: BaseException | None = None
        self.parent = 1
        monkeypatch.setattr(module.os, "getppid", lambda: self.parent)
        self.serveur = Serveur(path, mois="2026-11", moteur=moteur, parent=1)  # type: ignore[arg-type]  # a stand-in of the engine
        self.thread = threading.Thread(target=self.serveur.run, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        limit = time.monotonic() + 10
        while MoteurClient(self.path).etat().etape is EtapeMoteur.ABSENT and time.monotonic() < limit:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.moteur.ready.set()
        self.parent = 0
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InThread]:
    with InThread(tmp_path / "m.sock", SlowMoteur(), monkeypatch) as server:
        server.moteur.ready.set()
        yield server


def raw(path: Path, payload: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        connection.sendall(payload)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(4096):
            received += part
        return received


class TestWarming:
    def test_state_can_be_read_and_nothing_else(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with InThread(tmp_path / "m.sock", SlowMoteur(), monkeypatch) as server:
            client = MoteurClient(server.path)

            assert client.etat() == EtatMoteur(etape=EtapeMoteur.CHAUFFE, attente=7)
            with pytest.raises(MoteurIndisponibleError) as caught:
                client.calculate({})
            assert caught.value.retry_after == 7
            assert caught.value.status == 503

    def test_nobody_there(self, tmp_path: Path) -> None:
        client = MoteurClient(tmp_path / "absent.sock")

        assert client.etat().etape is EtapeMoteur.ABSENT
        assert not client.is_ready()
        with pytest.raises(MoteurIndisponibleError):
            client.calculate({})


class TestHostileRequests:
    @pytest.mark.parametrize(
        "payload",
        [
            b"",
            b"\x00\x00",
            HEADER.pack(REQUEST_MAX + 1),
            HEADER.pack(10) + b"{}",
            HEADER.pack(3) + b"\xff\xfe\xfd",
            HEADER.pack(100_000) + b"[" * 100_000,
            HEADER.pack(2) + b"[]",
            HEADER.pack(2) + b"{}",
            HEADER.pack(4) + b"null",
        ],
    )
    def test_do_not_stop_it(self, served: InThread, payload: bytes) -> None:
        raw(served.path, payload)

        assert MoteurClient(served.path).calculate("bonjour") == (200, {"echo": "bonjour"}, "openfisca")

    @pytest.mark.parametrize(
        "request_",
        [
            {"verbe": "_ready"},
            {"verbe": "warm", "argument": "2026-11"},
            {"verbe": "__class__"},
            {"verbe": ["calculate"]},
            {"verbe": "calculate", "delai": -1},
            {"verbe": "calculate", "delai": "longtemps"},
            {"verbe": "calculate", "delai": True},
        ],
    )
    def test_only_known_verbs_are_answered(self, served: InThread, request_: dict[str, object]) -> None:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(str(served.path))
            send(connection, request_)
            reply = receive(connection, ANSWER_MAX)

        assert reply == {"refus": "requete"}

    def test_only_its_owner_may_connect(self, served: InThread) -> None:
        assert served.path.stat().st_mode & 0o077 == 0


class TestTime:
    def test_a_failure_is_told_and_never_quoted(self, served: InThread, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO")

        with pytest.raises(MoteurEchecError):
            MoteurClient(served.path).calculate("casse")

        assert "ZeroDivisionError" in caplog.text
        assert SECRET not in caplog.text

    def test_the_log_tells_verbs_and_never_what_was_asked(self, served: InThread, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG")

        MoteurClient(served.path).calculate({"nom": SECRET})
        time.sleep(0.1)

        assert "calculate : fait" in caplog.text
        assert SECRET not in caplog.text

    def test_the_client_gives_up(self, served: InThread, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(time, "sleep", lambda _seconds: served.moteur.stop.wait(8))
        client = MoteurClient(served.path, delai=0.2)

        with pytest.raises(MoteurTropLongError):
            client.calculate("lent")
        served.moteur.stop.set()

    def test_a_question_that_nobody_awaits_is_not_computed(self, tmp_path: Path) -> None:
        serveur = Serveur(tmp_path / "m.sock", mois="2026-11", moteur=SlowMoteur())  # type: ignore[arg-type]  # a stand-in of the engine
        job = Job(verb="calculate", argument="casse", deadline=time.monotonic() - 1)

        serveur._serve(job)

        assert job.answer["refus"] == "trop_long"

    def test_the_alarm_stops_a_computation(self) -> None:
        def compute() -> None:
            fin = time.monotonic() + 30
            while time.monotonic() < fin:
                sum(range(1000))

        with pytest.raises(TooLongError), alarm(0.1):
            compute()

        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)

    def test_the_alarm_is_not_a_mistake_that_a_rule_may_swallow(self) -> None:
        assert not issubclass(TooLongError, Exception)


class TestSocketFile:
    def test_a_second_worker_steps_back(self, served: InThread) -> None:
        with pytest.raises(AlreadyServedError):
            Serveur(served.path, mois="2026-11", moteur=SlowMoteur()).run()  # type: ignore[arg-type]  # a stand-in of the engine

        assert MoteurClient(served.path).calculate("encore") == (200, {"echo": "encore"}, "openfisca")

    def test_the_second_worker_says_so_and_leaves(self, served: InThread, caplog: pytest.LogCaptureFixture) -> None:
        previous = signal.getsignal(signal.SIGTERM)
        try:
            assert main(["--socket", str(served.path)]) == 1
        finally:
            signal.signal(signal.SIGTERM, previous)

        assert "Un autre moteur" in caplog.text

    def test_what_a_killed_worker_left_is_replaced(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "m.sock"
        with socket.socket(socket.AF_UNIX) as old:
            old.bind(str(path))

        with InThread(path, SlowMoteur(), monkeypatch) as server:
            assert MoteurClient(server.path).etat().etape is EtapeMoteur.CHAUFFE

    def test_it_leaves_with_its_parent(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "m.sock"
        with InThread(path, SlowMoteur(), monkeypatch) as server:
            server.moteur.ready.set()

        assert not path.exists()


class TestFraming:
    def test_round_trip(self) -> None:
        left, right = socket.socketpair()
        with left, right:
            send(left, {"é": ["\ud800", None, 1.5]})

            assert receive(right, 1000) == {"é": ["\ud800", None, 1.5]}

    def test_too_long_is_refused_before_it_is_read(self) -> None:
        left, right = socket.socketpair()
        with left, right:
            left.sendall(HEADER.pack(2000) + json.dumps("x").encode())

            with pytest.raises(FramingError, match="2000"):
                receive(right, 1000)
