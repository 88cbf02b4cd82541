"""The engine in this very process: what the worker runs, and the stand-in of tests and demos. Loads OpenFisca when warmed."""

from __future__ import annotations

import contextlib
import functools
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, cast

from droits_ouverts.bilan.ports import EtapeMoteur, EtatMoteur, MoteurIndisponibleError

if TYPE_CHECKING:
    from pathlib import Path

    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    from droits_ouverts.bilan.ports import Json
    from droits_ouverts.connectors.moteur.programmes import Programmes
    from droits_ouverts.engine.compiler.reponses import Reponses
    from droits_ouverts.engine.courbe import Courbe
    from droits_ouverts.engine.estimate import Engine
    from droits_ouverts.engine.openfisca_api import Description
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage
    from droits_ouverts.engine.programme.variantes import Loi
    from droits_ouverts.engine.results import Estimation, GainReel
    from droits_ouverts.engine.situation import Situation

PERSONNES_MAX = 20_000
"""Persons that one public request may make OpenFisca compute, axes included: about 200 MB."""

MENAGE_D_ESSAI: Json = {
    "format": "droits-ouverts/questionnaire/1",
    "personnes": [
        {"id": "essai", "role": "demandeur", "faits": {"date_naissance": "1990-01-15", "activite": "actif", "salaire_net": 900}},
        {"id": "enfant", "role": "enfant", "faits": {"date_naissance": "2020-06-01"}},
    ],
    "menage": {"commune": "69259", "statut_occupation_logement": "locataire_hlm", "loyer": 420},
}
"""A made-up household, estimated once before the first true one: OpenFisca reads its parameters as it meets them."""

MOIS_D_ESSAI = "2026-11"


class MoteurLocal:
    """The engine, loaded here. `warm` first; until then every verb raises `MoteurIndisponibleError`."""

    def __init__(self, *, calculs: Path | None = None, calculs_apres: int = 0, programmes: Programmes | None = None) -> None:
        """Load nothing yet.

        `calculs`: folder of the calculation programmes; `calculs_apres`: requests of one shape before it is compiled (0: never); `programmes`: the
        compiled months.
        """
        self._mois_compiles = programmes
        self._calculs = calculs
        self._calculs_apres = calculs_apres
        self._programmes: Reponses | None = None
        self._etape = EtapeMoteur.ABSENT
        self._engine: Engine | None = None
        self._system: TaxBenefitSystem | None = None
        self._description: Description | None = None

    def warm(self, mois: str) -> None:
        """Load the legislation and estimate a made-up household for `mois` ("AAAA-MM")."""
        self._etape = EtapeMoteur.CHARGEMENT
        from droits_ouverts.engine.estimate import Engine  # noqa: PLC0415  OpenFisca costs seconds and 200 MB: only where it is used
        from droits_ouverts.engine.interpreter import system  # noqa: PLC0415  same reason
        from droits_ouverts.engine.openfisca_api import Description  # noqa: PLC0415  same reason

        engine = Engine(lois=self.loi)
        self._system = system()
        if self._calculs is not None:
            from droits_ouverts.engine.compiler.calculs import DepotCalculs  # noqa: PLC0415  same reason
            from droits_ouverts.engine.compiler.reponses import Atelier, Reponses  # noqa: PLC0415  same reason

            self._programmes = Reponses(DepotCalculs(self._calculs), apres=self._calculs_apres, demande=Atelier(self._calculs))
        self._description = Description(self._system)
        self._etape = EtapeMoteur.CHAUFFE
        engine.estimate(_situation({**MENAGE_D_ESSAI, "mois": mois}))
        self._engine = engine
        self._etape = EtapeMoteur.PRET

    def etat(self) -> EtatMoteur:
        """Where the engine is in its start."""
        attente = 0 if self._etape is EtapeMoteur.PRET else 10
        compiles = self._mois_compiles.mois() if self._mois_compiles else ()
        return EtatMoteur(etape=self._etape, attente=attente, versions=dict(_versions()), programmes=tuple(compiles))

    def is_ready(self) -> bool:
        """True once warmed."""
        return self._etape is EtapeMoteur.PRET

    def estimate(self, questionnaire: Json) -> Estimation:
        """Estimate every right of a questionnaire file; raise `SituationError` where it can't be read."""
        return self._ready().estimate(_situation(questionnaire))

    def courbe(self, questionnaire: Json, personne: str = "") -> Courbe:
        """Return what each wage changes for the household; its size is bounded by the number of wages and of completions."""
        from droits_ouverts.engine.courbe_calcul import compute  # noqa: PLC0415  loaded by `warm`

        self._ready()
        situation = _situation(questionnaire)
        return compute(situation, str(personne), loi=self.loi(situation.mois))

    def eclairage(self, questionnaire: Json) -> Eclairage | None:
        """Return why conditions fail, and where answers turn; None where the month is not compiled."""
        from droits_ouverts.connectors.moteur import lois  # noqa: PLC0415  loaded by `warm`

        self._ready()
        return lois.explained(_situation(questionnaire), self.loi)

    def calendrier(self, questionnaire: Json) -> Calendrier | None:
        """Return what the next two years bring, as far as months are compiled; None where the month itself is not."""
        from droits_ouverts.connectors.moteur import lois  # noqa: PLC0415  loaded by `warm`

        self._ready()
        return lois.foreseen(_situation(questionnaire), self.loi)

    def gain_reel(self, questionnaire: Json, droit: str, montant: float) -> GainReel | None:
        """Return what a right really brings: the interpreter's, for a compiled month knows no amount but its own."""
        from droits_ouverts.engine.gain_reel import compute  # noqa: PLC0415  loaded by `warm`

        self._ready()
        return compute(_situation(questionnaire), droit, montant)

    def cas(self, questionnaire: Json, droit: str, dit: list[str]) -> str | None:
        """Return an anonymous test case, computed by the interpreter: it is OpenFisca's own tests that will read it."""
        from droits_ouverts.engine.cas import case_of  # noqa: PLC0415  loaded by `warm`

        self._ready()
        _situation(questionnaire)
        return case_of(questionnaire, droit, dit=dit)

    def loi(self, mois: str) -> Loi | None:
        """Return the compiled law of a month ("AAAA-MM"), None where there is none."""
        return self._mois_compiles.loi(mois) if self._mois_compiles else None

    def calculate(self, body: object) -> tuple[int, Json, str]:
        """Answer an OpenFisca situation, up to 20,000 persons (413 beyond), and say who computed."""
        from droits_ouverts.engine.calculate import OPENFISCA, calculate_by  # noqa: PLC0415  loaded by `warm`

        self._ready()
        refusal = _too_large(body)
        return (*refusal, OPENFISCA) if refusal else calculate_by(self._system, body, self._programmes)

    def trace(self, body: object) -> tuple[int, Json]:
        """Answer how an OpenFisca situation is computed, with the same limit."""
        from droits_ouverts.engine.calculate import trace  # noqa: PLC0415  loaded by `warm`

        self._ready()
        return _too_large(body) or trace(self._system, body)

    def spec(self) -> Json:
        """OpenAPI document, without `servers`."""
        return self._described().spec

    def variables(self) -> Json:
        """Name to description of each variable."""
        return self._described().variables()

    def variable(self, name: str) -> Json | None:
        """One variable, None where there is none of that name."""
        return self._described().variable(name)

    def parameters(self) -> list[tuple[str, str, object]]:
        """Identifier, path and description of each parameter."""
        return self._described().parameters()

    def parameter(self, name: str) -> Json | None:
        """One parameter or node, None where there is none of that name."""
        return self._described().parameter(name)

    def entities(self) -> Json:
        """Key to description of each entity."""
        return self._described().entities

    def _ready(self) -> Engine:
        if self._engine is None:
            raise MoteurIndisponibleError(retry_after=10)
        return self._engine

    def _described(self) -> Description:
        self._ready()
        return cast("Description", self._description)


@functools.cache
def warmed() -> MoteurLocal:
    """Return one engine for this process, warmed at the first call (for tests and demos; `MOTEUR` may name it)."""
    moteur = MoteurLocal()
    moteur.warm(MOIS_D_ESSAI)
    return moteur


def _situation(questionnaire: object) -> Situation:
    from droits_ouverts.engine.parsing import parse  # noqa: PLC0415  loaded by `warm`
    from droits_ouverts.engine.situation import Probleme, SituationError  # noqa: PLC0415  same reason
    from droits_ouverts.engine.situation_questionnaire import month_of  # noqa: PLC0415  same reason

    if not isinstance(questionnaire, dict):
        raise SituationError([Probleme(chemin="(racine)", valeur=None, message="ce n'est pas un questionnaire. Voyez docs/formats.md.")])
    mois = month_of(questionnaire)
    if mois is None:
        raise SituationError([Probleme(chemin="mois", valeur=None, message="le mois du bilan manque. Écrivez l'année puis le mois : 2026-11.")])
    return parse(questionnaire, mois)


def _too_large(body: object) -> tuple[int, Json] | None:
    from droits_ouverts.engine.calculate import size_of  # noqa: PLC0415  loaded by `warm`

    size = size_of(body)
    if size <= PERSONNES_MAX:
        return None
    return 413, {"error": f"Cette demande porte sur {size} personnes, axes compris. La limite est de {PERSONNES_MAX} : envoyez-la en plusieurs fois."}


@functools.cache
def _versions() -> tuple[tuple[str, str], ...]:
    found = []
    for name in ("openfisca-core", "openfisca-france", "droits-ouverts"):
        # Run from a source tree that was not installed, our own package has no version to tell.
        with contextlib.suppress(PackageNotFoundError):
            found.append((name, version(name)))
    return tuple(found)
