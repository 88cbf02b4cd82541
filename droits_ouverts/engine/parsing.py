"""Read a household file, whichever of the two formats it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.engine import situation_questionnaire
from droits_ouverts.engine.situation import Probleme, Situation, SituationError

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse(document: Mapping[str, object], mois: str) -> Situation:
    """Read an OpenFisca situation or our questionnaire file for a month.

    The month written in a questionnaire file is the caller's to use (`situation_questionnaire.month_of`). Raise `SituationError`.
    """
    if "format" in document or "personnes" in document:
        annonce = document.get("format", situation_questionnaire.FORMAT)
        if annonce != situation_questionnaire.FORMAT:
            message = f"ce format n'est pas connu. Écrivez « {situation_questionnaire.FORMAT} »."
            raise SituationError([Probleme(chemin="format", valeur=annonce, message=message)])
        return situation_questionnaire.read(document, mois)
    if "individus" not in document:
        message = (
            "ce n'est ni une situation OpenFisca (« individus », « familles », ...) ni un questionnaire (« format », « personnes », ...). "
            "Voyez docs/formats.md et les exemples."
        )
        raise SituationError([Probleme(chemin="(racine)", valeur=list(document)[:5], message=message)])
    from droits_ouverts.engine import situation_openfisca  # noqa: PLC0415 - loads OpenFisca, which a questionnaire never needs

    return situation_openfisca.read(document, mois)
