"""The engine over its socket: what a web worker holds. One short connection per question, always with an end."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path
from typing import TYPE_CHECKING, cast

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur, MoteurEchecError, MoteurIndisponibleError, MoteurTropLongError
from droits_ouverts.connectors.moteur.framing import ANSWER_MAX, FramingError, address, receive, send
from droits_ouverts.engine.programme import calendrier, eclairage
from droits_ouverts.engine.serialize import courbe_from_dict, estimation_from_dict, gain_from_dict
from droits_ouverts.engine.situation import Probleme, SituationError

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage
    from droits_ouverts.engine.results import Estimation, GainReel

DELAI = 60.0
"""Seconds after which a computation is given up, waiting in the queue included."""
DELAI_DESCRIPTION = 90.0
"""Seconds for the specification, which OpenFisca computes an example for (about 12 s)."""
DELAI_ETAT = 1.0
"""Seconds for the state: a page waits for it."""
ATTENTE_ABSENT = 15
"""Seconds before asking a stopped engine again: about its start."""
MARGE = 2.0
"""Seconds left to the worker to say itself that it gave up."""


class MoteurClient:
    """The engine's worker process behind the socket at `path`."""

    def __init__(self, path: Path, *, delai: float = DELAI) -> None:
        """Connect to nothing yet; `delai` in seconds."""
        self._path = path
        self._delai = delai

    def etat(self) -> EtatMoteur:
        """Where the worker is; `ABSENT` where nobody answers."""
        try:
            answer = self._ask("etat", delai=DELAI_ETAT)
        except MoteurIndisponibleError:
            return EtatMoteur(etape=EtapeMoteur.ABSENT, attente=ATTENTE_ABSENT)
        state = cast("dict[str, object]", answer)
        return EtatMoteur(
            etape=EtapeMoteur(str(state["etape"])),
            attente=int(str(state["attente"])),
            versions=cast("dict[str, str]", state["versions"]),
            programmes=tuple(cast("list[str]", state.get("programmes", []))),
        )

    def is_ready(self) -> bool:
        """True where the worker can estimate now."""
        return self.etat().etape is EtapeMoteur.PRET

    def estimate(self, questionnaire: Json) -> Estimation:
        """Estimate every right of a questionnaire file."""
        return estimation_from_dict(cast("Json", self._ask("estimate", questionnaire)))

    def courbe(self, questionnaire: Json, personne: str = "") -> Courbe:
        """Return what each wage changes for the household."""
        return courbe_from_dict(cast("Json", self._ask("courbe", {"questionnaire": questionnaire, "personne": personne})))

    def eclairage(self, questionnaire: Json) -> Eclairage | None:
        """Return why conditions fail, and where answers turn."""
        answer = self._ask("eclairage", questionnaire)
        return None if answer is None else eclairage.from_dict(cast("Json", answer))

    def calendrier(self, questionnaire: Json) -> Calendrier | None:
        """Return what the next two years bring."""
        answer = self._ask("calendrier", questionnaire)
        return None if answer is None else calendrier.from_dict(cast("Json", answer))

    def gain_reel(self, questionnaire: Json, droit: str, montant: float) -> GainReel | None:
        """Return what a right really brings."""
        answer = self._ask("gain_reel", {"questionnaire": questionnaire, "droit": droit, "montant": montant})
        return None if answer is None else gain_from_dict(cast("Json", answer))

    def cas(self, questionnaire: Json, droit: str, dit: list[str]) -> str | None:
        """Return an anonymous test case."""
        return cast("str | None", self._ask("cas", {"questionnaire": questionnaire, "droit": droit, "dit": dit}))

    def calculate(self, body: object) -> tuple[int, Json, str]:
        """Answer an OpenFisca situation, and say who computed."""
        status, answer, who = cast("list[object]", self._ask("calculate", body))
        return cast("int", status), cast("Json", answer), str(who)

    def trace(self, body: object) -> tuple[int, Json]:
        """Answer how an OpenFisca situation is computed."""
        status, answer = cast("list[object]", self._ask("trace", body))
        return cast("int", status), cast("Json", answer)

    def spec(self) -> Json:
        """OpenAPI document, without `servers`."""
        return cast("Json", self._ask("spec", delai=DELAI_DESCRIPTION))

    def variables(self) -> Json:
        """Name to description of each variable."""
        return cast("Json", self._ask("variables"))

    def variable(self, name: str) -> Json | None:
        """One variable."""
        return cast("Json | None", self._ask("variable", name))

    def parameters(self) -> list[tuple[str, str, object]]:
        """Identifier, path and description of each parameter."""
        rows = cast("list[list[object]]", self._ask("parameters"))
        return [(str(identifier), str(path), description) for identifier, path, description in rows]

    def parameter(self, name: str) -> Json | None:
        """One parameter or node."""
        return cast("Json | None", self._ask("parameter", name))

    def entities(self) -> Json:
        """Key to description of each entity."""
        return cast("Json", self._ask("entities"))

    def _ask(self, verb: str, argument: object = None, *, delai: float | None = None) -> object:
        delai = self._delai if delai is None else delai
        try:
            reply = self._exchange({"verbe": verb, "argument": argument, "delai": delai}, delai)
        except TimeoutError as error:
            raise MoteurTropLongError(retry_after=ATTENTE_ABSENT) from error
        except (OSError, FramingError) as error:
            raise MoteurIndisponibleError(retry_after=ATTENTE_ABSENT) from error
        if not isinstance(reply, dict):
            raise MoteurIndisponibleError(retry_after=ATTENTE_ABSENT)
        if "reponse" in reply:
            return reply["reponse"]
        raise _refusal(reply)

    def _exchange(self, message: Json, delai: float) -> object:
        with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as connection:
            connection.settimeout(delai if delai <= DELAI_ETAT else delai + MARGE)
            with address(self._path) as where:
                connection.connect(where)
            send(connection, message)
            return receive(connection, ANSWER_MAX)


def _refusal(reply: dict[str, object]) -> Exception:
    retry = int(str(reply.get("attente", ATTENTE_ABSENT)))
    match reply.get("refus"):
        case "situation":
            problems = cast("list[dict[str, object]]", reply["erreurs"])
            return SituationError(Probleme(chemin=str(item["chemin"]), valeur=item["valeur"], message=str(item["message"])) for item in problems)
        case "trop_long":
            return MoteurTropLongError(retry_after=retry)
        case "echec":
            return MoteurEchecError(retry_after=retry)
        case _:
            return MoteurIndisponibleError(retry_after=retry)


def from_settings() -> MoteurClient:
    """Return the client of the socket that the settings name (`MOTEUR_SOCKET`)."""
    from django.conf import settings  # noqa: PLC0415  the client is usable without Django

    return MoteurClient(Path(settings.MOTEUR_SOCKET))
