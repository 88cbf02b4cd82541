"""What the engine says from a compiled month: beside an estimate, and of the two years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.engine.courbe_calcul import smic
from droits_ouverts.engine.estimate import versions
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme import eclairer, prevoir
from droits_ouverts.engine.programme.completer import ways
from droits_ouverts.engine.programme.situations import pack

if TYPE_CHECKING:
    from droits_ouverts.engine.programme.calendrier import Calendrier
    from droits_ouverts.engine.programme.eclairage import Eclairage
    from droits_ouverts.engine.programme.prevoir import Lois
    from droits_ouverts.engine.programme.vieillir import Packer
    from droits_ouverts.engine.situation import Situation

MANIERES_BASCULES, MANIERES_CALENDRIER = 5, 12
"""Ways of completing what is missing that are told."""


def explained(situation: Situation, loi_de: Lois, pack: Packer = pack) -> Eclairage | None:
    """Return what is said of a household beside its estimate; None where the month is not compiled."""
    loi = loi_de(situation.mois)
    if loi is None:
        return None
    completions = ways(situation, loi, pack, REGLES, MANIERES_BASCULES)
    horaire = smic(situation.mois).horaire_net
    return eclairer.explain(situation, completions, loi, pack, regles=REGLES, versions=versions(), horaire_net=horaire)


def foreseen(situation: Situation, loi_de: Lois, pack: Packer = pack) -> Calendrier | None:
    """Return what the next two years bring; None where the month of the check-up is not compiled."""
    loi = loi_de(situation.mois)
    if loi is None:
        return None
    completions = ways(situation, loi, pack, REGLES, MANIERES_CALENDRIER)
    return prevoir.compute(situation, completions, loi_de, pack, regles=REGLES, versions=versions())
