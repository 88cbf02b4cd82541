"""The texts that are followed, as they are cited: a citation is not translated."""

from __future__ import annotations

DEPART = "CPC, art. 640 et 641"
DUREE = "CPC, art. 641"
REPORT = "CPC, art. 642"
FRANC = "CJA, art. R. 421-1 ; CE, 19/09/2014, n° 362568"
DISTANCE = "CJA, art. R. 421-7 ; CPC, art. 643"
SILENCE = "CRPA, art. L. 231-1 et L. 231-4"
REJET = "CRPA, art. L. 231-4 et L. 411-7 ; CSS, art. R. 142-6"
"""An appeal left without an answer is rejected."""
RECOMMANDE = "CPC, art. 668 à 670 ; CE, 24/04/2012, n° 341146"
EN_LIGNE = "CRPA, art. L. 112-15 et R. 112-20"
PIECES = "CRPA, art. L. 114-3 et L. 114-5"
