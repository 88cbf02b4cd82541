"""The rules engine: a leaf. Pure Python, numpy and OpenFisca; no Django, no clock, no network."""
