"""Where a commune is: Métropole de Lyon, Rhône, Auvergne-Rhône-Alpes. Takes OpenFisca's `depcom` arrays (Insee codes as bytes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy import array, isin

if TYPE_CHECKING:
    from numpy import bool_, bytes_
    from numpy.typing import NDArray

COMMUNES_METROPOLE_LYON = (
    b"69003",
    b"69029",
    b"69033",
    b"69034",
    b"69040",
    b"69044",
    b"69046",
    b"69063",
    b"69068",
    b"69069",
    b"69071",
    b"69072",
    b"69081",
    b"69085",
    b"69087",
    b"69088",
    b"69089",
    b"69091",
    b"69096",
    b"69100",
    b"69116",
    b"69117",
    b"69123",
    b"69127",
    b"69142",
    b"69143",
    b"69149",
    b"69153",
    b"69163",
    b"69168",
    b"69191",
    b"69194",
    b"69199",
    b"69202",
    b"69204",
    b"69205",
    b"69207",
    b"69233",
    b"69244",
    b"69250",
    b"69256",
    b"69259",
    b"69260",
    b"69266",
    b"69271",
    b"69273",
    b"69275",
    b"69276",
    b"69278",
    b"69279",
    b"69282",
    b"69283",
    b"69284",
    b"69286",
    b"69290",
    b"69292",
    b"69293",
    b"69296",
)
"""The 58 communes of the Métropole de Lyon (EPCI 200046977), from @etalab/decoupage-administratif 6.0.0."""

PIERRE_BENITE = b"69152"
"""Merged into Oullins-Pierre-Bénite (69149) on 2024-01-01; older addresses still carry its code."""

ARRONDISSEMENTS_LYON = (b"69381", b"69382", b"69383", b"69384", b"69385", b"69386", b"69387", b"69388", b"69389")
"""Insee codes of the nine arrondissements of Lyon (69123)."""

DEPARTEMENTS_AUVERGNE_RHONE_ALPES = (b"01", b"03", b"07", b"15", b"26", b"38", b"42", b"43", b"63", b"69", b"73", b"74")

METROPOLE_LYON = array([*COMMUNES_METROPOLE_LYON, PIERRE_BENITE, *ARRONDISSEMENTS_LYON], dtype="S5")


def in_metropole_lyon(depcom: NDArray[bytes_]) -> NDArray[bool_]:
    """Tell where the commune is one of the Métropole de Lyon's, the arrondissements of Lyon included."""
    return isin(depcom.astype("S5"), METROPOLE_LYON)


def in_rhone(depcom: NDArray[bytes_]) -> NDArray[bool_]:
    """Tell where the commune is in the Rhône or in the Métropole de Lyon (Insee codes beginning with 69)."""
    found: NDArray[bool_] = depcom.astype("S2") == b"69"
    return found


def in_auvergne_rhone_alpes(depcom: NDArray[bytes_]) -> NDArray[bool_]:
    """Tell where the commune is in one of the twelve départements of Auvergne-Rhône-Alpes."""
    return isin(depcom.astype("S2"), array(DEPARTEMENTS_AUVERGNE_RHONE_ALPES, dtype="S2"))
