"""Every right of the public list in every answer: one without a rule yet is `indetermine`, never left out nor refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from droits_ouverts.droits.codes import CODES
from droits_ouverts.engine.formules.types import Grade
from droits_ouverts.engine.results import EstimationDroit, Statut

if TYPE_CHECKING:
    from droits_ouverts.engine.results import Estimation


def complete(estimation: Estimation) -> Estimation:
    """Return the estimate with the 65 rights, in the order of their codes."""
    droits = {droit.code: droit for droit in estimation.droits}
    absents = [code for code in CODES if code not in droits]
    if absents:
        # The catalogue takes more than a second to read: only where it has something to say.
        from droits_ouverts.droits.services import get  # noqa: PLC0415 - read only where a name is wanted

        for code in absents:
            droit = get(code)
            raison = droit.sans_regle or "Ce droit n'est pas encore calculé ici. Vérifiez auprès de l'organisme."
            droits[code] = EstimationDroit(code=code, libelle=droit.libelle, statut=Statut.INDETERMINE, grade=Grade.A_VERIFIER, avertissements=(raison,))
    return replace(estimation, droits=tuple(droits[code] for code in sorted(droits)))
