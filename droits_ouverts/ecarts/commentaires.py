"""What stands above a test case: in French, as OpenFisca's community in France reads it, amounts in tens of euros. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.ecarts.comparaison import ten

if TYPE_CHECKING:
    from droits_ouverts.ecarts.comparaison import Comparaison
    from droits_ouverts.ecarts.services import CasDit


def spoken(comparaison: Comparaison, dit: CasDit) -> list[str]:
    """Return the lines, without anything of the person."""
    estime = "aucun montant" if comparaison.bas is None or comparaison.haut is None else f"{ten(comparaison.bas)} à {ten(comparaison.haut)} euros par mois"
    decide = "refus" if comparaison.decide is None else f"{ten(comparaison.decide)} euros par mois"
    return [
        "Cas anonyme : âges en années, montants à la dizaine d'euros, Lyon à la place de toute commune de la Métropole et du Rhône, aucune autre commune.",
        "Le résultat attendu est ce que le moteur calcule pour ce foyer généralisé ; l'organisme a décidé autrement.",
        f"Estimation du bilan : {estime}. Décision : {decide}.",
        f"Réponse qui différait : {dit.fait or 'inconnue'}. Motif de l'organisme : {dit.motif or 'inconnu'}.",
    ]
