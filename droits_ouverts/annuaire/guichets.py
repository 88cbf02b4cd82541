"""Which networks decide a right: where one may ask even if no sheet names the right. Codes of the catalogue to réseaux porteurs of data·inclusion.

From `decide_par` of each right in the catalogue, as read on 27 November 2026; a right that several bodies may decide, or none of a network, is not here.
"""

from __future__ import annotations

from typing import Final

_PAR_RESEAU: Final = {
    "caf": "prime_activite aides_logement aah aeeh allocations_familiales ars asf complement_familial paje_allocation_base paje_cmg paje_prepare "
    "paje_prime_naissance aides_vacances_caf",
    "cpam": "c2s_sans_participation c2s_avec_participation ame puma_affiliation ald asi",
    "mdph": "aah aeeh pch cmi rqth",
    "ccas-cias": "domiciliation",
    "france-travail": "are ass",
    "mission-locale": "cej_allocation",
}
RESEAUX: Final[dict[str, tuple[str, ...]]] = {
    droit: tuple(reseau for reseau, droits in _PAR_RESEAU.items() if droit in droits.split())
    for droit in sorted({droit for droits in _PAR_RESEAU.values() for droit in droits.split()})
}
