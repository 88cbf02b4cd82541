"""What the engine says from a compiled month: beside an estimate, and of the two years to come."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from droits_ouverts.engine.courbe_calcul import smic
from droits_ouverts.engine.estimate import versions
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme import eclairer, prevoir
from droits_ouverts.engine.programme.completer import ways

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage
    from droits_ouverts.engine.programme.prevoir import Lois
    from droits_ouverts.engine.programme.vieillir import Packer
    from droits_ouverts.engine.situation import Situation

MANIERES_BASCULES, MANIERES_CALENDRIER = 5, 12
"""Ways of completing what is missing that are told."""


def explained(situation: Situation, loi_de: Lois, pack: Packer | None = None) -> Eclairage | None:
    """Return what is said of a household beside its estimate; None where the month is not compiled."""
    loi = loi_de(situation.mois)
    if loi is None:
        return None
    ecrire = pack or _pack()
    completions = ways(situation, loi, ecrire, REGLES, MANIERES_BASCULES)
    horaire = smic(situation.mois).horaire_net
    return eclairer.explain(situation, completions, loi, ecrire, regles=REGLES, versions=versions(), horaire_net=horaire)


def foreseen(situation: Situation, loi_de: Lois, pack: Packer | None = None) -> Calendrier | None:
    """Return what the next two years bring; None where the month of the check-up is not compiled."""
    loi = loi_de(situation.mois)
    if loi is None:
        return None
    ecrire = pack or _pack()
    completions = ways(situation, loi, ecrire, REGLES, MANIERES_CALENDRIER)
    return prevoir.compute(situation, completions, loi_de, ecrire, regles=REGLES, versions=versions())


def _pack() -> Packer:
    return cast("Packer", importlib.import_module("droits_ouverts.engine.programme.situations").pack)
