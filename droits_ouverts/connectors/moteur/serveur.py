"""The engine's worker process: `python -m droits_ouverts.connectors.moteur.serveur --socket PATH`.

The main thread computes, one question after the other, so that an alarm can stop one that is too long; a thread per connection
reads and writes, so that the state can be read while the engine warms. The log tells verbs, times and kinds of mistake: never a
request, never an answer, never the text of an error, which may quote one.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import fcntl
import json
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from droits_ouverts.bilan.ports import EtapeMoteur, MoteurIndisponibleError
from droits_ouverts.connectors.moteur.framing import REQUEST_MAX, FramingError, address, receive, send
from droits_ouverts.connectors.moteur.in_process import MoteurLocal
from droits_ouverts.connectors.moteur.programmes import Fabrication, Programmes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from _typeshed import DataclassInstance

    from droits_ouverts.bilan.ports import Json
    from droits_ouverts.engine.results import Estimation

logger = logging.getLogger("droits_ouverts.moteur")

DELAI_MAX = 120.0
"""Seconds that one computation may take, whatever its caller asks."""
LECTURE_MAX = 30.0
"""Seconds that a caller may take to send its request."""
SPEC_MAX = 85.0
"""Seconds that the OpenAPI document may take: its caller waits 90."""
CONNEXIONS_MAX = 64
FILE_MAX = 32
"""Questions that wait; beyond, the caller is told to come back."""
VERBS = (
    "estimate",
    "courbe",
    "gain_reel",
    "cas",
    "eclairage",
    "calendrier",
    "calculate",
    "trace",
    "variables",
    "variable",
    "parameters",
    "parameter",
    "entities",
)
WITH_ARGUMENT = ("estimate", "courbe", "gain_reel", "cas", "eclairage", "calendrier", "calculate", "trace", "variable", "parameter")


class TooLongError(BaseException):
    """The alarm rang. Not an `Exception`: what computes must not take it for a mistake of its own."""


class AlreadyServedError(Exception):
    """Another worker holds this socket."""


@dataclass(slots=True)
class Job:
    """A question in the queue: verb, argument, time (monotonic seconds) after which nobody waits for it."""

    verb: str
    argument: object
    deadline: float
    answer: Json = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)


class Serveur:
    """Serves `moteur` on the socket at `path`. `mois` ("AAAA-MM") is the month of the warming estimate."""

    def __init__(self, path: Path, *, mois: str, moteur: MoteurLocal | None = None, parent: int | None = None, fabrication: Fabrication | None = None) -> None:
        """Open nothing yet. With `parent`, stop once that process is no longer our parent. `fabrication` begins once the engine is ready."""
        self._fabrication = fabrication
        self._path = path
        self._mois = mois
        self._moteur = moteur or MoteurLocal()
        self._parent = parent
        self._jobs: queue.Queue[Job] = queue.Queue(FILE_MAX)
        self._describing = threading.Lock()
        self._spec: Json | None = None
        self._room = threading.BoundedSemaphore(CONNEXIONS_MAX)

    def run(self) -> None:
        """Serve until the process is told to stop. Raise `AlreadyServedError` where another worker does."""
        with self._listening() as listener:
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
            start = time.monotonic()
            self._moteur.warm(self._mois)
            logger.info("prêt en %.1f s", time.monotonic() - start)
            try:
                if self._fabrication:
                    self._fabrication.start()
                self._serve_all()
            finally:
                if self._fabrication:
                    self._fabrication.stop()

    def _serve_all(self) -> None:
        while self._parent is None or os.getppid() == self._parent:
            try:
                job = self._jobs.get(timeout=2)
            except queue.Empty:
                continue
            self._serve(job)

    @contextlib.contextmanager
    def _listening(self) -> Iterator[socket.socket]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self._path.with_name(f"{self._path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                message = f"Un autre moteur répond déjà sur {self._path}."
                raise AlreadyServedError(message) from error
            # The lock is ours: a socket file here is what a killed worker left.
            self._path.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            before = os.umask(0o177)
            try:
                with address(self._path) as where:
                    listener.bind(where)
            finally:
                os.umask(before)
            listener.listen(CONNEXIONS_MAX)
            try:
                yield listener
            finally:
                listener.close()
                self._path.unlink(missing_ok=True)
        finally:
            os.close(lock)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            if self._room.acquire(blocking=False):
                threading.Thread(target=self._converse, args=(connection,), daemon=True).start()
            else:
                with contextlib.suppress(OSError), connection:
                    connection.settimeout(1)
                    send(connection, {"refus": "indisponible", "attente": 5})

    def _converse(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.settimeout(LECTURE_MAX)
                while True:
                    try:
                        request = receive(connection, REQUEST_MAX)
                    except FramingError as error:
                        logger.warning("requête illisible : %s", error)
                        send(connection, {"refus": "requete"})
                        return
                    if request is None:
                        return
                    send(connection, self._answer(request))
        except OSError as error:
            logger.info("connexion perdue : %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001  last line of a connection: the worker survives whatever it was sent
            logger.error("échec d'une connexion : %s", place_of(error))  # noqa: TRY400  a trace may quote an answer
        finally:
            self._room.release()

    def _answer(self, request: object) -> Json:
        if not isinstance(request, dict):
            return {"refus": "requete"}
        verb, delai = request.get("verbe"), request.get("delai", DELAI_MAX)
        if verb == "etat":
            state = self._moteur.etat()
            return {"reponse": {"etape": state.etape, "attente": state.attente, "versions": state.versions, "programmes": state.programmes}}
        if verb == "spec":
            return self._specification()
        if verb not in VERBS or not isinstance(delai, (int, float)) or isinstance(delai, bool) or delai <= 0:
            return {"refus": "requete"}
        state = self._moteur.etat()
        if state.etape is not EtapeMoteur.PRET:
            return {"refus": "indisponible", "attente": state.attente}
        delai = min(float(delai), DELAI_MAX)
        job = Job(verb=verb, argument=request.get("argument"), deadline=time.monotonic() + delai)
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return {"refus": "indisponible", "attente": 5}
        return job.answer if job.done.wait(delai + 1) else {"refus": "trop_long", "attente": 5}

    def _specification(self) -> Json:
        """Make the OpenAPI document once, in a process of its own: its example takes seconds, and nobody's check-up must wait for it."""
        with self._describing:
            if self._spec is None:
                start = time.monotonic()
                command = [sys.executable, "-m", "droits_ouverts.engine.openfisca_api"]
                try:
                    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=SPEC_MAX, check=True)  # noqa: S603  our own command
                except (subprocess.SubprocessError, OSError) as error:
                    logger.error("spec : %s", type(error).__name__)  # noqa: TRY400  the child wrote its own trace
                    return {"refus": "echec", "attente": 60}
                self._spec = json.loads(done.stdout)
                logger.info("spec : fait en %.2f s", time.monotonic() - start)
            return {"reponse": self._spec}

    def _serve(self, job: Job) -> None:
        left = job.deadline - time.monotonic()
        if left <= 0:
            job.answer = {"refus": "trop_long", "attente": 5}
            job.done.set()
            return
        start = time.monotonic()
        try:
            with alarm(left):
                job.answer = {"reponse": self._compute(job)}
            outcome = f"fait{_by(job.answer['reponse'])}"
        except TooLongError:
            job.answer = {"refus": "trop_long", "attente": 5}
            outcome = "trop long"
        except MoteurIndisponibleError as error:
            job.answer = {"refus": "indisponible", "attente": error.retry_after}
            outcome = "indisponible"
        except Exception as error:  # noqa: BLE001  last line of a task: the worker survives, the caller is told
            job.answer, outcome = _refusal(error)
        logger.info("%s : %s en %.2f s", job.verb, outcome, time.monotonic() - start)
        job.done.set()

    def _compute(self, job: Job) -> object:
        if job.verb == "courbe":
            return self._curve(job.argument)
        if job.verb == "gain_reel":
            return self._gain(job.argument)
        if job.verb == "cas":
            return self._case(job.argument)
        verb = cast("Callable[..., object]", getattr(self._moteur, job.verb))
        if job.verb in WITH_ARGUMENT:
            answer = verb(job.argument)
            if job.verb == "estimate":
                from droits_ouverts.engine.serialize import estimation_to_dict  # noqa: PLC0415  loaded by `warm`

                return estimation_to_dict(cast("Estimation", answer))
            if job.verb in ("eclairage", "calendrier") and answer is not None:
                return dataclasses.asdict(cast("DataclassInstance", answer))
            return answer
        return verb()

    def _curve(self, argument: object) -> object:
        from droits_ouverts.engine.serialize import courbe_to_dict  # noqa: PLC0415  loaded by `warm`

        demande = argument if isinstance(argument, dict) else {}
        return courbe_to_dict(self._moteur.courbe(cast("Json", demande.get("questionnaire")), str(demande.get("personne") or "")))

    def _case(self, argument: object) -> object:
        demande = argument if isinstance(argument, dict) else {}
        dit = [str(ligne) for ligne in demande.get("dit") or []]
        return self._moteur.cas(cast("Json", demande.get("questionnaire")), str(demande.get("droit") or ""), dit)

    def _gain(self, argument: object) -> object:
        from droits_ouverts.engine.serialize import gain_to_dict  # noqa: PLC0415  loaded by `warm`

        demande = argument if isinstance(argument, dict) else {}
        montant = demande.get("montant")
        lu = float(montant) if isinstance(montant, int | float) else 0.0
        gain = self._moteur.gain_reel(cast("Json", demande.get("questionnaire")), str(demande.get("droit") or ""), lu)
        return None if gain is None else gain_to_dict(gain)


def _refusal(error: Exception) -> tuple[Json, str]:
    from droits_ouverts.engine.situation import SituationError  # noqa: PLC0415  loaded by `warm`

    if isinstance(error, SituationError):
        problems = [{"chemin": item.chemin, "valeur": _plain(item.valeur), "message": item.message} for item in error.errors]
        return {"refus": "situation", "erreurs": problems}, "situation refusée"
    logger.error("échec : %s", place_of(error))
    return {"refus": "echec", "attente": 60}, "échec"


def _by(answer: object) -> str:
    """Say which engine answered, where the answer says it."""
    moteur = answer.get("moteur") if isinstance(answer, dict) else None
    return f" ({moteur})" if isinstance(moteur, str) else ""


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def place_of(error: BaseException) -> str:
    """Kind of an error and the line that raised it; not its text, which may quote an answer."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{where}"


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` in the main thread after `seconds`."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _current_month() -> str:
    return datetime.now().astimezone().strftime("%Y-%m")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop (SIGTERM, SIGINT); return the exit code."""
    parser = argparse.ArgumentParser(prog="droits_ouverts.connectors.moteur.serveur", description="Moteur de calcul de Droits Ouverts.")
    parser.add_argument("--socket", type=Path, required=True, help="adresse du socket Unix")
    parser.add_argument("--avec-parent", action="store_true", help="s'arrêter quand le processus qui l'a lancé s'arrête")
    parser.add_argument("--calculs", type=Path, help="dossier des calculs compilés")
    parser.add_argument("--calculs-apres", type=int, default=0, help="demandes de même forme avant qu'elle soit compilée (0 : jamais)")
    parser.add_argument("--programmes", type=Path, help="dossier des mois compilés")
    parser.add_argument("--fabriquer", action="store_true", help="fabriquer le mois courant et le suivant s'ils manquent, sans faire attendre personne")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="{asctime} {levelname} moteur {message}", style="{", stream=sys.stderr)
    logging.getLogger("numexpr").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, _stop)
    programmes = Programmes(options.programmes) if options.programmes else None
    fabrication = Fabrication(programmes, courant=_current_month) if programmes and options.fabriquer else None
    moteur = MoteurLocal(calculs=options.calculs, calculs_apres=options.calculs_apres, programmes=programmes)
    parent = os.getppid() if options.avec_parent else None
    serveur = Serveur(options.socket, mois=_current_month(), moteur=moteur, parent=parent, fabrication=fabrication)
    try:
        serveur.run()
    except AlreadyServedError as error:
        logger.error("%s", error)  # noqa: TRY400  a sentence, not a trace
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
