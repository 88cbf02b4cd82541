"""What the check-up asks of the engine, which lives in a process of its own: a web worker never loads OpenFisca."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol, cast, runtime_checkable

from droits_ouverts.foundation.errors import UnavailableError
from droits_ouverts.foundation.langue import gettext_noop as _

if TYPE_CHECKING:
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage
    from droits_ouverts.engine.results import Estimation, GainReel

Json = dict[str, object]
"""A JSON object, as it travels."""

MOTEUR_PAR_DEFAUT = "droits_ouverts.connectors.moteur.client.from_settings"


class EtapeMoteur(StrEnum):
    """Where the engine is in its start."""

    ABSENT = "absent"
    CHARGEMENT = "chargement"
    CHAUFFE = "chauffe"
    PRET = "pret"

    @property
    def phrase(self) -> str:
        """Sentence for a screen."""
        return {
            EtapeMoteur.ABSENT: _("Le moteur de calcul est arrêté."),
            EtapeMoteur.CHARGEMENT: _("Le moteur de calcul lit la législation."),
            EtapeMoteur.CHAUFFE: _("Le moteur de calcul fait un premier calcul d'essai."),
            EtapeMoteur.PRET: _("Le moteur de calcul est prêt."),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatMoteur:
    """State of the engine.

    `attente`: seconds after which asking again makes sense (0 where it is ready); `programmes`: months ("AAAA-MM") that are compiled, the others being
    interpreted.
    """

    etape: EtapeMoteur
    attente: int = 0
    versions: dict[str, str] = field(default_factory=dict)
    programmes: tuple[str, ...] = ()


class MoteurIndisponibleError(UnavailableError):
    """The engine does not answer: stopped, warming up, or too busy. Nothing is known of any right.

    `retry_after` is the number of seconds after which asking again makes sense.
    """

    title = _("Le calcul des droits n’est pas encore disponible")
    what = _("Le calcul n’a pas été fait. Cela ne dit rien de vos droits.")
    why = _("Le moteur de calcul est arrêté, occupé, ou en train de démarrer.")
    next_step = _("Attendez une minute, puis réessayez. Vos réponses sont conservées.")
    code: ClassVar[str] = "moteur_indisponible"

    def __init__(self, *, retry_after: int = 10, why: str | None = None) -> None:
        super().__init__(why=why)
        self.retry_after = retry_after


class MoteurTropLongError(MoteurIndisponibleError):
    """The computation was stopped because it took too long."""

    why = _("Le calcul a pris trop de temps et a été arrêté.")
    code: ClassVar[str] = "moteur_trop_long"


class MoteurEchecError(MoteurIndisponibleError):
    """The engine failed on this request: our mistake, noted in its log without any answer of a person."""

    why = _("Une erreur s’est produite dans le moteur de calcul. Elle a été notée.")
    next_step = _("Signalez-le à la personne qui s’occupe du service. Vos réponses sont conservées.")
    code: ClassVar[str] = "moteur_echec"


@runtime_checkable
class Moteur(Protocol):
    """The engine, as the check-up sees it.

    Each verb but `etat` and `is_ready` raises `MoteurIndisponibleError` where no answer can be had: never an empty answer.
    """

    def etat(self) -> EtatMoteur:
        """Where the engine is; never raises, answers within a second."""
        ...

    def is_ready(self) -> bool:
        """True where an estimate can be asked."""
        ...

    def estimate(self, questionnaire: Json) -> Estimation:
        """Estimate every right of a household given as a questionnaire file; raise `SituationError` where it can't be read."""
        ...

    def courbe(self, questionnaire: Json, personne: str = "") -> Courbe:
        """Return what each wage of one adult (the demandeur where none is named) changes for the household; raise `SituationError` likewise.

        One answer holds every wage, from nothing up: read it with `engine.courbe` (`au_salaire`, `rows`, `indu`), without asking again.
        """
        ...

    def eclairage(self, questionnaire: Json) -> Eclairage | None:
        """Return why conditions fail, and where answers turn; None where the month is not compiled. Raise `SituationError` likewise."""
        ...

    def calendrier(self, questionnaire: Json) -> Calendrier | None:
        """Return what the next two years bring, as far as months are compiled; None where the month itself is not. Raise `SituationError` likewise."""
        ...

    def gain_reel(self, questionnaire: Json, droit: str, montant: float) -> GainReel | None:
        """Return what a monthly right of this real amount adds to everything the household receives; None where the answers do not give it.

        Raise `SituationError` likewise.
        """
        ...

    def cas(self, questionnaire: Json, droit: str, dit: list[str]) -> str | None:
        """Return an anonymous test case of a right in OpenFisca's format, `dit` as comments; None where the household is too rare. Raise `SituationError` likewise."""
        ...

    def calculate(self, body: object) -> tuple[int, Json, str]:
        """Answer an OpenFisca situation: HTTP status, the same situation filled or the errors by path, and who computed (`openfisca`, `programme`)."""
        ...

    def trace(self, body: object) -> tuple[int, Json]:
        """Answer how an OpenFisca situation is computed, as OpenFisca's `/trace`."""
        ...

    def spec(self) -> Json:
        """OpenAPI document, without `servers`. The first one takes about 12 s."""
        ...

    def variables(self) -> Json:
        """Name to description of each variable."""
        ...

    def variable(self, name: str) -> Json | None:
        """One variable, None where there is none of that name."""
        ...

    def parameters(self) -> list[tuple[str, str, object]]:
        """Identifier, path and description of each parameter."""
        ...

    def parameter(self, name: str) -> Json | None:
        """One parameter or node, None where there is none of that name."""
        ...

    def entities(self) -> Json:
        """Key to description of each entity."""
        ...


def moteur() -> Moteur:
    """Return the engine that the settings name (`MOTEUR`, a dotted path to a function without arguments)."""
    from django.conf import settings  # noqa: PLC0415  the worker process reads this module without Django's settings
    from django.utils.module_loading import import_string  # noqa: PLC0415  same reason

    return cast("Moteur", import_string(getattr(settings, "MOTEUR", MOTEUR_PAR_DEFAUT))())
